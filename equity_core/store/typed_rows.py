"""The rows of a file on its way in: what each text becomes, which rows come again, and none of it kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from equity_core.store.hashing import hashed, normal
from equity_core.store.sql import enum, literal, quoted
from equity_core.store.texts import Texts


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


class TypedRows(Texts):
    """Give the texts of one file their types. `key` is for the hashes of ids."""

    def __init__(self, key: bytes, *, glances: bool = True) -> None:
        super().__init__(glances=glances)
        self._key = key
        self._typed: dict[str, _Typed] = {}
        self._dropped: list[str] = []  # which of the rows that come again are left out
        self._required: tuple[str, ...] = ()
        self._values: dict[str, list[tuple[Any, int]]] = {}

    def load(self, body: bytes | Path, *, delimiter: str, skip: int, width: int, wanted: Sequence[int]) -> int:
        """Read the wanted columns as texts and return how many rows there are; no types are known of them yet."""
        self._typed = {}
        return super().load(body, delimiter=delimiter, skip=skip, width=width, wanted=wanted)

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
        keys, whole = ", ".join(map(quoted, key)), ", ".join(map(quoted, [*key, *values]))
        filled = " AND ".join(f"{quoted(k)} IS NOT NULL" for k in key)
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
        """Return the typed rows with their line first: for tests; nothing above asks."""
        names = ", ".join(map(quoted, ["line", *self._typed]))
        return self._db.execute(f"SELECT {names} FROM ({self._rows_of([*self._typed])}) ORDER BY line").fetchall()

    def values_of(self, name: str) -> list[tuple[Any, int]]:
        """Return the values of a typed column with their numbers of rows."""
        if name not in self._values:
            asked = f"SELECT {quoted(name)}, sum(n)::BIGINT FROM ({self._counted([name])}) GROUP BY 1 ORDER BY 1"
            self._values[name] = [(row[0], row[1]) for row in self._db.execute(asked).fetchall()]
        return self._values[name]

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
        values = [f"{t.written if as_written else t.value} AS {quoted(name)}" for name, t in wanted.items()]
        joins = " ".join(dict.fromkeys(t.join for t in wanted.values()))
        filled = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in self._required) or "true"
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
        return _Typed(output.type, f"CAST({literal(output.constant)} AS {output.type})")

    def _vocabulary(self, number: int, output: Output) -> None:
        assert output.values is not None
        texts = list(zip(*output.values, strict=True)) or [()] * len(output.columns)
        values = [None if v is None else str(v) for v in output.values.values()]
        kind = output.type if output.type != "VARCHAR" else enum(sorted({v for v in values if v is not None}))
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
            return _Typed(output.type, hashed(self._key, written), output.columns, join.format(here), written)
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE keys_{number} AS SELECT id, CAST(id AS VARCHAR) AS text, written, "
            f"{hashed(self._key, 'written')} AS key FROM (SELECT {column} AS id, {normalised.format(text)} AS written "
            f"FROM (SELECT DISTINCT {column} FROM raw) {join.format(text)})"
        ).fetchall()
        known = f"LEFT JOIN keys_{number} k{number} ON k{number}.id = raw.{column}"
        return _Typed(output.type, f"k{number}.key", output.columns, known, f"k{number}.written")
