"""A gap with the strata held equal, and whether they turn it round (METHODS.md §4.4).

Adjusting is not excusing: a stratum on the way, such as a course placement, says how a gap comes about.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import sqrt
from typing import Literal, NamedTuple

from equity_core.stats.counts import Counts
from equity_core.stats.intervals import Interval, z_value
from equity_core.stats.kitagawa import Strata, Stratum, sides

Weighted = Callable[[Counts, Counts, int], Fraction]
Verdict = Literal["full_reversal", "adjusted_reversal", "gap_vanishes", "mixed_directions", "none"]


class Standardised(NamedTuple):
    """Hold a gap as it is, with everybody spread over the strata alike, and pooled over them (Mantel-Haenszel)."""

    crude_gap: Fraction
    group: Fraction
    reference: Fraction
    gap: Fraction
    mh_difference: Fraction
    mh_error: float
    mh_interval: Interval
    mh_ratio: Fraction | None
    mh_odds_ratio: Fraction | None


def standardised_gap(strata: Strata, level: float = 0.95) -> Standardised | None:
    """Return the gap as it would be with equal composition; None when no stratum has both sides.

    Strata with one side only are left out. Variance of the pooled difference: Greenland & Robins 1985.
    """
    both = _both(strata)
    if not both:
        return None
    everybody = sum(s.group.n + s.reference.n for s in both)
    group, reference = (
        sum((Fraction(c.x, c.n) * (s.group.n + s.reference.n) / everybody for s, c in side), Fraction(0))
        for side in ([(s, s.group) for s in both], [(s, s.reference) for s in both])
    )
    crude = _crude(strata)
    assert crude is not None  # some stratum has both sides
    pooled = _mantel_haenszel(both)
    error = _greenland_robins(both)
    half = z_value(level) * error
    return Standardised(
        crude_gap=crude,
        group=group,
        reference=reference,
        gap=group - reference,
        mh_difference=pooled,
        mh_error=error,
        mh_interval=(float(pooled) - half, float(pooled) + half),
        mh_ratio=_over(both, lambda a, b, n: a.x * Fraction(b.n, n), lambda a, b, n: b.x * Fraction(a.n, n)),
        mh_odds_ratio=_over(
            both, lambda a, b, n: a.x * Fraction(b.n - b.x, n), lambda a, b, n: b.x * Fraction(a.n - a.x, n)
        ),
    )


class Simpson(NamedTuple):
    """Hold a gap, the gap within each stratum, the adjusted gap, and what the strata do to it."""

    crude_gap: Fraction
    stratum_gaps: dict[str, Fraction]
    adjusted_gap: Fraction
    share_explained: Fraction | None
    verdict: Verdict


def simpson(strata: Strata) -> Simpson | None:
    """Return whether strata turn a gap round, take it away, or point both ways; None when none has both sides."""
    crude, gaps = _crude(strata), _gaps(strata)
    if crude is None or not gaps:
        return None
    adjusted = _mantel_haenszel(_both(strata))
    share = 1 - adjusted / crude if crude else None
    return Simpson(crude, gaps, adjusted, share, _verdict(crude, list(gaps.values()), adjusted))


def _verdict(crude: Fraction, gaps: list[Fraction], adjusted: Fraction) -> Verdict:
    if crude and all(gap * crude < 0 for gap in gaps):
        return "full_reversal"
    if adjusted * crude < 0:
        return "adjusted_reversal"
    if crude and adjusted == 0:
        return "gap_vanishes"
    return "mixed_directions" if min(gaps) < 0 < max(gaps) else "none"


def _crude(strata: Strata) -> Fraction | None:
    group, reference = sides(strata)
    return None if group.rate is None or reference.rate is None else group.rate - reference.rate


def _gaps(strata: Strata) -> dict[str, Fraction]:
    rates = {name: (s.group.rate, s.reference.rate) for name, s in strata.items()}
    return {name: a - b for name, (a, b) in rates.items() if a is not None and b is not None}


def _both(strata: Strata) -> list[Stratum]:
    return [s for s in strata.values() if s.group.n and s.reference.n]


def _mantel_haenszel(both: list[Stratum]) -> Fraction:
    above = sum((Fraction(a.x * b.n - b.x * a.n, a.n + b.n) for a, b in both), Fraction(0))
    return above / _weight(both)


def _greenland_robins(both: list[Stratum]) -> float:
    above = sum(
        Fraction(a.x * (a.n - a.x) * b.n**3 + b.x * (b.n - b.x) * a.n**3, a.n * b.n * (a.n + b.n) ** 2) for a, b in both
    )
    return sqrt(above) / float(_weight(both))


def _weight(both: list[Stratum]) -> Fraction:
    return sum((Fraction(a.n * b.n, a.n + b.n) for a, b in both), Fraction(0))


def _over(both: list[Stratum], above: Weighted, below: Weighted) -> Fraction | None:
    bottom = sum((below(a, b, a.n + b.n) for a, b in both), Fraction(0))
    return sum((above(a, b, a.n + b.n) for a, b in both), Fraction(0)) / bottom if bottom else None
