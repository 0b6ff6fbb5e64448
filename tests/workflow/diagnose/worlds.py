"""Released tables made by hand, as an import would leave them."""

from __future__ import annotations

from equity_core.model import Query, Source
from equity_core.privacy import HIDDEN, Count, Release, Released

EL_FILE = """
2022-23 Spring | Current EL 120 36 | Former EL  80 56 | Never EL 380 228
2023-24 Spring | Current EL 112 32 | Former EL 100 72 | Never EL 378 229
2024-25 Spring | Current EL 104 29 | Former EL 124 90 | Never EL 372 227
"""

EL_READING = Query(measure="reading_proficient", dimension="el_status", period="2022-23 Spring", group="Current EL")


def bring(ws, text, *, measure="reading_proficient", dimension="el_status", replaces=None):
    """Keep a source whose tables are written as `period | group n x | group hidden`."""
    tables = [line.split("|") for line in text.strip().splitlines()]
    source = Source(
        name="file.csv",
        shape="counts",
        fingerprint="",
        rows_read=0,
        rows_kept=0,
        periods=tuple(period.strip() for period, *_ in tables),
        measures=(measure,),
        imported_at=ws.now(),
    )
    released = tuple(_table(source.id, measure, dimension, period.strip(), cells) for period, *cells in tables)
    ws.store.keep_release(Release(source=source.id, min_group=10, tables=released))
    ws.save(source, *([replaces.model_copy(update={"status": "replaced"})] if replaces else []))
    return source


def _table(source, measure, dimension, period, cells):
    groups = tuple(_cell(cell) for cell in cells)
    shown = [count for _, count in groups if count.is_shown]
    total = (
        Count("shown", n=sum(c.n for c in shown), x=sum(c.x for c in shown)) if len(shown) == len(groups) else HIDDEN
    )
    return Released(source, measure, period, dimension, total, groups)


def _cell(cell):
    *name, n, x = cell.split()
    if x == "hidden":
        return " ".join([*name, n]), HIDDEN
    return " ".join(name), Count("shown", n=int(n), x=int(x))
