"""Any file that a school can get becomes one sheet of UTF-8 text, judged by its content and not by its name."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from equity_core.errors import Problem, Unreadable
from equity_core.ingest.vocabulary import plain, table

MAX_UNPACKED = 250_000_000
MAX_RATIO = 200
MAX_COLUMNS = 2_000
HEAD = 65_536
SAMPLE_ROWS = 500
NOT_TABLES = {
    b"%PDF": "pdf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"\x1f\x8b": "zip",
    b"7z\xbc\xaf": "zip",
    b"Rar!": "zip",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
        found = {i: line for i, line in enumerate(_starts(self)) if i in wanted}
        return tuple(found[row] for row in rows if row in found)


def read(name: str, content: bytes | Path) -> Sheet:
    """Return the sheet of a file; Unreadable, with a code that says what to do next, when it is not a table."""
    head = _head(content)
    if not head.strip():
        raise Unreadable("file.empty", name=name)
    if head.startswith(OLE):
        raise Unreadable("file.locked" if _is_encrypted(content) else "file.old_excel", name=name)
    if head.startswith(b"PK\x03\x04"):
        return _workbook(name, content)
    for magic, code in NOT_TABLES.items():
        if head.startswith(magic):
            raise Unreadable(f"file.{code}", name=name)
    if head.lstrip()[:1] == b"<" and re.match(rb"\s*<(!doctype|html|\?xml|table)", head, re.IGNORECASE):
        raise Unreadable("file.web_page", name=name)
    body, problems = _text(name, content, head)
    return _delimited(name, body, problems)


def repaired(sheet: Sheet) -> Sheet:
    """Return the sheet with every row as wide as the header, for files whose rows differ; what was cut is named."""
    rows: list[list[str]] = []
    ragged: list[int] = []
    foot: list[int] = []
    for line, row in _rows(sheet):
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
        body=_as_csv(rows),
        delimiter=",",
        skip=0,
        problems=tuple(found),
        sample=tuple(map(tuple, rows[:SAMPLE_ROWS])),
        rows=None,
        counted=[],
    )


# -- text files -----------------------------------------------------------------------------------------------------


def _head(content: bytes | Path) -> bytes:
    if isinstance(content, bytes):
        return content[:HEAD]
    with content.open("rb") as file:
        return file.read(HEAD)


def _text(name: str, content: bytes | Path, head: bytes) -> tuple[bytes | Path, tuple[Problem, ...]]:
    """Return the file as UTF-8 with line feeds, untouched (a path, even) where it already is."""
    for bom, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if head.startswith(bom):
            whole = _whole(content)
            try:
                text = whole.decode("utf-8-sig" if encoding == "utf-8" else encoding)
            except UnicodeDecodeError:
                text = whole.decode(encoding, "replace")
            return _line_feeds(text.encode()), ()
    if b"\x00" in head:
        raise Unreadable("file.binary", name=name)
    if _is_utf8(content):
        if b"\n" in head or b"\r" not in head:
            return content, ()
        return _line_feeds(_whole(content)), ()
    whole = _whole(content)
    try:
        return _line_feeds(whole.decode("cp1252").encode()), (Problem("windows_text"),)
    except UnicodeDecodeError:
        text = whole.decode("utf-8", "replace")
        bad = tuple(i for i, line in enumerate(text.splitlines(), 1) if "\ufffd" in line)
        return _line_feeds(text.encode()), (Problem("unreadable_letters", lines=bad[:20], count=len(bad)),)


def _whole(content: bytes | Path) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def _is_utf8(content: bytes | Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
    with stream:
        try:
            while block := stream.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _line_feeds(body: bytes) -> bytes:
    return body if b"\n" in body else body.replace(b"\r", b"\n")


def _delimited(name: str, body: bytes | Path, problems: tuple[Problem, ...]) -> Sheet:
    head = _head(body)
    cut = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1]
    text = cut.decode("utf-8", "replace")
    delimiter, rows = max(
        ((d, _parse(text, d)) for d in ",\t;|"), key=lambda tried: (_regularity(tried[1]), -",\t;|".index(tried[0]))
    )
    width = _mode_width(rows)
    if width > MAX_COLUMNS:
        raise Unreadable("file.too_wide", name=name)
    if width < 2:
        raise Unreadable("file.one_column" if rows else "file.empty", name=name)
    at = _header_at(name, [row for _, row in rows], width)
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
        header=_named(header),
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


def _rows(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Return (line, row) of every row below the header."""
    old = csv.field_size_limit(10_000_000)
    try:
        text = _whole(sheet.body).decode("utf-8", "replace")
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


def _starts(sheet: Sheet) -> Iterator[int]:
    return (line for line, _ in _rows(sheet))


def _regularity(rows: list[tuple[int, list[str]]]) -> int:
    width = _mode_width(rows)
    return sum(1 for _, row in rows if len(row) == width) if width > 1 else 0


def _mode_width(rows: Sequence[tuple[int, list[str]]]) -> int:
    widths = Counter(len(row) for _, row in rows if len(row) > 1)
    return max(widths, key=lambda w: (widths[w], w)) if widths else 1


def _header_at(name: str, rows: Sequence[Sequence[str]], width: int) -> int:
    """Return which row holds the column names; Unreadable when the first row is already data."""
    known = {heading for headings in table("columns").values() for heading in headings}
    best, most = -1, -1
    for at, row in enumerate(rows[:30]):
        if len(row) < min(width, 2) or abs(len(row) - width) > width // 4:
            continue
        score = sum(1 for cell in row if (len(plain(cell)) > 1 and plain(cell) in known) or cell.strip() == "%")
        if score > most:
            best, most = at, score
        if score >= 2 or (score and width <= 3):
            break
    row = rows[best]
    if most < 1 and sum(1 for cell in row if re.fullmatch(r"[\d.,%-]*", cell.strip())) * 4 >= len(row):
        raise Unreadable("file.no_header", name=name)
    return best


def _named(header: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(cell.lstrip("\ufeff").split()) for cell in header)


# -- workbooks ------------------------------------------------------------------------------------------------------


def _is_encrypted(content: bytes | Path) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in _whole(content)


def _workbook(name: str, content: bytes | Path) -> Sheet:
    source = io.BytesIO(_whole(content))
    try:
        with zipfile.ZipFile(source) as packed:
            inside = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise Unreadable("file.damaged", name=name) from error
    unpacked, stored = sum(i.file_size for i in inside), sum(i.compress_size for i in inside)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(stored, 10_000):
        raise Unreadable("file.too_big_inside", name=name)
    if not any(i.filename.startswith("xl/") for i in inside):
        raise Unreadable("file.zip", name=name)
    return _first_sheet(name, source)


def _first_sheet(name: str, source: io.BytesIO) -> Sheet:
    import python_calamine as calamine

    source.seek(0)
    try:
        book = calamine.CalamineWorkbook.from_filelike(source)
        visible = [
            about.name
            for about in book.sheets_metadata
            if about.visible == calamine.SheetVisibleEnum.Visible and about.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        sheets = {title: book.get_sheet_by_name(title) for title in visible}
        if not sheets:
            raise Unreadable("file.no_rows", name=name)
        title = max(sheets, key=lambda t: sheets[t].total_height * sheets[t].total_width)
        rows = [[_cell(value) for value in row] for row in sheets[title].to_python(skip_empty_area=False)]
    except calamine.PasswordError as error:
        raise Unreadable("file.locked", name=name) from error
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError) as error:
        raise Unreadable("file.damaged", name=name) from error
    problems = (
        (Problem("sheet_chosen", facts={"sheet": title, "of": len(book.sheet_names)}),)
        if len(book.sheet_names) > 1
        else ()
    )
    return _grid(name, rows, problems)


def _grid(name: str, rows: list[list[str]], problems: tuple[Problem, ...]) -> Sheet:
    filled = [(i + 1, row) for i, row in enumerate(rows) if any(row)]
    if not filled:
        raise Unreadable("file.no_rows", name=name)
    width = _mode_width([(line, _stripped(row)) for line, row in filled])
    at = _header_at(name, [_stripped(row) for _, row in filled], width)
    line, header = filled[at][0], _stripped(filled[at][1])
    if len(header) < 2:
        raise Unreadable("file.one_column", name=name)
    if at:
        problems = (*problems, Problem("lines_above", lines=(line,), count=at))
    data = filled[at + 1 :]
    if not data:
        raise Unreadable("file.no_rows", name=name)
    gapless = all(number == line + 1 + i for i, (number, _) in enumerate(data))
    blank = "\n" * line if gapless else ""
    cells = [[*row[: len(header)], *[""] * (len(header) - len(row))] for _, row in data]
    return Sheet(
        name=name,
        body=blank.encode() + _as_csv(cells),
        delimiter=",",
        skip=len(blank),
        header=_named(header),
        sample=tuple(map(tuple, cells[:SAMPLE_ROWS])),
        problems=problems,
    )


def _stripped(row: list[str]) -> list[str]:
    last = max((i for i, cell in enumerate(row) if cell), default=-1)
    return row[: last + 1]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def _as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()
