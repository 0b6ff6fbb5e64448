"""Percentages as ranges, the wider the fewer students: for reports that ask for them (METHODS.md §6.2, NCES 2011-603).

Screens follow DESIGN.md §4 instead: a range there is a range of counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from equity_core.privacy.rules import MIN_GROUP, Rules

SUPPRESSED = "suppressed"
WHOLE_FROM = 40  # with so many students a percentage is whole, unless it is near 0 or 100
EDGES = ((20, 20), (40, 10), (100, 5), (300, 2))  # under so many students: at most so many percent is one band
LAST_EDGE = 1


@dataclass(frozen=True, slots=True)
class Band:
    """Hold how a percentage is written, and the whole percentages that it stands for (None: not at all)."""

    display: str
    low: int | None
    high: int | None


def percent_band(x: int, n: int, *, min_group: int = MIN_GROUP) -> Band:
    """Return x of n as states print it.

    >>> percent_band(5, 14).display
    '30-39%'
    """
    if Rules(min_group=min_group).is_small_group(n):
        return Band(SUPPRESSED, None, None)
    edge = next((edge for under, edge in EDGES if n < under), LAST_EDGE)
    percent = int(Fraction(x * 100, n) + Fraction(1, 2))
    if percent <= edge:
        return Band(f"<={edge}%", 0, edge)
    if percent >= 100 - edge:
        return Band(f">={100 - edge}%", 100 - edge, 100)
    if n >= WHOLE_FROM:
        return Band(f"{percent}%", percent, percent)
    low = max(percent // 10 * 10, edge + 1)
    return Band(f"{low}-{percent // 10 * 10 + 9}%", low, percent // 10 * 10 + 9)
