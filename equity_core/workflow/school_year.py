"""Where in time a period and a day stand, in school years, so that a pace per year can be worked out."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

_SCHOOL_YEAR = re.compile(r"(?<!\d)(\d{4})\s*[-–/]\s*(\d{2}|\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_BEFORE_THE_END = {"fall": Fraction(1, 2), "autumn": Fraction(1, 2), "winter": Fraction(1, 4)}


def moment(period: str) -> Fraction | None:
    """Return the year in which a period's school year ends, less half a year for fall; None if it names no year.

    "2022-23", "2022-23 Spring" and "2023J" are 2023; "2022-23 Fall" is 2022.5.
    """
    two, one = _SCHOOL_YEAR.search(period), _YEAR.search(period)
    if two:
        end = Fraction(int(two.group(1)) + 1)
    elif one:
        end = Fraction(int(one.group(1)))
    else:
        return None
    low = period.lower()
    return end - next((before for term, before in _BEFORE_THE_END.items() if term in low), Fraction(0))


def term(period: str) -> str:
    """Return what is left of a period's name without its year: "Spring", "J", or nothing for a whole year."""
    return _YEAR.sub("", _SCHOOL_YEAR.sub("", period)).strip().lower()


def moment_of_day(day: date) -> Fraction:
    """Return the same for a day: March to July end a school year, August to December are its fall."""
    if day.month >= 8:
        return day.year + _BEFORE_THE_END["fall"]
    return Fraction(day.year) - (_BEFORE_THE_END["winter"] if day.month < 3 else 0)
