"""How much a rate or a difference of this size moves by chance alone: Wilson and MOVER (METHODS.md §2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import sqrt
from statistics import NormalDist

Interval = tuple[float, float]
Z95 = 1.959963984540054


@cache
def z_value(level: float = 0.95) -> float:
    """Return the normal quantile that leaves (1 - level) / 2 on each side."""
    return Z95 if level == 0.95 else NormalDist().inv_cdf((1 + level) / 2)


def wilson(x: int, n: int, level: float = 0.95) -> Interval | None:
    """Return the Wilson score interval of x of n as proportions; None when there is nobody.

    >>> low, high = wilson(8, 10)
    >>> f"{low:.3f} {high:.3f}"
    '0.490 0.943'
    """
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n}")
    if n == 0:
        return None
    return _wilson(x, n, z_value(level))


def mover(terms: Sequence[tuple[int, int, int]], level: float = 0.95) -> Interval | None:
    """Return the interval of Σ c·x/n over independent (c, x, n), from the Wilson interval of each; None without n.

    Source: Newcombe 1998, method 10, for c = (1, -1); Zou & Donner (MOVER) for more terms.
    """
    if any(n == 0 for _, _, n in terms):
        return None
    return mover_at(terms, z_value(level))


def mover_at(terms: Sequence[tuple[int, int, int]], z: float) -> Interval:
    """Return the same for a normal quantile instead of a level; every n is positive."""
    total = below = above = 0.0
    for c, x, n in terms:
        part = c * x / n
        ends = sorted(c * end for end in _wilson(x, n, z))
        total += part
        below += (part - ends[0]) ** 2
        above += (ends[1] - part) ** 2
    return total - sqrt(below), total + sqrt(above)


def newcombe(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Interval | None:
    """Return the interval of x1/n1 - x2/n2.

    >>> low, high = newcombe(56, 70, 48, 80)
    >>> f"{low:.4f} {high:.4f}"
    '0.0524 0.3339'
    """
    return mover(((1, x1, n1), (-1, x2, n2)), level)


def versus_overall(x: int, n: int, x_all: int, n_all: int, level: float = 0.95) -> Interval | None:
    """Return the interval of the group's rate less the rate of all students, the group among them (METHODS.md §2.2)."""
    against_rest = newcombe(x, n, x_all - x, n_all - n, level)
    if against_rest is None:
        return None
    share = 1 - n / n_all
    return against_rest[0] * share, against_rest[1] * share


def _wilson(x: int, n: int, z: float) -> Interval:
    p, z2 = x / n, z * z
    center = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return (0.0 if x == 0 else center - half), (1.0 if x == n else center + half)
