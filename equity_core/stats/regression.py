"""Whoever is chosen for being the worst gets better by itself (METHODS.md §3.5)."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Regression(NamedTuple):
    """Hold what to expect next time when nothing changes, and how much of a change that is."""

    expected_next: Fraction
    expected_change: Fraction


def regress(value: Fraction, *, mean: Fraction, reliability: Fraction) -> Regression:
    """Return the way back to the mean that chance alone makes. `reliability` 1: none; 0: all of it."""
    following = mean + reliability * (value - mean)
    return Regression(following, following - value)
