"""A spreadsheet becomes a sheet: of its visible sheets the one that holds the most cells, or the one asked for."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from equity_core.errors import Problem, Unreadable
from equity_core.ingest import grids, packed, templates
from equity_core.ingest.encodings import whole
from equity_core.ingest.questions import OTHER_SHEET
from equity_core.ingest.sheet import Sheet
from equity_core.ingest.watching import Watch, each, part, unwatched

LOOKED, UNPACKED, READ = 0.25, 0.65, 0.85  # how far a workbook is after each step, by the time that they take
PANIC = "PanicException"  # the reader lost its way in a damaged file: pyo3 offers no class to name, and no Exception


class Chosen(NamedTuple):
    """The sheet of a workbook that is read, out of how many, and which could be: the largest first."""

    title: str
    of: int
    titles: Sequence[str]
    rows: list[list[str]]
    merged: Sequence[grids.Merged]


def sheet_of(name: str, content: bytes | Path, title: str = "", watch: Watch = unwatched) -> Sheet:
    """Return the sheet of an .xlsx or .ods; Unreadable when it is damaged, locked, empty or too big inside."""
    inside = packed.look(name, content, part(watch, 0, LOOKED))
    said: tuple[Problem, ...] = ()
    if inside.unsaved:
        count, first = inside.unsaved
        said = (Problem("formulas_not_saved", count=count, facts={"first": first}),)
    return as_sheet(name, chosen(name, content, title, watch), said, watch)


def filled_templates(name: str, content: bytes | Path) -> list[Sheet]:
    """Return every sheet of our workbook of templates that has rows of its own; none for any other workbook."""
    ours = [t.id for t in templates.templates() if t.id in packed.sheet_names(content)]
    if len(ours) < 2:
        return []
    packed.look(name, content)
    with _opened(name, content) as book:
        found = {id: _rows(book.get_sheet_by_name(id)) for id in ours}
    sheets = [
        grids.sheet_of(f"{name}: {id}", rows) for id, rows in found.items() if sum(1 for row in rows if any(row)) > 1
    ]
    own = [sheet for sheet in sheets if not templates.has_only_examples(sheet)]
    return own or sheets[:1]


def chosen(name: str, content: bytes | Path, title: str = "", watch: Watch = unwatched) -> Chosen:
    """Return the visible sheet of this title, or that which holds the most cells. A sheet is unpacked in one go."""
    import python_calamine as calamine

    with _opened(name, content) as book:
        visible = [
            about.name
            for about in book.sheets_metadata
            if about.visible == calamine.SheetVisibleEnum.Visible and about.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        sheets = {t: book.get_sheet_by_name(t) for t in each(visible, part(watch, LOOKED, UNPACKED), 1)}
        if not sheets:
            raise Unreadable("file.no_rows", name=name)
        by_size = sorted(sheets, key=lambda t: sheets[t].total_height * sheets[t].total_width, reverse=True)
        tables = [t for t in by_size if min(sheets[t].height, sheets[t].width) > 1]
        title = title if title in tables else by_size[0]
        merged = sheets[title].merged_cell_ranges or []
        return Chosen(title, len(book.sheet_names), tables, _rows(sheets[title], part(watch, UNPACKED, READ)), merged)


def as_sheet(name: str, found: Chosen, said: tuple[Problem, ...] = (), watch: Watch = unwatched) -> Sheet:
    """Return a sheet of a workbook as a table, and say which it is where there are several."""
    titles = tuple(found.titles) if len(found.titles) > 1 else ()
    if found.of > 1:
        code = OTHER_SHEET if titles else "sheet_chosen"
        said = (*said, Problem(code, facts={"sheet": found.title, "of": found.of}))
    sheet = grids.sheet_of(name, found.rows, merged=found.merged, said=said, watch=part(watch, READ, 1))
    return replace(sheet, titles=titles)


@contextmanager
def _opened(name: str, content: bytes | Path) -> Iterator[Any]:
    """Open a workbook; Unreadable when that cannot be done."""
    import python_calamine as calamine

    try:
        yield calamine.CalamineWorkbook.from_filelike(io.BytesIO(whole(content)))
    except calamine.PasswordError as error:
        raise Unreadable("file.locked", name=name) from error
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError) as error:
        raise Unreadable("file.damaged", name=name) from error
    except BaseException as error:
        if type(error).__name__ == PANIC:
            raise Unreadable("file.damaged", name=name) from error
        raise


def _rows(sheet: Any, watch: Watch = unwatched) -> list[list[str]]:
    return [
        [value if type(value) is str else _cell(value) for value in row]
        for row in each(sheet.to_python(skip_empty_area=False), watch)
    ]


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return _number(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


@lru_cache(4_096)
def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
