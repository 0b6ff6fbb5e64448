"""A spreadsheet becomes a sheet: the visible one that holds the most cells."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from equity_core.errors import Problem, Unreadable
from equity_core.ingest import headings, templates
from equity_core.ingest.encodings import whole
from equity_core.ingest.sheet import SAMPLE_ROWS, Sheet, as_csv

MAX_UNPACKED = 250_000_000
MAX_RATIO = 200


def sheet_of(name: str, content: bytes | Path) -> Sheet:
    """Return the sheet of a workbook; Unreadable when it is damaged, locked, empty or too big inside."""
    return _first_sheet(name, _opened(name, content))


def filled_templates(name: str, content: bytes | Path) -> list[Sheet]:
    """Return every sheet of our workbook of templates that has rows of its own; none for any other workbook."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(_opened(name, content))
        ours = [t for t in templates.templates() if t.id in book.sheet_names]
        if len(ours) < 2:
            return []
        grids = {t.id: book.get_sheet_by_name(t.id).to_python(skip_empty_area=False) for t in ours}
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, calamine.PasswordError):
        return []
    sheets = []
    for id, grid in grids.items():
        rows = [[_cell(value) for value in row] for row in grid]
        if sum(1 for row in rows if any(row)) > 1:
            sheets.append(_grid(f"{name}: {id}", rows, ()))
    own = [sheet for sheet in sheets if not templates.has_only_examples(sheet)]
    return own or sheets[:1]


def _opened(name: str, content: bytes | Path) -> io.BytesIO:
    """Return a workbook that is safe to open."""
    source = io.BytesIO(whole(content))
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
    source.seek(0)
    return source


def is_encrypted(content: bytes | Path) -> bool:
    """Say whether a file in Microsoft's older container is a workbook with a password."""
    return "EncryptedPackage".encode("utf-16-le") in whole(content)


def _first_sheet(name: str, source: io.BytesIO) -> Sheet:
    import python_calamine as calamine

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
    width = headings.usual_width([(line, _stripped(row)) for line, row in filled])
    at = headings.row_of(name, [_stripped(row) for _, row in filled], width)
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
        body=blank.encode() + as_csv(cells),
        delimiter=",",
        skip=len(blank),
        header=headings.named(header),
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
