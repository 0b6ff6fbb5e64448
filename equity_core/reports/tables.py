"""Tables that other programs read: CSV and workbooks in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence

from equity_core.reports.cells import safe

WIDEST = 60  # letters of a column: longer texts are cut on screen, not in the cell
Rows = Sequence[Sequence[str]]


def csv_table(heads: Sequence[str], rows: Rows) -> bytes:
    """Return a table as CSV in UTF-8 that Excel reads as such."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([heads, *([safe(cell) for cell in row] for row in rows)])
    return out.getvalue().encode("utf-8-sig")


def workbook(sheets: Mapping[str, tuple[Sequence[str], Rows]], *, numbers: Collection[str] = ()) -> bytes:
    """Return tables as the sheets of a workbook; the columns `numbers` hold numbers, every other one text."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for title, (heads, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for place, head in enumerate(heads):
            longest = max((len(row[place]) for row in rows), default=0)
            sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(len(head), longest) + 2, WIDEST)
        sheet.append(list(heads))
        for row in rows:
            cells = zip(heads, row, strict=True)
            sheet.append([float(cell) if head in numbers and cell else safe(cell) for head, cell in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
