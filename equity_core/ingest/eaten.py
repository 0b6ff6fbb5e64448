"""A range such as 10-20 that Excel took for a date: 20-Oct. Asked about; repaired unless somebody says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from equity_core.ingest import vocabulary as words
from equity_core.ingest.part import Part
from equity_core.ingest.questions import Asked

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(?:(\d{1,2})-([A-Za-z]{3})|([A-Za-z]{3})-(\d{1,2}))")
_RANGE = re.compile(r"\d+\s*[-–]\s*\d+(%?)")


def repaired(text: str, beside: Iterable[str]) -> str:
    """Return the range that a date was, written like the ranges beside it; "" where there are none, or it is no date.

    >>> repaired("20-Oct", ["0-10%", "20-30%"]), repaired("2-Jan", ["3-4"]), repaired("20-Oct", ["A"])
    ('10-20%', '1-2', '')
    """
    ranges = [found for other in beside if (found := _RANGE.fullmatch(words.tidy(other)))]
    date = _DATE.fullmatch(words.tidy(text))
    if not ranges or date is None:
        return ""
    month, number = (date[2] or date[3]).casefold(), date[1] or date[4]
    if month not in MONTHS:
        return ""
    end = "%" if all(found[1] for found in ranges) else ""
    return f"{MONTHS.index(month) + 1}-{int(number)}{end}"


def ask_dates(part: Part, asked: Asked, column: int, labels: dict[str, str]) -> dict[str, str]:
    """Return groups in which ranges that Excel took for dates are ranges again, as somebody decides."""
    found = {text: was for text in labels if (was := repaired(text, labels))}
    for text, was in found.items():
        answer = asked.ask(
            "excel_date",
            column=part.header(column),
            text=words.tidy(text),
            count=part.texts(column)[text],
            lines=part.lines_with(column, text),
            answers=(was, "keep"),
            default=was,
        )
        labels = labels | {text: was if answer == was else words.tidy(text)}
    return labels
