"""A glance at places all over a file: which texts its columns use again and again. A hint, and never an answer.

What the glance overlooked is in a few rows, whose lines are found here too.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO

PLACES = 128
BLOCK = 4_096
MOST = 1_000  # a column with more texts than that is no vocabulary
FEW = 60
LONGEST = 200


def vocabularies(body: bytes | Path, *, delimiter: str, width: int, wanted: Sequence[int]) -> dict[int, list[str]]:
    """Return the texts that were seen, most first, for each wanted column in which texts come again.

    The empty text is in all.
    """
    seen: dict[int, Counter[str]] = {index: Counter({"": 0}) for index in wanted}
    rows: list[list[str]] = []
    for block in _blocks(body):
        reader = csv.reader(io.StringIO(block, newline=""), delimiter=delimiter)
        with suppress(csv.Error):  # a block may begin within a quoted text
            rows.extend(row for row in reader if len(row) == width)
    for index, texts in enumerate(zip(*rows, strict=True)):
        if index in seen:
            seen[index].update(texts)
    return {
        index: [text for text, _ in texts.most_common() if len(text) <= LONGEST and "\0" not in text]
        for index, texts in seen.items()
        if len(texts) <= min(MOST, max(FEW, len(rows) // 4))
    }


def lines_of(body: bytes | Path, rows: Sequence[int], *, skip: int, of: int) -> bytes | None:
    """Return the lines of these rows, counted in order from 0 below the skipped lines; None where rows are not lines.

    `of` is how many rows there are: with as many lines, each row is a line.
    """
    found, at = [], -skip
    with _opened(body) as stream:
        for row in rows:
            found.append(next(islice(stream, row - at, None), b""))
            at = row + 1
        lines = at + sum(1 for _ in stream)
    return b"".join(found) if lines == of else None


def _blocks(body: bytes | Path) -> list[str]:
    """Return whole lines (but for line breaks within quotes) from places at equal distances."""
    with _opened(body) as stream:
        size = stream.seek(0, io.SEEK_END)
        if size <= PLACES * BLOCK:
            stream.seek(0)
            return [stream.read().decode("utf-8", "replace")]
        blocks = []
        for place in range(PLACES):
            stream.seek(size * place // PLACES)
            block = stream.read(BLOCK)
            blocks.append(block[block.find(b"\n") + 1 : block.rfind(b"\n") + 1].decode("utf-8", "replace"))
    return blocks


def _opened(body: bytes | Path) -> IO[bytes]:
    return io.BytesIO(body) if isinstance(body, bytes) else body.open("rb", 1 << 20)
