"""C12: how students spread within each group, as strips of bins; no bin has fewer than ten students."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import wrap

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import LABEL_LETTERS, Role
from equity_core.model import Query
from equity_core.words import Words, half_up


@dataclass(frozen=True, slots=True)
class Bin:
    """So many students between two cuts: `first` and `last` are places in the list of bins, both included."""

    first: int
    last: int
    students: int


@dataclass(frozen=True, slots=True)
class Strip:
    """One group in bins; none where it may not be shown in two bins or more."""

    name: str
    role: Role
    bins: tuple[Bin, ...]

    @property
    def n(self) -> int:
        """Return how many students are in all of its bins."""
        return sum(b.students for b in self.bins)


def spread(
    words: Words,
    strips: Sequence[Strip],
    bins: Sequence[str],
    limits: Sequence[str],
    *,
    measure: str,
    period: str,
    sentence: str,
    key: str = "spread_chart",
    question: Query | None = None,
    method: tuple[str, ...] = (),
) -> Figure:
    """Return a strip for each group; `bins` are the names of the bins from left to right, `limits` lie between them."""
    drawn = [strip for strip in strips if strip.bins]
    heads = [_limit(place, name) for place, name in enumerate(limits, start=1)]
    rows = [_datum(words, order, s, b, bins) for order, s in enumerate(drawn, start=1) for b in s.bins]
    return Figure(
        key=key,
        form="spread",
        title=measure,
        subtitle=words("charts.spread_subtitle", period=period),
        rows=(*heads, *rows),
        table=_table(words, strips, bins, measure=measure, period=period),
        sentence=sentence,
        description=words(
            "charts.spread_spoken",
            measure=measure,
            period=period,
            groups="; ".join(_spoken(words, s, bins) for s in drawn),
        ),
        listed=tuple(s.name for s in strips if not s.bins),
        question=question,
        method=method,
    )


def _limit(place: int, name: str) -> Datum:
    ends = {"start": place, "end": place, "middle": place}
    return {"order": 0, "label": "", "role": "baseline", **ends, "depth": 0, "value": name, "aria": name}


def _datum(words: Words, order: int, strip: Strip, each: Bin, bins: Sequence[str]) -> Datum:
    share, columns = Fraction(each.students, strip.n), each.last - each.first + 1
    return {
        "order": order,
        "label": "\n".join(wrap(words("charts.name_and_n", name=strip.name, n=strip.n), LABEL_LETTERS)),
        "role": strip.role,
        "start": each.first,
        "end": each.last + 1,
        "middle": each.first + columns / 2,
        "depth": 0.1 + 0.8 * float(share / columns),
        "value": str(half_up(share * 100, 0)),
        "aria": words(
            "charts.spread_bin_spoken", group=strip.name, bin=_name(words, each, bins), **_told(words, strip, each)
        ),
    }


def _told(words: Words, strip: Strip, each: Bin) -> dict[str, object]:
    return {"share": words.percent(Fraction(each.students, strip.n)), "students": each.students, "n": strip.n}


def _name(words: Words, each: Bin, bins: Sequence[str]) -> str:
    return words.either(list(bins[each.first : each.last + 1]))


def _spoken(words: Words, strip: Strip, bins: Sequence[str]) -> str:
    told = ", ".join(
        words("charts.spread_bin", bin=_name(words, b, bins), **_told(words, strip, b)) for b in strip.bins
    )
    return words("charts.line_spoken", name=strip.name, points=told)


def _table(words: Words, strips: Sequence[Strip], bins: Sequence[str], *, measure: str, period: str) -> Table:
    return Table(
        caption=words("charts.spread_table", measure=measure, period=period),
        columns=(words("charts.column_group"), words("charts.column_students"), *bins),
        rows=tuple((s.name, *_row(words, s, len(bins))) for s in strips),
    )


def _row(words: Words, strip: Strip, columns: int) -> tuple[str, ...]:
    """Return a group's cells; a bin that was joined with the one before says so in each of its columns."""
    if not strip.bins:
        return (words("common.hidden"),) * (columns + 1)
    cells = {}
    for each in strip.bins:
        told = words("charts.spread_cell", **_told(words, strip, each))
        for place in range(each.first, each.last + 1):
            cells[place] = told if place == each.first else words("charts.spread_joined")
    return (str(strip.n), *(cells[place] for place in range(columns)))
