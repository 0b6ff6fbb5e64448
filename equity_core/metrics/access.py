"""At which step a way in gets narrow: who goes on at each step, a group beside everyone else (UX.md §6, D5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from equity_core import stats
from equity_core.errors import Refused
from equity_core.metrics.certainty import Certainty, judge
from equity_core.metrics.comparison import Comparison, compared
from equity_core.metrics.pair import Pair, pair
from equity_core.privacy import HIDDEN, Count, Released

FEW = 10  # students at the step before: of fewer, nothing is told of the next


@dataclass(frozen=True, slots=True)
class AccessStep:
    """Who went on at one step, of a group and of everyone else; nothing but its name where it is hidden.

    `before` were at the step before (at the first step: all of them), `x` went on, `share` is their proportion. `gap`,
    `gap_low` and `gap_high` are percentage points, group less everyone else. `fewer`: how many fewer students that is
    than at everyone else's share; below 0 it is more.
    """

    measure: str
    before: int | None = None
    x: int | None = None
    share: Fraction | None = None
    before_others: int | None = None
    x_others: int | None = None
    share_others: Fraction | None = None
    gap: Fraction | None = None
    gap_low: float | None = None
    gap_high: float | None = None
    fewer: Fraction | None = None
    certainty: Certainty = "hidden"


@dataclass(frozen=True, slots=True)
class AccessSteps:
    """The steps of a way in, in order, for one group beside everyone else.

    `steepest` is where most students are missing beside everyone else's share, of the steps that are at least leaning;
    None where there is none. `notes` are word ids (`note.<code>`); `method` names the formulas.
    """

    group: str
    dimension: str
    period: str
    steps: tuple[AccessStep, ...]
    steepest: AccessStep | None
    notes: tuple[str, ...] = ("note.access_nested",)
    method: dict[str, Any] = field(default_factory=dict, hash=False)


def access_steps(tables: Sequence[Released], group: str, *, practical_points: int = 3, few: int = FEW) -> AccessSteps:
    """Return who goes on at each step of a way in; `tables` are its measures in order, of one period and dimension.

    Refused where two steps do not count the same students ("access.other_students"), and where more are at a later step
    than before it ("access.more_later"): both name the two measures.
    """
    sides = [pair(t, group) if group in dict(t.groups) else Pair(HIDDEN, HIDDEN) for t in tables]
    names = [t.measure for t in tables]
    _refuse_what_is_no_way(names, sides)
    went = [_went_on(before, now, few) for before, now in zip([None, *sides[:-1]], sides, strict=True)]
    found = [compared(one.group, one.rest, direction="higher_better") for one in went]
    raw = [c.p for c in found if c.p is not None]
    adjusted = iter(stats.benjamini_hochberg(raw))
    steps = tuple(
        _step(name, one, c, None if c.p is None else next(adjusted), practical_points)
        for name, one, c in zip(names, went, found, strict=True)
    )
    narrow = [s for s in steps if s.certainty in ("clear", "leaning") and s.fewer is not None and s.fewer > 0]
    return AccessSteps(
        group=group,
        dimension=tables[0].dimension,
        period=tables[0].period,
        steps=steps,
        steepest=max(narrow, key=lambda s: s.fewer or 0, default=None),
        method={
            "share": "of_those_at_the_step_before",
            "gap_interval": "newcombe",
            "test": "pooled_z_or_fisher_exact",
            "adjustment": "benjamini_hochberg",
            "family": len(raw),
            "level": 0.95,
            "practical_points": practical_points,
            "fewer": "share_of_everyone_else_times_before_less_went_on",
        },
    )


def _refuse_what_is_no_way(names: Sequence[str], sides: Sequence[Pair]) -> None:
    """Refuse steps of other students, and a step with more of them than the last one that is shown before it."""
    last: tuple[str, Pair] | None = None
    for name, now in zip(names, sides, strict=True):
        if not (now.group.is_shown and now.rest.is_shown):
            continue
        if last is not None:
            before, then = last
            both = ((then.group, now.group), (then.rest, now.rest))
            if any(a.n != b.n for a, b in both):
                raise Refused("access.other_students", before=before, step=name)
            if any((a.x or 0) < (b.x or 0) for a, b in both):
                raise Refused("access.more_later", before=before, step=name)
        last = name, now


def _went_on(before: Pair | None, now: Pair, few: int) -> Pair:
    """Return how many of those at the step before are at this one; hidden where any of the four is, or they are few."""
    there = [now.group, now.rest] if before is None else [before.group, before.rest, now.group, now.rest]
    if not all(count.is_shown for count in there):
        return Pair(HIDDEN, HIDDEN)
    mine, theirs = (now.group.n, now.rest.n) if before is None else (before.group.x, before.rest.x)
    if min(mine or 0, theirs or 0) < few:
        return Pair(HIDDEN, HIDDEN)
    return Pair(Count("shown", n=mine, x=now.group.x), Count("shown", n=theirs, x=now.rest.x))


def _step(name: str, went: Pair, c: Comparison, p: float | None, practical_points: int) -> AccessStep:
    mine, theirs = went.group, went.rest
    if c.gap is None or c.interval is None or p is None:
        return AccessStep(name)
    low, high = c.interval
    share, share_others = (Fraction(count.x or 0, count.n or 1) for count in (mine, theirs))
    return AccessStep(
        measure=name,
        before=mine.n,
        x=mine.x,
        share=share,
        before_others=theirs.n,
        x_others=theirs.x,
        share_others=share_others,
        gap=c.gap,
        gap_low=low,
        gap_high=high,
        fewer=share_others * (mine.n or 0) - (mine.x or 0),
        certainty=judge(c.gap, c.interval, adjusted_p=p, fewest=c.fewest, practical_points=practical_points),
    )
