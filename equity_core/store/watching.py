"""A long statement, watched: how far it is, and stopped when whoever watches raises."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import duckdb

Watch = Callable[[float], None]  # told the share that is done; what it raises stops the work
EVERY = 0.1  # seconds


def run(db: duckdb.DuckDBPyConnection, statement: str, given: object, watch: Watch | None) -> list[tuple[Any, ...]]:
    """Return the rows of a statement. It runs in a thread of its own while `watch` is told how far it is."""
    if watch is None:
        return db.execute(statement, given).fetchall()
    found: list[list[tuple[Any, ...]]] = []
    failed: list[BaseException] = []
    ended = threading.Event()

    def work() -> None:
        try:
            found.append(db.execute(statement, given).fetchall())
        except BaseException as error:
            failed.append(error)
        finally:
            ended.set()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        while not ended.wait(EVERY):
            watch(max(db.query_progress(), 0.0) / 100)
    except BaseException:
        while not ended.wait(EVERY):  # once may be too early: the statement may not have begun
            with suppress(duckdb.Error):
                db.interrupt()
        worker.join()
        raise
    worker.join()
    if failed:
        raise failed[0]
    return found[0]
