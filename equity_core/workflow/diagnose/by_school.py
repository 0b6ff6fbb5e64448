"""In which schools a gap sits, and whether it is still there within them (METHODS.md §4.1, §4.3, §4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equity_core import metrics, stats
from equity_core.model import Query
from equity_core.privacy import Count
from equity_core.stats import Counts, Decomposition, Excess, LeaveOneOut, Simpson, Standardised, Stratum
from equity_core.workflow import formulas
from equity_core.workflow.diagnose import gap_choices
from equity_core.workflow.diagnose.methods import Told
from equity_core.workflow.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class BySchool:
    """Hold a gap over the schools in which both sides may be shown; `left_out` are the others.

    A school on the way, such as where children are placed, says how a gap comes about; it excuses nothing.
    """

    strata: dict[str, Stratum]
    left_out: tuple[str, ...]
    parts: Decomposition
    excess: Excess
    adjusted: Standardised
    simpson: Simpson
    without: LeaveOneOut

    def to_frame(self) -> pd.DataFrame:
        """Return one line per school; rates, gaps and parts as proportions, excess in students."""
        import pandas as pd

        return pd.DataFrame([self._line(school) for school in self.strata])

    def _line(self, school: str) -> dict[str, Any]:
        stratum, part = self.strata[school], self.parts.strata[school]
        without = self.without.without[school]
        return {
            "school": school,
            "group_x": stratum.group.x,
            "group_n": stratum.group.n,
            "others_x": stratum.reference.x,
            "others_n": stratum.reference.n,
            "gap": float(self.simpson.stratum_gaps[school]),
            "part_of_gap_rates": float(part.rate),
            "part_of_gap_composition": float(part.composition_centred),
            "excess_students": float(self.excess.excess[school]),
            "gap_without": None if without is None else float(without),
        }


def by_school(ws: Workspace, query: Query) -> BySchool | None:
    """Return a gap school by school, from released numbers; None where fewer than two schools may be shown."""
    compare = gap_choices.compared_with(query)
    schools = ws.table(query.measure, query.period, SCHOOL)
    if schools is None or query.dimension == SCHOOL or not compare.startswith(("rest", "group:")):
        return None
    strata, left_out = {}, []
    for school, _ in schools.groups:
        stratum = _stratum(ws, query, school, compare)
        if stratum is None:
            left_out.append(school)
        else:
            strata[school] = stratum
    if len(strata) < 2:
        return None
    parts, found, adjusted, turned = (
        stats.kitagawa(strata),
        stats.excess(strata),
        stats.standardised_gap(strata),
        stats.simpson(strata),
    )
    assert parts is not None  # both sides have somebody in each stratum
    assert found is not None
    assert adjusted is not None
    assert turned is not None
    return BySchool(strata, tuple(left_out), parts, found, adjusted, turned, stats.leave_one_out(strata))


def caution(ws: Workspace, query: Query, found: BySchool | None) -> Told:
    """Return what the schools do to a gap when they turn it round, take it away or point both ways; else nothing."""
    if found is None or found.simpson.verdict == "none":
        return Told()
    gaps = found.simpson.stratum_gaps.values()
    facts = {
        "group": query.group,
        "points": ws.words.points(found.simpson.crude_gap * 100),
        "within": ws.words.points(found.simpson.adjusted_gap * 100),
        "more": sum(gap > 0 for gap in gaps),
        "less": sum(gap < 0 for gap in gaps),
    }
    within = formulas.of_schools(ws.words, found.strata, found.simpson.adjusted_gap)
    return Told(ws.words(f"gaps.schools_{found.simpson.verdict}", **facts), (ws.words("method.schools"), *within))


def _stratum(ws: Workspace, query: Query, school: str, compare: str) -> Stratum | None:
    table = ws.table(query.measure, query.period, query.dimension, ((SCHOOL, school),))
    if table is None or query.group not in dict(table.groups):
        return None
    if compare.startswith("group:") and compare.removeprefix("group:") not in dict(table.groups):
        return None
    pair = metrics.pair(table, query.group, compare)
    if not (_has_some(pair.group) and _has_some(pair.rest)):
        return None
    return Stratum(*(Counts(c.x or 0, c.n or 0) for c in (pair.group, pair.rest)))


def _has_some(count: Count) -> bool:
    return count.is_shown and bool(count.n)
