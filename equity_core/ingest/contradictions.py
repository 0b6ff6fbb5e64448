"""A published rate that does not fit the counts beside it: both are known, and only one can be right."""

from __future__ import annotations

import re
from decimal import Decimal

from equity_core.ingest import vocabulary as words
from equity_core.ingest.contract import Cell

RANGE = re.compile(r"\D*?([<>≤≥]=?)\s*(\d+(?:\.\d+)?)\s*%?\D*")
NUMBER = re.compile(r"(\d+(?:\.(\d+))?)\s*%?")


def rate_contradicts(n: Cell | None, x: Cell | None, written: str, *, share: bool) -> bool:
    """Say whether a rate as written cannot be that of x among n; a unit of its last digit is allowed for rounding.

    >>> n, x = Cell(Decimal(1188)), Cell(Decimal(52))
    >>> [rate_contradicts(n, x, text, share=False) for text in (">95%", "<5%", "4.4%", "4.3", "5.4%", "*", "")]
    [True, False, False, False, True, False, False]
    """
    if n is None or x is None or not n.value or x.value is None:
        return False
    percent = x.value * 100 / n.value
    text = words.tidy(written)
    limit, exact = RANGE.fullmatch(text), NUMBER.fullmatch(text)
    if limit:
        bound = Decimal(limit[2])
        return percent > bound if limit[1][0] in "<≤" else percent < bound
    if exact:
        unit = Decimal(1).scaleb(-len(exact[2] or ""))
        said, unit = (Decimal(exact[1]) * 100, unit * 100) if share else (Decimal(exact[1]), unit)
        return abs(said - percent) > unit
    return False
