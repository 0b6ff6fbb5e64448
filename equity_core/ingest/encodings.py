"""Any text becomes UTF-8 with line feeds; a file that is so already is not touched."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

from equity_core.errors import Problem, Unreadable

HEAD = 65_536
FEW_LINES = 20


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
    wide = _wide(head)
    if wide:
        return _decoded(name, whole(content), wide)
    if head.startswith(codecs.BOM_UTF8):
        content, head = whole(content)[3:], head[3:]
    kind = _looked_through(content)
    if kind == "binary":
        raise Unreadable("file.binary", name=name)
    if kind == "plain":
        return content, ()
    everything = whole(content)
    if kind == "utf-8":
        return _line_feeds(everything), ()
    return _mended(everything)


def text_of(name: str, content: bytes | Path) -> str:
    """Return a whole file as text."""
    body, _ = as_utf8(name, content, head_of(content))
    return whole(body).decode("utf-8", "replace")


def _wide(head: bytes) -> str:
    """Return the encoding of a text with two bytes for each letter, "" for any other."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    first = head[:2000]
    for encoding, zeros in (("utf-16-le", first[1::2]), ("utf-16-be", first[0::2])):
        others = first[0::2] if encoding == "utf-16-le" else first[1::2]
        if len(zeros) > 3 and zeros.count(0) * 2 > len(zeros) and others.count(0) == 0:
            return encoding
    return ""


def _decoded(name: str, everything: bytes, encoding: str) -> tuple[bytes, tuple[Problem, ...]]:
    text = everything.decode(encoding, "replace").removeprefix("\ufeff")
    if "\x00" in text:
        raise Unreadable("file.binary", name=name)
    return _line_feeds(text.encode("utf-8", "replace")), _unreadable(text)


def _looked_through(content: bytes | Path) -> str:
    """Return "plain" for UTF-8 with line feeds, "utf-8" with other line ends, "binary", or "other"."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
    is_utf8, feeds_alone = True, False
    returns = pairs = feeds = 0
    last = b""
    with stream:
        while block := stream.read(1 << 20):
            if b"\x00" in block:
                return "binary"
            if b"\r" in block or last == b"\r":
                returns += block.count(b"\r")
                pairs += block.count(b"\r\n") + (last == b"\r" and block[:1] == b"\n")
                feeds += block.count(b"\n")
            else:
                feeds_alone = feeds_alone or b"\n" in block
            last = block[-1:]
            if is_utf8:
                is_utf8 = _decodes(decoder, block)
        is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    if not is_utf8:
        return "other"
    one_kind = pairs == 0 or (pairs == feeds and not feeds_alone)
    return "plain" if returns == pairs and one_kind else "utf-8"


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    if block.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _mended(everything: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a text that is not UTF-8: as Windows writes it, or UTF-8 with some bad bytes, whichever fits better."""
    text = everything.decode("utf-8", "replace")
    bad, good = text.count("\ufffd"), sum(1 for letter in text if letter > "\x7f" and letter != "\ufffd")
    if good > bad:
        return _line_feeds(text.encode()), _unreadable(text)
    text = everything.decode("cp1252", "replace")
    return _line_feeds(text.encode()), (Problem("windows_text"), *_unreadable(text))


def _unreadable(text: str) -> tuple[Problem, ...]:
    if "\ufffd" not in text:
        return ()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    bad = tuple(number for number, line in enumerate(lines, 1) if "\ufffd" in line)
    return (Problem("unreadable_letters", lines=bad[:FEW_LINES], count=len(bad)),)


def _line_feeds(body: bytes) -> bytes:
    return body.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
