"""Means of scores: how far two groups are apart, in score points first (METHODS.md §2.5, §3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, sqrt
from statistics import fmean, variance
from typing import NamedTuple

from equity_core.stats.intervals import Interval


class Scores(NamedTuple):
    """Hold what is needed of a group's scores: how many, their mean and their variance (None for fewer than two)."""

    n: int
    mean: float
    variance: float | None

    @classmethod
    def of(cls, values: Sequence[float]) -> Scores:
        """Return what is needed of these scores."""
        return cls(len(values), fmean(values), variance(values) if len(values) > 1 else None)


class MeanDifference(NamedTuple):
    """Hold a difference of means in score points, with Welch's interval, and in standard deviations (d, g)."""

    difference: float
    low: float | None
    high: float | None
    df: float | None
    cohens_d: float | None
    hedges_g: float | None
    hedges_g_approximate: float | None


def mean_difference(a: Scores, b: Scores, level: float = 0.95) -> MeanDifference:
    """Return the mean of `a` less that of `b`. No interval where a side has fewer than two scores."""
    apart = a.mean - b.mean
    error = _contrast_error((a, b))
    if error is None:
        return MeanDifference(apart, None, None, None, None, None, None)
    low, high = _interval(apart, error, level)
    d, m = _cohens_d(a, b), a.n + b.n - 2
    if d is None:
        return MeanDifference(apart, low, high, error.df, None, None, None)
    exact = exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2)  # m is 2 or more: each side has two scores
    return MeanDifference(apart, low, high, error.df, d, d * exact, d * (1 - 3 / (4 * m - 1)))


class DifferenceInDifferences(NamedTuple):
    """Hold how much more the pilot moved than the comparison, in score points."""

    difference: float
    error: float | None
    df: float | None
    low: float | None
    high: float | None


def difference_in_differences(
    *,
    pilot_before: Scores,
    pilot_after: Scores,
    comparison_before: Scores,
    comparison_after: Scores,
    level: float = 0.95,
) -> DifferenceInDifferences:
    """Return (pilot after less before) less (comparison after less before), with Satterthwaite's interval.

    It assumes that both would have moved alike. Volunteers differ, and where whole classes were assigned the interval
    is too narrow: say so.
    """
    moved = (pilot_after.mean - pilot_before.mean) - (comparison_after.mean - comparison_before.mean)
    error = _contrast_error((pilot_before, pilot_after, comparison_before, comparison_after))
    if error is None:
        return DifferenceInDifferences(moved, None, None, None, None)
    return DifferenceInDifferences(moved, *error, *_interval(moved, error, level))


class _Error(NamedTuple):
    error: float
    df: float | None


def _contrast_error(sides: Sequence[Scores]) -> _Error | None:
    """Return the standard error of a sum and difference of means, and its degrees of freedom (Satterthwaite)."""
    parts = [(s.variance / s.n, s.n) for s in sides if s.variance is not None]
    if len(parts) < len(sides):
        return None
    total = sum(part for part, _ in parts)
    below = sum(part**2 / (n - 1) for part, n in parts)
    return _Error(sqrt(total), total**2 / below if below else None)


def _interval(value: float, error: _Error, level: float) -> Interval:
    if error.df is None:
        return value, value
    from scipy.stats import t

    half = float(t.ppf((1 + level) / 2, error.df)) * error.error
    return value - half, value + half


def _cohens_d(a: Scores, b: Scores) -> float | None:
    if a.variance is None or b.variance is None:
        return None
    pooled = ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / (a.n + b.n - 2)
    return (a.mean - b.mean) / sqrt(pooled) if pooled else None
