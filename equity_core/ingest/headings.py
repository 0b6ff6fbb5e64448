"""Which row of a table holds the column names: there may be titles above it, and a second row of names below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from equity_core.errors import Unreadable
from equity_core.ingest.vocabulary import plain, table

MAX_COLUMNS = 2_000
LOOKED_AT = 30  # rows in which the column names must be


def row_of(name: str, rows: Sequence[Sequence[str]], width: int) -> int:
    """Return which row holds the column names; Unreadable when the first row is already data."""
    known = {heading for headings in table("columns").values() for heading in headings}
    best, most = -1, -1
    for at, row in enumerate(rows[:LOOKED_AT]):
        if len(row) < max(2, width - width // 4):
            continue
        score = sum(1 for cell in row if (len(plain(cell)) > 1 and plain(cell) in known) or cell.strip() == "%")
        if score > most:
            best, most = at, score
        if score >= 2 or (score and width <= 3):
            break
    if best < 0:
        raise Unreadable("file.no_header", name=name)
    row = rows[best]
    if most < 1 and sum(1 for cell in row if re.fullmatch(r"[\d.,%-]*", cell.strip())) * 4 >= len(row):
        raise Unreadable("file.no_header", name=name)
    return best


def usual_width(rows: Sequence[tuple[int, list[str]]]) -> int:
    """Return how many cells most of the (line, row) have; 1 when none has more."""
    widths = Counter(len(row) for _, row in rows if len(row) > 1)
    return max(widths, key=lambda w: (widths[w], w)) if widths else 1


def joined(upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """Return one row of names made of two, or None where the second row is no row of names.

    >>> joined(["School", "2022-23", ""], ["", "Enrolled", "Suspended"])
    ['School', '2022-23 Enrolled', '2022-23 Suspended']
    >>> joined(["School", "Race", "Count"], ["Lincoln", "White", "12"]) is None
    True
    """
    width = max(len(upper), len(lower))
    above = [*(cell.strip() for cell in upper), *[""] * (width - len(upper))]
    below = [*(cell.strip() for cell in lower), *[""] * (width - len(lower))]
    if not all(map(_is_name, below)) or not any(down and not up for up, down in zip(above, below, strict=True)):
        return None
    for at, (up, down) in enumerate(zip(above, below, strict=True)):
        starts_a_span = at + 1 < width and not above[at + 1] and below[at + 1]
        if up and not _says_nothing(up, down) and not starts_a_span:
            return None
    if not any(up and _says_nothing(up, down) for up, down in zip(above, below, strict=True)):
        return None
    names, held = [], ""
    for up, down in zip(above, below, strict=True):
        held = up or held
        names.append(up if _says_nothing(up, down) else f"{held} {down}".strip())
    return names


def _says_nothing(upper: str, lower: str) -> bool:
    return plain(lower) in table("values")["empty_names"] or plain(lower) == plain(upper)


def _is_name(cell: str) -> bool:
    return not re.match(r"[-\d.,%*<>≤≥]+$", cell)


def named(name: str, header: Sequence[str]) -> tuple[str, ...]:
    """Return the column names without what cannot be seen; Unreadable when there are too many."""
    if len(header) > MAX_COLUMNS:
        raise Unreadable("file.too_wide", name=name)
    return tuple(" ".join(cell.lstrip("\ufeff").split()) for cell in header)
