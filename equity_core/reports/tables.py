"""Tables that other programs read: CSV and workbooks in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from equity_core.reports.cells import safe

if TYPE_CHECKING:
    from openpyxl.chart import BarChart
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

WIDEST = 60  # letters of a column: longer texts are cut on screen, not in the cell
Rows = Sequence[Sequence[str]]


def csv_table(heads: Sequence[str], rows: Rows) -> bytes:
    """Return a table as CSV in UTF-8 that Excel reads as such."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([heads, *([safe(cell) for cell in row] for row in rows)])
    return out.getvalue().encode("utf-8-sig")


def workbook(
    sheets: Mapping[str, tuple[Sequence[str], Rows]],
    *,
    numbers: Collection[str] = (),
    drawn: Mapping[str, str] | None = None,
) -> bytes:
    """Return tables as the sheets of a workbook; the columns `numbers` hold numbers, every other one text.

    `drawn` names, by sheet, the column of rates (0 to 1) that a bar chart beside the table shows, row by row.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.filters import AutoFilter
    from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

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
        if rows:  # a spreadsheet takes a table without rows for a damaged one
            ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
            named = Table(displayName=title, name=title, ref=ref, autoFilter=AutoFilter(ref=ref))
            named.tableColumns = [TableColumn(id=place, name=head) for place, head in enumerate(heads, start=1)]
            named.tableStyleInfo = TableStyleInfo(name="TableStyleLight1")
            sheet.tables.add(named)
        if rows and title in (drawn or {}):
            sheet.add_chart(
                _bars(sheet, heads, len(rows), (drawn or {})[title]), f"{get_column_letter(len(heads) + 2)}2"
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bars(sheet: WriteOnlyWorksheet, heads: Sequence[str], rows: int, column: str) -> BarChart:
    """Return bars of one column of rates, in black and white, with the names of the first column beside them."""
    from openpyxl.chart import BarChart, Reference

    at = heads.index(column) + 1
    chart = BarChart(barDir="bar")
    chart.add_data(Reference(sheet, min_col=at, min_row=1, max_row=rows + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    chart.series[0].graphicalProperties.solidFill = "595959"
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    chart.x_axis.delete, chart.y_axis.delete, chart.legend = False, False, None
    chart.y_axis.scaling.min, chart.y_axis.number_format = 0, "0%"
    return chart
