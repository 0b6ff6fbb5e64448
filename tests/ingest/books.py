"""Small workbooks for tests: an old Excel file, an OpenDocument sheet, and a workbook with a cell far out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import openpyxl
import xlwt

Rows = Sequence[Sequence[object]]
SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "style", "text")
)


def xlsx(rows: Rows, *, merged: Sequence[str] = (), far: str = "") -> bytes:
    """Return an .xlsx; `far` is a cell that is filled besides."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    if far:
        sheet[far] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows: Rows, *, hidden: Rows = ()) -> bytes:
    """Return an .xls with a hidden sheet before the one with the rows, if asked to."""
    book = xlwt.Workbook()
    for title, content in (("old", hidden), ("data", rows)):
        if content:
            sheet = book.add_sheet(title)
            sheet.visibility = 1 if title == "old" else 0
            for r, row in enumerate(content):
                for c, value in enumerate(row):
                    sheet.write(r, c, value)
    book.set_active_sheet(1 if hidden else 0)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Rows, *, hidden: Rows = (), doctype: str = "", repeat: int = 1, across: int = 1) -> bytes:
    """Return an .ods; its last cell may be repeated down and across, and its text may begin with a document type."""
    tables = "".join(
        _table(title, content, repeat=repeat, across=across)
        for title, content in (("old", hidden), ("data", rows))
        if content
    )
    style = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content{SPACES} office:version="1.2">'
        f"<office:automatic-styles>{style}</style:style></office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
        }
    )


def packed(parts: dict[str, str]) -> bytes:
    """Return a zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def _table(title: str, rows: Rows, *, repeat: int, across: int) -> str:
    cells = [
        "".join(
            f'<table:table-cell office:value-type="string"'
            f"{f' table:number-columns-repeated={chr(34)}{across}{chr(34)}' if last else ''}>"
            f"<text:p>{escape(str(value)) if '&' not in str(value) else value}</text:p></table:table-cell>"
            for value, last in zip(row, [*[False] * (len(row) - 1), across > 1], strict=True)
        )
        for row in rows
    ]
    down = [*[1] * (len(rows) - 1), repeat]
    lines = "".join(
        f'<table:table-row table:number-rows-repeated="{n}">{row}</table:table-row>'
        for row, n in zip(cells, down, strict=True)
    )
    hide = ' table:style-name="ta2"' if title == "old" else ""
    return f'<table:table table:name="{title}"{hide}>{lines}</table:table>'
