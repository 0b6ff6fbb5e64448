"""Empty tables to fill in: a CSV each, and one workbook with instructions and lists to choose from."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS_TO_FILL = 2000  # rows that offer a list to choose from
LONGEST_LIST = 255  # letters that Excel takes for a list


@dataclass(frozen=True, slots=True)
class ToFill:
    """One table to fill in: headings with what they mean, rows of examples, and values to choose from by column."""

    id: str  # name of its sheet
    title: str
    about: str
    heads: Sequence[str]
    meanings: Sequence[str]
    examples: Sequence[Sequence[str]]
    choices: Sequence[Sequence[str]]


def csv_to_fill(table: ToFill) -> bytes:
    """Return headings and examples as a CSV that Excel reads as UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([table.heads, *table.examples])
    return out.getvalue().encode("utf-8-sig")


def workbook_to_fill(tables: Sequence[ToFill], *, start: str, title: str, lines: Sequence[str]) -> bytes:
    """Return a workbook: how it works on its first sheet, then a sheet for each table."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    first = book.active
    first.title = start
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 30, 90
    first.append([title])
    first["A1"].font = Font(bold=True, size=14)
    for line in lines:
        first.append([line])
    for table in tables:
        first.append([])
        first.append([f"{table.id}: {table.title}", table.about])
        first.cell(first.max_row, 1).font = Font(bold=True)
        for head, meaning in zip(table.heads, table.meanings, strict=True):
            first.append([head, meaning])
    for row in first.iter_rows(min_col=2, max_col=2):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    for table in tables:
        _fill(book.create_sheet(table.id), table)
    return _bytes(book)


def sheet_to_fill(table: ToFill) -> bytes:
    """Return a workbook with one table."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = table.id
    _fill(book.active, table)
    return _bytes(book)


def _fill(sheet: Worksheet, table: ToFill) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.append(list(table.heads))
    for row in table.examples:
        sheet.append(list(row))
    for at, (head, meaning, choices) in enumerate(zip(table.heads, table.meanings, table.choices, strict=True), 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = min(max(len(head) + 2, 12), 40)
        for cell in sheet[letter]:
            cell.number_format = "@"  # text: Excel eats no leading zero and makes no date of 2024-25
        cell = sheet[f"{letter}1"]
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F1F4F8")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = Comment(meaning, table.title)
        for place in range(len(table.examples) + 2, 202):
            sheet[f"{letter}{place}"].number_format = "@"
        listed = f'"{",".join(choices)}"'
        if choices and len(listed) <= LONGEST_LIST:
            rule = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=False)
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{ROWS_TO_FILL}")
    for row in sheet.iter_rows(min_row=2, max_row=len(table.examples) + 1):
        for cell in row:
            cell.font = Font(italic=True, color="6B7280")
    sheet.freeze_panes = "A2"


def _bytes(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
