"""Which row of a table holds the column names: there may be titles above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from equity_core.errors import Unreadable
from equity_core.ingest.vocabulary import plain, table


def row_of(name: str, rows: Sequence[Sequence[str]], width: int) -> int:
    """Return which row holds the column names; Unreadable when the first row is already data."""
    known = {heading for headings in table("columns").values() for heading in headings}
    best, most = -1, -1
    for at, row in enumerate(rows[:30]):
        if len(row) < min(width, 2) or abs(len(row) - width) > width // 4:
            continue
        score = sum(1 for cell in row if (len(plain(cell)) > 1 and plain(cell) in known) or cell.strip() == "%")
        if score > most:
            best, most = at, score
        if score >= 2 or (score and width <= 3):
            break
    row = rows[best]
    if most < 1 and sum(1 for cell in row if re.fullmatch(r"[\d.,%-]*", cell.strip())) * 4 >= len(row):
        raise Unreadable("file.no_header", name=name)
    return best


def usual_width(rows: Sequence[tuple[int, list[str]]]) -> int:
    """Return how many cells most of the (line, row) have; 1 when none has more."""
    widths = Counter(len(row) for _, row in rows if len(row) > 1)
    return max(widths, key=lambda w: (widths[w], w)) if widths else 1


def named(header: Sequence[str]) -> tuple[str, ...]:
    """Return the column names without what cannot be seen."""
    return tuple(" ".join(cell.lstrip("\ufeff").split()) for cell in header)
