"""What happened, where, when and what was decided, as few known texts each. Who referred is never read."""

from __future__ import annotations

import re
from functools import partial

from equity_core.ingest import contacts, dates
from equity_core.ingest import vocabulary as words
from equity_core.ingest.fact_columns import plan_fact
from equity_core.ingest.group_columns import MANY_GROUPS
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.questions import Asked

TEXTS = ("behavior", "location", "time", "decision")
LONGEST = 80  # a longer text tells a story
FIRST_HOUR = 7  # a time without am or pm before seven is in the afternoon


def plan_incident(part: Part, asked: Asked) -> list[Planned]:
    """Return the typed columns of what a list of incidents says, those that it has."""
    found = [_plan_text(part, asked, meaning) for meaning in TEXTS]
    day, days = part.mapping.where("date"), part.mapping.where("days")
    if day is not None:
        days_of = dates.days_of(part, asked, day)
        found.append(Planned("day", "DATE", (day,), {(text,): it for text, it in days_of.items()}))
    if days is not None:
        found.append(plan_fact(part, asked, part.mapping.columns[days]))
    return [planned for planned in found if planned is not None]


def plan_suspended(part: Part, asked: Asked) -> Planned | None:
    """Return which decisions are suspensions out of school; None where there is no column of decisions, or none is."""
    column = part.mapping.where("decision")
    if column is None:
        return None
    values = {(text,): _is_suspension(part, asked, column, text) for text in part.texts(column)}
    return Planned("suspended", "BOOLEAN", (column,), values) if any(values.values()) else None


def band(text: str) -> str | None:
    """Return the part of the day of a time as it is written; a name of one stays; None for anything longer.

    >>> band("1:40"), band("11:05 AM"), band("08:15"), band("1st period"), band("")
    ('Afternoon', 'Midday', 'Morning', '1st period', None)
    """
    written = words.tidy(text)
    clock = re.fullmatch(r"(\d{1,2})[:.]?(\d{2})(?::\d{2})?\s*([ap])?\.?m?\.?", written, re.IGNORECASE)
    if clock is None:
        return _short(written)
    hour, minute, half = int(clock[1]), int(clock[2]), (clock[3] or "").casefold()
    if hour > 23 or minute > 59:
        return None
    if (half == "p" and hour < 12) or (not half and hour < FIRST_HOUR):
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    bands = words.table("incidents")["bands"]
    return next(str(name) for name, start in reversed(bands) if hour * 60 + minute >= start)


def _plan_text(part: Part, asked: Asked, meaning: str) -> Planned | None:
    column = part.mapping.where(meaning)
    if column is None:
        return None
    read = band if meaning == "time" else partial(_text, missing=frozenset(words.table("values")["missing"]))
    texts = part.texts(column)
    found = [text for text in texts if words.names_contact(text)]
    contacts.tell(part, asked, column, found)
    values = {(text,): None if text in found else read(text) for text in texts}
    several = len({value for value in values.values() if value is not None})
    if several > MANY_GROUPS:
        asked.tell("too_many_groups", column=part.header(column), count=several, will="leave_out_column")
        return None
    return Planned("time_band" if meaning == "time" else meaning, columns=(column,), values=values)


def _text(text: str, *, missing: frozenset[str]) -> str | None:
    written = words.tidy(text)
    return None if written.casefold() in missing else _short(written)


def _short(written: str) -> str | None:
    return written if written and len(written) <= LONGEST else None


def _is_suspension(part: Part, asked: Asked, column: int, text: str) -> bool:
    about, key = words.table("incidents"), words.plain(text)
    if key in about["suspension"]:
        return True
    if key in about["inside"] or "suspen" not in key or words.names_contact(text):
        return False
    is_inside = any(word in key for word in about["inside"])
    answer = asked.ask(
        "is_suspension",
        column=part.header(column),
        text=words.tidy(text),
        count=part.texts(column)[text],
        lines=part.lines_with(column, text),
        answers=("yes", "no"),
        default="no" if is_inside else "yes",
    )
    return answer == "yes"
