"""Reports that others ask for, as a table in a notebook, a CSV file, or a page that prints. Off the main screens."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING, Any

from equity_core import metrics, reports
from equity_core.errors import Refused
from equity_core.metrics import Compatibility, CompatibilityColumns, GroupReport, StateRule
from equity_core.model import Headcount
from equity_core.privacy import Released
from equity_core.stats import Index, IndexColumn, Minimums
from equity_core.words import Words
from equity_core.workflow import compatibility_tables, numbers, periods
from equity_core.workflow.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Report:
    """Hold one report; it shows itself in a notebook."""

    found: Compatibility
    words: Words
    title: str

    def rows(self) -> list[dict[str, Value]]:
        """Return one line per group: rates and gaps as proportions, counts as whole students, None where undefined."""
        return [_row(group) for group in self.found.groups]

    def to_frame(self) -> pd.DataFrame:
        """Return the same as a pandas DataFrame."""
        import pandas as pd

        return pd.DataFrame(self.rows())

    def csv(self) -> bytes:
        """Return the same as a CSV file that a spreadsheet opens, with what must be said below it."""
        out = io.StringIO()
        rows = self.rows()
        heads = list(rows[0]) if rows else ["group"]
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerows([heads, *([reports.safe(row[name]) for name in heads] for row in rows), []])
        writer.writerows([reports.safe(note)] for note in self.notes())
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    def html(self) -> bytes:
        """Return a page that prints: one table for each rule."""
        blocks: list[reports.Block] = [reports.Line(self.words("compat.not_ours"))]
        for rule, table in compatibility_tables.tables(self.words, self.found):
            blocks += [reports.Heading(self.words(f"compat.{rule}")), reports.Note(self.words(f"compat.{rule}_is"))]
            blocks.append(table)
        blocks += [reports.Note(note) for note in self.notes()]
        return reports.page(title=self.title, blocks=blocks, footer=self.words("compat.not_legal_advice"))

    def notes(self) -> tuple[str, ...]:
        """Return what must be said with the numbers."""
        left_out = self.words.listed(self.found.left_out)
        return (
            self.words("compat.not_legal_advice"),
            self.words("method.shown_only"),
            *([self.words("compat.left_out", groups=left_out)] if left_out else []),
            *(
                [self.words("compat.idea_is_for")]
                if self.found.state and self.found.direction != "higher_better"
                else []
            ),
        )

    def _repr_html_(self) -> str:
        html: str = self.to_frame().to_html(index=False, na_rep="", border=0)
        return html + "".join(f"<p>{escape(note)}</p>" for note in self.notes())


def report(
    ws: Workspace,
    id: str,
    *,
    by: str,
    period: str | None = None,
    idea_threshold: str | None = None,
    idea_drop: str | None = None,
    idea_minimums: tuple[int, int] = (10, 30),
) -> Report:
    """Return a measure by the rules of other reports.

    `idea_threshold` is the State's own for its risk ratio ("3.0"), `idea_drop` how much a ratio must fall each year
    to be reasonable progress, `idea_minimums` its smallest numerator and denominator.
    """
    measure = ws.measure(id)
    wanted = numbers.measure(ws, id, by=by, period=period).period
    table = ws.table(id, wanted, by)
    if table is None:
        raise Refused("compatibility.no_rest", asked=by)
    state, earlier = None, []
    if idea_threshold is not None:
        drop = None if idea_drop is None else _number(idea_drop)
        state = StateRule(_number(idea_threshold), drop, minimums=Minimums(*idea_minimums))
        earlier = [(p, ws.table(id, p, by)) for p in periods.years_before(wanted, state.years - 1)]
    found = metrics.compatibility(table, measure, state=state, earlier=earlier)
    named = {"measure": ws.measure_label(id), "dimension": ws.dimension_label(by), "period": wanted}
    return Report(found, ws.words, ws.words("compat.title", **named))


@dataclass(frozen=True, slots=True)
class EveryReport:
    """Hold the gaps and indices of everything that is released, one line for each group of each table."""

    found: CompatibilityColumns
    words: Words

    def to_frame(self) -> pd.DataFrame:
        """Return the lines as a pandas DataFrame, named as in `Report`: missing where a rule does not apply."""
        import numpy as np
        import pandas as pd

        found, place = self.found, np.asarray(self.found.table, dtype=np.int64)
        told: dict[str, Any] = {
            name: np.array([getattr(t, name) for t in found.tables], dtype=object)[place]
            for name in ("measure", "period", "dimension")
        }
        told["school"] = np.array([dict(t.where).get("school") for t in found.tables], dtype=object)[place]
        told |= {"group": found.groups, "n": found.counts.n, "x": found.counts.x, "rate": found.counts.rate}
        for id, ppg in found.ppg.items():
            told |= {
                f"ppg_{id}_reference": ppg.reference,
                f"ppg_{id}_gap": ppg.gap,
                f"ppg_{id}_margin": ppg.moe,
                f"ppg_{id}_flag": pd.arrays.BooleanArray(ppg.flag, ~ppg.is_judged),
                f"ppg_{id}_needed_not_flagged": ppg.needed_not_flagged,
                f"ppg_{id}_needed_parity": ppg.needed_parity,
            }
        none = ~np.asarray(found.higher_better, dtype=bool)
        told |= _index_columns("proportionality", found.proportionality, none)
        told |= _index_columns("index_80", found.index_80, none)
        return pd.DataFrame(told)

    def csv(self) -> bytes:
        """Return the same as a CSV file that a spreadsheet opens, with what must be said below it."""
        frame = self.to_frame()
        for name in ("measure", "period", "dimension", "school", "group"):
            frame[name] = frame[name].map(reports.safe)
        out = io.StringIO(frame.to_csv(index=False, lineterminator="\r\n"))
        out.seek(0, io.SEEK_END)
        notes = (self.words("compat.not_legal_advice"), self.words("method.shown_only"))
        csv.writer(out, lineterminator="\r\n").writerows([[], *([reports.safe(note)] for note in notes)])
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    def _repr_html_(self) -> str:
        html: str = self.to_frame().to_html(index=False, na_rep="", border=0, max_rows=20)
        return f"{html}<p>{escape(self.words('compat.not_legal_advice'))}</p>"


def every_report(ws: Workspace) -> EveryReport:
    """Return every released table by the rules of other reports: each measure, period, dimension and school.

    Measures where parity is wanted are left out: most columns have no rule for one (`compatibility` has the others).
    """
    tables: dict[tuple[object, ...], Released] = {}
    for release in reversed(ws.releases()):  # the newest source that has a table tells, as in `ws.table`
        for table in release.tables:
            tables.setdefault((table.measure, table.period, table.dimension, table.where), table)
    measures = {id: ws.measure(id) for id in {table.measure for table in tables.values()}}
    alone = {id for id, m in measures.items() if isinstance(m.rule, Headcount) or m.direction == "parity"}
    asked = [t for key, t in sorted(tables.items()) if t.measure not in alone]
    return EveryReport(metrics.compatibility_columns(asked, measures), ws.words)


def _index_columns(name: str, index: IndexColumn, none: Any) -> dict[str, Any]:
    """Return an index as columns of a frame, missing where `none`."""
    import numpy as np
    import pandas as pd

    return {
        name: np.where(none, np.nan, index.index),
        f"{name}_flag": pd.arrays.BooleanArray(index.flag, none),
        f"{name}_needed_not_flagged": pd.arrays.IntegerArray(index.needed_not_flagged, none),
        f"{name}_needed_parity": pd.arrays.IntegerArray(index.needed_parity, none),
    }


def _row(group: GroupReport) -> dict[str, Value]:
    told: dict[str, Value] = {
        "group": group.group,
        "n": group.counts.n,
        "x": group.counts.x,
        "rate": _plain(group.counts.rate),
        "percent_band": group.band.display,
    }
    for id, ppg in group.ppg.items():
        told |= {
            f"ppg_{id}_reference": _plain(ppg.reference.rate),
            f"ppg_{id}_gap": _plain(ppg.gap),
            f"ppg_{id}_margin": ppg.moe,
            f"ppg_{id}_flag": ppg.flag,
            f"ppg_{id}_needed_not_flagged": ppg.needed_not_flagged,
            f"ppg_{id}_needed_parity": ppg.needed_parity,
        }
    if group.proportionality:
        told |= _index("proportionality", group.proportionality)
        told["proportionality_ceiling"] = _plain(group.proportionality.ceiling)
    told |= _index("index_80", group.index_80) if group.index_80 else {}
    told |= {
        "composition_index": _plain(group.composition.index),
        "composition_difference": _plain(group.composition.difference),
        "risk_ratio_vs_rest": _plain(group.ratio.value),
        "risk_ratio_low": group.ratio.low,
        "risk_ratio_high": group.ratio.high,
        "odds_ratio_vs_rest": _plain(group.odds.value),
        "odds_ratio_low": group.odds.low,
        "odds_ratio_high": group.odds.high,
    }
    for period, ratio in group.risk_ratios:
        told |= {f"idea_ratio_{period}": _plain(ratio.ratio) if ratio else None}
        told |= {f"idea_exceeds_{period}": ratio.exceeds if ratio else None}
        told |= {f"idea_why_not_{period}": ratio.reason if ratio else "not_shown"}
    if group.multi_year:
        told |= {f"idea_{name}": value for name, value in group.multi_year._asdict().items()}
    return told


def _index(name: str, index: Index) -> dict[str, Value]:
    return {
        name: _plain(index.index),
        f"{name}_flag": index.flag,
        f"{name}_needed_not_flagged": index.needed_not_flagged,
        f"{name}_needed_parity": index.needed_parity,
    }


def _plain(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _number(text: str) -> Fraction:
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise Refused("compatibility.no_number", asked=text) from None
    if found <= 0:
        raise Refused("compatibility.no_number", asked=text)
    return found
