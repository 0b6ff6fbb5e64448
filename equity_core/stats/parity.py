"""How many students stand between a group's rate and another: whole students, exact arithmetic (METHODS.md §1.5)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor


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
