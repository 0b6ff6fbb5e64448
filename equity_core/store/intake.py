"""A file on its way in: typed rows and published counts go into the workspace, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from equity_core.store.counting import counts_table, rows_table
from equity_core.store.sql import enum, quoted
from equity_core.store.store import Store
from equity_core.store.typed_rows import TypedRows

BATCH = 122_880  # rows on their way into the workspace at a time
COUNTS = ("measure", "period", "dimension", "group", "school", "n", "x", "rate", "status")


class Intake(TypedRows):
    """Hold one file in memory until its typed rows go into a workspace."""

    def keep_rows(self, store: Store, source: str, *, groups: Mapping[str, Sequence[str]]) -> None:
        """Write the typed rows as the student rows of a source; `groups` names the texts of its text columns."""
        kinds = {name: enum(groups[name]) if name in groups else typed.type for name, typed in self._typed.items()}
        columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in kinds.items())
        names = ", ".join(map(quoted, kinds))
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
        columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in zip(COUNTS, types, strict=True))
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
        copied = ", ".join(f"r.{quoted(name)}" for name in ("student_key", "period", *dimensions))
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
