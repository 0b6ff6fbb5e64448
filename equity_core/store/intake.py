"""A file on its way in: read once into memory, its vocabulary asked for, its rows typed. It never touches a disk."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol
from uuid import uuid4

import duckdb

from equity_core.errors import Refused
from equity_core.store.counting import counts_table, rows_table
from equity_core.store.store import Store

CONFIG: dict[str, str] = {
    "temp_directory": "",  # rows never spill to a disk
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
KEY_LETTERS = 20  # 80 bits (METHODS §6.6)
COUNTS = ("measure", "period", "dimension", "group", "school", "n", "x", "rate", "status")


class Output(Protocol):
    """One column of the typed table: a constant, or what `values` says of the texts in `columns`.

    A text that `values` does not have becomes NULL. `is_id` makes keyed hashes of the texts instead.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def type(self) -> str: ...  # noqa: D102
    @property
    def columns(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def values(self) -> Mapping[Any, Any] | None: ...  # noqa: D102
    @property
    def constant(self) -> str | None: ...  # noqa: D102
    @property
    def is_id(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Repeats:
    """Rows of a student and period that come again: exactly the same, or with other values."""

    same: int
    same_rows: tuple[int, ...]
    other: int
    other_rows: tuple[int, ...]


class Intake:
    """Hold the texts of one file in a DuckDB of its own, in memory. `key` is for the hashes of ids."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._db = duckdb.connect(":memory:", config=dict(CONFIG))
        self._typed: tuple[Output, ...] = ()
        self.rows = 0

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def load(self, body: bytes | Path, *, delimiter: str, skip: int, width: int, wanted: Sequence[int]) -> int:
        """Read the wanted columns as texts and return how many rows there are.

        Refused ("rows.ragged") where rows differ in width: the reader can repair that.
        """
        names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
        kept = ", ".join(f"coalesce(c{i}, '') AS c{i}" for i in wanted) or "1 AS nothing"
        try:
            self._db.execute(
                f"CREATE OR REPLACE TABLE raw AS SELECT {kept} FROM read_csv(?, auto_detect=false, header=false, "
                f"delim=?, quote='\"', escape='\"', skip=?, max_line_size=20000000, columns={{{names}}})",
                [self._reachable(body), delimiter, skip],
            ).fetchall()
        except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
            raise Refused("rows.ragged") from error
        finally:
            if isinstance(body, bytes):
                self._db.unregister_filesystem("memory")
        self.rows = self._number("SELECT count(*) FROM raw")
        return self.rows

    def distinct(self, columns: Sequence[int]) -> list[tuple[tuple[str, ...], int]]:
        """Return each combination of texts in these columns with the number of rows that have it, most first."""
        keys = ", ".join(f"c{i}" for i in columns)
        found = self._db.execute(
            f"SELECT {keys}, count(*) FROM raw GROUP BY ALL ORDER BY count(*) DESC, {keys}"
        ).fetchall()
        return [(row[:-1], row[-1]) for row in found]

    def rows_with(self, column: int, text: str, limit: int = 20) -> tuple[int, ...]:
        """Return the first rows, counted from 0, that have a text in a column."""
        asked = f"SELECT rowid FROM raw WHERE c{column} = ? ORDER BY rowid LIMIT ?"
        return tuple(row[0] for row in self._db.execute(asked, [text, limit]).fetchall())

    def texts(self, columns: Sequence[int]) -> list[tuple[str, ...]]:
        """Return the texts of every row in these columns, in order: for published counts, which are no secret."""
        return self._db.execute(f"SELECT {', '.join(f'c{i}' for i in columns)} FROM raw ORDER BY rowid").fetchall()

    def type(self, outputs: Sequence[Output], *, required: Sequence[str] = ()) -> int:
        """Make the typed table; rows without a required value are left out. Return how many rows it has."""
        selected, joins = ["raw.rowid AS line"], []
        asked: dict[str, Any] = {}
        for number, output in enumerate(outputs):
            name = _quoted(output.name)
            if output.values is not None:
                self._vocabulary(number, output)
                on = " AND ".join(f"raw.c{c} = v{number}.t{i}" for i, c in enumerate(output.columns))
                joins.append(f"LEFT JOIN vocabulary_{number} v{number} ON {on}")
                selected.append(f"v{number}.value AS {name}")
            elif output.is_id:
                known, join = self._hashed(number, output, asked)
                joins.append(join)
                selected.append(f"{known} AS {name}")
            else:
                asked[f"p{number}"] = output.constant
                selected.append(f"CAST($p{number} AS {output.type}) AS {name}")
        where = " AND ".join(f"{_quoted(name)} IS NOT NULL" for name in required) or "true"
        self._db.execute(
            f"CREATE OR REPLACE TABLE typed AS SELECT * FROM (SELECT {', '.join(selected)} FROM raw {' '.join(joins)}) "
            f"WHERE {where}",
            asked,
        ).fetchall()
        self._typed = tuple(outputs)
        return self._number("SELECT count(*) FROM typed")

    def repeats(self, key: Sequence[str], values: Sequence[str]) -> Repeats:
        """Return what comes more than once for the same key: exact copies, and rows that disagree."""
        whole = ", ".join(map(_quoted, [*key, *values]))
        keys = ", ".join(map(_quoted, key))
        filled = " AND ".join(f"{_quoted(k)} IS NOT NULL" for k in key)
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE again AS SELECT line, "
            f"row_number() OVER (PARTITION BY {whole} ORDER BY line) > 1 AS same, "
            f"row_number() OVER (PARTITION BY {keys} ORDER BY line) > 1 AS later FROM typed WHERE {filled} "
            f"AND ({keys}) IN (SELECT ({keys}) FROM typed WHERE {filled} GROUP BY ALL HAVING count(*) > 1)"
        ).fetchall()
        same = [r[0] for r in self._db.execute("SELECT line FROM again WHERE same ORDER BY line").fetchall()]
        other = [
            r[0] for r in self._db.execute("SELECT line FROM again WHERE later AND NOT same ORDER BY line").fetchall()
        ]
        return Repeats(len(same), tuple(same[:20]), len(other), tuple(other[:20]))

    def drop_repeats(self, *, same: bool, other: Literal["keep_first", "keep_all"]) -> int:
        """Leave out what `repeats` found, as decided; return how many rows are left."""
        if same:
            self._db.execute("DELETE FROM typed WHERE line IN (SELECT line FROM again WHERE same)").fetchall()
        if other == "keep_first":
            self._db.execute(
                "DELETE FROM typed WHERE line IN (SELECT line FROM again WHERE later AND NOT same)"
            ).fetchall()
        return self._number("SELECT count(*) FROM typed")

    def typed_rows(self) -> list[tuple[Any, ...]]:
        """Return the typed rows with their line first: for published counts, which are no secret, and for tests."""
        return self._db.execute("SELECT * FROM typed ORDER BY line").fetchall()

    def values_of(self, name: str) -> list[tuple[Any, int]]:
        """Return the values of a typed column with their numbers of rows."""
        found = self._db.execute(f"SELECT {_quoted(name)}, count(*) FROM typed GROUP BY 1 ORDER BY 1").fetchall()
        return [(row[0], row[1]) for row in found]

    # -- into the workspace -----------------------------------------------------------------------------------------

    def keep_rows(self, store: Store, source: str, *, groups: Mapping[str, Sequence[str]]) -> None:
        """Write the typed rows as the student rows of a source; `groups` names the texts of its text columns."""
        kinds = {o.name: _enum(groups[o.name]) if o.name in groups else o.type for o in self._typed}
        columns = ", ".join(f"{_quoted(name)} {kind}" for name, kind in kinds.items())
        names = ", ".join(map(_quoted, kinds))
        with store.writing() as cursor:
            cursor.execute(f"CREATE TABLE {rows_table(source)} ({columns})").fetchall()
            self._pour(cursor, f"SELECT {names} FROM typed ORDER BY line", rows_table(source))

    @staticmethod
    def has_ids(store: Store, source: str) -> bool:
        """Say whether the rows of a source know their students by id."""
        with store.reading() as cursor:
            found = cursor.execute(f"SELECT count(student_key) > 0 FROM {rows_table(source)}").fetchall()
        return bool(found[0][0])

    def keep_counts(self, store: Store, source: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write published counts, in the order of COUNTS, as those of a source."""
        types = ("VARCHAR",) * 5 + ("BIGINT", "BIGINT", "VARCHAR", "VARCHAR")
        columns = ", ".join(f"{_quoted(name)} {kind}" for name, kind in zip(COUNTS, types, strict=True))
        lists = ", ".join(f"unnest(?::{kind}[])" for kind in types)
        with store.writing() as cursor:
            cursor.execute(f"CREATE TABLE {counts_table(source)} ({columns})").fetchall()
            cursor.execute(
                f"INSERT INTO {counts_table(source)} SELECT {lists}", [list(c) for c in zip(*rows, strict=True)]
            ).fetchall()

    def keep_referred(
        self, store: Store, source: str, roster: str, dimensions: Sequence[str], periods: Sequence[str]
    ) -> tuple[int, int]:
        """Write a roster's students with the fact `referred`; return (students written, referrals of nobody there)."""
        arriving = self._db.sql("SELECT DISTINCT student_key, period FROM typed WHERE student_key IS NOT NULL")
        copied = ", ".join(f"r.{_quoted(name)}" for name in ("student_key", "period", *dimensions))
        with store.writing() as cursor:
            cursor.register("arriving", arriving.to_arrow_table())
            cursor.execute(
                f"CREATE TABLE {rows_table(source)} AS SELECT {copied}, a.student_key IS NOT NULL AS referred "
                f"FROM {rows_table(roster)} r LEFT JOIN arriving a "
                "ON r.student_key = a.student_key AND CAST(r.period AS VARCHAR) = CAST(a.period AS VARCHAR) "
                "WHERE list_contains(?, CAST(r.period AS VARCHAR))",
                [list(periods)],
            ).fetchall()
            strangers = cursor.execute(
                f"SELECT count(*) FROM arriving a ANTI JOIN {rows_table(source)} r ON r.student_key = a.student_key "
                "AND CAST(r.period AS VARCHAR) = CAST(a.period AS VARCHAR)"
            ).fetchall()[0][0]
            written = cursor.execute(f"SELECT count(*) FROM {rows_table(source)}").fetchall()[0][0]
            cursor.unregister("arriving")
        return written, strangers

    def _pour(self, cursor: duckdb.DuckDBPyConnection, statement: str, table: str) -> None:
        cursor.register("arriving", self._db.sql(statement).to_arrow_table())
        cursor.execute(f"INSERT INTO {table} SELECT * FROM arriving").fetchall()
        cursor.unregister("arriving")

    # -- inside -----------------------------------------------------------------------------------------------------

    def _reachable(self, body: bytes | Path) -> str:
        if isinstance(body, Path):
            return str(body)
        from fsspec.implementations.memory import MemoryFileSystem

        files = MemoryFileSystem(skip_instance_cache=True)
        name = f"/{uuid4().hex}.csv"
        files.pipe_file(name, body)
        self._db.register_filesystem(files)
        return f"memory://{name}"

    def _vocabulary(self, number: int, output: Output) -> None:
        assert output.values is not None
        texts = list(zip(*output.values, strict=True)) or [()] * len(output.columns)
        values = [None if v is None else str(v) for v in output.values.values()]
        kind = output.type if output.type != "VARCHAR" else _enum(sorted({v for v in values if v is not None}))
        parts = [f"unnest($t{i}::VARCHAR[]) AS t{i}" for i in range(len(output.columns))]
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE vocabulary_{number} AS "
            f"SELECT * REPLACE (CAST(value AS {kind}) AS value) "
            f"FROM (SELECT {', '.join(parts)}, unnest($value::VARCHAR[]) AS value)",
            {**{f"t{i}": list(column) for i, column in enumerate(texts)}, "value": values},
        ).fetchall()

    def _hashed(self, number: int, output: Output, asked: dict[str, Any]) -> tuple[str, str]:
        """Return the hash of an id as SQL, and what it must be joined with.

        Plain texts are hashed in the engine; the few with spaces or letters beyond ASCII are normalised here first.
        """
        column = f"raw.c{output.columns[0]}"
        asked[f"i{number}"], asked[f"o{number}"] = _pads(self._key)
        odd = [
            row[0]
            for row in self._db.execute(
                f"SELECT DISTINCT {column} FROM raw WHERE NOT regexp_full_match({column}, '[!-~]*')"
            ).fetchall()
        ]
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE odd_{number} AS "
            "SELECT unnest(?::VARCHAR[]) AS text, unnest(?::VARCHAR[]) AS key",
            [odd, [student_key(self._key, text) for text in odd]],
        ).fetchall()
        hashed = f"substr(sha256($o{number} || unhex(sha256($i{number} || encode({column})))), 1, {KEY_LETTERS})"
        known = f"CASE WHEN {column} = '' OR odd_{number}.text IS NOT NULL THEN odd_{number}.key ELSE {hashed} END"
        return known, f"LEFT JOIN odd_{number} ON odd_{number}.text = {column}"

    def _number(self, statement: str) -> int:
        return int(self._db.execute(statement).fetchall()[0][0])


def student_key(key: bytes, text: str) -> str | None:
    """Return the keyed hash of a student's id as a file writes it; None for a blank one. Leading zeros count."""
    written = unicodedata.normalize("NFKC", text).strip()
    return hmac.digest(key, written.encode(), "sha256").hex()[:KEY_LETTERS] if written else None


def _pads(key: bytes) -> tuple[bytes, bytes]:
    """Return the inner and outer pads of HMAC-SHA256 (RFC 2104)."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


def _enum(values: Sequence[str]) -> str:
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"ENUM({listed})" if values else "VARCHAR"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
