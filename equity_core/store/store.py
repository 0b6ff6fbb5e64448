"""One workspace in one DuckDB file. A cursor per operation, one writer at a time (PLATFORM.md §4)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

import duckdb

from equity_core.errors import Damaged, Locked
from equity_core.model import DOCUMENTS, Document

D = TypeVar("D", bound=Document)

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE event (
        seq BIGINT PRIMARY KEY, saved_at TIMESTAMP NOT NULL, kind VARCHAR NOT NULL, id VARCHAR NOT NULL,
        body VARCHAR  -- JSON; NULL says that the document was removed
    );
    """,
)

CONFIG = {
    "storage_compatibility_version": "v1.4.0",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class Event(NamedTuple):
    """One saved edit. `body` is None for a removal."""

    seq: int
    at: datetime
    kind: str
    id: str
    body: str | None


class Store:
    """Open a workspace file (":memory:" for none). Safe to use from several threads of one process."""

    def __init__(self, path: Path | str, *, now: Callable[[], datetime] = datetime.now) -> None:
        self.path = path
        self._now = now
        self._write = threading.RLock()
        try:
            self._root = duckdb.connect(str(path), config=dict(CONFIG))
        except duckdb.IOException as error:
            raise (Locked if "lock" in str(error).lower() else Damaged)("workspace.unopened") from error
        self._migrate()
        self._documents: dict[str, dict[str, Document]] = {kind: {} for kind in DOCUMENTS}
        self._seq = 0
        for event in self.events():
            self._apply(event)

    def close(self) -> None:
        """Close the file."""
        self._root.close()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor of its own to read with."""
        cursor = self._root.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor in a transaction: all of it is kept, or nothing."""
        with self._write, self.reading() as cursor:
            cursor.begin()
            try:
                yield cursor
            except BaseException:
                cursor.rollback()
                raise
            cursor.commit()

    def save(self, *documents: Document) -> None:
        """Keep documents as they are now, together. When this returns they are on disk."""
        self._append([(d.kind, d.id, d.model_dump_json()) for d in documents])

    def remove(self, *documents: Document) -> None:
        """Take documents away; the history keeps them and `restore` brings them back."""
        self._append([(d.kind, d.id, None) for d in documents])

    def documents(self, model: type[D]) -> list[D]:
        """Return what is kept of one kind, oldest first."""
        return list(self._documents[model.kind].values())  # type: ignore[arg-type]

    def get(self, model: type[D], id: str) -> D | None:
        """Return one document, or None."""
        return self._documents[model.kind].get(id)  # type: ignore[return-value]

    @property
    def seq(self) -> int:
        """Return the number of the last saved edit: it changes whenever anything does."""
        return self._seq

    def events(self, after: int = 0) -> list[Event]:
        """Return every saved edit in order."""
        with self.reading() as cursor:
            found = cursor.execute("SELECT seq, saved_at, kind, id, body FROM event WHERE seq > ? ORDER BY seq", [after])
            return [Event(*row) for row in found.fetchall()]

    def _append(self, changes: list[tuple[str, str, str | None]]) -> None:
        at = self._now()
        with self._write:
            events = [Event(self._seq + i, at, *change) for i, change in enumerate(changes, start=1)]
            with self.writing() as cursor:
                for event in events:
                    cursor.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?)", list(event))
            for event in events:
                self._apply(event)

    def _apply(self, event: Event) -> None:
        self._seq = max(self._seq, event.seq)
        kept = self._documents.get(event.kind)
        if kept is None:
            return
        if event.body is None:
            kept.pop(event.id, None)
        else:
            kept[event.id] = DOCUMENTS[event.kind].model_validate_json(event.body)

    def _migrate(self) -> None:
        with self.writing() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL)")
            found = cursor.execute("SELECT max(version) FROM schema").fetchall()
            done = found[0][0] or 0
            for version, statements in enumerate(MIGRATIONS[done:], start=done + 1):
                for statement in filter(str.strip, statements.split(";\n")):
                    cursor.execute(statement)
                cursor.execute("INSERT INTO schema VALUES (?)", [version])
