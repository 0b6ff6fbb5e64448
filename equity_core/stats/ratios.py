"""Intervals of ratios: MOVER-R, and those that other people's reports use (METHODS.md §2.1, §2.3)."""

from __future__ import annotations

from math import exp, log, sqrt

from equity_core.stats.intervals import Interval, wilson, z_value


def ratio_mover(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> tuple[float | None, float | None]:
    """Return the interval of (x1/n1) / (x2/n2) by MOVER-R; None for a side that has no bound."""
    first, second = wilson(x1, n1, level), wilson(x2, n2, level)
    if first is None or second is None or (x1 == 0 and x2 == 0):
        return None, None
    (l1, u1), (l2, u2), p1, p2 = first, second, x1 / n1, x2 / n2
    both = p1 * p2
    below = l1 * (2 * p1 - l1)
    low = below / (both + sqrt(max(0.0, both**2 - below * u2 * (2 * p2 - u2)))) if x1 else 0.0
    if x2 == 0:
        return low, None
    under = l2 * (2 * p2 - l2)
    return low, (both + sqrt(max(0.0, both**2 - u1 * (2 * p1 - u1) * under))) / under


def katz(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Interval | None:
    """Return the log interval of (x1/n1) / (x2/n2); None where a count is 0."""
    if not (x1 and x2):
        return None
    return _around(log(x1 / n1 * n2 / x2), sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2), level)


def woolf(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Interval | None:
    """Return the log interval of the odds ratio; None where one of the four counts is 0."""
    cells = (x1, n1 - x1, x2, n2 - x2)
    if 0 in cells:
        return None
    return _around(log(x1 * (n2 - x2) / ((n1 - x1) * x2)), sqrt(sum(1 / cell for cell in cells)), level)


def _around(log_value: float, error: float, level: float) -> Interval:
    half = z_value(level) * error
    return exp(log_value - half), exp(log_value + half)
