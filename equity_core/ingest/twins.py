"""Two columns that say the same: a name that comes twice, or two that name the school. None is picked silently."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from equity_core.ingest import vocabulary as words
from equity_core.ingest.mapping import Column
from equity_core.ingest.part import Part
from equity_core.ingest.questions import Asked

SHOWN = 8  # names in a sentence
LEAVE_OUT = "leave_out_column"


def settled(part: Part, asked: Asked) -> Part:
    """Return the part as it is read once it is decided which of two columns counts."""
    for column in part.mapping.read():
        again = [twin for twin in part.beside(column) if words.plain(twin.header) == words.plain(column.header)]
        if again:
            part = _one_of(part, asked, column, again[-1])
    if part.mapping.shape == "students":
        for column in part.mapping.read():
            others = [twin for twin in part.beside(column) if words.plain(twin.header) != words.plain(column.header)]
            if others:
                part = _school(part, asked, column, others[0])
    return part


def _one_of(part: Part, asked: Asked, column: Column, twin: Column) -> Part:
    """Ask which of two columns of the same name counts, if they disagree anywhere."""
    differ = [
        (texts, count)
        for texts, count in part.vocabulary(column.index, twin.index)
        if words.tidy(texts[0]) != words.tidy(texts[1])
    ]
    if not differ:
        asked.tell("header_twice", column=column.header)
        return part
    rows = part.intake.texts([column.index, twin.index])
    places = [at for at, row in enumerate(rows) if words.tidy(row[0]) != words.tidy(row[1])]
    answer = asked.ask(
        "header_twice_differs",
        column=column.header,
        count=sum(count for _, count in differ),
        lines=part.sheet.lines(places[:20]),
        answers=(LEAVE_OUT, "use_first", "use_last"),
        default=LEAVE_OUT,
    )
    if answer == LEAVE_OUT:
        return _without(part, column)
    return part if answer == "use_first" else _instead(part, column, twin)


def _school(part: Part, asked: Asked, column: Column, twin: Column) -> Part:
    """Return the part with the school's names where each number has one; else ask which column is the school."""
    names: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, set[str]] = defaultdict(set)
    for (one, other), _ in part.vocabulary(column.index, twin.index):
        names[words.tidy(other)].add(words.tidy(one))
        numbers[words.tidy(one)].add(words.tidy(other))
    if all(len(found) == 1 for found in (*names.values(), *numbers.values())):
        return part
    number, name = (column, twin) if _is_number(column) and not _is_number(twin) else (twin, column)
    values = (len(numbers), len(names)) if number is column else (len(names), len(numbers))
    shown = sorted(text for text in (names if name is twin else numbers) if text)
    answer = asked.ask(
        "two_schools",
        column=number.header,
        answers=(number.header, name.header),
        default=number.header,
        facts={
            "other": name.header,
            "numbers": values[0],
            "names": values[1],
            "which": ", ".join(shown[:SHOWN]) + (" …" if len(shown) > SHOWN else ""),
        },
    )
    return part if answer == column.header else _instead(part, column, twin)


def _is_number(column: Column) -> bool:
    return words.plain(column.header).endswith(("id", "code", "number", "no", "num"))


def _instead(part: Part, column: Column, twin: Column) -> Part:
    """Return the part with another column in the place of one."""
    swapped = {column.index: replace(column, meaning="not_read"), twin.index: replace(twin, meaning=column.meaning)}
    return _with(part, swapped)


def _without(part: Part, column: Column) -> Part:
    return _with(part, {column.index: replace(column, meaning="not_read")})


def _with(part: Part, changed: dict[int, Column]) -> Part:
    columns = tuple(changed.get(column.index, column) for column in part.mapping.columns)
    return replace(part, mapping=replace(part.mapping, columns=columns))
