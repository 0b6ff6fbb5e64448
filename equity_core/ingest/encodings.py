"""Any text becomes UTF-8 with line feeds; a file that is so already is not touched."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

from equity_core.errors import Problem, Unreadable

HEAD = 65_536


def head_of(content: bytes | Path) -> bytes:
    """Return the first bytes of a file."""
    if isinstance(content, bytes):
        return content[:HEAD]
    with content.open("rb") as file:
        return file.read(HEAD)


def whole(content: bytes | Path) -> bytes:
    """Return all bytes of a file."""
    return content if isinstance(content, bytes) else content.read_bytes()


def as_utf8(name: str, content: bytes | Path, head: bytes) -> tuple[bytes | Path, tuple[Problem, ...]]:
    """Return the file as UTF-8 with line feeds, untouched (a path, even) where it already is."""
    for bom, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if head.startswith(bom):
            everything = whole(content)
            try:
                text = everything.decode("utf-8-sig" if encoding == "utf-8" else encoding)
            except UnicodeDecodeError:
                text = everything.decode(encoding, "replace")
            return _line_feeds(text.encode()), ()
    if b"\x00" in head:
        raise Unreadable("file.binary", name=name)
    if _is_utf8(content):
        if b"\n" in head or b"\r" not in head:
            return content, ()
        return _line_feeds(whole(content)), ()
    everything = whole(content)
    try:
        return _line_feeds(everything.decode("cp1252").encode()), (Problem("windows_text"),)
    except UnicodeDecodeError:
        text = everything.decode("utf-8", "replace")
        bad = tuple(i for i, line in enumerate(text.splitlines(), 1) if "\ufffd" in line)
        return _line_feeds(text.encode()), (Problem("unreadable_letters", lines=bad[:20], count=len(bad)),)


def _is_utf8(content: bytes | Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
    with stream:
        try:
            while block := stream.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _line_feeds(body: bytes) -> bytes:
    return body if b"\n" in body else body.replace(b"\r", b"\n")
