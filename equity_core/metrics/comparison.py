"""One group against its reference, from two released counts: points, ratio, intervals, p, students to parity."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from equity_core import stats
from equity_core.metrics.pair import rate_of
from equity_core.model import Direction
from equity_core.privacy import Count
from equity_core.stats import Interval


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold what two counts allow to say. Gaps: percentage points, group less reference; None: undefined."""

    gap: Fraction | None = None
    interval: Interval | None = None
    ratio: Fraction | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    p: float | None = None
    fewest: int = 0
    students_to_parity: int | None = None
    detectable: float | None = None


def compared(group: Count, rest: Count, *, rest_of_all: Count | None = None, direction: Direction) -> Comparison:
    """Compare a group with its reference.

    `rest_of_all` is everyone else when the reference is all students, the group among them (METHODS.md §2.2).
    """
    mine, theirs = rate_of(group), rate_of(rest)
    if mine is None or theirs is None:
        return Comparison()
    gap, ratio = (mine - theirs) * 100, (mine / theirs if theirs else None)
    if not group.is_shown:
        return Comparison(gap=gap, ratio=ratio)
    x, n = _counts(group)
    if not rest.is_shown:
        return _with_a_rate(x, n, theirs, gap=gap, ratio=ratio, direction=direction)
    other = rest_of_all or rest
    if not other.is_shown or not other.n:
        return Comparison(gap=gap, ratio=ratio)
    x2, n2 = _counts(other)
    in_all = rest_of_all is not None
    interval = stats.versus_overall(x, n, x + x2, n + n2) if in_all else stats.newcombe(x, n, x2, n2)
    ratio_low, ratio_high = (None, None) if in_all else stats.ratio_mover(x, n, x2, n2)
    parity = stats.more_to_parity if takes_more(direction, gap) else stats.fewer_to_parity
    return Comparison(
        gap=gap,
        interval=_points(interval),
        ratio=ratio,
        ratio_low=ratio_low,
        ratio_high=ratio_high,
        p=stats.two_proportion_p(x, n, x2, n2),
        fewest=min(n, n2),
        students_to_parity=parity(x, n, x2, n2),
        detectable=stats.smallest_detectable(x, n, x2, n2) * 100,
    )


def takes_more(direction: Direction, gap: Fraction) -> bool:
    """Say whether parity takes more students who count, not fewer: where it is wanted for itself, the gap decides."""
    return gap < 0 if direction == "parity" else direction == "higher_better"


def is_gap(direction: Direction, gap: Fraction) -> bool:
    """Say whether a difference (group less reference) is to be closed: in either direction where parity is wanted."""
    return gap != 0 and (direction == "parity" or (gap < 0) is (direction == "higher_better"))


def _with_a_rate(
    x: int, n: int, rate: Fraction, *, gap: Fraction, ratio: Fraction | None, direction: Direction
) -> Comparison:
    bounds = stats.wilson(x, n)
    assert bounds is not None  # a rate of x of n exists, so somebody is there
    to_rate = stats.more_to_rate if takes_more(direction, gap) else stats.fewer_to_rate
    return Comparison(
        gap=gap,
        interval=_points((bounds[0] - float(rate), bounds[1] - float(rate))),
        ratio=ratio,
        p=stats.one_proportion_p(x, n, rate),
        fewest=n,
        students_to_parity=to_rate(x, n, rate),
    )


def _points(interval: Interval | None) -> Interval | None:
    return (interval[0] * 100, interval[1] * 100) if interval else None


def _counts(count: Count) -> tuple[int, int]:
    assert count.x is not None
    assert count.n is not None
    return count.x, count.n
