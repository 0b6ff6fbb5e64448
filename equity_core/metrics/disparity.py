"""Each group of one table beside its reference."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from equity_core import stats
from equity_core.metrics.certainty import Certainty, judge
from equity_core.metrics.comparison import Comparison, compared, is_gap
from equity_core.metrics.pair import rate_of, reference, resolved
from equity_core.model import Direction, Measure
from equity_core.privacy import HIDDEN, At, Count, Released, Status

ALL = ""  # the name of the row of all students; people read the word common.all_students


@dataclass(frozen=True, slots=True)
class GroupResult:
    """What is released about one group, and how it compares.

    Of a range that a source published, `low` and `high` are the ends.

    `rate`, `low`, `high`, `inner_low`, `inner_high` (95 % and 68 % Wilson) and `reference_rate` are proportions; `gap`,
    `gap_low`, `gap_high`, `detectable` are percentage points, group less reference. None: not shown or not defined.
    """

    group: str
    status: Status
    n: int | None = None
    x: int | None = None
    x_low: int | None = None
    x_high: int | None = None
    rate: Fraction | None = None
    low: float | None = None
    high: float | None = None
    gap: Fraction | None = None
    gap_low: float | None = None
    gap_high: float | None = None
    ratio: Fraction | None = None
    certainty: Certainty | None = None
    students_to_parity: int | None = None
    inner_low: float | None = None
    inner_high: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    detectable: float | None = None
    reference: Count = HIDDEN
    reference_rate: Fraction | None = None
    at: tuple[str, ...] = ()  # the group's name in each dimension, when there are two
    has_gap: bool = False  # a difference to close: behind, or on either side where parity is wanted


@dataclass(frozen=True, slots=True)
class Disparity:
    """One measure by one dimension in one period: total, groups in the table's order, and how it was worked out.

    `notes` are word ids (`note.<code>`); `method` names the formulas, for "how was this computed".
    """

    measure: str
    by: tuple[str, ...]
    period: str
    comparison: str
    groups: tuple[GroupResult, ...]
    total: GroupResult
    notes: tuple[str, ...] = ()
    method: dict[str, Any] = field(default_factory=dict, hash=False)
    where: At = ()
    direction: Direction = "higher_better"
    source: str = ""
    practical_points: int = 3

    def group(self, name: str) -> GroupResult | None:
        """Return one group's result, or None."""
        return next((g for g in self.groups if g.group == name), None)

    def is_everybody(self, group: GroupResult) -> bool:
        """Say whether all students are in this one group, so that nobody is left to compare it with."""
        return group.n is not None and group.n == self.total.n

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return the names of the groups that are not shown, in order."""
        return tuple(g.group for g in self.groups if g.status in ("hidden", "hidden_by_source"))


@lru_cache(maxsize=256)
def disparity(
    table: Released, measure: Measure, *, compare: str = "rest", practical_points: int = 3, named: str = ""
) -> Disparity:
    """Compare each group of a table: "rest" (everyone else), "all", "best", "group:G" or "rate:0.8".

    The group `named` beforehand (the focus, the goal's group) is judged without adjusting for the many looks.
    """
    is_best, compare = compare == "best", resolved(table, compare, measure.direction)
    compared_groups = [(name, count, *_against(table, name, count, compare, measure)) for name, count in table.groups]
    raw = [c.p for *_, c in compared_groups if c.p is not None]
    adjusted = iter(stats.benjamini_hochberg(raw))
    groups = tuple(
        _result(
            name,
            count,
            rest,
            c,
            p=_p(c, next(adjusted) if c.p is not None else None, is_named=name == named),
            direction=measure.direction,
            practical_points=practical_points,
        )
        for name, count, rest, c in compared_groups
    )
    return Disparity(
        measure=measure.id,
        by=(table.dimension,),
        period=table.period,
        comparison=compare,
        groups=groups,
        total=_alone(ALL, table.total),
        notes=(*_notes(table, groups, compare), *(("note.best",) if is_best else ())),
        method=_method(compare, family=len(raw), practical_points=practical_points, named=named),
        where=table.where,
        direction=measure.direction,
        source=table.source,
        practical_points=practical_points,
    )


def _against(table: Released, name: str, count: Count, compare: str, measure: Measure) -> tuple[Count, Comparison]:
    rest = reference(table, name, compare)
    if compare == f"group:{name}":
        return rest, Comparison()
    everyone_else = table.rest(name) if compare == "all" else None
    return rest, compared(count, rest, rest_of_all=everyone_else, direction=measure.direction)


def _p(comparison: Comparison, adjusted: float | None, *, is_named: bool) -> float | None:
    return comparison.p if is_named else adjusted


def _result(
    name: str,
    count: Count,
    rest: Count,
    c: Comparison,
    *,
    p: float | None,
    direction: Direction,
    practical_points: int,
) -> GroupResult:
    low, high = c.interval or (None, None)
    return replace(
        _alone(name, count),
        gap=c.gap,
        gap_low=low,
        gap_high=high,
        ratio=c.ratio,
        ratio_low=c.ratio_low,
        ratio_high=c.ratio_high,
        certainty=_certainty(count, c, p, practical_points),
        students_to_parity=c.students_to_parity,
        detectable=c.detectable,
        reference=rest,
        reference_rate=rate_of(rest),
        has_gap=c.gap is not None and is_gap(direction, c.gap),
    )


def _alone(name: str, count: Count) -> GroupResult:
    bare = GroupResult(
        group=name,
        status=count.status,
        n=count.n,
        x=count.x,
        x_low=count.x_low,
        x_high=count.x_high,
        rate=rate_of(count),
        low=None if count.rate_low is None else float(count.rate_low),
        high=None if count.rate_high is None else float(count.rate_high),
    )
    if not count.is_shown or not count.n:
        return bare
    assert count.x is not None  # is_shown says so
    low, high = stats.wilson(count.x, count.n) or (None, None)
    inner_low, inner_high = stats.wilson(count.x, count.n, 0.68) or (None, None)
    return replace(bare, low=low, high=high, inner_low=inner_low, inner_high=inner_high)


def _certainty(count: Count, c: Comparison, p: float | None, practical_points: int) -> Certainty | None:
    if count.status in ("hidden", "hidden_by_source", "range"):
        return "hidden"
    if c.gap is None or c.interval is None or p is None:
        return None
    return judge(c.gap, c.interval, adjusted_p=p, fewest=c.fewest, practical_points=practical_points)


def _notes(table: Released, groups: tuple[GroupResult, ...], compare: str) -> tuple[str, ...]:
    told = {
        "note.rate_only": any(g.status == "shown" and g.n is None for g in groups),
        "note.hidden_groups": any(g.status in ("hidden", "hidden_by_source") for g in groups),
        "note.under_5": any(g.status == "range" and g.low is None for g in groups),
        "note.source_range": any(g.status == "range" and g.low is not None for g in groups),
        "note.no_rest": compare in ("rest", "all")
        and any(g.status == "shown" and g.gap is None and g.n != table.total.n for g in groups),
        "note.overlap": not table.partitions and len(table.groups) > 1,
        "note.part_of_all": compare == "all",
        "note.given_rate": compare.startswith("rate:"),
        "note.too_few": any(g.certainty == "too_few_to_judge" for g in groups),
    }
    return tuple(code for code, is_so in told.items() if is_so)


def _method(compare: str, *, family: int, practical_points: int, named: str) -> dict[str, Any]:
    return {
        "rate_interval": "wilson",
        "gap_interval": {"all": "newcombe_part_of_all"}.get(
            compare, "wilson_minus_rate" if compare.startswith("rate:") else "newcombe"
        ),
        "ratio": "group_rate_over_reference_rate",
        "test": "pooled_z_or_fisher_exact",
        "adjustment": "benjamini_hochberg",
        "family": family,
        "named_beforehand": named,
        "level": 0.95,
        "practical_points": practical_points,
        "students_to_parity": "whole_students_exact",
    }
