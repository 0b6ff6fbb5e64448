"""A file on its way in: typed rows and published counts go into the workspace, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

from equity_core.store.counting import RANGES, counts_table, incidents_table, rows_table
from equity_core.store.sql import enum, literal, quoted
from equity_core.store.store import Store
from equity_core.store.typed_rows import Said, Typed, TypedRows
from equity_core.store.watching import run

BATCH = 122_880  # rows on their way into the workspace at a time
COUNTS = ("measure", "period", "dimension", "group", "school", "n", "x", "rate", "status")


class Joined(NamedTuple):
    """How many of the rows with an id are of students on the lists, and how many of nobody there."""

    found: int
    strangers: int


class Intake(TypedRows):
    """Hold one file in memory until its typed rows go into a workspace."""

    def keep_rows(self, store: Store, source: str, *, groups: Mapping[str, Sequence[str]]) -> None:
        """Write the typed rows as the student rows of a source; `groups` names the texts of its text columns."""
        kinds = {name: enum(groups[name]) if name in groups else typed.type for name, typed in self._typed.items()}
        columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in kinds.items())
        names = ", ".join(map(quoted, kinds))
        meant = ", ".join(self._decoded(name, kind) for name, kind in kinds.items())
        leaving = f"SELECT {names} FROM ({self._rows_of([*kinds], self._as_code)})"
        with store.writing() as cursor, self._alone:
            cursor.execute(f"CREATE TABLE {rows_table(source)} ({columns})").fetchall()
            with self._db.sql(leaving).to_arrow_reader(BATCH) as arriving:
                cursor.register("arriving", arriving)
                run(cursor, f"INSERT INTO {rows_table(source)} SELECT {meant} FROM arriving", None, self.watch)
                cursor.unregister("arriving")

    def _as_code(self, typed: Typed) -> Said:
        """Return a column of few texts as the number of its text, which is fast to carry; another as it is typed."""
        return (self._number_of(typed.columns), "") if self._is_carried_as_code(typed) else self._as_typed(typed)

    def _decoded(self, name: str, kind: str) -> str:
        """Return what a carried column means, as SQL."""
        typed = self._typed[name]
        if not self._is_carried_as_code(typed):
            return quoted(name)
        return self._meant(typed.columns, typed.values or {}, kind, quoted(name))

    def _is_carried_as_code(self, typed: Typed) -> bool:
        return bool(typed.values) and self._has_numbers(typed.columns)

    @staticmethod
    def has_ids(store: Store, source: str) -> bool:
        """Say whether the rows of a source know their students by id."""
        with store.reading() as cursor:
            found = cursor.execute(f"SELECT count(student_key) > 0 FROM {rows_table(source)}").fetchall()
        return bool(found[0][0])

    def keep_counts(self, store: Store, source: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write published counts, in the order of COUNTS, and of RANGES if they have any, as those of a source."""
        names = (*COUNTS, *RANGES)[: len(rows[0]) if rows else len(COUNTS)]
        types = ["BIGINT" if name in ("n", "x", "x_low", "x_high") else "VARCHAR" for name in names]
        columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in zip(names, types, strict=True))
        lists = ", ".join(f"unnest(?::{kind}[])" for kind in types)
        with store.writing() as cursor:
            cursor.execute(f"CREATE TABLE {counts_table(source)} ({columns})").fetchall()
            cursor.execute(
                f"INSERT INTO {counts_table(source)} SELECT {lists}", [list(c) for c in zip(*rows, strict=True)]
            ).fetchall()

    def keep_joined(
        self,
        store: Store,
        source: str,
        lists: Mapping[str, tuple[str, str]],
        *,
        groups: Mapping[str, Sequence[str]],
        facts: Sequence[str],
        absent: Sequence[str] = (),
        each: Literal["student", "row", "event"] = "student",
    ) -> Joined:
        """Write the students of lists with the facts that this file has of them, as the rows of a source.

        `lists` names for each period of this file the list and its period; `groups` the dimensions and their groups.
        Facts of a student who is not in this file stay unknown; those in `absent` are no. Each "row" of this file may
        be kept instead, of students who have one; with each "event", a student has a fact if any of the rows has it.
        """
        students = " UNION ALL BY NAME ".join(_students(period, *of, list(groups)) for period, of in lists.items())
        kinds = {**{name: enum(texts) for name, texts in groups.items()}, "period": enum(list(lists))}
        named = [f"CAST(r.{quoted(name)} AS {kind}) AS {quoted(name)}" for name, kind in kinds.items()]
        told = [f"coalesce(a.{quoted(f)}, false) AS {quoted(f)}" if f in absent else f"a.{quoted(f)}" for f in facts]
        same = "a.student_key = r.student_key AND CAST(a.period AS VARCHAR) = r.period"
        with store.writing() as cursor, self._arriving(cursor, facts, is_event=each == "event"):
            cursor.execute(
                f"CREATE TABLE {rows_table(source)} AS SELECT r.student_key, {', '.join([*named, *told])} "
                f"FROM ({students}) r {'' if each == 'row' else 'LEFT'} JOIN arriving a ON {same}"
            ).fetchall()
            found, strangers = cursor.execute(
                f"SELECT count(*) FILTER (r.student_key IS NOT NULL), count(*) FILTER (r.student_key IS NULL) "
                f"FROM arriving a LEFT JOIN (SELECT DISTINCT student_key, period FROM ({students})) r ON {same}"
            ).fetchall()[0]
        return Joined(found, strangers)

    def keep_incidents(self, store: Store, source: str, columns: Sequence[str]) -> None:
        """Write what happened to the students of a source, a row each time: for decision points."""
        same = "a.student_key = r.student_key AND CAST(a.period AS VARCHAR) = CAST(r.period AS VARCHAR)"
        with store.writing() as cursor, self._arriving(cursor, columns):
            cursor.execute(
                f"CREATE TABLE {incidents_table(source)} AS "
                f"SELECT a.* FROM arriving a SEMI JOIN {rows_table(source)} r ON {same}"
            ).fetchall()

    @contextmanager
    def _arriving(self, cursor: Any, names: Sequence[str], *, is_event: bool = False) -> Iterator[None]:
        """Let the typed rows that have an id be read as the table "arriving"."""
        typed = [name for name in names if name in self._typed]
        told = [*map(quoted, typed)]
        if is_event:
            told = [f"bool_or({quoted(n)}) AS {quoted(n)}" if n in typed else f"true AS {quoted(n)}" for n in names]
        asked = ", ".join(["student_key", "period", *told])
        rows = self._db.sql(
            f"SELECT {asked} FROM ({self._rows_of(['student_key', 'period', *typed])}) WHERE student_key IS NOT NULL"
            f"{' GROUP BY student_key, period' if is_event else ''}"
        )
        with self._alone:
            arrived = rows.to_arrow_table()
        cursor.register("arriving", arrived)
        try:
            yield
        finally:
            cursor.unregister("arriving")


def _students(period: str, source: str, theirs: str, groups: Sequence[str]) -> str:
    """Return a statement for the students of a list in one of its periods, as those of the period that joins it."""
    named = "".join(f", CAST({quoted(name)} AS VARCHAR) AS {quoted(name)}" for name in groups)
    return (
        f"SELECT student_key, {literal(period)} AS period{named} FROM {rows_table(source)} "
        f"WHERE student_key IS NOT NULL AND CAST(period AS VARCHAR) = {literal(theirs)}"
    )
