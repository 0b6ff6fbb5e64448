"""The third question that rows answer: what happened how often, by group. Each student is in one group."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from equity_core.model import Source
from equity_core.sealed import Happened
from equity_core.store.sql import quoted

NOT_SAID = "Not recorded"
OTHER = "other"  # the kind of a behavior that no phrase is in


def count_events(
    cursor: duckdb.DuckDBPyConnection, source: Source, *, by: str, kinds: Mapping[str, str], rows: str, incidents: str
) -> list[Happened]:
    """Count events and their students by period, group of `by`, and each level from kind to place (or time of day).

    `kinds` says of which kind a behavior is that has a phrase in it (letters and digits alone, in lower case); of
    several, the longest. Nothing where the source has no incidents. A student whom the list has twice is in the group
    that comes first by name.
    """
    levels = [level for level in source.event_levels if level in _levels(cursor, source)]
    if not levels:
        return []
    phrases = sorted(kinds, key=lambda phrase: (-len(phrase), phrase))
    group = f"min(coalesce(CAST({quoted(by)} AS VARCHAR), '{NOT_SAID}'))" if by else "''"
    said = [f"coalesce(CAST({level} AS VARCHAR), '{NOT_SAID}') AS {level}" for level in levels if level != "kind"]
    if "kind" in levels:
        plain = "regexp_replace(lower(CAST(behavior AS VARCHAR)), '[^a-z0-9]+', '', 'g')"
        found = f"list_position(list_transform($phrases, lambda phrase: contains({plain}, phrase)), true)"
        said.append(f"coalesce(list_extract($kinds, {found}), '{OTHER}') AS kind")
    paths = [levels[:length] for length in range(len(levels) + 1)]
    sets = ", ".join("(" + ", ".join(["period", "its_group", "student_key", *path]) + ")" for path in paths)
    statement = (
        f"WITH students AS (SELECT student_key, CAST(period AS VARCHAR) AS period, {group} AS its_group "
        f"FROM {rows} WHERE student_key IS NOT NULL GROUP BY ALL), "
        f"events AS (SELECT student_key, CAST(period AS VARCHAR) AS period, {', '.join(said)} FROM {incidents}), "
        f"theirs AS (SELECT period, its_group, student_key, {', '.join(levels)}, count(*) AS events "
        f"FROM events JOIN students USING (student_key, period) GROUP BY GROUPING SETS ({sets})) "
        f"SELECT period, its_group, {', '.join(levels)}, sum(events)::BIGINT, count(*), max(events) "
        "FROM theirs GROUP BY ALL ORDER BY ALL"
    )
    asked = {"phrases": phrases, "kinds": [kinds[phrase] for phrase in phrases]} if "kind" in levels else {}
    found_rows = cursor.execute(statement, asked).fetchall()
    return [
        Happened(str(period), by, str(group), tuple(str(text) for text in told[:-3] if text is not None), *told[-3:])
        for period, group, *told in found_rows
    ]


def _levels(cursor: duckdb.DuckDBPyConnection, source: Source) -> set[str]:
    known = "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
    columns = {row[0] for row in cursor.execute(known, [f"incidents_{source.id}"]).fetchall()}
    return columns | ({"kind"} if "behavior" in columns else set())
