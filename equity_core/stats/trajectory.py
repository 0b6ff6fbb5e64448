"""Where a goal's line is now, and whether the pace is enough (METHODS.md §3.6)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from equity_core.stats.intervals import wilson
from equity_core.stats.parity import fewer_to_rate, more_to_rate

Standing = Literal["met", "ahead", "within_noise_above", "within_noise_below", "behind", "no_data"]


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Hold a goal's line against what happened. Rates and paces are proportions; times are in the caller's unit."""

    expected_now: Fraction
    status: Standing
    rate: Fraction | None = None
    low: float | None = None
    high: float | None = None
    progress_share: Fraction | None = None
    time_share: Fraction | None = None
    required_pace: Fraction | None = None
    current_pace: Fraction | None = None
    projected_hit: Fraction | None = None
    worse_than_baseline: bool = False
    students_to_line: int | None = None
    students_to_target: int | None = None


def trajectory(
    x: int,
    n: int,
    *,
    baseline: Fraction,
    target: Fraction,
    start: Fraction,
    end: Fraction,
    now: Fraction,
    level: float = 0.95,
) -> Trajectory:
    """Compare x of n at time `now` with the straight line from `baseline` at `start` to `target` at `end`.

    "within_noise_above" means on the good side of the line (or on it) but not by more than chance moves such a rate.
    """
    if target == baseline or end == start:
        raise ValueError("a goal needs a different target and a later date")
    line = baseline + (target - baseline) * (now - start) / (end - start)
    bounds = wilson(x, n, level)
    if bounds is None:
        return Trajectory(expected_now=line, status="no_data")
    rate = Fraction(x, n)
    better = 1 if target > baseline else -1
    pace = (rate - baseline) / (now - start) if now != start else None
    to_rate = more_to_rate if better > 0 else fewer_to_rate
    return Trajectory(
        expected_now=line,
        status=_standing(rate, bounds, line=line, target=target, better=better),
        rate=rate,
        low=bounds[0],
        high=bounds[1],
        progress_share=(rate - baseline) / (target - baseline),
        time_share=(now - start) / (end - start),
        required_pace=(target - rate) / (end - now) if now < end else None,
        current_pace=pace,
        projected_hit=now + (target - rate) / pace if pace is not None and pace * better > 0 else None,
        worse_than_baseline=(rate - baseline) * better < 0,
        students_to_line=to_rate(x, n, line),
        students_to_target=to_rate(x, n, target),
    )


def pace_per_year(baseline: Fraction, target: Fraction, years: Fraction) -> Fraction:
    """Return the change a year that the goal asks for, as a proportion."""
    return (target - baseline) / years


def _standing(
    rate: Fraction, bounds: tuple[float, float], *, line: Fraction, target: Fraction, better: int
) -> Standing:
    low, high = bounds
    if (rate - target) * better >= 0:
        return "met"
    if (high < line) if better > 0 else (low > line):
        return "behind"
    if (low > line) if better > 0 else (high < line):
        return "ahead"
    return "within_noise_above" if (rate - line) * better >= 0 else "within_noise_below"
