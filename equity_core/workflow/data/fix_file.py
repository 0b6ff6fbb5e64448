"""A list of cells to mend: downloaded, corrected in a spreadsheet, and dropped back on the same draft."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from equity_core import ingest, reports
from equity_core.errors import EquityError, Refused
from equity_core.workflow.data.draft import Draft, File
from equity_core.workflow.workspace import Workspace

FIELDS = ("file", "line", "column", "says", "right")
MOST = 20_000  # cells in one list: more than anybody mends by hand
FIX_NAME = "cells-to-mend.csv"


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of a corrected list: cells that were changed, and lines of the list that fit no cell."""

    changed: int
    unknown: tuple[int, ...]


def write(ws: Workspace, draft: Draft) -> bytes | None:
    """Return the list of the cells in doubt of every file, the first MOST, for a spreadsheet; None without any."""
    rows = [row for file in draft.files for row in _cells(ws, file)][:MOST]
    if not rows:
        return None
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([_header(ws), *rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def is_full(content: bytes) -> bool:
    """Say whether a list holds as many cells as it can: there may be more, which the next list will have."""
    return content.count(b"\r\n") > MOST  # the header, and a line for each cell


def is_one(ws: Workspace, content: bytes) -> bool:
    """Say whether a file is such a list, whatever its name."""
    try:
        return next(_rows(content[:4_000]), (0, []))[1][: len(FIELDS)] == _header(ws)
    except EquityError:
        return False


def apply(ws: Workspace, draft: Draft, content: bytes) -> Mended:
    """Write what somebody corrected into the draft's texts; Refused when the file is no such list."""
    rows = _rows(content)
    if next(rows, (0, []))[1][: len(FIELDS)] != _header(ws):
        raise Refused("import.no_fix_file")
    wanted: dict[str, dict[tuple[int, str], tuple[int, str, str]]] = defaultdict(dict)
    unknown = []
    for at, row in rows:
        name, line, column, says, right = (reports.unsafe(cell.strip()) for cell in (*row, *[""] * 5)[:5])
        if not right:
            continue
        if line.isdigit() and any(file.name == name for file in draft.files):
            wanted[name][int(line), column] = (at, says, right)
        else:
            unknown.append(at)
    changed = 0
    for file in draft.files:
        given = wanted.get(file.name, {})
        if given:
            done = file.part.mend({where: (says, right) for where, (_, says, right) in given.items()})
            file.forget_result()
            changed += len(done)
            unknown += [at for where, (at, _, _) in given.items() if where not in done]
    return Mended(changed, tuple(sorted(unknown)))


def _header(ws: Workspace) -> list[str]:
    return [ws.words(f"fix.{field}") for field in FIELDS]


def _cells(ws: Workspace, file: File) -> Iterator[list[str]]:
    try:
        file.result(ws.today())
    except EquityError:
        return
    for fault in ingest.faults(file.part):
        for line in fault.lines:
            yield [
                reports.safe(cell) for cell in (file.name, str(line), fault.column, " ".join(fault.text.split()), "")
            ]


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Return (line, cells) of a list, as a spreadsheet may have saved it."""
    text = ingest.text_of(FIX_NAME, content)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise Refused("import.no_fix_file") from error
