"""Could chance alone make a difference this big? (METHODS.md §2.6)."""

from __future__ import annotations

from fractions import Fraction
from math import comb, erfc, fsum, sqrt
from statistics import NormalDist
from typing import NamedTuple

from equity_core.stats.intervals import z_value

TIE = 1e-7  # two outcomes are as likely when they differ by so little


def two_proportion_p(x1: int, n1: int, x2: int, n2: int) -> float:
    """Return the two-sided p of "one rate": pooled z where all expected counts reach 5, else Fisher's exact test."""
    hits, n = x1 + x2, n1 + n2
    if min(n1, n2) * min(hits, n - hits) < 5 * n:
        return fisher_exact(x1, n1, x2, n2)
    return two_proportion_z(x1, n1, x2, n2).p


class ZTest(NamedTuple):
    """Hold a standardised distance and its two-sided p."""

    z: float
    p: float


def two_proportion_z(x1: int, n1: int, x2: int, n2: int) -> ZTest:
    """Return the pooled z test of two proportions; z is 0 when everybody or nobody has the outcome."""
    pooled = (x1 + x2) / (n1 + n2)
    spread = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    z = (x1 / n1 - x2 / n2) / spread if spread else 0.0
    return ZTest(z, _two_sided(z))


def fisher_exact(x1: int, n1: int, x2: int, n2: int) -> float:
    """Return Fisher's two-sided p: the tables no more likely than this one, counted in whole numbers."""
    hits, n = x1 + x2, n1 + n2
    first, last = max(0, hits - n2), min(hits, n1)
    ways = [comb(n1, first) * comb(n2, hits - first)]
    for a in range(first, last):
        ways.append(ways[-1] * (n1 - a) * (hits - a) // ((a + 1) * (n2 - hits + a + 1)))
    seen = ways[x1 - first]
    return float(Fraction(sum(w for w in ways if w <= seen), comb(n, hits)))


def one_proportion_p(x: int, n: int, rate: Fraction) -> float:
    """Return the two-sided p of "the rate is `rate`": score z where both expected counts reach 5, exact elsewhere."""
    if min(rate, 1 - rate) * n >= 5:
        return _two_sided(float(Fraction(x, n) - rate) / sqrt(float(rate * (1 - rate)) / n))
    return _binomial_exact(x, n, rate)


def smallest_detectable(x1: int, n1: int, x2: int, n2: int, *, power: float = 0.8) -> float:
    """Return the smallest difference (a proportion) that so many students would show `power` of the time, at 95 %."""
    hits, n = x1 + x2, n1 + n2
    pooled = hits / n if 0 < hits < n else (hits + 0.5) / (n + 1)
    return (z_value() + NormalDist().inv_cdf(power)) * sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))


def _two_sided(z: float) -> float:
    return erfc(abs(z) / sqrt(2))


def _binomial_exact(x: int, n: int, rate: Fraction) -> float:
    """Return the exact two-sided p of "the rate is `rate`": all outcomes no more likely than this one."""
    rarer, seen = (rate, x) if rate <= Fraction(1, 2) else (1 - rate, n - x)
    odds = float(rarer / (1 - rarer))
    likely = [float(1 - rarer) ** n]
    for k in range(n):
        likely.append(likely[-1] * odds * (n - k) / (k + 1))
    return min(1.0, fsum(each for each in likely if each <= likely[seen] * (1 + TIE)))
