"""How sure a comparison is, decided in one order (DESIGN.md §5). The words are `certainty.<code>`."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from equity_core.stats import Interval

Certainty = Literal["hidden", "too_few_to_judge", "clear", "leaning", "no_sign", "cant_tell_yet"]
FEWEST = 30
ALPHA = 0.05


def judge(points: Fraction, interval: Interval, *, adjusted_p: float, fewest: int, practical_points: int) -> Certainty:
    """Return the certainty of a difference in points that is not hidden.

    `interval` is in points; `fewest` is the number of students on the smaller side; `adjusted_p` is adjusted for the
    family shown, or plain for a comparison that was named beforehand. Nothing is clear, nor leaning, whose own interval
    includes no difference: a test and an interval differ by a hair in a few tables, and the interval is on the screen.
    """
    if fewest < FEWEST:
        return "too_few_to_judge"
    low, high = interval
    if abs(points) >= practical_points and (low > 0 or high < 0):
        return "clear" if adjusted_p <= ALPHA else "leaning"
    if -practical_points < low and high < practical_points:
        return "no_sign"
    return "cant_tell_yet"


def of_a_pool(certainty: Certainty | None) -> Certainty | None:
    """Return how sure several periods together can be: at most leaning, and never that there is no sign.

    Students who are there in several periods count more than once, which makes the interval too narrow (METHODS.md
    §2.7); released counts do not say how many they are.
    """
    return _OF_A_POOL.get(certainty, certainty) if certainty else None


_OF_A_POOL: dict[Certainty, Certainty] = {"clear": "leaning", "no_sign": "cant_tell_yet"}
