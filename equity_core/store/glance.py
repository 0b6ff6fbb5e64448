"""A glance at places all over a file: which texts its columns use again and again. A hint, and never an answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

PLACES = 128
BLOCK = 4_096
MOST = 1_000  # a column with more texts than that is no vocabulary
FEW = 60
LONGEST = 200


def vocabularies(body: bytes | Path, *, delimiter: str, width: int, wanted: Sequence[int]) -> dict[int, list[str]]:
    """Return the texts that were seen, for each wanted column in which texts come again; the empty text is in all."""
    seen: dict[int, set[str]] = {index: {""} for index in wanted}
    rows = 0
    for block in _blocks(body):
        reader = csv.reader(io.StringIO(block, newline=""), delimiter=delimiter)
        try:
            for row in reader:
                if len(row) == width:
                    rows += 1
                    for index in wanted:
                        seen[index].add(row[index])
        except csv.Error:
            continue  # a block may begin within a quoted text
    return {
        index: sorted(text for text in texts if len(text) <= LONGEST and "\0" not in text)
        for index, texts in seen.items()
        if len(texts) <= min(MOST, max(FEW, rows // 4))
    }


def _blocks(body: bytes | Path) -> list[str]:
    """Return whole lines (but for line breaks within quotes) from places at equal distances."""
    stream = io.BytesIO(body) if isinstance(body, bytes) else body.open("rb")
    with stream:
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
