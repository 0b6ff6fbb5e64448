"""A text file with commas, tabs, semicolons or bars becomes a sheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from equity_core.errors import Problem, Unreadable
from equity_core.ingest import headings
from equity_core.ingest.encodings import HEAD, head_of
from equity_core.ingest.sheet import SAMPLE_ROWS, Sheet

MAX_COLUMNS = 2_000


def sheet_of(name: str, body: bytes | Path, problems: tuple[Problem, ...]) -> Sheet:
    """Return the sheet of a text in UTF-8; Unreadable when it is no table."""
    head = head_of(body)
    cut = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1]
    text = cut.decode("utf-8", "replace")
    delimiter, rows = max(
        ((d, _parse(text, d)) for d in ",\t;|"), key=lambda tried: (_regularity(tried[1]), -",\t;|".index(tried[0]))
    )
    width = headings.usual_width(rows)
    if width > MAX_COLUMNS:
        raise Unreadable("file.too_wide", name=name)
    if width < 2:
        raise Unreadable("file.one_column" if rows else "file.empty", name=name)
    at = headings.row_of(name, [row for _, row in rows], width)
    line, header = rows[at]
    above = tuple(start for start, row in rows[:at] if any(cell.strip() for cell in row))
    if above:
        problems = (*problems, Problem("lines_above", lines=(line,), count=len(above)))
    sample = [row for _, row in rows[at + 1 : at + 1 + SAMPLE_ROWS]]
    if not sample:
        raise Unreadable("file.no_rows", name=name)
    after = rows[at + 1][0] - 1
    return Sheet(
        name=name,
        body=body,
        delimiter=delimiter,
        skip=after,
        header=headings.named(header),
        sample=tuple((*row[: len(header)], *[""] * (len(header) - len(row))) for row in sample),
        problems=problems,
    )


def _parse(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
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


def _regularity(rows: list[tuple[int, list[str]]]) -> int:
    width = headings.usual_width(rows)
    return sum(1 for _, row in rows if len(row) == width) if width > 1 else 0
