"""The rows of a file on its way in: what each text becomes, which rows come again, and none of it kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path
from typing import Any, Literal, Protocol

from equity_core.store.hashing import hashed, normal
from equity_core.store.sql import FEW, case, enum, literal, quoted
from equity_core.store.texts import Plain, Texts, plain_number

AT_ONCE = 2_000_000  # rows that are looked through for copies together
MOST_CODES = 4_096  # combinations of texts in which each has a number
BITS = 63  # of a number: one for each value
Said = tuple[str, str]  # a column as SQL, and what must be joined for it


class Output(Protocol):
    """One column of the typed table: a constant, or what `values` says of the texts in `columns`.

    A text that `values` does not have becomes NULL, or the number that it is by `plain`. `is_id` makes keyed hashes of
    the texts instead.
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
    @property
    def plain(self) -> Plain | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Repeats:
    """Rows of a student and period that come again: exactly the same, or with other values."""

    same: int
    same_rows: tuple[int, ...]
    other: int
    other_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """How a typed column is worked out: its value, what must be joined for it, and of which texts."""

    type: str
    value: str
    columns: tuple[int, ...] = ()
    join: str = ""
    values: Mapping[Any, Any] | None = None
    constant: str | None = None
    is_id: bool = False

    @property
    def has_gaps(self) -> bool:
        """Say whether some row may have no value."""
        values = {None} if self.values is None else set(self.values.values())
        return self.constant is None and None in values


class TypedRows(Texts):
    """Give the texts of one file their types. `key` is for the hashes of ids."""

    def __init__(self, key: bytes, *, glances: bool = True, at_once: int = AT_ONCE) -> None:
        super().__init__(glances=glances)
        self._key, self._at_once = key, at_once
        self._typed: dict[str, Typed] = {}
        self._dropped: list[str] = []  # which of the rows that come again are left out
        self._required: tuple[str, ...] = ()
        self._written: dict[int, Said] = {}  # an id's column → its text as it is hashed, and what that joins
        self._hashes: dict[int, Said] = {}  # the same for its hash

    def load(self, body: bytes | Path, *, delimiter: str, skip: int, width: int, wanted: Sequence[int]) -> int:
        """Read the wanted columns as texts and return how many rows there are; no types are known of them yet."""
        self._typed, self._written, self._hashes = {}, {}, {}
        return super().load(body, delimiter=delimiter, skip=skip, width=width, wanted=wanted)

    def type(self, outputs: Sequence[Output], *, required: Sequence[str] = ()) -> int:
        """Say what the typed columns are; rows without a required value are left out. Return how many rows are left.

        Typed rows are made when they are asked for, and kept nowhere but in the workspace.
        """
        self._typed = {output.name: self._planned(number, output) for number, output in enumerate(outputs)}
        self._required, self._dropped = tuple(required), []
        return self._rows_left()

    def repeats(self, key: Sequence[str], values: Sequence[str]) -> Repeats:
        """Return what comes more than once for the same key: exact copies, and rows that disagree."""
        keys, whole = ", ".join(map(quoted, key)), ", ".join(map(quoted, [*key, *values]))
        filled = " AND ".join(f"{quoted(k)} IS NOT NULL" for k in key)
        rows = f"SELECT {keys} FROM ({self._rows_of(key, self._as_written)}) WHERE {filled}"
        self._execute(f"CREATE OR REPLACE TEMP TABLE several AS {rows} LIMIT 0")
        first, more = f"hash({quoted(key[0])})", self._more_than_values(key[1:])
        parts = self.rows // self._at_once + 1  # of a large file a part at a time: each has all rows of its keys
        for part in range(parts):
            some = f"{rows} AND {first} % {parts} = {part}" if parts > 1 else rows
            suspects = f"SELECT {first} FROM ({some}) GROUP BY 1 HAVING {more}"
            self._execute(
                f"INSERT INTO several SELECT {keys} FROM ({some}) WHERE {first} IN ({suspects}) "
                "GROUP BY ALL HAVING count(*) > 1"
            )
        if not self._number("SELECT count(*) FROM several"):
            self._execute("CREATE OR REPLACE TEMP TABLE again (line BIGINT, same BOOLEAN, later BOOLEAN)")
            return Repeats(0, (), 0, ())
        self._execute(
            f"CREATE OR REPLACE TEMP TABLE again AS SELECT line, "
            f"row_number() OVER (PARTITION BY {whole} ORDER BY line) > 1 AS same, "
            f"row_number() OVER (PARTITION BY {keys} ORDER BY line) > 1 AS later "
            f"FROM ({self._rows_of([*key, *values], self._as_written)}) WHERE {filled} "
            f"AND ({keys}) IN (SELECT ({keys}) FROM several)"
        )
        same = [r[0] for r in self._execute("SELECT line FROM again WHERE same ORDER BY line")]
        other = [r[0] for r in self._execute("SELECT line FROM again WHERE later AND NOT same ORDER BY line")]
        return Repeats(len(same), tuple(same[:20]), len(other), tuple(other[:20]))

    def _more_than_values(self, names: Sequence[str]) -> str:
        """Return SQL that is true of rows that are more than the values they have; perhaps of others too.

        By the first part of a key alone there are fewer groups, and hardly any has two rows of one period.
        """
        typed = self._typed[names[0]] if len(names) == 1 else None
        values = {None} if typed is None or typed.type != "VARCHAR" else {*(typed.values or {}).values()}
        if not 1 < len(values - {None}) <= BITS:
            return "count(*) > 1"
        return f"count(*) > bit_count(bit_or(1::BIGINT << enum_code({quoted(names[0])})))"

    def drop_repeats(self, *, same: bool, other: Literal["keep_first", "keep_all"]) -> int:
        """Leave out what `repeats` found, as decided; return how many rows are left."""
        unwanted = [*(["same"] if same else []), *(["later AND NOT same"] if other == "keep_first" else [])]
        for which in unwanted:
            if self._number(f"SELECT count(*) FROM again WHERE {which}"):
                self._dropped.append(which)
        return self._rows_left()

    def typed_rows(self) -> list[tuple[Any, ...]]:
        """Return the typed rows with their line first: for tests; nothing above asks."""
        names = ", ".join(map(quoted, ["line", *self._typed]))
        return self._execute(f"SELECT {names} FROM ({self._rows_of([*self._typed])}) ORDER BY line")

    def values_of(self, name: str) -> list[tuple[Any, int]]:
        """Return the values that texts became in a typed column with their numbers of rows."""
        if self._dropped:
            asked = f"SELECT {quoted(name)}, count(*) FROM ({self._rows_of([name])}) GROUP BY 1 ORDER BY 1"
            return [(row[0], row[1]) for row in self._execute(asked)]
        counted: Counter[Any] = Counter()
        for (value, *needed), rows in self._counted([name]):
            if None not in needed:
                counted[value] += rows
        return sorted(counted.items(), key=lambda found: (found[0] is None, found[0]))

    def _rows_left(self) -> int:
        if self._dropped:
            return self._number(f"SELECT count(*) FROM ({self._rows_of(())})")
        if not any(self._typed[name].has_gaps for name in self._required):
            return self.rows
        return sum(rows for values, rows in self._counted(()) if None not in values)

    def _counted(self, names: Sequence[str]) -> list[tuple[tuple[Any, ...], int]]:
        """Return the combinations of these columns and the required ones that can be missing, with their rows."""
        needed = [name for name in self._required if self._typed[name].has_gaps]
        wanted = [self._typed[name] for name in (*names, *needed)]
        columns = tuple(dict.fromkeys(c for typed in wanted for c in typed.columns))
        found = []
        for texts, rows in self.distinct(columns) if columns else [((), self.rows)]:
            at = dict(zip(columns, texts, strict=True))
            values = tuple((t.values or {}).get(tuple(at[c] for c in t.columns), t.constant) for t in wanted)
            found.append((values, rows))
        return found

    def _rows_of(self, names: Sequence[str], how: Callable[[Typed], Said] | None = None) -> str:
        """Return a statement for the rows that are kept: their line and these typed columns, or `how` says of them."""
        values, joins = [], []
        for name in dict.fromkeys(names):
            value, join = (how or self._as_typed)(self._typed[name])
            values.append(f"{value} AS {quoted(name)}")
            joins.append(join)
        kept = [f"line NOT IN (SELECT line FROM again WHERE {which})" for which in self._dropped]
        for typed in (self._typed[name] for name in self._required):
            if typed.has_gaps:  # as a list of lines: a condition would come before the values, and make each dearer
                kept.append(f"line NOT IN (SELECT raw.rowid FROM raw {typed.join} WHERE ({typed.value}) IS NULL)")
        return (
            f"SELECT * FROM (SELECT {', '.join(['raw.rowid AS line', *values])} FROM raw "
            f"{' '.join(dict.fromkeys(joins))}) WHERE {' AND '.join(kept) or 'true'}"
        )

    def _as_typed(self, typed: Typed) -> Said:
        """Return a typed column as SQL, and what must be joined for it."""
        return self._id_hashed(typed.columns[0]) if typed.is_id else (typed.value, typed.join)

    def _as_written(self, typed: Typed) -> Said:
        """Return the same, but ids as they are hashed: two hashes are equal if these are."""
        return self._id_as_written(typed.columns[0]) if typed.is_id else (typed.value, typed.join)

    def _planned(self, number: int, output: Output) -> Typed:
        """Return how a column is worked out, and keep what that takes."""
        if output.is_id:
            return Typed(output.type, "", output.columns, is_id=True)
        if output.values is None:
            value = f"CAST({literal(output.constant)} AS {output.type})"
            return Typed(output.type, value, constant=output.constant)
        if self._has_numbers(output.columns):
            value = self._meant(output.columns, output.values, _kind(output), self._number_of(output.columns))
            return Typed(output.type, value, output.columns, values=output.values)
        value, join = f"v{number}.value", ""
        if output.values or output.plain is None:
            self._vocabulary(number, output)
            on = " AND ".join(f"raw.c{c} = v{number}.t{i}" for i, c in enumerate(output.columns))
            join = f"LEFT JOIN vocabulary_{number} v{number} ON {on}"
        if output.plain is not None and not self.is_vocabulary(output.columns[0]):
            number_in = f"CAST({plain_number(f'raw.c{output.columns[0]}', output.plain)} AS {output.type})"
            value = f"coalesce({value}, {number_in})" if join else number_in
        return Typed(output.type, value, output.columns, join, output.values)

    def _has_numbers(self, columns: Sequence[int]) -> bool:
        """Say whether each combination of texts in these columns has a number."""
        return prod(len(self._texts.get(column, range(MOST_CODES + 1))) for column in columns) <= MOST_CODES

    def _number_of(self, columns: Sequence[int]) -> str:
        """Return the number of a row's combination of texts, as SQL; `_meant` says what the numbers mean."""
        number = "0"
        for column in columns:
            number = f"({number} * {len(self._texts[column])} + enum_code(raw.c{column})::INTEGER)"
        return number

    def _meant(self, columns: Sequence[int], values: Mapping[Any, Any], kind: str, number: str) -> str:
        """Return what the number of a combination of texts means, as SQL."""
        meant = (values.get(texts) for texts in product(*(self._texts[column] for column in columns)))
        said = ["NULL" if value is None else literal(str(value)) for value in meant]
        if len(said) <= FEW:
            return case(number, {str(place): f"CAST({value} AS {kind})" for place, value in enumerate(said)})
        return f"list_extract([{', '.join(said)}]::{kind}[], {number} + 1)"

    def _vocabulary(self, number: int, output: Output) -> None:
        assert output.values is not None
        texts = list(zip(*output.values, strict=True)) or [()] * len(output.columns)
        values = [None if v is None else str(v) for v in output.values.values()]
        parts = [f"unnest($t{i}::VARCHAR[]) AS t{i}" for i in range(len(output.columns))]
        typed = [f"TRY_CAST(t{i} AS {self._type(column)}) AS t{i}" for i, column in enumerate(output.columns)]
        self._execute(
            f"CREATE OR REPLACE TEMP TABLE vocabulary_{number} AS "
            f"SELECT {', '.join(typed)}, CAST(value AS {_kind(output)}) AS value "
            f"FROM (SELECT {', '.join(parts)}, unnest($value::VARCHAR[]) AS value)",
            {**{f"t{i}": list(column) for i, column in enumerate(texts)}, "value": values},
        )

    def _id_as_written(self, column: int) -> Said:
        """Return an id as it is hashed: those that are not ASCII, or have space around them, are normalised."""
        if column not in self._written:
            text = f"CAST(c{column} AS VARCHAR)"
            odd = [
                str(row[0])
                for row in self._execute(
                    f"SELECT DISTINCT {text} FROM raw WHERE strlen({text}) <> length({text}) "
                    f"OR ({text} <> '' AND ({text} < '!' OR {text}[-1] < '!'))"
                )
            ]
            written, join = f"nullif(CAST(raw.c{column} AS VARCHAR), '')", ""
            if odd:
                self._execute(
                    f"CREATE OR REPLACE TEMP TABLE odd_{column} AS "
                    "SELECT unnest(?::VARCHAR[]) AS text, unnest(?::VARCHAR[]) AS written",
                    [odd, [normal(each) for each in odd]],
                )
                written = f"CASE WHEN o{column}.text IS NOT NULL THEN o{column}.written ELSE {written} END"
                join = f"LEFT JOIN odd_{column} o{column} ON o{column}.text = CAST(raw.c{column} AS VARCHAR)"
            self._written[column] = written, join
        return self._written[column]

    def _id_hashed(self, column: int) -> Said:
        """Return the hash of an id. Ids that come again are hashed once."""
        if column not in self._hashes:
            written, join = self._id_as_written(column)
            if self._number(f"SELECT approx_count_distinct(c{column}) FROM raw") * 2 > self.rows:
                self._hashes[column] = hashed(self._key, written), join
            else:
                self._execute(
                    f"CREATE OR REPLACE TEMP TABLE keys_{column} AS SELECT c{column} AS id, "
                    f"{hashed(self._key, written)} AS key FROM (SELECT DISTINCT c{column} FROM raw) raw {join}"
                )
                known = f"LEFT JOIN keys_{column} k{column} ON k{column}.id = raw.c{column}"
                self._hashes[column] = f"k{column}.key", known
        return self._hashes[column]


def _kind(output: Output) -> str:
    """Return the type of a typed column; texts are one of those that there are."""
    texts = sorted({str(value) for value in (output.values or {}).values() if value is not None})
    return enum(texts) if output.type == "VARCHAR" else output.type
