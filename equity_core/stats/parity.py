"""How many students stand between a group's rate and another: whole students, exact arithmetic (METHODS.md §1.5)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Literal, NamedTuple

from equity_core.stats.counts import Counts, together

Target = Literal["reference", "all_fixed", "all_moving", "rest"]


class Parity(NamedTuple):
    """Hold whole students, and the rate that they bring the group to or over."""

    target_rate: Fraction
    students: int


def students_to_parity(group: Counts, other: Counts, target: Target = "rest") -> Parity:
    """Return how many more students with a good outcome parity takes; four meanings, always shown with their name.

    "rest" (ours) and "reference": the rate of `other` stands still. "all_fixed": so does the rate of all students,
    though the group is part of them, which understates it. "all_moving": the rate of all moves with the group; the
    same number as "rest".
    """
    if other.rate is None:
        raise ValueError("nobody to compare with")
    if target in ("rest", "reference"):
        return Parity(other.rate, more_to_rate(*group, other.rate))
    everybody = together((group, other))
    if target == "all_fixed":
        rate = Fraction(*everybody)
        return Parity(rate, more_to_rate(*group, rate))
    more = max(0, ceil(Fraction(everybody.x * group.n - group.x * everybody.n, other.n)))
    return Parity(Fraction(everybody.x + more, everybody.n), more)


def fewer_students_to_parity(group: Counts, rest: Counts) -> Parity:
    """Return how many fewer students with a bad outcome bring the group to everyone else's rate."""
    if rest.rate is None:
        raise ValueError("nobody to compare with")
    return Parity(rest.rate, fewer_to_rate(*group, rest.rate))


def more_to_parity(x: int, n: int, x_rest: int, n_rest: int) -> int:
    """Return how many more students with a good outcome would bring the group to everyone else's rate.

    The same number makes the group's rate reach the rate of all students, which moves with it.
    """
    return more_to_rate(x, n, Fraction(x_rest, n_rest))


def fewer_to_parity(x: int, n: int, x_rest: int, n_rest: int) -> int:
    """Return how many fewer students with a bad outcome would bring the group to everyone else's rate."""
    return fewer_to_rate(x, n, Fraction(x_rest, n_rest))


def more_to_rate(x: int, n: int, rate: Fraction) -> int:
    """Return the smallest k >= 0 with (x + k) / n >= rate."""
    return max(0, ceil(rate * n - x))


def fewer_to_rate(x: int, n: int, rate: Fraction) -> int:
    """Return the smallest k >= 0 with (x - k) / n <= rate."""
    return max(0, x - floor(rate * n))
