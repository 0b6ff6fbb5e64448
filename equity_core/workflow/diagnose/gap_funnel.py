"""Many schools beside each other without a league table: a funnel, and rates drawn in by size (METHODS.md §4.7)."""

from __future__ import annotations

from equity_core import stats
from equity_core.charts import Figure, InFunnel, Limit, funnel
from equity_core.metrics import Disparity
from equity_core.model import Query
from equity_core.stats import Counts, Shrinkage
from equity_core.workflow import formulas
from equity_core.workflow.definitions import definition
from equity_core.workflow.workspace import Workspace

FEWEST = 5  # schools: fewer need no funnel to be looked at
OUTSIDE, INNER = 0.998, 0.95
STEPS = 24  # at which the curves are drawn


def as_funnel(ws: Workspace, query: Query, found: Disparity) -> Figure | None:
    """Return the schools as a funnel; None for other groups than schools, and for fewer than five that are shown."""
    shown = {g.group: Counts(g.x, g.n) for g in found.groups if g.x is not None and g.n}
    if found.by != ("school",) or len(shown) < FEWEST:
        return None
    drawn = stats.shrink(shown)
    assert drawn is not None  # somebody is in each
    if not 0 < drawn.overall < 1:
        return None
    schools = [_school(name, counts, drawn) for name, counts in sorted(shown.items())]
    words, outside = ws.words, [school for school in schools if school.is_outside]
    facts = {"count": len(outside), "all": len(schools), "schools": words.listed([s.name for s in outside])}
    about = next((s for s in schools if s.name == query.group), schools[0])
    return funnel(
        words,
        schools,
        _limits(drawn, [counts.n for counts in shown.values()]),
        overall=drawn.overall,
        measure=ws.measure_label(found.measure),
        period=found.period,
        sentence=words("gaps.funnel_outside", **facts) if outside else words("gaps.funnel_inside", all=len(schools)),
        direction=found.direction,
        left_out=tuple(g.group for g in found.groups if g.group not in shown),
        about=about.name,
        question=query,
        method=(
            definition(ws, found.measure),
            words("method.rate"),
            words("method.funnel"),
            words("method.drawn_in"),
            formulas.of_funnel(words, about, drawn),
            formulas.of_drawn_in(words, about, drawn),
            words("method.shown_only"),
        ),
    )


def _school(name: str, counts: Counts, drawn: Shrinkage) -> InFunnel:
    low, high = stats.funnel_limits(drawn.overall, counts.n, OUTSIDE)
    one = drawn.groups[name]
    return InFunnel(name, counts.x, counts.n, one.rate, low, high, is_outside=not low <= one.raw <= high)


def _limits(drawn: Shrinkage, sizes: list[int]) -> list[Limit]:
    """Return the curves of the funnel, from the smallest school shown to the largest."""
    low, high = min(sizes), max(sizes)
    at = sorted({low + (high - low) * step // STEPS for step in range(STEPS + 1)})
    return [
        Limit(n, share, *stats.funnel_limits(drawn.overall, n, level))
        for share, level in (("95", INNER), ("99.8", OUTSIDE))
        for n in at
    ]
