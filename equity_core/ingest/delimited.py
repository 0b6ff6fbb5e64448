"""A text file with commas, tabs, semicolons or bars becomes a sheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from equity_core.errors import Problem, Unreadable
from equity_core.ingest import headings
from equity_core.ingest.encodings import HEAD, head_of, whole
from equity_core.ingest.sheet import SAMPLE_ROWS, Row, Sheet

DELIMITERS = ",\t;|"
MOST_HEAD = 8 * 1024 * 1024  # for a header so wide that it and a few rows do not fit in the usual head


def sheet_of(name: str, body: bytes | Path, problems: tuple[Problem, ...]) -> Sheet:
    """Return the sheet of a text in UTF-8; Unreadable when it is no table."""
    delimiter, rows = _parsed(body)
    width = headings.usual_width(rows)
    if width < 2:
        raise Unreadable("file.one_column" if rows else "file.empty", name=name)
    at = headings.row_of(name, [row for _, row in rows], width)
    line, header = rows[at]
    above = sum(1 for _, row in rows[:at] if any(cell.strip() for cell in row))
    if above:
        problems = (*problems, Problem("lines_above", lines=(line,), count=above))
    both = headings.joined(header, rows[at + 1][1]) if len(rows) > at + 2 else None
    if both:
        problems = (*problems, Problem("two_row_header", lines=(line, rows[at + 1][0]), count=2))
        header, at = both, at + 1
    sample = [row for _, row in rows[at + 1 : at + 1 + SAMPLE_ROWS]]
    names = headings.named(name, header)
    if not sample:
        raise Unreadable("file.no_rows", name=name)
    return Sheet(
        name=name,
        body=body,
        delimiter=delimiter,
        skip=rows[at + 1][0] - 1,
        header=names,
        sample=tuple((*row[: len(names)], *[""] * (len(names) - len(row))) for row in sample),
        problems=problems,
    )


def _parsed(body: bytes | Path) -> tuple[str, list[Row]]:
    """Return the delimiter and the first rows: those of the usual head, or of more where it holds too few."""
    head = head_of(body)
    delimiter, rows = _best(head, is_whole=len(head) < HEAD)
    if len(rows) < 3 and len(head) >= HEAD:
        longer = whole(body)[:MOST_HEAD]
        delimiter, rows = _best(longer, is_whole=len(longer) < MOST_HEAD)
    return delimiter, rows


def _best(head: bytes, *, is_whole: bool) -> tuple[str, list[Row]]:
    text = (head if is_whole else head[: head.rfind(b"\n") + 1]).decode("utf-8", "replace")
    tried = [(delimiter, _parse(text, delimiter)) for delimiter in DELIMITERS]
    return max(tried, key=lambda it: (_regularity(it[1]), -DELIMITERS.index(it[0])))


def _parse(text: str, delimiter: str) -> list[Row]:
    """Return (line on which it starts, row) for every row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found, start = [], 1
    try:
        for row in reader:
            if row:
                found.append((start, row))
            start = reader.line_num + 1
    except csv.Error:
        return found
    return found


def _regularity(rows: list[Row]) -> int:
    width = headings.usual_width(rows)
    return sum(1 for _, row in rows if len(row) == width) if width > 1 else 0
