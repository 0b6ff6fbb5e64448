"""Control charts: limits for a series of values, rates or events (METHODS.md §3.7).

A year has one point, so yearly data have no control chart; under 12 points the limits are trial limits.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import sqrt
from statistics import fmean
from typing import NamedTuple

XMR = 2.66  # 3 / 1.128, as the NHS rounds it
SCREEN = 3.267  # a moving range this many times their mean is left out, once
PER_SIGMA = 1.128  # the mean moving range of a standard normal series
TRIAL = 12


class Xmr(NamedTuple):
    """Hold the centre and limits of a series of single values, and the places of the values outside."""

    center: float
    mean_moving_range: float
    lower: float
    upper: float
    outside: list[int]
    trial_limits: bool


def xmr(values: Sequence[float], *, screened: bool = True, baseline: int | None = None, constant: float = XMR) -> Xmr:
    """Return mean ± `constant` mean moving ranges; `baseline`: the limits are those of so many first values.

    `screened` leaves out moving ranges that are far too large, once.
    """
    first = values[:baseline]
    center, spread = fmean(first), _mean_moving_range(first, screened=screened)
    lower, upper = center - constant * spread, center + constant * spread
    outside = [place for place, value in enumerate(values) if not lower <= value <= upper]
    return Xmr(center, spread, lower, upper, outside, trial_limits=len(first) < TRIAL)


class Limits(NamedTuple):
    """Hold a centre, limits for each point, and the places of the points outside. `sigma_z`: p′ charts only."""

    center: float
    lower: list[float]
    upper: list[float]
    outside: list[int]
    sigma_z: float | None = None


def p_chart(x: Sequence[int], n: Sequence[int]) -> Limits:
    """Return limits for shares: centre ± 3 √(c(1-c)/n), within 0 and 1."""
    center = sum(x) / sum(n)
    return _limits(x, n, center, [sqrt(center * (1 - center) / size) for size in n], most=1.0)


def u_chart(events: Sequence[int], exposure: Sequence[int]) -> Limits:
    """Return limits for events by exposure: centre ± 3 √(c/n), not below 0."""
    center = sum(events) / sum(exposure)
    return _limits(events, exposure, center, [sqrt(center / size) for size in exposure], most=None)


def p_prime_chart(x: Sequence[int], n: Sequence[int]) -> Limits:
    """Return limits for shares of very many, such as attendance, widened by how much they really vary (Laney)."""
    center = sum(x) / sum(n)
    errors = [sqrt(center * (1 - center) / size) for size in n]
    z = [(a / size - center) / error for a, size, error in zip(x, n, errors, strict=True)]
    sigma_z = _mean_moving_range(z, screened=False) / PER_SIGMA
    return _limits(x, n, center, [error * sigma_z for error in errors], most=1.0)._replace(sigma_z=sigma_z)


def _mean_moving_range(values: Sequence[float], *, screened: bool) -> float:
    ranges = [abs(b - a) for a, b in itertools.pairwise(values)]
    if not ranges:
        return 0.0
    mean = fmean(ranges)
    kept = [each for each in ranges if each < SCREEN * mean] if screened else ranges
    return fmean(kept) if kept else mean


def _limits(
    x: Sequence[int], n: Sequence[int], center: float, errors: Sequence[float], *, most: float | None
) -> Limits:
    lower = [max(0.0, center - 3 * error) for error in errors]
    upper = [center + 3 * error if most is None else min(most, center + 3 * error) for error in errors]
    rates = [a / size for a, size in zip(x, n, strict=True)]
    outside = [i for i, (r, low, high) in enumerate(zip(rates, lower, upper, strict=True)) if not low <= r <= high]
    return Limits(center, lower, upper, outside)
