"""A long statement, watched: how far it is, and stopped when whoever watches raises."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any

import duckdb

Watch = Callable[[float], None]  # told the share that is done; what it raises stops the work
EVERY = 0.1  # seconds


def run(db: duckdb.DuckDBPyConnection, statement: str, given: object, watch: Watch | None) -> list[tuple[Any, ...]]:
    """Return the rows of a statement. It runs in a thread of its own while `watch` is told how far it is."""

    def rows() -> list[tuple[Any, ...]]:
        return db.execute(statement, given).fetchall()

    if watch is None:
        return rows()
    with ThreadPoolExecutor(1) as own_thread:
        work = own_thread.submit(rows)
        try:
            while not wait([work], EVERY).done:
                watch(max(db.query_progress(), 0.0) / 100)
        finally:
            while not wait([work], EVERY).done:  # once may be too early: the statement may not have begun
                with suppress(duckdb.Error):
                    db.interrupt()
        return work.result()
