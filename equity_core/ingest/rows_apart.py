"""Rows that are no students: blank ones, notes, the header again, totals. They are left out, and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equity_core.errors import Problem
from equity_core.ingest import vocabulary as words

if TYPE_CHECKING:
    from equity_core.ingest.part import Part

FEW_LINES = 20
MOST_TOTALS = 5  # one row in five at most: more are no totals, whatever they are called
TOTALS = ("Total", "Totals", "Grand Total", "All", "All Students", "Overall", "Average", "Mean", "Count", "Sum")


def set_apart(part: Part) -> tuple[Problem, ...]:
    """Leave out the rows of a file of students that are no students; return what is to be said of them."""
    if part.mapping.shape not in ("students", "incidents") or part.mapping.where("student_id") is None:
        return ()
    read = [column.index for column in part.mapping.read()]
    blank, single = part.intake.sparse_rows(read)
    notes = [row for row, text in single if len(read) > 2 and " " in words.tidy(text)]
    found = {
        "blank_rows": blank,
        "lines_below": notes,
        "header_again": _headers(part, read),
        "total_rows": _totals(part),
    }
    said, seen = [], set[int]()
    for code, rows in found.items():
        left = sorted(set(rows) - seen)
        seen |= set(rows)
        if left:
            said.append(Problem(code, lines=part.sheet.lines(left[:FEW_LINES]), count=len(left)))
    if seen:
        part.intake.leave_out(sorted(seen))
    return tuple(said)


def _headers(part: Part, read: list[int]) -> list[int]:
    """Return the rows that repeat the column names, as reports of several pages have them."""
    if len(read) < 2:
        return []
    first, second = ({row for row, _ in part.intake.rows_of(at, [part.header(at)])} for at in read[:2])
    return sorted(first & second)


def _totals(part: Part) -> list[int]:
    named = {text for word in TOTALS for text in (word, word.upper(), word.lower(), word.capitalize())}
    identity = part.mapping.where("student_id")
    rows = [] if identity is None else [row for row, _ in part.intake.rows_of(identity, sorted(named))]
    for meaning in ("school", "race", "grade"):
        column = part.mapping.where(meaning)
        if column is not None:
            rows += [row for row, _ in part.intake.rows_of(column, sorted(named - {"All", "ALL", "all"}))]
    return rows if len(rows) * MOST_TOTALS <= part.intake.rows else []
