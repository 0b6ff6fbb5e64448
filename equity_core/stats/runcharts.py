"""Run charts: the default for a handful of points in time (METHODS.md §3.7; Anhøj & Olesen 2014)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from math import comb, log2, sqrt
from statistics import fmean, median
from typing import NamedTuple


class RunChart(NamedTuple):
    """Hold a series' median and what its runs say. `useful` points are not on the median.

    `signal`: a run longer than `longest_run_max`, or fewer crossings of the median than `crossings_min`.
    """

    median: float
    useful: int
    longest_run: int
    longest_run_max: int | None
    crossings: int
    crossings_min: int | None
    signal: bool


def run_chart(values: Sequence[float]) -> RunChart:
    """Return whether a series moved by more than chance makes it wander about its median."""
    middle = median(values)
    sides = [value > middle for value in values if value != middle]
    runs = [len(list(run)) for _, run in groupby(sides)]
    n, longest, crossings = len(sides), max(runs, default=0), max(0, len(runs) - 1)
    if not n:
        return RunChart(middle, 0, 0, None, 0, None, signal=False)
    most, fewest = round(log2(n)) + 3, _fewest_crossings(n - 1)
    return RunChart(middle, n, longest, most, crossings, fewest, signal=longest > most or crossings < fewest)


class Autocorrelation(NamedTuple):
    """Hold how much each value follows the one before it. Beyond `bound`, control charts give false alarms."""

    lag1: float
    durbin_watson: float
    bound: float


def autocorrelation(values: Sequence[float]) -> Autocorrelation | None:
    """Return the correlation of a series with itself one step later; None where nothing varies."""
    mean = fmean(values)
    away = [value - mean for value in values]
    total = sum(d * d for d in away)
    if not total:
        return None
    steps = list(pairwise(away))
    return Autocorrelation(
        lag1=sum(a * b for a, b in steps) / total,
        durbin_watson=sum((b - a) ** 2 for a, b in steps) / total,
        bound=1.96 / sqrt(len(values)),
    )


def _fewest_crossings(turns: int) -> int:
    """Return the 5 % quantile of a binomial with as many fair throws."""
    needed, so_far, k = Fraction(2**turns, 20), 0, 0
    while True:
        so_far += comb(turns, k)
        if so_far >= needed:
            return k
        k += 1
