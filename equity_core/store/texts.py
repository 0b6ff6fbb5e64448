"""The texts of a file on its way in: read once into memory, never on a disk, and asked for their vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any, Protocol
from uuid import uuid4

import duckdb

from equity_core.errors import Refused
from equity_core.store.glance import MOST, lines_of, vocabularies
from equity_core.store.sql import FEW, case, enum, literal
from equity_core.store.watching import Watch, run

LONGEST_LINE = 20_000_000  # bytes; the buffer is hardly larger, because all of it is memory
TOGETHER = 12  # bits of the combinations that the engine counts without hashing them
FEW_ROWS = 10  # one row in so many at most: the lines of so few are looked up, for more the file is read again
CONFIG: dict[str, str] = {
    "temp_directory": "",  # rows never spill to a disk
    "checkpoint_threshold": "1TB",  # never: tidying up after a change costs half as much as reading a file
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class Plain(Protocol):
    """Numbers that the engine may read itself: digits, at most so many places, from low to high, with exceptions.

    A percent sign after them changes nothing.
    """

    @property
    def places(self) -> int: ...  # noqa: D102
    @property
    def low(self) -> int | None: ...  # noqa: D102
    @property
    def high(self) -> int | None: ...  # noqa: D102
    @property
    def never(self) -> tuple[str, ...]: ...  # noqa: D102


class Texts:
    """Hold the texts of one file in a DuckDB of its own, in memory."""

    def __init__(self, *, glances: bool = True) -> None:
        self._glances = glances
        self._db = duckdb.connect(":memory:", config=dict(CONFIG))
        self._alone = RLock()  # a connection that is at work cannot be closed: whoever cancels waits for its end
        with suppress(duckdb.Error):  # duckdb/duckdb#23818: with it, TRY_CAST of what a file says fails
            self._db.execute("SET disabled_optimizers = 'type_pushdown'")
        with suppress(duckdb.Error):  # a notebook has no bar to draw, and does without
            self._db.execute("SET enable_progress_bar = true")  # so that it can be asked how far it is
            self._db.execute("SET enable_progress_bar_print = false")
        self._types: dict[int, str] = {}  # of the columns that hold a vocabulary: their texts are kept as numbers
        self._texts: dict[int, tuple[str, ...]] = {}  # in the order of these numbers
        self._distinct: dict[tuple[int, ...], list[tuple[tuple[str, ...], int]]] = {}
        self.watch: Watch | None = None  # told how far a long step is; raises to stop it
        self.rows = 0

    def close(self) -> None:
        """Forget everything, once what another thread does here has ended."""
        with self._alone:
            self._db.close()

    def load(self, body: bytes | Path, *, delimiter: str, skip: int, width: int, wanted: Sequence[int]) -> int:
        """Read the wanted columns as texts and return how many rows there are.

        Where a glance finds that a column uses few texts, they are kept once each; what it overlooked is added.
        Refused ("rows.ragged") where rows differ in width: the reader can repair that.
        """
        found = vocabularies(body, delimiter=delimiter, width=width, wanted=wanted) if self._glances else {}
        self._distinct = {}
        self._types, self._texts = {}, {}
        for index, texts in found.items():
            self._code(index, texts)
        names = ", ".join(f"'t{i}': 'VARCHAR'" for i in range(width))
        coded = "".join(f", {self._coded(i)} AS c{i}" for i in self._types)
        file = (
            f"(SELECT *{coded} FROM read_csv($file, auto_detect=false, header=false, delim=$delimiter, quote='\"', "
            f"escape='\"', skip=$skip, max_line_size={LONGEST_LINE}, buffer_size={LONGEST_LINE + 1_000_000}, "
            f"nullstr=$nothing, columns={{{names}}}))"
        )
        # nothing is NULL: an empty cell is a text
        given = {"delimiter": delimiter, "skip": skip, "nothing": uuid4().hex}
        kept = ", ".join(f"c{i}" if i in self._types else f"t{i} AS c{i}" for i in wanted)
        try:
            self._read(f"CREATE OR REPLACE TABLE raw AS SELECT {kept or '1 AS nothing'} FROM {file}", given, body)
            self.rows = self._number("SELECT count(*) FROM raw")
            self._add_overlooked(file, given, body)
        except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
            raise Refused("rows.ragged") from error
        return self.rows

    def distinct(self, columns: Sequence[int]) -> list[tuple[tuple[str, ...], int]]:
        """Return each combination of texts in these columns with the number of rows that have it, most first."""
        asked = tuple(columns)
        if asked not in self._distinct and len(asked) == 1 and self.is_vocabulary(asked[0]):
            self._count_vocabularies()
        if asked not in self._distinct:
            keys = ", ".join(f"c{i}" for i in asked)
            texts = ", ".join(f"CAST(c{i} AS VARCHAR) AS t{i}" for i in asked)
            found = self._execute(
                f"SELECT {texts}, n FROM (SELECT {keys}, count(*) AS n FROM raw GROUP BY ALL) "
                f"ORDER BY n DESC, {', '.join(f't{i}' for i in asked)}"
            )
            self._distinct[asked] = [(row[:-1], row[-1]) for row in found]
        return self._distinct[asked]

    def _count_vocabularies(self) -> None:
        """Count the texts of every vocabulary: several columns at once, by their combinations."""
        for columns in self._together():
            found = [Counter[str]() for _ in columns]
            for row in self._execute(
                f"SELECT {', '.join(f'CAST(c{i} AS VARCHAR)' for i in columns)}, n "
                f"FROM (SELECT {', '.join(f'c{i}' for i in columns)}, count(*) AS n FROM raw GROUP BY ALL)"
            ):
                for counted, text in zip(found, row, strict=False):
                    counted[text] += row[-1]
            for column, counted in zip(columns, found, strict=True):
                rows = sorted(counted.items(), key=lambda text: (-text[1], text[0]))
                self._distinct[column,] = [((text,), count) for text, count in rows]

    def _together(self) -> Iterator[list[int]]:
        """Return the vocabularies by those that are counted together."""
        columns: list[int] = []
        bits = 0
        for column in sorted(self._texts, key=lambda column: len(self._texts[column])):
            more = (len(self._texts[column]) + 1).bit_length()
            if columns and bits + more > TOGETHER:
                yield columns
                columns, bits = [], 0
            columns, bits = [*columns, column], bits + more
        if columns:
            yield columns

    def is_vocabulary(self, column: int) -> bool:
        """Say whether a column uses few texts, again and again."""
        return column in self._types

    def different(self, column: int, plain: Plain | None = None) -> int:
        """Return how many different texts there are that are no plain numbers."""
        return self._number(f"SELECT count(DISTINCT c{column}) FROM raw WHERE {self._is_left(column, plain)}")

    def come_again(self, column: int) -> int:
        """Return how many different texts of a column are in more than one row."""
        again = f"SELECT 1 FROM raw GROUP BY c{column} HAVING count(*) > 1"
        return self._number(f"SELECT count(*) FROM ({again})")

    def rows_left(self, column: int, plain: Plain | None) -> int:
        """Return how many rows have a text that is no plain number."""
        return self._number(f"SELECT count(*) FROM raw WHERE {self._is_left(column, plain)}")

    def left(self, column: int, plain: Plain | None, limit: int | None = None) -> list[tuple[str, int]]:
        """Return the texts of a column that are no plain numbers with their numbers of rows, most first."""
        return self._execute(
            f"SELECT CAST(c{column} AS VARCHAR) AS text, count(*) AS n FROM raw WHERE {self._is_left(column, plain)} "
            f"GROUP BY 1 ORDER BY n DESC, text{'' if limit is None else f' LIMIT {limit}'}"
        )

    def rows_with(self, column: int, texts: Sequence[str], limit: int | None = 20) -> tuple[int, ...]:
        """Return the rows (the first of them), counted from 0, that have one of these texts in a column."""
        found = self._execute(
            f"SELECT rowid FROM raw WHERE c{column} IN "
            f"(SELECT TRY_CAST(text AS {self._type(column)}) FROM (SELECT unnest(?::VARCHAR[]) AS text)) "
            f"ORDER BY rowid{'' if limit is None else f' LIMIT {limit}'}",
            [list(texts)],
        )
        return tuple(row[0] for row in found)

    def rows_of(self, column: int, texts: Sequence[str]) -> list[tuple[int, str]]:
        """Return (row, text) of every row, counted from 0, that has one of these texts in a column."""
        asked = (
            f"SELECT rowid, CAST(c{column} AS VARCHAR) FROM raw WHERE c{column} IN "
            f"(SELECT TRY_CAST(unnest(?::VARCHAR[]) AS {self._type(column)})) ORDER BY rowid"
        )
        return self._execute(asked, [list(texts)])

    def sparse_rows(self, columns: Sequence[int]) -> tuple[list[int], list[tuple[int, str]]]:
        """Return the rows in which none of these columns holds anything, and (row, its text) where only one does."""
        if not columns:
            return [], []
        either = " OR ".join(f"c{i} = ''" for i in columns[:2])
        filled = " + ".join(f"CAST(trim(CAST(c{i} AS VARCHAR)) <> '' AS INT)" for i in columns)
        found = self._execute(
            f"SELECT rowid, {filled}, concat({', '.join(f'CAST(c{i} AS VARCHAR)' for i in columns)}) "
            f"FROM raw WHERE ({either}) AND {filled} < 2 ORDER BY rowid"
        )
        single = [(row, text) for row, filled, text in found if filled]
        return [row for row, filled, _ in found if not filled], single

    def leave_out(self, rows: Sequence[int]) -> None:
        """Forget these rows; the others keep their numbers."""
        self._execute("DELETE FROM raw WHERE rowid IN (SELECT unnest(?::BIGINT[]))", [list(rows)])
        self._distinct = {}
        self.rows = self._number("SELECT count(*) FROM raw")

    def texts(self, columns: Sequence[int]) -> list[tuple[str, ...]]:
        """Return the texts of every row in these columns, in order: for published counts, which are no secret."""
        asked = ", ".join(f"CAST(c{i} AS VARCHAR)" for i in columns)
        return self._execute(f"SELECT {asked} FROM raw ORDER BY rowid")

    def _read(self, statement: str, given: dict[str, Any], body: bytes | Path) -> None:
        """Run a statement that reads a file, which may be in memory only, as $file."""
        if isinstance(body, Path):
            self._execute(statement, {**given, "file": str(body)})
            return
        from fsspec.implementations.memory import MemoryFileSystem

        files = MemoryFileSystem(skip_instance_cache=True)
        name = f"/{uuid4().hex}.csv"
        files.pipe_file(name, body)
        with self._alone:
            self._db.register_filesystem(files)
            try:
                self._execute(statement, {**given, "file": f"memory://{name}"})
            finally:
                self._db.unregister_filesystem("memory")

    def _add_overlooked(self, file: str, given: dict[str, Any], body: bytes | Path) -> None:
        """Add the texts that the glance overlooked to their columns, if there are any."""
        if not self._types:
            return
        asked = ", ".join(f"count(*) - count(c{i})" for i in self._types)
        counts = zip(self._types, self._execute(f"SELECT {asked} FROM raw")[0], strict=True)
        missing = {index: count for index, count in counts if count}
        if not missing:
            return
        is_few = sum(missing.values()) * FEW_ROWS <= self.rows
        self._look_again([*missing], file, given, body, in_lines=is_few)
        for place, index in enumerate(missing, start=1):
            here = f"FROM overlooked WHERE missed[{place}] IS NOT NULL"
            more = self._execute(f"SELECT DISTINCT missed[{place}] {here} LIMIT {MOST}")
            known = ", ".join(map(literal, self._texts[index]))
            self._recode(index, sorted(row[0] for row in more))
            kind = self._type(index)
            old = f"list_extract([{known}]::{kind}[], enum_code(c{index})::INTEGER + 1)"  # faster than a cast
            self._execute(f"ALTER TABLE raw ALTER c{index} TYPE {kind} USING {old}")
            self._execute(
                f"UPDATE raw SET c{index} = overlooked.missed[{place}] {here} AND raw.rowid = overlooked.line"
            )
        self._execute("DROP TABLE overlooked")

    def _look_again(
        self, columns: Sequence[int], file: str, given: dict[str, Any], body: bytes | Path, *, in_lines: bool
    ) -> None:
        """Keep what these columns have where they have no known text: from these lines, or from the whole file."""
        is_missed = " OR ".join(f"c{i} IS NULL" for i in columns)
        texts = ", ".join(f"CASE WHEN c{i} IS NULL THEN t{i} END" for i in columns)
        line, again = "line", given
        if in_lines:
            rows = [row for (row,) in self._execute(f"SELECT rowid FROM raw WHERE {is_missed} ORDER BY rowid")]
            lines = lines_of(body, rows, skip=int(given["skip"]), of=self.rows)
            if lines is not None:
                line, again, body = "list_extract($rows::BIGINT[], line + 1)", {**given, "skip": 0, "rows": rows}, lines
        self._read(
            f"CREATE OR REPLACE TEMP TABLE overlooked AS SELECT {line} AS line, missed FROM "
            f"(SELECT {is_missed} AS is_missed, [{texts}]::VARCHAR[] AS missed, row_number() OVER () - 1 AS line "
            f"FROM {file}) WHERE is_missed",
            again,
            body,
        )

    def _recode(self, index: int, more: Sequence[str]) -> None:
        """Add texts to a column's; one with too many of them keeps a text in each row."""
        if len(more) < MOST and not any("\0" in text for text in more):
            self._code(index, [*self._texts[index], *more])
        else:
            del self._types[index], self._texts[index]

    def _code(self, index: int, texts: Sequence[str]) -> None:
        self._types[index], self._texts[index] = enum(texts), tuple(texts)

    def _coded(self, column: int) -> str:
        """Return a text as one of its column's, as SQL: NULL where it is none of them."""
        texts, kind = self._texts[column], self._types[column]
        if len(texts) > FEW:
            return f"TRY_CAST(t{column} AS {kind})"
        return case(f"t{column}", {literal(text): f"{literal(text)}::{kind}" for text in texts})

    def _type(self, column: int) -> str:
        return self._types.get(column, "VARCHAR")

    def _is_left(self, column: int, plain: Plain | None) -> str:
        return "true" if plain is None else f"NOT coalesce({_is_plain(f'CAST(c{column} AS VARCHAR)', plain)}, false)"

    def _execute(self, statement: str, given: object = None) -> list[tuple[Any, ...]]:
        with self._alone:
            return run(self._db, statement, given, self.watch)

    def _number(self, statement: str) -> int:
        return int(self._execute(statement)[0][0])


def plain_number(text: str, plain: Plain) -> str:
    """Return SQL for the number that a text plainly is, NULL for any other text."""
    return f"CASE WHEN {_is_plain(text, plain)} THEN {_number_in(text, plain)} END"


def _is_plain(text: str, plain: Plain) -> str:
    written = f"trim({text})"
    checks = [f"regexp_full_match({text}, ' *-?[0-9]{{1,12}}(\\.[0-9]{{1,{plain.places}}})? *%? *')"]
    checks += [f"{written} NOT IN ({', '.join(map(literal, plain.never))})"] if plain.never else []
    if plain.low is not None and plain.high is not None:
        checks.append(f"{_number_in(text, plain)} BETWEEN {plain.low} AND {plain.high}")
    return " AND ".join(checks)


def _number_in(text: str, plain: Plain) -> str:
    return f"TRY_CAST(replace({text}, '%', '') AS DECIMAL({12 + plain.places},{plain.places}))"
