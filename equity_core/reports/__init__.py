"""Figures and words as files that people keep: a page that prints and opens offline, pictures, notebooks."""

from equity_core.reports.calendar import Event, calendar
from equity_core.reports.cells import safe, unsafe
from equity_core.reports.html import (
    LARGE,
    PLAIN,
    STYLE,
    Beside,
    Block,
    Heading,
    Line,
    Note,
    Picture,
    Quote,
    Sheet,
    Table,
    page,
)
from equity_core.reports.notebook import Asked, Said, notebook, story_notebook
from equity_core.reports.svg import compact_svg, svg
from equity_core.reports.tables import csv_table, workbook
from equity_core.reports.templates import ToFill, csv_to_fill, sheet_to_fill, workbook_to_fill

__all__ = [
    "LARGE",
    "PLAIN",
    "STYLE",
    "Asked",
    "Beside",
    "Block",
    "Event",
    "Heading",
    "Line",
    "Note",
    "Picture",
    "Quote",
    "Said",
    "Sheet",
    "Table",
    "ToFill",
    "calendar",
    "compact_svg",
    "csv_table",
    "csv_to_fill",
    "notebook",
    "page",
    "safe",
    "sheet_to_fill",
    "story_notebook",
    "svg",
    "unsafe",
    "workbook",
    "workbook_to_fill",
]
