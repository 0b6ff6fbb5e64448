"""One workspace in one DuckDB file. A cursor per operation, one writer at a time (PLATFORM.md §4)."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import duckdb

from equity_core.errors import Damaged, EquityError, Locked, Refused
from equity_core.model import DOCUMENTS, Document, Measure, Source
from equity_core.privacy import Release, from_json, to_json
from equity_core.sealed import Cells
from equity_core.store import released_copy
from equity_core.store.counting import count_groups, count_rows, counts_table, incidents_table, rows_table, tables_of
from equity_core.store.happening import count_events
from equity_core.store.pairs import Step, count_turns

D = TypeVar("D", bound=Document)
Change = tuple[str, str, str | None]  # kind, id, body

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE event (
        seq BIGINT PRIMARY KEY, saved_at TIMESTAMP NOT NULL, kind VARCHAR NOT NULL, id VARCHAR NOT NULL,
        body VARCHAR  -- JSON; NULL says that the document was removed
    );
    """,
    """
    CREATE TABLE release (source VARCHAR NOT NULL, released_at TIMESTAMP NOT NULL, body VARCHAR NOT NULL);
    """,
    """
    CREATE TABLE ledger (source VARCHAR NOT NULL, released_at TIMESTAMP NOT NULL, body VARCHAR NOT NULL);
    INSERT INTO ledger SELECT * FROM release;
    """,
    """
    CREATE TABLE id_key (mark VARCHAR NOT NULL, salt BLOB NOT NULL, carried BLOB);
    """,
)

CONFIG = {
    "storage_compatibility_version": "v1.4.0",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
KEPT_BACKUPS = 5


class Event(NamedTuple):
    """One saved edit. `body` is None for a removal."""

    seq: int
    at: datetime
    kind: str
    id: str
    body: str | None


class Entry(NamedTuple):
    """One release as it was let out, kept when it is replaced or its rows are deleted: it has been seen."""

    at: datetime
    release: Release


class Store:
    """Open a workspace file (":memory:" for none). Safe to use from several threads of one process.

    Raises Locked when another process holds the file, Damaged when it cannot be read, and Refused when it is
    no workspace ("workspace.foreign") or a newer program wrote it ("workspace.newer").

    Whenever what a released copy holds has changed, that copy is written anew beside the file.

    SQL reaches no file but those under `inbox`, a folder of this store alone that goes when it closes: whoever
    imports a file puts it there first.
    """

    def __init__(self, path: Path | str, *, now: Callable[[], datetime] = datetime.now) -> None:
        self.path = path
        self.inbox = Path(tempfile.mkdtemp(prefix="equity-loop-"))
        self._now = now
        self._write = threading.RLock()
        self._open: tuple[duckdb.DuckDBPyConnection, list[Callable[[], object]]] | None = None
        self._documents: dict[str, dict[str, Document]] = {kind: {} for kind in DOCUMENTS}
        self._releases: dict[str, Release] = {}
        self._seq = 0
        self._is_copy_stale = False
        try:
            self._root = _connect(path, self.inbox)
        except BaseException:
            shutil.rmtree(self.inbox, ignore_errors=True)
            raise
        try:
            self._migrate()
            for event in self.events():
                self._apply(event)
            self._load_releases()
        except EquityError:
            self.close()
            raise
        except (duckdb.Error, ValueError) as error:
            self.close()
            raise Damaged("workspace.damaged", name=_name(path)) from error
        self._back_up()
        self._is_copy_stale = bool(self._seq) and not released_copy.released_path(Path(path)).exists()
        self._refresh_copy()

    def close(self) -> None:
        """Close the file."""
        self._root.close()
        shutil.rmtree(self.inbox, ignore_errors=True)

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
        """Give a cursor in a transaction: all of it is kept, or nothing.

        Inside such a block, `save`, `remove`, `keep_release` and another `writing` belong to the same transaction:
        what they change becomes visible, to this process too, when the outermost block ends well.
        """
        with self._write:
            if self._open is not None:
                yield self._open[0]
                return
            with self.reading() as cursor:
                cursor.begin()
                after: list[Callable[[], object]] = []
                self._open = (cursor, after)
                try:
                    yield cursor
                    cursor.commit()
                except BaseException:
                    self._is_copy_stale = False
                    with suppress(duckdb.Error):  # a commit that failed has already been taken back
                        cursor.rollback()
                    raise
                finally:
                    self._open = None
                for apply in after:
                    apply()
                self._refresh_copy()

    # -- documents ------------------------------------------------------------------------------------------------

    def save(self, *documents: Document, at: datetime | None = None) -> None:
        """Keep documents as they are now, together. When this returns they are on disk.

        `at` says when a made-up team wrote them: the sample school has a past.
        """
        self._append([(d.kind, d.id, d.model_dump_json()) for d in documents], at)

    def remove(self, *documents: Document) -> None:
        """Take documents away; the history keeps them."""
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
            found = cursor.execute(
                "SELECT seq, saved_at, kind, id, body FROM event WHERE seq > ? ORDER BY seq", [after]
            )
            return [Event(*row) for row in found.fetchall()]

    # -- numbers --------------------------------------------------------------------------------------------------

    def cells(
        self,
        source: Source,
        measures: Sequence[Measure],
        *,
        crossed: str = "",
        sets: Iterable[tuple[str, ...]] | None = None,
        events_by: str = "",
        kinds: Mapping[str, str] | None = None,
    ) -> Cells:
        """Return the sealed counts of a source over its lattice: one pass over its rows.

        All students, each dimension, and school × each other dimension when there is more than one school. Where a
        dimension is `crossed`, all pairs of dimensions, which the gate needs to release it with each other. `sets` asks
        for other combinations of dimensions of student rows, () for all students: the gate does not plan those.
        A student without the facts of a rule is not eligible for the measure: in neither n nor x.

        Where the source has incidents and `kinds` says of which kind behaviors are, events are counted too, by the
        groups of `events_by`.
        """
        with self._cursor() as cursor:
            if source.shape == "counts":
                return count_groups(cursor, source, measures)
            found = []
            if kinds is not None:
                tables = {"rows": rows_table(source.id), "incidents": incidents_table(source.id)}
                found = count_events(cursor, source, by=events_by, kinds=kinds, **tables)
            return count_rows(cursor, source, measures, crossed=crossed, sets=sets, happened=found)

    def turns(
        self, sources: Sequence[Source], steps: Sequence[Step], measures: Sequence[Measure], *, crossed: str = ""
    ) -> Cells:
        """Return the sealed counts of how the same students went from one answer to another, for each step."""
        with self._cursor() as cursor:
            return count_turns(cursor, sources, steps, measures, crossed=crossed)

    def releases(self, ids: Sequence[str]) -> list[Release]:
        """Return the releases of these sources, in this order, from memory; a source without one is left out."""
        return [self._releases[id] for id in ids if id in self._releases]

    def keep_release(self, release: Release) -> None:
        """Keep what was released of a source, in place of what was released of it before; the ledger keeps both."""
        with self.writing() as cursor:
            cursor.execute("DELETE FROM release WHERE source = ?", [release.source])
            row = [release.source, self._now(), to_json(release)]
            cursor.execute("INSERT INTO release VALUES (?, ?, ?)", row)
            cursor.execute("INSERT INTO ledger VALUES (?, ?, ?)", row)
            self._after(lambda: self._releases.__setitem__(release.source, release))
            self._is_copy_stale = True

    def ledger(self, sources: Sequence[str] | None = None) -> list[Entry]:
        """Return everything that was ever released of these sources, or of all, oldest first."""
        with self._cursor() as cursor:
            found = cursor.execute("SELECT released_at, source, body FROM ledger ORDER BY rowid").fetchall()
        return [Entry(at, from_json(body)) for at, source, body in found if sources is None or source in sources]

    def drop(self, source: str) -> None:
        """Delete the rows and the release of a source; its receipt stays."""
        with self.writing() as cursor:
            self.drop_rows(source)
            cursor.execute("DELETE FROM release WHERE source = ?", [source])
            self._after(lambda: self._releases.pop(source, None))
            self._is_copy_stale = True

    def forget_backups(self) -> None:
        """Keep one backup, of the workspace as it is now: the older ones hold what was deleted since."""
        self._back_up()
        for old in backups(Path(self.path))[1:]:
            old.unlink()

    def drop_rows(self, source: str) -> None:
        """Delete the rows of a source; its receipt and what was released of it stay."""
        with self.writing() as cursor:
            for table in (rows_table(source), counts_table(source), incidents_table(source)):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def has_rows(self, source: str) -> bool:
        """Say whether the rows (or published counts) of a source are here."""
        with self._cursor() as cursor:
            return bool(tables_of(cursor, source))

    def columns(self, source: str) -> frozenset[str]:
        """Return the names of the facts and dimensions that the student rows of a source have."""
        with self._cursor() as cursor:
            known = "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
            return frozenset(row[0] for row in cursor.execute(known, [f"rows_{source}"]).fetchall())

    # -- the key of the ids -------------------------------------------------------------------------------------------

    def key_mark(self) -> str:
        """Return by what the key of the ids is known; "" when there are none yet."""
        with self._cursor() as cursor:
            found = cursor.execute("SELECT mark FROM id_key").fetchall()
        return str(found[0][0]) if found else ""

    def key_salt(self) -> bytes:
        """Return what makes the key this workspace's own; b"" when there is none."""
        with self._cursor() as cursor:
            found = cursor.execute("SELECT salt FROM id_key").fetchall()
        return bytes(found[0][0]) if found else b""

    def note_key(self, mark: str, salt: bytes) -> None:
        """Note which key the ids are hashed with."""
        with self.writing() as cursor:
            cursor.execute("INSERT INTO id_key VALUES (?, ?, NULL)", [mark, salt])

    def carried_key(self) -> bytes | None:
        """Return the key as this copy of the workspace carries it, under a passphrase; or None."""
        with self._cursor() as cursor:
            found = cursor.execute("SELECT carried FROM id_key").fetchall()
        return bytes(found[0][0]) if found and found[0][0] is not None else None

    def forget_carried_key(self) -> None:
        """Carry the key no longer: it is on this computer now."""
        with self.writing() as cursor:
            cursor.execute("UPDATE id_key SET carried = NULL")

    # -- the file ---------------------------------------------------------------------------------------------------

    def copy(self, key: bytes | None = None) -> bytes:
        """Return the whole workspace, rows too, as the bytes of a DuckDB file, consistent at one moment.

        `key` is the key of the ids under a passphrase, for the copy to carry.
        """
        with self._write:
            whole = self.inbox / "copy.duckdb"
            self._copy_to(whole, key)
            try:
                return whole.read_bytes()
            finally:
                whole.unlink()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give the open transaction's cursor if this thread has one, so that it sees its own rows."""
        if self._open is not None and self._write.acquire(blocking=False):
            try:
                if self._open is not None:
                    yield self._open[0]
                    return
            finally:
                self._write.release()
        with self.reading() as cursor:
            yield cursor

    def _append(self, changes: list[Change], at: datetime | None = None) -> None:
        with self.writing() as cursor:
            found = cursor.execute("SELECT coalesce(max(seq), 0) FROM event").fetchall()
            at, last = at or self._now(), int(found[0][0])
            for seq, change in enumerate(changes, start=last + 1):
                event = Event(seq, at, *change)
                cursor.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?)", list(event))
                self._after(partial(self._apply, event))
                self._is_copy_stale |= event.kind in released_copy.HELD

    def _after(self, change: Callable[[], object]) -> None:
        assert self._open is not None  # every caller is inside `writing`
        self._open[1].append(change)

    def _apply(self, event: Event) -> None:
        self._seq = max(self._seq, event.seq)
        kept = self._documents.get(event.kind)
        if kept is None:
            return
        kept = dict(kept)  # a reader in another thread keeps what it is looking at
        if event.body is None:
            kept.pop(event.id, None)
        else:
            kept[event.id] = DOCUMENTS[event.kind].model_validate_json(event.body)
        self._documents[event.kind] = kept

    def _refresh_copy(self) -> None:
        if self._is_copy_stale and Path(self.path).suffix == ".duckdb":
            released_copy.write(self)
        self._is_copy_stale = False

    def _load_releases(self) -> None:
        with self.reading() as cursor:
            for source, body in cursor.execute("SELECT source, body FROM release").fetchall():
                self._releases[source] = from_json(body)

    def _migrate(self) -> None:
        with self.writing() as cursor:
            tables = {row[0] for row in cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
            if tables and "schema" not in tables:
                raise Refused("workspace.foreign", name=_name(self.path))
            cursor.execute("CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL)")
            found = cursor.execute("SELECT max(version) FROM schema").fetchall()
            done = found[0][0] or 0
            if done > len(MIGRATIONS):
                raise Refused("workspace.newer", name=_name(self.path))
            for version, statements in enumerate(MIGRATIONS[done:], start=done + 1):
                for statement in filter(str.strip, statements.split(";\n")):
                    cursor.execute(statement)
                cursor.execute("INSERT INTO schema VALUES (?)", [version])

    def _back_up(self) -> None:
        """Keep a copy of the file as it was opened, unless the newest copy already holds the same edits."""
        path = Path(self.path)
        if path.suffix != ".duckdb" or not self._seq:
            return
        newest = _backup(path, self._seq)
        if newest.exists():
            return
        fresh = self.inbox / "backup.duckdb"
        self._copy_to(fresh)
        newest.parent.mkdir(exist_ok=True)
        unfinished = newest.with_suffix(".unfinished")
        shutil.copyfile(fresh, unfinished)
        unfinished.replace(newest)
        fresh.unlink()
        for old in backups(path)[KEPT_BACKUPS:]:
            old.unlink()

    def _copy_to(self, target: Path, key: bytes | None = None) -> None:
        with self._write, self.reading() as cursor:
            here = cursor.execute("SELECT current_database()").fetchall()[0][0]
            cursor.execute(f"ATTACH '{_text(target)}' AS equity_copy (STORAGE_VERSION 'v1.4.0')")
            try:
                cursor.execute(f'COPY FROM DATABASE "{here.replace(chr(34), chr(34) * 2)}" TO equity_copy')
                if key is not None:
                    cursor.execute("UPDATE equity_copy.id_key SET carried = ?", [key])
            finally:
                cursor.execute("DETACH equity_copy")


def backups(path: Path) -> list[Path]:
    """Return the copies that were kept of a workspace file, newest first."""
    return sorted(_backup(path, 0).parent.glob(f"{path.stem}.*.duckdb"), reverse=True)


def _backup(path: Path, seq: int) -> Path:
    return path.parent / f"{path.stem}.backups" / f"{path.stem}.{seq:010d}.duckdb"


def _connect(path: Path | str, inbox: Path) -> duckdb.DuckDBPyConnection:
    """Open the file and close every way out of it but `inbox`."""
    try:
        root = duckdb.connect(str(path), config=dict(CONFIG))
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            raise Locked("workspace.locked", name=_name(path)) from error
        raise Damaged("workspace.damaged", name=_name(path)) from error
    try:
        root.execute(f"SET allowed_directories = ['{_text(inbox)}']")
        root.execute("SET enable_external_access = false")
        root.execute("SET lock_configuration = true")
    except duckdb.Error as error:  # this process has it open already, with its settings locked
        root.close()
        raise Locked("workspace.locked", name=_name(path)) from error
    return root


def _text(path: Path) -> str:
    return str(path).replace("'", "''")


def _name(path: Path | str) -> str:
    return Path(path).name
