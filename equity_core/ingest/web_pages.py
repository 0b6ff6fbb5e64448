"""A web page saved as .xls, as several student systems do it: its largest table becomes a sheet."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from equity_core.errors import Problem, Unreadable
from equity_core.ingest import encodings, grids
from equity_core.ingest.sheet import Sheet

MAX_SPAN = 200
START = re.compile(rb"\s*<(!doctype html|html|head|body|meta|style|table|div|center|\?xml|!--)", re.IGNORECASE)


def looks_like_one(head: bytes) -> bool:
    """Say whether a file begins as a web page does, in whatever encoding."""
    start = head[:400].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\x00", b"")
    return START.match(start) is not None or start.startswith(b"MIME-Version:")


def sheet_of(name: str, content: bytes | Path) -> Sheet:
    """Return the sheet of the largest table; Unreadable ("file.web_page") when there is none."""
    page = _Tables()
    page.feed(encodings.text_of(name, content))
    page.close()
    tables = [rows for rows in page.tables if len(rows) > 1]
    if not tables:
        raise Unreadable("file.web_page", name=name)
    rows = max(tables, key=lambda table: sum(map(len, table)))
    return grids.sheet_of(name, rows, said=(Problem("web_table", count=len(tables)),))


class _Tables(HTMLParser):
    """Collect the cells of every table; a cell over several rows or columns is repeated down, not across."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []  # tables that are not closed yet, the innermost last
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._held: list[dict[int, tuple[int, str]]] = []  # for each: column → (rows still to fill, text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self._end_cell()
            self._open.append([])
            self._held.append({})
        elif self._open and tag == "tr":
            self._end_cell()
            self._open[-1].append([])
            self._fill_down()
        elif self._open and tag in ("td", "th"):
            self._end_cell()
            if not self._open[-1]:
                self._open[-1].append([])
            self._text = []
            self._span = (_span(attrs, "rowspan"), _span(attrs, "colspan"))
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or a table."""
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self.tables.append(self._open.pop())
            self._held.pop()

    def handle_data(self, data: str) -> None:
        """Add to the cell."""
        if self._text is not None:
            self._text.append(data)

    def close(self) -> None:
        """End what the page left open."""
        super().close()
        self._end_cell()
        self.tables += [table for table in self._open if table]
        self._open = []

    def _end_cell(self) -> None:
        if self._text is None or not self._open:
            return
        text = " ".join("".join(self._text).split())
        self._text = None
        down, across = self._span
        row = self._open[-1][-1]
        if down > 1:
            self._held[-1][len(row)] = (down - 1, text)
        row += [text, *[""] * (across - 1)]
        self._fill_down()

    def _fill_down(self) -> None:
        row, held = self._open[-1][-1], self._held[-1]
        while len(row) in held:
            left, text = held.pop(len(row))
            if left > 1:
                held[len(row)] = (left - 1, text)
            row.append(text)


def _span(attrs: list[tuple[str, str | None]], name: str) -> int:
    found = dict(attrs).get(name) or "1"
    return max(1, min(int(found), MAX_SPAN)) if found.isdigit() and len(found) < 6 else 1
