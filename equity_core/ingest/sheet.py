"""A table of texts, whatever file it came from, and the lines on which its rows begin."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from equity_core.errors import Problem, Unreadable
from equity_core.ingest.encodings import whole

SAMPLE_ROWS = 500
FEW_LINES = 20
A_FEW = 5  # one row in five: with more of them, the header has too few names, and nothing has moved
LONGEST_CELL = 10_000_000

Row = tuple[int, list[str]]  # the line on which it begins, and its cells


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
    line_of: Sequence[int] | None = field(default=None, repr=False)  # of each row, where the body was written anew
    titles: tuple[str, ...] = ()  # of the workbook's sheets with a table, where there are several; the largest first

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
        if self.line_of is not None:
            return tuple(self.line_of[row] for row in rows if row < len(self.line_of))
        if self.rows is not None and not self.counted:
            self.counted.append(_line_count(self))
        if self.rows is None or self.rows == self.counted[0]:
            return tuple(row + self.skip + 1 for row in rows)
        wanted = set(rows)
        found = {i: line for i, (line, _) in enumerate(rows_below(self)) if i in wanted}
        return tuple(found[row] for row in rows if row in found)


def rewritten(sheet: Sheet, rows: Iterable[Row], *, said: Iterable[Problem] = ()) -> Sheet:
    """Return the sheet with these rows in place of its own, each with the line on which it began."""
    line_of = array("L")

    def cells() -> Iterator[list[str]]:
        for line, row in rows:
            line_of.append(line)
            yield row

    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(cells())
    body = out.getvalue().encode("utf-8", "replace")
    made = replace(
        sheet,
        body=body,
        delimiter=",",
        skip=0,
        rows=None,
        counted=[],
        line_of=line_of,
        problems=(*sheet.problems, *said),
    )
    first = (row for _, row in rows_below(made))
    return replace(made, sample=tuple(tuple(row) for row, _ in zip(first, range(SAMPLE_ROWS), strict=False)))


def repaired(sheet: Sheet) -> Sheet:
    """Return the sheet with every row as wide as the header, for files whose rows differ; what was cut is named.

    A few rows with more in them than there are columns are left out: a name with a comma and no quotation marks has
    moved their cells, so that a name may stand among the grades.
    """
    rows: list[Row] = []
    ragged: list[int] = []
    foot: list[int] = []
    too_long: set[int] = set()
    found, open_quote = _parted(sheet)
    for line, row in found:
        filled = sum(1 for cell in row if cell.strip())
        if len(row) < sheet.width and filled <= 1 < sheet.width:
            foot.append(line)
            continue
        if any(map(str.strip, row[sheet.width :])):
            too_long.add(line)
        if len(row) != sheet.width:
            ragged.append(line)
        rows.append((line, [*row[: sheet.width], *[""] * (sheet.width - len(row))]))
    if open_quote and len(ragged) * 10 > len(rows):
        raise Unreadable("file.open_quote", name=sheet.name, line=open_quote)
    said = []
    if open_quote:
        said.append(Problem("open_quote", lines=(open_quote,), count=1))
    if foot:
        said.append(Problem("lines_below", lines=tuple(foot[:FEW_LINES]), count=len(foot)))
    if 0 < len(too_long) * A_FEW <= len(rows):
        rows = [row for row in rows if row[0] not in too_long]
        ragged = [line for line in ragged if line not in too_long]
        said.append(Problem("rows_too_long", lines=tuple(sorted(too_long)[:FEW_LINES]), count=len(too_long)))
    if ragged:
        said.append(Problem("ragged_lines", lines=tuple(ragged[:FEW_LINES]), count=len(ragged)))
    return rewritten(sheet, rows, said=said)


def texts_of(sheet: Sheet, columns: Sequence[int]) -> Iterator[str]:
    """Return the texts in these columns, row by row, from memory."""
    for _, row in rows_below(sheet) if columns else ():
        yield from (row[index] for index in columns if index < len(row))


def without(sheet: Sheet, rows: Collection[int], problem: Problem | None) -> Sheet:
    """Return the sheet without some rows (counted from 0), and with what is to be said about them."""
    left = (row for place, row in enumerate(rows_below(sheet)) if place not in rows)
    return rewritten(sheet, left, said=(problem,) if problem else ())


def mended(sheet: Sheet, cells: Mapping[tuple[int, str], tuple[str, str]]) -> tuple[Sheet, set[tuple[int, str]]]:
    """Return the sheet with corrections, {(line, column name): (what it says, what is right)}, and those that fit."""
    done: set[tuple[int, str]] = set()
    lines = {line for line, _ in cells}

    def rows() -> Iterator[Row]:
        for line, row in rows_below(sheet):
            if line in lines:
                for at, name in enumerate(sheet.header[: len(row)]):
                    says, right = cells.get((line, name), ("", ""))
                    if right and " ".join(row[at].split()) == " ".join(says.split()):
                        row[at] = right
                        done.add((line, name))
            yield line, row

    fixed = rewritten(sheet, rows())
    said = Problem("cells_mended", lines=tuple(sorted({line for line, _ in done})[:FEW_LINES]), count=len(done))
    return (replace(fixed, problems=(*sheet.problems, said)), done) if done else (sheet, done)


def rows_below(sheet: Sheet) -> Iterator[Row]:
    """Return every row below the header, with the line on which it begins."""
    if sheet.line_of is None:
        yield from _rows(sheet, quoting=csv.QUOTE_MINIMAL)
        return
    for place, (_, row) in enumerate(_rows(sheet, quoting=csv.QUOTE_MINIMAL)):
        yield sheet.line_of[place], row


def _parted(sheet: Sheet) -> tuple[list[Row], int]:
    """Return the rows, and the line on which a quotation mark opens that never closes (then it is a plain letter)."""
    rows: list[Row] = []
    try:
        for row in rows_below(sheet):
            rows.append(row)
    except Unreadable:
        line = _first_open(sheet, rows[-1][0] + 1 if rows else sheet.skip + 1)
        return list(_rows(sheet, quoting=csv.QUOTE_NONE)), line
    return rows, 0


def _first_open(sheet: Sheet, start: int) -> int:
    """Return the first line from `start` on that holds a quotation mark."""
    lines = whole(sheet.body).decode("utf-8", "replace").split("\n")
    return next((n for n, line in enumerate(lines[start - 1 :], start) if '"' in line), start)


def _rows(sheet: Sheet, *, quoting: Literal[0, 3]) -> Iterator[Row]:
    old = csv.field_size_limit(LONGEST_CELL)
    try:
        text = whole(sheet.body).decode("utf-8", "replace")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter, quoting=quoting, strict=True)
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
