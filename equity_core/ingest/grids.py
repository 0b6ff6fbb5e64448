"""Rows of cells, from a workbook or a web page, become a sheet: merged cells filled, names found, notes left out."""

from __future__ import annotations

from collections.abc import Sequence

from equity_core.errors import Problem, Unreadable
from equity_core.ingest import headings
from equity_core.ingest.sheet import FEW_LINES, Row, Sheet, rewritten
from equity_core.ingest.watching import Watch, each, unwatched

Merged = tuple[tuple[int, int], tuple[int, int]]  # (first row, first column), (last row, last column)


def sheet_of(
    name: str,
    rows: list[list[str]],
    *,
    merged: Sequence[Merged] = (),
    said: Sequence[Problem] = (),
    watch: Watch = unwatched,
) -> Sheet:
    """Return the sheet of a grid; Unreadable when it holds no table. Lines are the rows of the grid, from 1."""
    told = [*said]
    filled_down = _fill_down(rows, merged)
    filled = [(line, _stripped(row)) for line, row in enumerate(rows, start=1) if _has_filled(row, 1)]
    if not filled:
        raise Unreadable("file.no_rows", name=name)
    at = headings.row_of(name, [row for _, row in filled], headings.usual_width(filled))
    line, header = filled[at]
    if len(header) < 2:
        raise Unreadable("file.one_column", name=name)
    if at:
        told.append(Problem("lines_above", lines=(line,), count=at))
    both = headings.joined(header, filled[at + 1][1]) if len(filled) > at + 2 else None
    if both:
        told.append(Problem("two_row_header", lines=(line, filled[at + 1][0]), count=2))
        header, at = both, at + 1
    below = filled[at + 1 :]
    if not below:
        raise Unreadable("file.no_rows", name=name)
    width = len(header)
    notes = [line for line, row in below if width > 2 and not _has_filled(row, 2)]
    down = [r for r in filled_down if r > below[0][0]]
    if down:
        told.append(Problem("merged_cells", lines=tuple(down[:FEW_LINES]), count=len(down)))
    if notes:
        told.append(Problem("lines_below", lines=tuple(notes[:FEW_LINES]), count=len(notes)))
    apart = set(notes)
    data: list[Row] = [
        (line, row if len(row) == width else [*row[:width], *[""] * (width - len(row))])
        for line, row in below
        if line not in apart
    ]
    if not data:
        raise Unreadable("file.no_rows", name=name)
    empty = Sheet(name, b"", ",", 0, headings.named(name, header), (), tuple(told))
    return rewritten(empty, each(data, watch))


def _fill_down(rows: list[list[str]], merged: Sequence[Merged]) -> list[int]:
    """Fill cells that are merged with the one above; return the lines that had some."""
    lines = set()
    for (top, left), (bottom, right) in merged:
        if left != right or top >= len(rows) or left >= len(rows[top]) or not rows[top][left].strip():
            continue
        for at in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[at]) and not rows[at][left].strip():
                rows[at][left] = rows[top][left]
                lines.add(at + 1)
    return sorted(lines)


def _stripped(row: list[str]) -> list[str]:
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return row if width == len(row) else row[:width]


def _has_filled(row: list[str], most: int) -> bool:
    """Say whether that many cells of a row hold something."""
    found = 0
    for cell in row:
        if cell and not cell.isspace():
            found += 1
            if found == most:
                return True
    return False
