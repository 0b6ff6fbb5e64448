"""What a packed workbook is and how big it is inside, looked at before it is opened: a bomb is never unpacked whole."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from equity_core.errors import Unreadable
from equity_core.ingest.encodings import whole
from equity_core.ingest.watching import Watch, unwatched

MAX_UNPACKED = 250_000_000
MAX_RATIO = 200
MAX_CELLS = 20_000_000  # the reader keeps a place for every cell up to the last one: about 600 MB
BLOCK = 1 << 20
OVERLAP = 4_096  # a sign at the edge of two blocks is found in the next one

Kind = Literal["xlsx", "ods"]
DAMAGES = (  # what unpacking raises for a damaged file
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
)
NO_TABLE = (  # what else is packed in the same way
    ("word/", "file.document"),
    ("ppt/", "file.document"),
    ("Index/", "file.numbers"),
)


@dataclass(frozen=True, slots=True)
class Inside:
    """What a look into a workbook found."""

    kind: Kind
    unsaved: tuple[int, str] | None  # formulas without a result: how many, and where the first is


def look(name: str, content: bytes | Path, watch: Watch = unwatched) -> Inside:
    """Return what a packed file is; Unreadable when it is no workbook, locked, damaged, or too big or unsafe inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(whole(content))) as packed:
            parts = packed.infolist()
            _refuse_bombs(name, parts)
            kind = _kind(name, packed, parts)
            return Inside(kind, _looked_through(name, packed, parts, watch))
    except DAMAGES as error:
        raise Unreadable("file.damaged", name=name) from error


def sheet_names(content: bytes | Path) -> tuple[str, ...]:
    """Return the names of the sheets of an .xlsx; none for anything else, or where its list is too long."""
    try:
        with zipfile.ZipFile(io.BytesIO(whole(content))) as packed, packed.open("xl/workbook.xml") as stream:
            listed = stream.read(BLOCK)
    except (*DAMAGES, KeyError):
        return ()
    names = re.findall(rb"<(?:\w+:)?sheet\b[^>]*?\sname=\"([^\"]*)\"", listed)
    return tuple(name.decode("utf-8", "replace") for name in names)


def _refuse_bombs(name: str, parts: list[zipfile.ZipInfo]) -> None:
    unpacked, stored = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(stored, 10_000):
        raise Unreadable("file.too_big_inside", name=name)


def _kind(name: str, packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Kind:
    names = [part.filename for part in parts]
    if len(set(names)) < len(names):
        raise Unreadable("file.damaged", name=name)
    if any(part.startswith("xl/") for part in names):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        if b"opendocument.spreadsheet" not in packed.read("mimetype")[:100]:
            raise Unreadable("file.document", name=name)
        if "META-INF/manifest.xml" in names and b"encryption-data" in packed.read("META-INF/manifest.xml"):
            raise Unreadable("file.locked", name=name)
        return "ods"
    for start, code in NO_TABLE:
        if any(part.startswith(start) for part in names):
            raise Unreadable(code, name=name)
    raise Unreadable("file.zip", name=name)


def _looked_through(
    name: str, packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo], watch: Watch
) -> tuple[int, str] | None:
    """Refuse entities and sheets with a cell far out; return the formulas that have no result."""
    unsaved, first = 0, ""
    of, done = sum(part.file_size for part in parts), 0
    for part in parts:
        if not part.filename.casefold().endswith((".xml", ".rels")):
            continue
        sheet = _Extent()
        for block in _blocks(packed, part):
            done += len(block)
            watch(min(done / max(of, 1), 1.0))
            if b"<!DOCTYPE" in block or b"<!ENTITY" in block or block.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise Unreadable("file.entities", name=name)
            if part.filename.startswith("xl/worksheets/"):
                sheet.see(block)
        if part.filename == "content.xml" and _cells_of_ods(packed.read(part)) > MAX_CELLS:
            raise Unreadable("file.too_big_inside", name=name)
        if sheet.cells > MAX_CELLS:
            raise Unreadable("file.too_big_inside", name=name)
        unsaved, first = unsaved + len(sheet.unsaved), first or min(sheet.unsaved, default="")
    return (unsaved, first) if unsaved else None


def _blocks(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Return a part block by block, each with the end of the one before it."""
    with packed.open(part) as stream:
        before = b""
        while block := stream.read(BLOCK):
            yield before + block
            before = block[-OVERLAP:]


class _Extent:
    """How far the cells of a sheet reach, and which of them hold a formula that was never worked out."""

    ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=[\"'](\d+)")
    CELL = re.compile(rb"\sr=[\"']([A-Z]{1,3})(\d+)[\"']")
    WIDE = re.compile(rb"r=[\"'][A-Z]{2,3}\d")  # beginning with a letter that is fast to find: CELL looks closely
    UNSAVED = re.compile(
        rb"<(?:\w+:)?c\b[^>]*?\sr=[\"']([A-Z]{1,3}\d+)[\"'][^>]*>"
        rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
    )

    def __init__(self) -> None:
        self.rows, self.columns = 0, 26
        self.unsaved: set[str] = set()

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def see(self, block: bytes) -> None:
        self.rows = max([self.rows, *map(int, self.ROW.findall(block))])
        if self.WIDE.search(block):
            self.columns = max([self.columns, *(_number(letters) for letters, _ in self.CELL.findall(block))])
        if b"<f" in block or b":f" in block:
            self.unsaved |= {cell.decode() for cell in self.UNSAVED.findall(block)}


def _number(letters: bytes) -> int:
    """Return which column these letters are.

    >>> _number(b"A"), _number(b"AA"), _number(b"XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cells_of_ods(content: bytes) -> int:
    """Return how many cells the rows of an OpenDocument sheet stand for, up to the last that holds something."""
    rows = width = seen = 0
    for attributes, inner in re.findall(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", content, re.DOTALL):
        seen += _repeated(attributes)
        across = last = 0
        for cell in re.findall(rb"<table:(?:covered-)?table-cell\b([^>]*)>", inner):
            across += _repeated(cell)
            last = across if b"value-type" in cell else last
        if last:
            rows, width = seen, max(width, last)
    return rows * width


def _repeated(attributes: bytes) -> int:
    found = re.search(rb"-repeated=[\"'](\d{1,9})", attributes)
    return int(found[1]) if found else 1
