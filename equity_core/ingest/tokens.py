"""What stands in a published file in place of a number: hidden, missing, no students, or a range of numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from equity_core.ingest import vocabulary as words

_BELOW = re.compile(
    r"(?:suppressed\W*)?(<=?|≤|≥|>=?|lt|le|gt|ge|fewer than|less than|at most|more than|at least)\s*"
    r"(\d+(?:\.\d+)?)\s*(%)?(?:\s*\(.*\))?"
)
_BETWEEN = re.compile(r"(\d+(?:\.\d+)?)\s*%?\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)\s*(%)?")
_UP = ("<", "<=", "≤", "lt", "le", "fewer than", "less than", "at most")
_STRICT = ("<", ">", "lt", "gt", "fewer than", "less than", "more than")


class Range(NamedTuple):
    """The least and the most that a number can be; None where only its kind says so."""

    low: Decimal | None
    high: Decimal | None
    is_percent: bool


def range_in(text: str | None) -> Range | None:
    """Return the range that a text stands for, or None: a small group, such as n<10, is hidden and no range.

    >>> range_in("<10%"), range_in("LE5").high, range_in("21-39").low, range_in("N<10"), range_in("12")
    (Range(low=None, high=Decimal('10'), is_percent=True), Decimal('5'), Decimal('21'), None, None)
    """
    written = words.tidy(text).casefold()
    told = _BELOW.fullmatch(written)
    if told:
        number = Decimal(told[2])
        return Range(None, number, bool(told[3])) if told[1] in _UP else Range(number, None, bool(told[3]))
    pair = _BETWEEN.fullmatch(written)
    if pair and Decimal(pair[1]) <= Decimal(pair[2]):
        return Range(Decimal(pair[1]), Decimal(pair[2]), bool(pair[3]))
    return None


def counts_in(text: str | None) -> tuple[Decimal, Decimal | None] | None:
    """Return the least and the most students that a range of counts can be; None for the most where it is open.

    >>> counts_in("<10"), counts_in(">95"), counts_in("1-4"), counts_in("<10%")
    ((Decimal('0'), Decimal('9')), (Decimal('96'), None), (Decimal('1'), Decimal('4')), None)
    """
    found = range_in(text)
    if found is None or found.is_percent:
        return None
    told = _BELOW.fullmatch(words.tidy(text).casefold())
    step = 1 if told and told[1] in _STRICT else 0
    if found.high is None:
        assert found.low is not None  # a range has at least one end
        return found.low + step, None
    return found.low or Decimal(0), max(found.high - step, Decimal(0))
