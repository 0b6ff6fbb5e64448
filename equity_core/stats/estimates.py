"""A number with its interval: rates, differences and changes as proportions, ratios as multiples."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from equity_core.stats.counts import Counts
from equity_core.stats.intervals import Interval, newcombe, versus_overall, wilson
from equity_core.stats.ratios import katz, ratio_mover, woolf


class Estimate(NamedTuple):
    """Hold a number and how far chance alone moves it. None: not defined, never 0 and never infinite."""

    value: Fraction | None
    low: float | None
    high: float | None


def rate(group: Counts, level: float = 0.95) -> Estimate:
    """Return the share of students with the outcome (Wilson; METHODS.md §2.1)."""
    return _estimate(group.rate, wilson(*group, level))


def difference(group: Counts, reference: Counts, level: float = 0.95) -> Estimate:
    """Return the group's rate less another group's (Newcombe 1998, method 10; METHODS.md §2.1)."""
    return _estimate(_less(group.rate, reference.rate), newcombe(*group, *reference, level))


def difference_from_all(group: Counts, everybody: Counts, level: float = 0.95) -> Estimate:
    """Return the group's rate less that of all students, the group among them (METHODS.md §2.2)."""
    return _estimate(_less(group.rate, everybody.rate), versus_overall(*group, *everybody, level))


def ratio(group: Counts, reference: Counts, level: float = 0.95) -> Estimate:
    """Return how many times the reference's rate the group has (MOVER-R; METHODS.md §2.1)."""
    value = None if group.rate is None or not reference.rate else group.rate / reference.rate
    return Estimate(value, *ratio_mover(*group, *reference, level))


def ratio_for_state_reports(group: Counts, reference: Counts, level: float = 0.95) -> Estimate:
    """Return the same ratio with the interval that state reports use (Katz; METHODS.md §2.3)."""
    return _estimate(ratio(group, reference, level).value, katz(*group, *reference, level))


def odds_ratio(group: Counts, reference: Counts, level: float = 0.95) -> Estimate:
    """Return the ratio of odds (Woolf). Never lead with it: it is read as a ratio of rates (METHODS.md §1.7)."""
    below = (group.n - group.x) * reference.x
    value = Fraction(group.x * (reference.n - reference.x), below) if below else None
    return _estimate(value, woolf(*group, *reference, level))


class Change(NamedTuple):
    """Hold one rate in two periods, of different students. `relative` is None where the rate was 0."""

    before: Fraction | None
    after: Fraction | None
    change: Estimate
    relative: Fraction | None


def change_independent(before: Counts, after: Counts, level: float = 0.95) -> Change:
    """Return how a rate moved from one class of students to another (METHODS.md §3.1)."""
    moved = difference(after, before, level)
    relative = moved.value / before.rate if moved.value is not None and before.rate else None
    return Change(before.rate, after.rate, moved, relative)


def _less(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a - b


def _estimate(value: Fraction | None, interval: Interval | None) -> Estimate:
    return Estimate(value, *(interval or (None, None)))
