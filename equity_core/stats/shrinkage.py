"""Small schools have the best and the worst rates by chance (METHODS.md §4.7). Never a league table of raw rates."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import NamedTuple

from equity_core.stats.counts import Groups, together
from equity_core.stats.intervals import Interval, z_value


class Shrunken(NamedTuple):
    """Hold a rate as counted, how much of it to believe, and the rate drawn towards that of all."""

    raw: Fraction
    weight: Fraction
    rate: Fraction


class Shrinkage(NamedTuple):
    """Hold the rate of all, how much groups truly differ (a variance), and each group's shrunken rate."""

    overall: Fraction
    variance: Fraction
    groups: dict[str, Shrunken]


def shrink(groups: Groups) -> Shrinkage | None:
    """Return each group's rate drawn towards the overall one, the more the fewer students it has (empirical Bayes).

    Groups of nobody are left out; None when that is all of them.
    """
    sizes = {name: counts for name, counts in groups.items() if counts.n}
    everybody = together(sizes.values())
    p0, n = everybody.rate, everybody.n
    if p0 is None:
        return None
    chance = p0 * (1 - p0)
    rates = {name: Fraction(c.x, c.n) for name, c in sizes.items()}
    spread = sum(c.n * (rates[name] - p0) ** 2 for name, c in sizes.items()) - (len(sizes) - 1) * chance
    room = n - Fraction(sum(c.n**2 for c in sizes.values()), n)
    variance = max(Fraction(0), spread / room) if room else Fraction(0)
    found = {}
    for name, c in sizes.items():
        weight = variance / (variance + chance / c.n) if variance else Fraction(0)
        found[name] = Shrunken(rates[name], weight, p0 + weight * (rates[name] - p0))
    return Shrinkage(p0, variance, found)


def funnel_limits(overall: Fraction, n: int, level: float) -> Interval:
    """Return how far from the overall rate chance alone takes a group of n students."""
    half = z_value(level) * sqrt(overall * (1 - overall) / n)
    return max(0.0, float(overall) - half), min(1.0, float(overall) + half)
