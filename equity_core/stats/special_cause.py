"""The NHS rules for an XmR chart: which points are more than the usual up and down (Making Data Count)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from equity_core.stats.control import xmr

Rule = Literal["common", "above", "below", "rising", "falling", "near_above", "near_below", "run_above", "run_below"]
Meaning = Literal["common_cause", "improvement", "concern"]
Assurance = Literal["consistent_pass", "consistent_fail", "inconsistent"]
UPWARDS = ("above", "rising", "near_above", "run_above")
SEVEN, THREE, TWO = 7, 3, 2


class SpecialCauses(NamedTuple):
    """Hold the chart's mean and limits, and for each point the rule that it met and what that means."""

    mean: float
    upper: float
    lower: float
    rules: list[Rule]
    meanings: list[Meaning]


def special_causes(values: Sequence[float], *, higher_better: bool) -> SpecialCauses:
    """Return which points are special, by the first rule met.

    Outside the limits; seven in a row that rise (or fall); two of three on one side beyond two thirds of the way to the
    limit; seven in a row on one side of the mean.
    """
    chart = xmr(values)
    up, down = (_rules(values, chart.center, (chart.upper, chart.lower), sign) for sign in (1, -1))
    rules: list[Rule] = []
    for place in range(len(values)):
        met = [rule for pair in zip(up, down, strict=True) for rule, places in pair if place in places]
        rules.append(met[0] if met else "common")
    return SpecialCauses(chart.center, chart.upper, chart.lower, rules, [_meaning(r, higher_better) for r in rules])


class Assured(NamedTuple):
    """Hold the limits, and whether a target lies beyond them."""

    upper: float
    lower: float
    assurance: Assurance


def assurance(values: Sequence[float], *, target: float, higher_better: bool) -> Assured:
    """Return whether the process as it is will pass or fail a target again and again, or hit and miss."""
    chart = xmr(values)
    if chart.lower <= target <= chart.upper:
        return Assured(chart.upper, chart.lower, "inconsistent")
    passes = (target < chart.lower) is higher_better
    return Assured(chart.upper, chart.lower, "consistent_pass" if passes else "consistent_fail")


def _rules(values: Sequence[float], mean: float, limits: tuple[float, float], sign: int) -> list[tuple[Rule, set[int]]]:
    """Return each rule's points on one side (sign 1: above, rising), in the order of precedence."""
    away = [(value - mean) * sign for value in values]
    limit = (limits[0] - mean) if sign > 0 else (mean - limits[1])
    outside = {i for i, d in enumerate(away) if d > limit}
    near = {i for i, d in enumerate(away) if i not in outside and d > limit * 2 / 3}
    steps = [(b - a) * sign for a, b in itertools.pairwise(values)]
    trend = _stretches(len(values), SEVEN, lambda i: all(step > 0 for step in steps[i : i + SEVEN - 1]))
    three = _stretches(
        len(values),
        THREE,
        lambda i: all(d > 0 for d in away[i : i + THREE]) and len(near & {*range(i, i + THREE)}) >= TWO,
    )
    side = _stretches(len(values), SEVEN, lambda i: all(d > 0 for d in away[i : i + SEVEN]))
    if sign > 0:
        return [("above", outside), ("rising", trend), ("near_above", three & near), ("run_above", side)]
    return [("below", outside), ("falling", trend), ("near_below", three & near), ("run_below", side)]


def _stretches(n: int, length: int, holds: Callable[[int], bool]) -> set[int]:
    """Return the points of every stretch of `length` that holds."""
    return {place for i in range(n - length + 1) if holds(i) for place in range(i, i + length)}


def _meaning(rule: Rule, higher_better: bool) -> Meaning:
    if rule == "common":
        return "common_cause"
    return "improvement" if (rule in UPWARDS) is higher_better else "concern"
