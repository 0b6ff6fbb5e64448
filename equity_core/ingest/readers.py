"""Any file that a school can get becomes one sheet of UTF-8 text, judged by its content and not by its name."""

from __future__ import annotations

from pathlib import Path

from equity_core.errors import Unreadable
from equity_core.ingest import delimited, encodings, old_workbooks, templates, web_pages, wide, workbooks
from equity_core.ingest.sheet import Sheet
from equity_core.ingest.watching import Watch, unwatched

NOT_TABLES = {
    b"%PDF": "pdf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"BM": "image",
    b"II*\x00": "image",
    b"MM\x00*": "image",
    b"RIFF": "image",
    b"\x1f\x8b": "zip",
    b"7z\xbc\xaf": "zip",
    b"Rar!": "zip",
    b"{\\rtf": "document",
    b"SQLite format 3": "binary",
}
SHORT = 3  # a sign so short may begin a text too: then the file must look like bytes
PACKED = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_all(name: str, content: bytes | Path, title: str = "", watch: Watch = unwatched) -> list[Sheet]:
    """Return the sheets of a file: one, but for our own workbook of templates, where each that is filled counts.

    `title` is the sheet of a workbook that is wanted: one of the `titles` of the sheet that was read without it. What
    `watch` raises stops the reading.
    """
    is_workbook = encodings.head_of(content).startswith(PACKED)
    filled = workbooks.filled_templates(name, content) if is_workbook else []
    return [templates.without_examples(sheet) for sheet in filled or [read(name, content, title, watch)]]


def read(name: str, content: bytes | Path, title: str = "", watch: Watch = unwatched) -> Sheet:
    """Return the sheet of a file; Unreadable, with a code that says what to do next, when it is not a table."""
    head = encodings.head_of(content)
    if not head.strip():
        raise Unreadable("file.empty", name=name)
    return wide.reshaped(_read(name, content, head, title, watch))


def _read(name: str, content: bytes | Path, head: bytes, title: str, watch: Watch) -> Sheet:
    if head.startswith(OLE):
        return old_workbooks.sheet_of(name, content, title, watch)
    if head.startswith(PACKED):
        return workbooks.sheet_of(name, content, title, watch)
    for magic, code in NOT_TABLES.items():
        if head.startswith(magic) and (len(magic) > SHORT or b"\x00" in head or code == "zip"):
            raise Unreadable(f"file.{code}", name=name)
    if web_pages.looks_like_one(head):
        return web_pages.sheet_of(name, content)
    body, problems = encodings.as_utf8(name, content, head)
    return delimited.sheet_of(name, body, problems)
