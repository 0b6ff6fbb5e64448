"""How students spread within each group (C12): several measures that cut one column, taken apart into bins.

Every bin is a difference of released counts. Measures that cut one column are planned as a family (decision 0008), so
that a bin of next to nobody cannot be worked out; a bin under ten is joined with the one beside it all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from equity_core.charts import Bin, Figure, Role, Strip, spread
from equity_core.metrics import Disparity
from equity_core.model import Limit, Measure, Query, ShareAtLeast
from equity_core.privacy import Count, Released
from equity_core.workflow.definitions import definition
from equity_core.workflow.diagnose import gap_words
from equity_core.workflow.workspace import Workspace

SMALLEST_BIN = 10
_ABOVE = {"at_least": 0, "more_than": 1, "less_than": 0, "at_most": 1}  # whether the cut's own value is below it
_COUNTS_BELOW = ("less_than", "at_most")


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a measure cuts its column: `side` 1 when the value itself is below the cut."""

    value: Decimal
    side: int
    measure: str
    counts_below: bool
    is_share: bool

    @property
    def place(self) -> tuple[Decimal, int]:
        return self.value, self.side


def can_be_cut(ws: Workspace, measure: str) -> bool:
    """Say whether another limit of the same column would show how students spread."""
    return isinstance(ws.measure(measure).rule, Limit | ShareAtLeast)


def as_spread(ws: Workspace, query: Query, found: Disparity, group: str) -> Figure | None:
    """Return each group in bins; None where the column is cut once only, or no group may be shown in two bins."""
    cuts = _cuts(ws, query, found.source)
    if len(cuts) < 2:
        return None
    tables = [table for cut in cuts if (table := ws.table(cut.measure, query.period, query.dimension)) is not None]
    names = [name for name, _ in tables[0].groups]
    strips = [_strip(ws.words("common.all_students"), "baseline", cuts, [t.total for t in tables])]
    for name in names:
        role: Role = "focus" if name == group else "rest"
        strips.append(_strip(name, role, cuts, [_group(table, name) for table in tables]))
    about = next((s for s in strips if s.name == group), None)
    if about is None or not about.bins:
        return None
    bins = _bin_names(ws, cuts)
    return spread(
        ws.words,
        strips,
        bins,
        [_value(ws, cut) for cut in cuts],
        measure=ws.words("gaps.spread_title", measure=ws.measure_label(found.measure)),
        period=found.period,
        sentence=_sentence(ws, query, about, bins),
        question=query,
        method=(
            definition(ws, found.measure),
            ws.words("method.spread", measures=ws.words.listed([ws.measure_label(cut.measure) for cut in cuts])),
            *_formulas(ws, about, bins),
            ws.words("method.spread_joined", fewest=SMALLEST_BIN),
            ws.words("method.spread_no_order"),
            ws.words("method.shown_only"),
        ),
    )


def _cuts(ws: Workspace, query: Query, source: str) -> list[_Cut]:
    """Return the cuts of the column of a measure that the same file was counted by, the lowest first."""
    wanted = ws.measure(query.measure)
    found: dict[tuple[Decimal, int], _Cut] = {}
    for id in dict.fromkeys(t.measure for r in ws.releases() if r.source == source for t in r.tables):
        measure = ws.measure(id)
        cut = _cut(measure)
        table = ws.table(id, query.period, query.dimension)
        if cut and _column(measure) == _column(wanted) and table is not None and table.source == source:
            found.setdefault(cut.place, cut)
    return [found[place] for place in sorted(found)]


def _cut(measure: Measure) -> _Cut | None:
    rule = measure.rule
    if isinstance(rule, ShareAtLeast):
        return _Cut(rule.share, 0, measure.id, counts_below=False, is_share=True)
    if isinstance(rule, Limit):
        below = rule.kind in _COUNTS_BELOW
        return _Cut(rule.value, _ABOVE[rule.kind], measure.id, counts_below=below, is_share=False)
    return None


def _column(measure: Measure) -> tuple[object, ...]:
    rule = measure.rule
    if isinstance(rule, ShareAtLeast):
        return rule.part, rule.whole, rule.min_whole
    return (rule.column,) if isinstance(rule, Limit) else ()


def _group(table: Released, name: str) -> Count:
    return dict(table.groups).get(name, Count("not_applicable"))


def _strip(name: str, role: Role, cuts: list[_Cut], counts: list[Count]) -> Strip:
    """Return one group's bins, none where some count is not shown or the counts do not fit each other."""
    sizes = {c.n for c in counts if c.is_shown}
    if len(sizes) != 1 or not all(c.is_shown for c in counts):
        return Strip(name, role, ())
    (n,) = sizes
    assert n is not None  # is_shown says so
    above = [n - (c.x or 0) if cut.counts_below else c.x or 0 for cut, c in zip(cuts, counts, strict=True)]
    students = [a - b for a, b in pairwise([n, *above, 0])]
    bins = _joined(students) if min(students) >= 0 else []
    return Strip(name, role, tuple(bins) if len(bins) > 1 else ())


def _joined(students: list[int]) -> list[Bin]:
    """Return the bins from the left, each joined with the next until it has ten; what is left joins the last."""
    bins: list[Bin] = []
    first, so_far = 0, 0
    for place, each in enumerate(students):
        so_far += each
        if so_far >= SMALLEST_BIN:
            bins.append(Bin(first, place, so_far))
            first, so_far = place + 1, 0
    if first < len(students) and bins:
        last = bins.pop()
        bins.append(Bin(last.first, len(students) - 1, last.students + so_far))
    return bins


def _bin_names(ws: Workspace, cuts: list[_Cut]) -> list[str]:
    names = [ws.words(f"gaps.bin_first_{cuts[0].side}", high=_value(ws, cuts[0]))]
    for low, high in pairwise(cuts):
        names.append(ws.words(f"gaps.bin_{low.side}{high.side}", low=_value(ws, low), high=_value(ws, high)))
    return [*names, ws.words(f"gaps.bin_last_{cuts[-1].side}", low=_value(ws, cuts[-1]))]


def _value(ws: Workspace, cut: _Cut) -> str:
    return f"{(cut.value * 100 if cut.is_share else cut.value).normalize():f}" + ("%" if cut.is_share else "")


def _sentence(ws: Workspace, query: Query, about: Strip, bins: list[str]) -> str:
    most = max(about.bins, key=lambda b: b.students)
    return ws.words(
        "gaps.spread_sentence",
        group=gap_words.people(ws, query.dimension, about.name),
        count=len(about.bins) - 1,
        students=most.students,
        n=about.n,
        bin=ws.words.either(bins[most.first : most.last + 1]),
    )


def _formulas(ws: Workspace, about: Strip, bins: list[str]) -> list[str]:
    return [
        ws.words(
            "formula.spread",
            group=about.name,
            bin=ws.words.either(bins[b.first : b.last + 1]),
            students=b.students,
            n=about.n,
        )
        for b in about.bins
    ]
