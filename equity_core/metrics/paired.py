"""How the same students changed between two periods (METHODS.md §3.2). Never compare them as two classes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from equity_core import stats
from equity_core.metrics.certainty import Certainty, judge
from equity_core.privacy import Followed, Turned

ALL = ""


@dataclass(frozen=True, slots=True)
class SameStudents:
    """How the rate of n students of a group who are in both periods moved, in points; None: hidden.

    `began` and `stopped` count in the measure in one period only. Interval of Bonett and Price, exact p of McNemar.
    """

    group: str
    n: int | None = None
    began: int | None = None
    stopped: int | None = None
    change: Fraction | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    certainty: Certainty = "hidden"

    @property
    def as_before(self) -> int | None:
        """Return how many were the same in both periods."""
        return None if self.n is None else self.n - (self.began or 0) - (self.stopped or 0)


def same_students(followed: Followed, *, practical_points: int = 3, named: str = "") -> dict[str, SameStudents]:
    """Return the change of all of them ("") and of each group, adjusted for looking at all but the one `named`."""
    whole = _alone(ALL, followed.total, practical_points)
    found = {name: _alone(name, turned, practical_points) for name, turned in followed.groups}
    tested = {name: one for name, one in found.items() if one.p is not None and name != named}
    adjusted = stats.benjamini_hochberg([one.p or 0.0 for one in tested.values()])
    for (name, one), p in zip(tested.items(), adjusted, strict=True):
        found[name] = _judged(one, p, practical_points)
    return {ALL: whole, **found}


def _alone(name: str, turned: Turned, practical_points: int) -> SameStudents:
    if turned.n is None or turned.began is None or turned.stopped is None:
        return SameStudents(name)
    made = stats.change_paired(no_to_yes=turned.began, yes_to_no=turned.stopped, n=turned.n)
    if made.change is None or made.low is None or made.high is None:
        return SameStudents(name)
    numbers = SameStudents(
        name,
        turned.n,
        turned.began,
        turned.stopped,
        change=made.change * 100,
        low=made.low * 100,
        high=made.high * 100,
        p=made.p,
    )
    return _judged(numbers, made.p, practical_points)


def _judged(one: SameStudents, p: float, practical_points: int) -> SameStudents:
    assert one.change is not None  # only those that are shown are judged
    assert one.low is not None
    assert one.high is not None
    sure = judge(one.change, (one.low, one.high), adjusted_p=p, fewest=one.n or 0, practical_points=practical_points)
    return replace(one, certainty=sure)
