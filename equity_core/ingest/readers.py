"""Any file that a school can get becomes one sheet of UTF-8 text, judged by its content and not by its name."""

from __future__ import annotations

import re
from pathlib import Path

from equity_core.errors import Unreadable
from equity_core.ingest import delimited, encodings, templates, workbooks
from equity_core.ingest.sheet import Sheet

NOT_TABLES = {
    b"%PDF": "pdf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"\x1f\x8b": "zip",
    b"7z\xbc\xaf": "zip",
    b"Rar!": "zip",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_all(name: str, content: bytes | Path) -> list[Sheet]:
    """Return the sheets of a file: one, but for our own workbook of templates, where each that is filled counts."""
    is_workbook = encodings.head_of(content).startswith(b"PK\x03\x04")
    filled = workbooks.filled_templates(name, content) if is_workbook else []
    return [templates.without_examples(sheet) for sheet in filled or [read(name, content)]]


def read(name: str, content: bytes | Path) -> Sheet:
    """Return the sheet of a file; Unreadable, with a code that says what to do next, when it is not a table."""
    head = encodings.head_of(content)
    if not head.strip():
        raise Unreadable("file.empty", name=name)
    if head.startswith(OLE):
        raise Unreadable("file.locked" if workbooks.is_encrypted(content) else "file.old_excel", name=name)
    if head.startswith(b"PK\x03\x04"):
        return workbooks.sheet_of(name, content)
    for magic, code in NOT_TABLES.items():
        if head.startswith(magic):
            raise Unreadable(f"file.{code}", name=name)
    if head.lstrip()[:1] == b"<" and re.match(rb"\s*<(!doctype|html|\?xml|table)", head, re.IGNORECASE):
        raise Unreadable("file.web_page", name=name)
    body, problems = encodings.as_utf8(name, content, head)
    return delimited.sheet_of(name, body, problems)
