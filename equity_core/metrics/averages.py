"""What the numbers behind a limit are on average, each group beside its reference (METHODS.md §2.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from equity_core import stats
from equity_core.metrics.disparity import ALL
from equity_core.metrics.pair import reference
from equity_core.privacy import At, Count, Released, Status


@dataclass(frozen=True, slots=True)
class GroupAverage:
    """The average of one group and its reference, in the unit of the column; None: not shown or not defined.

    `difference`, `low`, `high`: group less reference, with Welch's 95 % interval; `cohens_d` and `hedges_g` in standard
    deviations.
    """

    group: str
    status: Status
    n: int | None = None
    average: Fraction | None = None
    reference_n: int | None = None
    reference_average: Fraction | None = None
    difference: Fraction | None = None
    low: float | None = None
    high: float | None = None
    cohens_d: float | None = None
    hedges_g: float | None = None


@dataclass(frozen=True, slots=True)
class Averages:
    """The averages of one column of numbers by one dimension in one period: total, and groups in the table's order."""

    measure: str
    by: tuple[str, ...]
    period: str
    comparison: str
    groups: tuple[GroupAverage, ...]
    total: GroupAverage
    notes: tuple[str, ...] = ()
    where: At = ()
    source: str = ""

    def group(self, name: str) -> GroupAverage | None:
        """Return one group's average, or None."""
        return next((g for g in self.groups if g.group == name), None)


def averages(table: Released, *, compare: str = "rest") -> Averages:
    """Compare the averages of each group of a table: with "rest" (everyone else), "all" or "group:G"."""
    groups = tuple(_compared(name, count, reference(table, name, compare)) for name, count in table.groups)
    notes = {
        "note.hidden_groups": any(g.status in ("hidden", "hidden_by_source") for g in groups),
        "note.averages_hidden": any(g.status == "shown" and g.n and g.average is None for g in groups),
        "note.overlap": not table.partitions and len(groups) > 1,
        "note.part_of_all": compare == "all",
    }
    return Averages(
        measure=table.measure,
        by=(table.dimension,),
        period=table.period,
        comparison=compare,
        groups=groups,
        total=_alone(ALL, table.total),
        notes=tuple(code for code, is_so in notes.items() if is_so),
        where=table.where,
        source=table.source,
    )


def _compared(name: str, count: Count, other: Count) -> GroupAverage:
    mine, theirs = _scores(count), _scores(other)
    alone, beside = _alone(name, count), _alone("", other)
    alone = replace(alone, reference_n=beside.n, reference_average=beside.average)
    if alone.average is None or beside.average is None or mine is None or theirs is None:
        return alone
    found = stats.mean_difference(mine, theirs)
    return replace(
        alone,
        difference=alone.average - beside.average,
        low=found.low,
        high=found.high,
        cohens_d=found.cohens_d,
        hedges_g=found.hedges_g,
    )


def _alone(name: str, count: Count) -> GroupAverage:
    average = count.score.total / count.n if count.score and count.n else None
    return GroupAverage(name, count.status, count.n, average)


def _scores(count: Count) -> stats.Scores | None:
    """Return what Welch's interval needs; exact until the last step, so that nothing cancels."""
    if count.score is None or not count.n:
        return None
    mean = count.score.total / count.n
    spread = count.score.squares - count.n * mean**2
    return stats.Scores(count.n, float(mean), float(spread / (count.n - 1)) if count.n > 1 else None)
