"""Days in all their spellings. Which of 9/5 is the month is proven by another row, or asked; it is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from equity_core.ingest import vocabulary as words
from equity_core.ingest.part import Part
from equity_core.ingest.questions import Asked

Order = Literal["month_first", "day_first"]
EXCEL_DAY_0 = date(1899, 12, 30)
EXCEL_DAYS = range(30_000, 60_000)  # 1982 to 2064
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SLASHES = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})\b")
WAYS = (
    ("iso", re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\b")),
    ("slashes", SLASHES),
    ("dots", re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\b")),
    ("day_month", re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ ,-]+(\d{4}|\d{2})\b")),
    ("month_day", re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")),
    ("serial", re.compile(r"(\d{5})(?:\.\d+)?$")),
)


def day_in(text: str, order: Order = "month_first") -> date | None:
    """Return the day that a text begins with, or None.

    >>> [str(day_in(text)) for text in ("9/5/23", "05.09.2023", "5-Sep-23", "Sept 5, 2023", "45174", "2023-09-05 8:15")]
    ['2023-09-05', '2023-09-05', '2023-09-05', '2023-09-05', '2023-09-05', '2023-09-05']
    >>> str(day_in("9/5/23", "day_first")), str(day_in("13/9/2023")), day_in("n/a")
    ('2023-05-09', '2023-09-13', None)
    """
    way, parts = _way(words.tidy(text))
    try:
        if way == "iso":
            return date(int(parts[0]), int(parts[2]), int(parts[3]))
        if way == "slashes":
            first, second, year = int(parts[0]), int(parts[2]), _year(parts[3])
            month, day = (first, second) if order == "month_first" else (second, first)
            return date(year, day, month) if month > 12 else date(year, month, day)
        if way == "dots":
            return date(_year(parts[2]), int(parts[1]), int(parts[0]))
        if way == "day_month":
            return date(_year(parts[2]), _month(parts[1]), int(parts[0]))
        if way == "month_day":
            return date(int(parts[2]), _month(parts[0]), int(parts[1]))
        if way == "serial" and int(parts[0]) in EXCEL_DAYS:
            return EXCEL_DAY_0 + timedelta(days=int(parts[0]))
    except ValueError:
        return None
    return None


def ways_of(texts: Iterable[str]) -> set[str]:
    """Return the ways in which days are written.

    >>> sorted(ways_of(["2023-09-05", "9/5/23", "10/15/23", "n/a", "45174"]))
    ['iso', 'serial', 'slashes']
    """
    return {_way(words.tidy(text))[0] for text in texts if day_in(text)}


def is_either(text: str) -> bool:
    """Say whether a day could be another one if day and month were the other way round."""
    found = SLASHES.match(words.tidy(text))
    return found is not None and int(found[1]) <= 12 and int(found[3]) <= 12 and found[1] != found[3]


def proof(texts: Iterable[str]) -> tuple[Order, str] | None:
    """Return the order that a text proves, with the text; None where none does or two disagree.

    >>> proof(["9/5/23", "09/13/2023"]), proof(["13/9/23", "9/13/23"]), proof(["9/5/23"])
    (('month_first', '09/13/2023'), None, None)
    """
    found: dict[Order, str] = {}
    for text in texts:
        parts = SLASHES.match(words.tidy(text))
        if parts and day_in(text) and max(int(parts[1]), int(parts[3])) > 12:
            found.setdefault("month_first" if int(parts[3]) > 12 else "day_first", words.tidy(text))
    return next(iter(found.items())) if len(found) == 1 else None


def days_of(part: Part, asked: Asked, column: int) -> dict[str, date | None]:
    """Return the day of each text of a column, asking which number is the month where nothing proves it."""
    texts = list(part.texts(column))
    return {text: day_in(text, _order(part, asked, column, texts)) for text in texts}


def tell_of_unused(part: Part, asked: Asked, column: int) -> None:
    """Say what a column of dates that decides nothing holds: several spellings, days that may be others, serials."""
    texts = part.sheet.column(column)
    ways = ways_of(texts)
    if len(ways) < 2 and "serial" not in ways:
        return
    either = [at for at, text in enumerate(texts) if is_either(text)]
    proven, header = proof(texts), part.header(column)
    example = next((words.tidy(texts[at]) for at in either), "")
    serial = next((words.tidy(text) for text in texts if _way(words.tidy(text))[0] == "serial" and day_in(text)), "")
    if serial:
        asked.tell("serial_dates", column=header, facts={"example": serial, "day": str(day_in(serial))})
    if len(ways) > 1 and proven and example:
        facts = {"example": example, "proof": proven[1], "day": str(day_in(example, proven[0]))}
        asked.tell("mixed_dates_proven", column=header, lines=part.sheet.lines(either[:20]), facts=facts)
    elif len(ways) > 1:
        asked.tell("mixed_dates", column=header, lines=part.sheet.lines(either[:20]))


def _order(part: Part, asked: Asked, column: int, texts: Sequence[str]) -> Order:
    either = [text for text in texts if is_either(text)]
    proven = proof(texts)
    if not either or proven:
        return proven[0] if proven else "month_first"
    code, header = "date_order", part.header(column)
    known = next((q.answer for q in asked.questions if q.id == f"{code}:{header}"), "")
    answer = known or asked.ask(
        code,
        column=header,
        count=sum(part.texts(column)[text] for text in either),
        lines=part.lines_with(column, *either),
        answers=("month_first", "day_first"),
        default="month_first",
        facts={
            "example": words.tidy(either[0]),
            "one": str(day_in(either[0], "month_first")),
            "other": str(day_in(either[0], "day_first")),
        },
    )
    return "day_first" if answer == "day_first" else "month_first"


def _way(text: str) -> tuple[str, tuple[str, ...]]:
    for way, pattern in WAYS:
        found = pattern.match(text)
        if found:
            return way, found.groups()
    return "", ()


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _month(text: str) -> int:
    return MONTHS.index(text[:3].casefold()) + 1
