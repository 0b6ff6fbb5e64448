"""A gap before and after: who moved, by how much, and how sure that is (METHODS.md §3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from equity_core import stats
from equity_core.metrics.certainty import Certainty, judge
from equity_core.metrics.comparison import Comparison, compared, is_gap
from equity_core.metrics.pair import Pair, rate_of
from equity_core.model import Baseline, BaselineSide, Direction, Measure
from equity_core.privacy import HIDDEN, Count
from equity_core.stats import How


@dataclass(frozen=True, slots=True)
class Move:
    """Hold how one rate moved, in percentage points; None: cannot be said."""

    points: Fraction | None = None
    low: float | None = None
    high: float | None = None
    certainty: Certainty | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Hold a gap before and after. Rates are proportions; gaps and changes are percentage points; None: cannot be said.

    `certainty` judges the change of the gap, `group_certainty` and `rest_certainty` those of the two sides. A ratio may
    move the other way than the gap: show both.
    """

    before: Pair
    after: Pair
    group_before: Fraction | None = None
    group_after: Fraction | None = None
    rest_before: Fraction | None = None
    rest_after: Fraction | None = None
    gap_before: Fraction | None = None
    gap_after: Fraction | None = None
    gap_change: Fraction | None = None
    gap_change_low: float | None = None
    gap_change_high: float | None = None
    ratio_before: Fraction | None = None
    ratio_after: Fraction | None = None
    how: How | None = None
    certainty: Certainty | None = None
    group_change: Fraction | None = None
    group_change_low: float | None = None
    group_change_high: float | None = None
    group_certainty: Certainty | None = None
    rest_change: Fraction | None = None
    rest_change_low: float | None = None
    rest_change_high: float | None = None
    rest_certainty: Certainty | None = None
    p: float | None = None
    direction: Direction = "higher_better"

    @property
    def is_levelling_down(self) -> bool:
        """Say whether the gap narrowed only because those ahead lost ground."""
        return self.how == "narrowed_levelling_down"

    @property
    def group_improved(self) -> bool | None:
        """Say whether the group's rate went the better way; None when it cannot be said, or neither is better."""
        return None if self.group_change is None else self.is_better(self.group_change)

    @property
    def rest_lost(self) -> bool | None:
        """Say whether everyone else's rate went the worse way; None when it cannot be said, or neither is worse."""
        return None if self.rest_change is None else self.is_worse(self.rest_change)

    def is_better(self, change: Fraction) -> bool | None:
        """Say whether a change of a rate is one for the better; None where neither way is."""
        return self.is_worse(-change)

    def is_worse(self, change: Fraction) -> bool | None:
        """Say whether a change of a rate is one for the worse; None where neither way is."""
        return None if self.direction == "parity" else is_gap(self.direction, change)

    @property
    def ratio_disagrees(self) -> bool:
        """Say whether the points and the ratio moved in opposite directions."""
        points = _moved(self.gap_before, self.gap_after)
        times = _moved(_folds(self.ratio_before), _folds(self.ratio_after))
        return points is not None and times is not None and points * times < 0


def change(before: Pair, after: Pair, measure: Measure, *, practical_points: int = 3) -> Change:
    """Compare two pairs. The comparison counts as named beforehand: nothing is adjusted."""
    direction = measure.direction
    then = compared(before.group, before.rest, direction=direction)
    now = compared(after.group, after.rest, direction=direction)
    group = move(before.group, after.group, practical_points=practical_points)
    rest = move(before.rest, after.rest, practical_points=practical_points)
    told = Change(
        before=before,
        after=after,
        group_before=rate_of(before.group),
        group_after=rate_of(after.group),
        rest_before=rate_of(before.rest),
        rest_after=rate_of(after.rest),
        gap_before=then.gap,
        gap_after=now.gap,
        ratio_before=then.ratio,
        ratio_after=now.ratio,
        group_change=group.points,
        group_change_low=group.low,
        group_change_high=group.high,
        group_certainty=group.certainty,
        rest_change=rest.points,
        rest_change_low=rest.low,
        rest_change_high=rest.high,
        rest_certainty=rest.certainty,
        direction=direction,
    )
    if told.gap_before is None or told.gap_after is None:
        hidden = any(c.status in ("hidden", "hidden_by_source") for c in (before.group, after.group))
        return replace(told, certainty="hidden" if hidden else None)
    return _gap_moved(told, practical_points)


def changes(
    pairs: Mapping[str, tuple[Pair, Pair]], measure: Measure, *, practical_points: int = 3, named: str = ""
) -> dict[str, Change]:
    """Return the change of each group of one family, adjusted for looking at all of them (all but the one `named`)."""
    found = {name: change(*two, measure, practical_points=practical_points) for name, two in pairs.items()}
    adjusted = _adjusted({name: c.p for name, c in found.items()})
    return found | {
        name: replace(found[name], certainty=_certainty(found[name], p, practical_points))
        for name, p in adjusted.items()
        if name != named
    }


def move(before: Count, after: Count, *, practical_points: int = 3, adjusted_p: float | None = None) -> Move:
    """Compare one count with itself later. Without `adjusted_p` it counts as named beforehand."""
    return _judged(_later(before, after), practical_points, adjusted_p)


def _later(before: Count, after: Count) -> Comparison:
    if before.is_shown != after.is_shown:
        before, after = _rate_only(before), _rate_only(after)
    return compared(after, before, direction="higher_better")


def _judged(c: Comparison, practical_points: int, adjusted_p: float | None = None) -> Move:
    if c.gap is None or c.interval is None or c.p is None:
        return Move(c.gap)
    p = c.p if adjusted_p is None else adjusted_p
    sure = judge(c.gap, c.interval, adjusted_p=p, fewest=c.fewest, practical_points=practical_points)
    return Move(c.gap, *c.interval, sure, c.p)


def moves(sides: Mapping[str, tuple[Count, Count]], *, practical_points: int = 3) -> dict[str, Move]:
    """Return how each group of one family moved, adjusted for looking at all of them."""
    found = {name: _later(*two) for name, two in sides.items()}
    adjusted = _adjusted({name: c.p for name, c in found.items()})
    return {name: _judged(c, practical_points, adjusted.get(name)) for name, c in found.items()}


def baseline_pair(baseline: Baseline) -> Pair:
    """Return a frozen baseline as a pair of counts."""
    return Pair(baseline_side(baseline.group), baseline_side(baseline.rest))


def baseline_side(side: BaselineSide | None) -> Count:
    """Return one side of a frozen baseline as a count; hidden where none was kept."""
    if side is None:
        return HIDDEN
    if side.n is None:
        return Count("shown", x=side.x, rate=Fraction(side.rate)) if side.rate is not None else HIDDEN
    return Count("shown", n=side.n, x=side.x)


def _gap_moved(told: Change, practical_points: int) -> Change:
    g0, r0, g1, r1 = told.group_before, told.rest_before, told.group_after, told.rest_after
    assert g0 is not None
    assert r0 is not None
    assert g1 is not None
    assert r1 is not None
    assert told.gap_before is not None
    assert told.gap_after is not None
    moved = told.gap_after - told.gap_before
    higher_better = None if told.direction == "parity" else told.direction == "higher_better"
    how = stats.how_it_moved(
        group_before=g0, rest_before=r0, group_after=g1, rest_after=r1, higher_better=higher_better
    )
    told = replace(told, gap_change=moved, how=how)
    sides = (told.before.group, told.before.rest, told.after.group, told.after.rest)
    if not all(side.is_shown for side in sides):
        return told
    x = [(side.x or 0, side.n or 0) for side in sides]
    found = stats.gap_of_gaps(group_before=x[0], rest_before=x[1], group_after=x[2], rest_after=x[3])
    p = stats.gap_of_gaps_p(group_before=x[0], rest_before=x[1], group_after=x[2], rest_after=x[3])
    assert found is not None  # somebody is on each side
    assert p is not None
    told = replace(told, gap_change_low=found.low * 100, gap_change_high=found.high * 100, p=p)
    return replace(told, certainty=_certainty(told, p, practical_points))


def _certainty(told: Change, adjusted_p: float, practical_points: int) -> Certainty | None:
    """Return how sure the change of a gap is; None where it has no interval."""
    if told.gap_change is None or told.gap_change_low is None or told.gap_change_high is None:
        return None
    sides = (told.before.group, told.before.rest, told.after.group, told.after.rest)
    return judge(
        told.gap_change,
        (told.gap_change_low, told.gap_change_high),
        adjusted_p=adjusted_p,
        fewest=min(side.n or 0 for side in sides),
        practical_points=practical_points,
    )


def _adjusted(p: Mapping[str, float | None]) -> dict[str, float]:
    tested = {name: value for name, value in p.items() if value is not None}
    return dict(zip(tested, stats.benjamini_hochberg(list(tested.values())), strict=True))


def _rate_only(count: Count) -> Count:
    return Count("shown", rate=rate_of(count)) if rate_of(count) is not None else HIDDEN


def _folds(ratio: Fraction | None) -> Fraction | None:
    return None if not ratio else max(ratio, 1 / ratio)


def _moved(before: Fraction | None, after: Fraction | None) -> Fraction | None:
    return None if before is None or after is None else abs(after) - abs(before)
