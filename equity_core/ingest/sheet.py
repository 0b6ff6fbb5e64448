"""A table of texts, whatever file it came from, and the lines on which its rows begin."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from equity_core.errors import Problem, Unreadable
from equity_core.ingest.encodings import whole

SAMPLE_ROWS = 500


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts: where it is, how to split it, its header and a few rows; in memory only."""

    name: str
    body: bytes | Path = field(repr=False)
    delimiter: str
    skip: int  # lines above the data, header included
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...] = field(repr=False)
    problems: tuple[Problem, ...] = ()
    rows: int | None = None  # below the header; with more lines than rows, the line of a row must be looked up
    counted: list[int] = field(default_factory=list, repr=False, compare=False)  # the lines, once somebody asked

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return len(self.header)

    def column(self, index: int) -> list[str]:
        """Return the sample's values of one column."""
        return [row[index] for row in self.sample]

    def lines(self, rows: Sequence[int]) -> tuple[int, ...]:
        """Return the line in the file on which each of these rows (counted from 0) begins."""
        if not rows:
            return ()
        if self.rows is not None and not self.counted:
            self.counted.append(_line_count(self))
        if self.rows is None or self.rows == self.counted[0]:
            return tuple(row + self.skip + 1 for row in rows)
        wanted = set(rows)
        found = {i: line for i, line in enumerate(line for line, _ in _rows_below(self)) if i in wanted}
        return tuple(found[row] for row in rows if row in found)


def repaired(sheet: Sheet) -> Sheet:
    """Return the sheet with every row as wide as the header, for files whose rows differ; what was cut is named."""
    rows: list[list[str]] = []
    ragged: list[int] = []
    foot: list[int] = []
    for line, row in _rows_below(sheet):
        filled = sum(1 for cell in row if cell.strip())
        if len(row) < sheet.width and filled <= 1 < sheet.width:
            foot.append(line)
            continue
        if len(row) != sheet.width:
            ragged.append(line)
        rows.append([*row[: sheet.width], *[""] * (sheet.width - len(row))])
    found = [*sheet.problems]
    if foot:
        found.append(Problem("lines_below", lines=tuple(foot[:20]), count=len(foot)))
    if ragged:
        found.append(Problem("ragged_lines", lines=tuple(ragged[:20]), count=len(ragged)))
    return replace(
        sheet,
        body=as_csv(rows),
        delimiter=",",
        skip=0,
        problems=tuple(found),
        sample=tuple(map(tuple, rows[:SAMPLE_ROWS])),
        rows=None,
        counted=[],
    )


def texts_of(sheet: Sheet, columns: Sequence[int]) -> Iterator[str]:
    """Return the texts in these columns, row by row, from memory."""
    for _, row in _rows_below(sheet) if columns else ():
        yield from (row[index] for index in columns if index < len(row))


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as a text with commas, every cell quoted."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()


def _rows_below(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Return (line, row) of every row below the header."""
    old = csv.field_size_limit(10_000_000)
    try:
        text = whole(sheet.body).decode("utf-8", "replace")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter)
        start = 1
        for row in reader:
            if row and start > sheet.skip:
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable("file.broken_lines", name=sheet.name) from error
    finally:
        csv.field_size_limit(old)


def _line_count(sheet: Sheet) -> int:
    """Return how many lines there are below the header."""
    stream = io.BytesIO(sheet.body) if isinstance(sheet.body, bytes) else sheet.body.open("rb")
    lines, last = 0, b"\n"
    with stream:
        while block := stream.read(1 << 20):
            lines += block.count(b"\n")
            last = block[-1:]
    return lines + (last != b"\n") - sheet.skip
