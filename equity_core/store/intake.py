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
from equity_core.store.glance import MOST, vocabularies
from equity_core.store.store import Store

CONFIG: dict[str, str] = {
    "temp_directory": "",  # rows never spill to a disk
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
BATCH = 122_880  # rows on their way into the workspace at a time
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


@dataclass(frozen=True, slots=True)
class _Typed:
    """How a typed column is worked out: its value, what must be joined for it, and an id as it is hashed."""

    type: str
    value: str
    columns: tuple[int, ...] = ()
    join: str = ""
    written_id: str = ""

    @property
    def written(self) -> str:
        return self.written_id or self.value


class Intake:
    """Hold the texts of one file in a DuckDB of its own, in memory. `key` is for the hashes of ids."""

    def __init__(self, key: bytes, *, glances: bool = True) -> None:
        self._key = key
        self._glances = glances
        self._db = duckdb.connect(":memory:", config=dict(CONFIG))
        self._types: dict[int, str] = {}  # of the columns that hold a vocabulary: their texts are kept as numbers
        self._typed: dict[str, _Typed] = {}
        self._dropped: list[str] = []  # which of the rows that come again are left out
        self._required: tuple[str, ...] = ()
        self._values: dict[str, list[tuple[Any, int]]] = {}
        self.rows = 0

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def load(self, body: bytes | Path, *, delimiter: str, skip: int, width: int, wanted: Sequence[int]) -> int:
        """Read the wanted columns as texts and return how many rows there are.

        Where a glance finds that a column uses few texts, they are kept once each; what it overlooked is added.
        Refused ("rows.ragged") where rows differ in width: the reader can repair that.
        """
        found = vocabularies(body, delimiter=delimiter, width=width, wanted=wanted) if self._glances else {}
        self._types = {index: _enum(texts) for index, texts in found.items()}
        names = ", ".join(f"'t{i}': 'VARCHAR'" for i in range(width))
        coded = ", ".join(f"TRY_CAST(coalesce(t{i}, '') AS {kind}) AS c{i}" for i, kind in self._types.items())
        kept = ", ".join(f"c{i}" if i in self._types else f"coalesce(t{i}, '') AS c{i}" for i in wanted)
        missed = ", ".join(f"CASE WHEN c{i} IS NULL THEN t{i} END" for i in self._types)
        is_missed = " OR ".join(f"c{i} IS NULL" for i in self._types) or "false"
        try:
            self._db.execute(
                f"CREATE OR REPLACE TABLE raw AS SELECT {kept or '1 AS nothing'}, "
                f"CASE WHEN {is_missed} THEN [{missed or 'NULL'}]::VARCHAR[] END AS missed "
                f"FROM (SELECT *{', ' if coded else ''}{coded} FROM read_csv(?, auto_detect=false, header=false, "
                f"delim=?, quote='\"', escape='\"', skip=?, max_line_size=20000000, columns={{{names}}}))",
                [self._reachable(body), delimiter, skip],
            ).fetchall()
        except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
            raise Refused("rows.ragged") from error
        finally:
            if isinstance(body, bytes):
                self._db.unregister_filesystem("memory")
        self._add_missed(found)
        self._typed = {}
        self.rows = self._number("SELECT count(*) FROM raw")
        return self.rows

    def distinct(self, columns: Sequence[int]) -> list[tuple[tuple[str, ...], int]]:
        """Return each combination of texts in these columns with the number of rows that have it, most first."""
        keys = ", ".join(f"c{i}" for i in columns)
        texts = ", ".join(f"CAST(c{i} AS VARCHAR) AS t{i}" for i in columns)
        found = self._db.execute(
            f"SELECT {texts}, n FROM (SELECT {keys}, count(*) AS n FROM raw GROUP BY ALL) "
            f"ORDER BY n DESC, {', '.join(f't{i}' for i in columns)}"
        ).fetchall()
        return [(row[:-1], row[-1]) for row in found]

    def rows_with(self, column: int, text: str, limit: int = 20) -> tuple[int, ...]:
        """Return the first rows, counted from 0, that have a text in a column."""
        asked = f"SELECT rowid FROM raw WHERE c{column} = TRY_CAST(? AS {self._type(column)}) ORDER BY rowid LIMIT ?"
        return tuple(row[0] for row in self._db.execute(asked, [text, limit]).fetchall())

    def texts(self, columns: Sequence[int]) -> list[tuple[str, ...]]:
        """Return the texts of every row in these columns, in order: for published counts, which are no secret."""
        asked = ", ".join(f"CAST(c{i} AS VARCHAR)" for i in columns)
        return self._db.execute(f"SELECT {asked} FROM raw ORDER BY rowid").fetchall()

    def type(self, outputs: Sequence[Output], *, required: Sequence[str] = ()) -> int:
        """Say what the typed columns are; rows without a required value are left out. Return how many rows are left.

        Typed rows are made when they are asked for, and kept nowhere but in the workspace.
        """
        self._typed = {output.name: self._planned(number, output) for number, output in enumerate(outputs)}
        self._required, self._dropped = tuple(required), []
        self._values = {}
        return self._number(f"SELECT coalesce(sum(n), 0) FROM ({self._counted(())})")

    def repeats(self, key: Sequence[str], values: Sequence[str]) -> Repeats:
        """Return what comes more than once for the same key: exact copies, and rows that disagree."""
        keys, whole = ", ".join(map(_quoted, key)), ", ".join(map(_quoted, [*key, *values]))
        filled = " AND ".join(f"{_quoted(k)} IS NOT NULL" for k in key)
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE several AS SELECT {keys} "
            f"FROM ({self._rows_of(key, as_written=True)}) WHERE {filled} GROUP BY ALL HAVING count(*) > 1"
        ).fetchall()
        if not self._number("SELECT count(*) FROM several"):
            self._db.execute("CREATE OR REPLACE TEMP TABLE again (line BIGINT, same BOOLEAN, later BOOLEAN)").fetchall()
            return Repeats(0, (), 0, ())
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE again AS SELECT line, "
            f"row_number() OVER (PARTITION BY {whole} ORDER BY line) > 1 AS same, "
            f"row_number() OVER (PARTITION BY {keys} ORDER BY line) > 1 AS later "
            f"FROM ({self._rows_of([*key, *values], as_written=True)}) WHERE {filled} "
            f"AND ({keys}) IN (SELECT ({keys}) FROM several)"
        ).fetchall()
        same = [r[0] for r in self._db.execute("SELECT line FROM again WHERE same ORDER BY line").fetchall()]
        other = [
            r[0] for r in self._db.execute("SELECT line FROM again WHERE later AND NOT same ORDER BY line").fetchall()
        ]
        return Repeats(len(same), tuple(same[:20]), len(other), tuple(other[:20]))

    def drop_repeats(self, *, same: bool, other: Literal["keep_first", "keep_all"]) -> int:
        """Leave out what `repeats` found, as decided; return how many rows are left."""
        unwanted = [*(["same"] if same else []), *(["later AND NOT same"] if other == "keep_first" else [])]
        for which in unwanted:
            if self._number(f"SELECT count(*) FROM again WHERE {which}"):
                self._dropped.append(which)
        self._values = {}
        return self._number(f"SELECT coalesce(sum(n), 0) FROM ({self._counted(())})")

    def typed_rows(self) -> list[tuple[Any, ...]]:
        """Return the typed rows with their line first: for published counts, which are no secret, and for tests."""
        names = ", ".join(map(_quoted, ["line", *self._typed]))
        return self._db.execute(f"SELECT {names} FROM ({self._rows_of([*self._typed])}) ORDER BY line").fetchall()

    def values_of(self, name: str) -> list[tuple[Any, int]]:
        """Return the values of a typed column with their numbers of rows."""
        if name not in self._values:
            asked = f"SELECT {_quoted(name)}, sum(n)::BIGINT FROM ({self._counted([name])}) GROUP BY 1 ORDER BY 1"
            self._values[name] = [(row[0], row[1]) for row in self._db.execute(asked).fetchall()]
        return self._values[name]

    # -- into the workspace -----------------------------------------------------------------------------------------

    def keep_rows(self, store: Store, source: str, *, groups: Mapping[str, Sequence[str]]) -> None:
        """Write the typed rows as the student rows of a source; `groups` names the texts of its text columns."""
        kinds = {name: _enum(groups[name]) if name in groups else typed.type for name, typed in self._typed.items()}
        columns = ", ".join(f"{_quoted(name)} {kind}" for name, kind in kinds.items())
        names = ", ".join(map(_quoted, kinds))
        with store.writing() as cursor:
            cursor.execute(f"CREATE TABLE {rows_table(source)} ({columns})").fetchall()
            arriving = self._db.sql(f"SELECT {names} FROM ({self._rows_of([*kinds])})").to_arrow_reader(BATCH)
            cursor.register("arriving", arriving)
            cursor.execute(f"INSERT INTO {rows_table(source)} SELECT * FROM arriving").fetchall()
            cursor.unregister("arriving")

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
        arriving = self._db.sql(
            f"SELECT DISTINCT student_key, period FROM ({self._rows_of(['student_key', 'period'])}) "
            "WHERE student_key IS NOT NULL"
        )
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

    def _add_missed(self, found: Mapping[int, Sequence[str]]) -> None:
        """Add the texts that the glance overlooked; a column with too many of them keeps a text in each row."""
        if self._number("SELECT count(missed) FROM raw"):
            for place, (index, texts) in enumerate(found.items(), start=1):
                more = self._db.execute(
                    f"SELECT DISTINCT missed[{place}] FROM raw WHERE missed[{place}] IS NOT NULL LIMIT {MOST}"
                ).fetchall()
                if not more:
                    continue
                if len(more) < MOST and not any("\0" in row[0] for row in more):
                    self._types[index] = _enum([*texts, *sorted(row[0] for row in more)])
                else:
                    del self._types[index]
                self._db.execute(
                    f"ALTER TABLE raw ALTER c{index} TYPE {self._type(index)} "
                    f"USING CAST(coalesce(CAST(c{index} AS VARCHAR), missed[{place}]) AS {self._type(index)})"
                ).fetchall()
        self._db.execute("ALTER TABLE raw DROP COLUMN missed").fetchall()

    def _type(self, column: int) -> str:
        return self._types.get(column, "VARCHAR")

    def _rows_of(self, names: Sequence[str], *, as_written: bool = False) -> str:
        """Return a statement for the rows that are kept: their line and these typed columns.

        `as_written` gives the texts of ids, as they are hashed, in place of the hashes: two are equal if these are.
        """
        return self._selected(names, "raw.rowid AS line", "raw", as_written=as_written)

    def _counted(self, names: Sequence[str]) -> str:
        """Return a statement for the combinations of these typed columns, and how many rows n they are in."""
        if self._dropped:
            return f"SELECT *, 1 AS n FROM ({self._rows_of(names)})"
        columns = {c: None for name in (*names, *self._required) for c in self._typed[name].columns}
        keys = "".join(f"c{c}, " for c in columns)
        grouped = f"(SELECT {keys}count(*) AS n FROM raw {'GROUP BY ALL' if keys else ''}) raw"
        return self._selected(names, "raw.n AS n", grouped)

    def _selected(self, names: Sequence[str], first: str, source: str, *, as_written: bool = False) -> str:
        wanted = {name: self._typed[name] for name in (*names, *self._required)}
        values = [f"{t.written if as_written else t.value} AS {_quoted(name)}" for name, t in wanted.items()]
        joins = " ".join(dict.fromkeys(t.join for t in wanted.values()))
        filled = " AND ".join(f"{_quoted(name)} IS NOT NULL" for name in self._required) or "true"
        dropped = "".join(f" AND line NOT IN (SELECT line FROM again WHERE {which})" for which in self._dropped)
        return f"SELECT * FROM (SELECT {', '.join([first, *values])} FROM {source} {joins}) WHERE {filled}{dropped}"

    def _planned(self, number: int, output: Output) -> _Typed:
        """Return how a column is worked out, and keep what that takes."""
        if output.values is not None:
            self._vocabulary(number, output)
            on = " AND ".join(f"raw.c{c} = v{number}.t{i}" for i, c in enumerate(output.columns))
            join = f"LEFT JOIN vocabulary_{number} v{number} ON {on}"
            return _Typed(output.type, f"v{number}.value", output.columns, join)
        if output.is_id:
            return self._hashed(number, output)
        return _Typed(output.type, f"CAST({_literal(output.constant)} AS {output.type})")

    def _vocabulary(self, number: int, output: Output) -> None:
        assert output.values is not None
        texts = list(zip(*output.values, strict=True)) or [()] * len(output.columns)
        values = [None if v is None else str(v) for v in output.values.values()]
        kind = output.type if output.type != "VARCHAR" else _enum(sorted({v for v in values if v is not None}))
        parts = [f"unnest($t{i}::VARCHAR[]) AS t{i}" for i in range(len(output.columns))]
        typed = [f"TRY_CAST(t{i} AS {self._type(column)}) AS t{i}" for i, column in enumerate(output.columns)]
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE vocabulary_{number} AS "
            f"SELECT {', '.join(typed)}, CAST(value AS {kind}) AS value "
            f"FROM (SELECT {', '.join(parts)}, unnest($value::VARCHAR[]) AS value)",
            {**{f"t{i}": list(column) for i, column in enumerate(texts)}, "value": values},
        ).fetchall()

    def _hashed(self, number: int, output: Output) -> _Typed:
        """Return how an id becomes its hash.

        Plain texts are hashed in the engine; the few with spaces or letters beyond ASCII are normalised here first.
        Ids that come again are hashed once.
        """
        column = f"c{output.columns[0]}"
        text = f"CAST({column} AS VARCHAR)"
        odd = [
            row[0]
            for row in self._db.execute(
                f"SELECT DISTINCT {text} FROM raw WHERE NOT regexp_full_match({text}, '[!-~]*')"
            ).fetchall()
        ]
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE odd_{number} AS "
            "SELECT unnest(?::VARCHAR[]) AS text, unnest(?::VARCHAR[]) AS written",
            [odd, [normal(each) for each in odd]],
        ).fetchall()
        normalised = f"CASE WHEN o{number}.text IS NOT NULL THEN o{number}.written ELSE nullif({{0}}, '') END"
        join = f"LEFT JOIN odd_{number} o{number} ON o{number}.text = {{0}}"
        here = f"CAST(raw.{column} AS VARCHAR)"
        written = normalised.format(here)
        if self._number(f"SELECT approx_count_distinct({column}) FROM raw") * 2 > self.rows:
            return _Typed(output.type, self._hash(written), output.columns, join.format(here), written)
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE keys_{number} AS SELECT id, CAST(id AS VARCHAR) AS text, written, "
            f"{self._hash('written')} AS key FROM (SELECT {column} AS id, {normalised.format(text)} AS written "
            f"FROM (SELECT DISTINCT {column} FROM raw) {join.format(text)})"
        ).fetchall()
        known = f"LEFT JOIN keys_{number} k{number} ON k{number}.id = raw.{column}"
        return _Typed(output.type, f"k{number}.key", output.columns, known, f"k{number}.written")

    def _hash(self, text: str) -> str:
        """Return HMAC-SHA256 of a text as SQL (RFC 2104)."""
        inner, outer = (_blob(pad) for pad in _pads(self._key))
        return f"substr(sha256({outer} || unhex(sha256({inner} || encode({text})))), 1, {KEY_LETTERS})"

    def _number(self, statement: str) -> int:
        return int(self._db.execute(statement).fetchall()[0][0])


def student_key(key: bytes, text: str) -> str | None:
    """Return the keyed hash of a student's id as a file writes it; None for a blank one. Leading zeros count."""
    written = normal(text)
    return hmac.digest(key, written.encode(), "sha256").hex()[:KEY_LETTERS] if written else None


def normal(text: str) -> str | None:
    """Return an id without the differences that are none; None for a blank one."""
    return unicodedata.normalize("NFKC", text).strip() or None


def _pads(key: bytes) -> tuple[bytes, bytes]:
    """Return the inner and outer pads of HMAC-SHA256 (RFC 2104)."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


def _enum(values: Sequence[str]) -> str:
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"ENUM({listed})" if values else "VARCHAR"


def _blob(value: bytes) -> str:
    return "'" + "".join(f"\\x{byte:02x}" for byte in value) + "'::BLOB"


def _literal(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
