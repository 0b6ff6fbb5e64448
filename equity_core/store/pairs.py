"""The third question that rows answer: how many students went from which answer to which between two periods."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import duckdb

from equity_core.model import Measure, Source, columns_of
from equity_core.sealed import Cells, Turn
from equity_core.store.counting import columns_in, compiled, patterns_of, rows_table
from equity_core.store.sql import quoted


class Step(NamedTuple):
    """Two periods of the same students, each with the source that has it, and the measures to count in both."""

    source: str
    period: str
    next_source: str
    next_period: str
    measures: tuple[str, ...]


def count_turns(
    cursor: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    steps: Sequence[Step],
    measures: Sequence[Measure],
    *,
    crossed: str = "",
) -> Cells:
    """Count the students of each step by what they were and are, and by their groups at both times; sealed.

    All of them, each dimension, and the `crossed` one with each other. Students are known by their hashed ids; where an
    id comes twice in a period nothing is counted. With them comes who counts in which measures at once, by source.
    """
    by_id = {source.id: source for source in sources}
    columns = {id: columns_in(cursor, f"rows_{id}") for id in by_id}
    known = [measure for measure in measures if columns_of(measure.rule)]
    found: list[Turn] = []
    for step in steps:
        its = [by_id[step.source], by_id[step.next_source]]
        has = [_dimensions(one, columns[one.id]) for one in its]
        if all("student_key" in columns[one.id] for one in its) and _are_single(cursor, step):
            for measure in (m for m in known if m.id in step.measures):
                if all(columns_of(measure.rule) <= columns[one.id] for one in its):
                    found += _turns(cursor, step, measure, has, crossed)
    patterns = []
    for one in sources if found else ():
        asked = [m for m in known if m.id in one.measures and columns_of(m.rule) <= columns[one.id]]
        patterns += patterns_of(cursor, one, asked)
    return Cells((), patterns, turns=sorted(found, key=repr))


def _dimensions(source: Source, columns: Collection[str]) -> set[str]:
    return {use.id for use in source.dimensions if use.partitions and use.id in columns}


def _are_single(cursor: duckdb.DuckDBPyConnection, step: Step) -> bool:
    """Say whether no id comes twice in either period."""
    for source, period in ((step.source, step.period), (step.next_source, step.next_period)):
        asked = (
            f"SELECT count(student_key) = count(DISTINCT student_key) FROM {rows_table(source)} "
            "WHERE CAST(period AS VARCHAR) = ?"
        )
        if not cursor.execute(asked, [period]).fetchall()[0][0]:
            return False
    return True


def _turns(
    cursor: duckdb.DuckDBPyConnection, step: Step, measure: Measure, has: Sequence[set[str]], crossed: str
) -> Iterator[Turn]:
    there = sorted(has[0] | has[1])
    both = [tuple(sorted((crossed, d))) for d in there if d != crossed] if crossed in there else []
    sets: list[tuple[str, ...]] = [(), *((d,) for d in there), *both]
    (eligible, counts), (first, second) = compiled(measure.rule)
    sides, parameters = [], []
    for source, period, its in ((step.source, step.period, has[0]), (step.next_source, step.next_period, has[1])):
        named = "".join(f", {_group(d, its)} AS {quoted(d)}" for d in there)
        sides.append(
            f"SELECT student_key, true AS there, coalesce({counts}, false) AS says{named} FROM {rows_table(source)} "
            f"WHERE CAST(period AS VARCHAR) = ? AND ({eligible})"
        )
        parameters += [*second, period, *first]
    marks = ["a.there", "b.there", "a.says", "b.says"]
    keys = {d: [f"{side}.{quoted(d)}" for side in "ab"] for d in there}
    over = ", ".join("(" + ", ".join([*marks, *(key for d in some for key in keys[d])]) + ")" for some in sets)
    rolled_up = f"grouping({', '.join(keys[d][0] for d in there)})" if there else "0"
    asked = ", ".join([rolled_up, "count(*)", *marks, *(key for d in there for key in keys[d])])
    statement = (
        f"SELECT {asked} FROM ({sides[0]}) a FULL JOIN ({sides[1]}) b ON a.student_key = b.student_key "
        f"GROUP BY GROUPING SETS ({over})"
    )
    by_mask = {sum(1 << len(there) - 1 - i for i, d in enumerate(there) if d not in some): some for some in sets}
    for mask, students, was_there, is_there, said, says, *groups in cursor.execute(statement, parameters).fetchall():
        some = by_mask[mask]
        places = [there.index(d) for d in some]
        was = tuple(groups[2 * i] for i in places) if was_there else None
        now = tuple(groups[2 * i + 1] for i in places) if is_there else None
        yield Turn(measure.id, step.period, step.next_period, some, was, now, said, says, students)


def _group(dimension: str, there: Collection[str]) -> str:
    return f"CAST({quoted(dimension)} AS VARCHAR)" if dimension in there else "''"
