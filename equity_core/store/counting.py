"""The one question that rows answer: how many, by group. A rule becomes SQL with parameters; names pass a whitelist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from math import prod
from operator import itemgetter
from typing import Any

import duckdb

from equity_core.errors import Refused
from equity_core.model import (
    AtLeast,
    AtMost,
    Combined,
    Flag,
    LessThan,
    Limit,
    Measure,
    MoreThan,
    OneOf,
    Rule,
    ShareAtLeast,
    Source,
    columns_of,
)
from equity_core.sealed import Cells, Happened, Pattern, Row
from equity_core.store.sql import quoted
from equity_core.store.summing import sum_rows

EXACT = "DECIMAL(18, 6)"  # two of them multiply to 36 digits without rounding
LONG = "DECIMAL(28, 16)"  # as many digits as a spreadsheet writes: what is compared, and not multiplied
X = 2**32  # n and x are one sum, x in its upper half: half the work, exact up to two billion rows
MANY_ALIKE = 8  # so many rows that differ in no dimension are first counted together
RANGES = ("x_low", "x_high", "rate_low", "rate_high")  # of a published count, for a status of "range"
At = tuple[tuple[str, str], ...]
Compiled = tuple[tuple[str, str], tuple[list[Any], list[Any]]]  # (who is eligible, who counts), their parameters


def rows_table(source: str) -> str:
    """Return the quoted name of a source's table of student rows."""
    return quoted(f"rows_{source}")


def counts_table(source: str) -> str:
    """Return the quoted name of a source's table of published counts."""
    return quoted(f"counts_{source}")


def incidents_table(source: str) -> str:
    """Return the quoted name of a source's table of incidents."""
    return quoted(f"incidents_{source}")


def tables_of(cursor: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    """Return which tables of a source are in the workspace."""
    known = "SELECT table_name FROM duckdb_tables() WHERE table_name IN (?, ?)"
    return [row[0] for row in cursor.execute(known, [f"rows_{source}", f"counts_{source}"]).fetchall()]


def count_rows(
    cursor: duckdb.DuckDBPyConnection,
    source: Source,
    measures: Sequence[Measure],
    *,
    crossed: str = "",
    sets: Iterable[tuple[str, ...]] | None = None,
    happened: Iterable[Happened] = (),
) -> Cells:
    """Count student rows in one statement: over the lattice, or over these sets of dimensions.

    What happened to the same students goes with it.
    """
    columns = columns_in(cursor, f"rows_{source.id}")
    asked = [m for m in measures if (facts := columns_of(m.rule)) and facts <= columns]
    if not asked:
        return Cells(())
    dims = sorted(use.id for use in source.dimensions if use.id in columns)
    selected, parameters = [], []
    for number, measure in enumerate(asked):
        (eligible, hit), values = compiled(measure.rule)
        selected.append(
            f"CASE WHEN ({eligible}) AND ({hit}) THEN {X + 1} WHEN {eligible} THEN 1 ELSE 0 END::BIGINT "
            f'AS "of {number}"'
        )
        parameters += [*values[0], *values[1], *values[0]]
    counted = ", ".join(f'sum("of {number}")::BIGINT AS "of {number}"' for number in range(len(asked)))
    sets = _lattice(source, dims, crossed) if sets is None else list(sets)
    keys = ", ".join(["period", *map(quoted, dims)])
    found_in = f"SELECT {keys}, {', '.join(selected)} FROM {rows_table(source.id)}"
    if _alike(source, dims) * MANY_ALIKE < source.rows_kept:
        found_in = f"SELECT {keys}, {counted} FROM ({found_in}) GROUP BY ALL"
    rolled_up = f"grouping({', '.join(map(quoted, dims))})" if dims else "0"
    statement = (
        f"SELECT {rolled_up}, {keys}, {counted} FROM ({found_in}) "
        f"GROUP BY GROUPING SETS ({', '.join('(' + ', '.join(['period', *map(quoted, s)]) + ')' for s in sets)})"
    )
    first, last = 2, 2 + len(dims)
    named: list[dict[Any, tuple[str, str]]] = [{} for _ in dims]
    kept = {sum(1 << len(dims) - 1 - i for i, d in enumerate(dims) if d not in s): _places(dims, s) for s in sets}
    rows = []
    for found in cursor.execute(statement, parameters).fetchall():
        groups = found[first:last]
        at = tuple(_pair(named[i], dims[i], groups[i]) for i in kept[found[0]])
        for measure, both in zip(asked, found[last:], strict=True):
            x, n = divmod(both or 0, X)
            rows.append(Row(measure.id, str(found[1]), at, n, x))
    patterns = patterns_of(cursor, source, asked) if len(asked) > 1 else []
    sums = sum_rows(
        cursor, rows_table(source.id), asked, dims=dims, sets=[s for s in sets if len(s) < 2 or "school" in s]
    )
    return Cells(sorted(rows, key=itemgetter(0, 1, 2)), patterns, sums, happened)


def _places(dims: Sequence[str], some: Sequence[str]) -> list[int]:
    return [place for place, dimension in enumerate(dims) if dimension in some]


def _pair(named: dict[Any, tuple[str, str]], dimension: str, group: Any) -> tuple[str, str]:
    """Return a dimension with a group's name, the same object for the same group."""
    if group not in named:
        named[group] = (dimension, str(group))
    return named[group]


def _alike(source: Source, dims: Sequence[str]) -> int:
    """Return how many students can differ in some dimension or period."""
    return prod(len(use.groups) + 1 for use in source.dimensions if use.id in dims) * max(len(source.periods), 1)


def _lattice(source: Source, dims: Sequence[str], crossed: str) -> list[tuple[str, ...]]:
    """Return what is released: all, each dimension, each within schools where there are several, and what is crossed.

    Where one is crossed, all pairs are counted: to see whether one dimension tells another.
    """
    others = [d for d in dims if d != "school"]
    pairs = list(combinations(others, 2)) if crossed in others else []
    return [(), *((d,) for d in dims), *(("school", d) for d in others if _many_schools(source)), *pairs]


def patterns_of(cursor: duckdb.DuckDBPyConnection, source: Source, asked: Sequence[Measure]) -> list[Pattern]:
    """Count students by the measures that they count in: in each yes, no, or nothing without its facts."""
    marks, parameters = [], []
    for measure in asked:
        (eligible, hit), values = compiled(measure.rule)
        if isinstance(measure.rule, Flag):
            marks.append(quoted(measure.rule.column))  # as it is stored: half the time of a CASE
        else:
            marks.append(f"CASE WHEN {eligible} THEN coalesce({hit}, false) END")
            parameters += [*values[0], *values[1]]
    named = ", ".join(f'{mark} AS "mark {number}"' for number, mark in enumerate(marks))
    statement = f"SELECT period, count(*), {named} FROM {rows_table(source.id)} GROUP BY ALL"
    found = []
    for period, students, *told in cursor.execute(statement, parameters).fetchall():
        known = sorted((m.id, bool(mark)) for m, mark in zip(asked, told, strict=True) if mark is not None)
        found.append(Pattern(str(period), tuple(known), students))
    return sorted(found)


def count_groups(cursor: duckdb.DuckDBPyConnection, source: Source, measures: Sequence[Measure]) -> Cells:
    """Return published counts as they are, with all students where the file or its groups say how many there are."""
    wanted = {m.id for m in measures}
    several = _many_schools(source)
    there = columns_in(cursor, f"counts_{source.id}")
    ranges = ", ".join(name if name in there else f"NULL AS {name}" for name in RANGES)  # a file of an older program
    statement = (
        f'SELECT measure, period, dimension, "group", school, n, x, rate, status, {ranges} '
        f"FROM {counts_table(source.id)} ORDER BY ALL"
    )
    cells: dict[tuple[str, str, At], Row] = {}
    for measure, period, dimension, group, school, n, x, rate, status, *spans in cursor.execute(statement).fetchall():
        if measure not in wanted:
            continue
        at = [(dimension, group)] if dimension else []
        if school and several and dimension != "school":
            at.append(("school", school))
        row = Row(measure, str(period), tuple(sorted(at)), n, x, status or "exact", rate, *spans)
        cells[row[:3]] = row
    for key in {(measure, period) for measure, period, _ in cells}:
        if several:
            _of_all_schools(cells, source, *key)
        _total(cells, source, *key)
    return Cells(cells[key] for key in sorted(cells))


def _of_all_schools(cells: dict[tuple[str, str, At], Row], source: Source, measure: str, period: str) -> None:
    """Add each group of all schools together, where every school says how many; otherwise say that it is missing."""
    rows = [row for (m, p, _), row in cells.items() if (m, p) == (measure, period)]
    if any(row.status == "exact" and (row.n is None or row.x is None) for row in rows):
        return
    for use in source.dimensions:
        by_group: dict[str, dict[str, Row]] = defaultdict(dict)
        for row in rows:
            at = dict(row.at)
            if use.id != "school" and use.id in at and "school" in at:
                by_group[at[use.id]][at["school"]] = row
        schools = {school for found in by_group.values() for school in found}
        for group, found in by_group.items():
            at_group = ((use.id, group),)
            is_told = use.id == "grade" or len(found) == len(schools)  # no row of a grade: nobody is in it there
            exact = [r for r in found.values() if r.status == "exact" and r.n is not None and r.x is not None]
            row = Row(measure, period, at_group, None, None, "missing")
            if is_told and len(exact) == len(found):
                row = Row(measure, period, at_group, sum(r.n or 0 for r in exact), sum(r.x or 0 for r in exact))
            cells.setdefault((measure, period, at_group), row)


def _total(cells: dict[tuple[str, str, At], Row], source: Source, measure: str, period: str) -> None:
    """Add all students (of every school, and together) where a dimension's exact groups add up to them."""
    by_place: dict[At, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for (its_measure, its_period, at), row in list(cells.items()):
        if (its_measure, its_period) == (measure, period) and at:
            where = tuple(pair for pair in at if len(at) > 1 and pair[0] == "school")
            by_place[where][next(d for d, _ in at if (d, _) not in where)].append(row)
    for where in sorted(by_place, key=len, reverse=True):
        if (measure, period, where) in cells:
            continue
        for use in source.dimensions:
            found = by_place[where].get(use.id, [])
            exact = [r for r in found if r.status == "exact" and r.n is not None and r.x is not None]
            if use.partitions and exact and len(exact) == len(found):
                total = Row(measure, period, where, sum(r.n or 0 for r in exact), sum(r.x or 0 for r in exact))
                cells[(measure, period, where)] = total
                break


def _many_schools(source: Source) -> bool:
    return any(use.id == "school" and len(use.groups) > 1 for use in source.dimensions)


def columns_in(cursor: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    """Return the names of a table's columns; Refused where there is none."""
    known = "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
    found = {row[0] for row in cursor.execute(known, [table]).fetchall()}
    if not found:
        raise Refused("unknown.rows", table=table)
    return found


def compiled(rule: Rule) -> Compiled:
    """Return (who is eligible, who counts) as SQL, and the parameters of each."""
    return RULES[type(rule)](rule)


def _flag(rule: Flag) -> Compiled:
    column = quoted(rule.column)
    return (f"{column} IS NOT NULL", column), ([], [])


def _one_of(rule: OneOf) -> Compiled:
    column = quoted(rule.column)
    return (f"{column} IS NOT NULL", f"list_contains(?, CAST({column} AS VARCHAR))"), ([], [list(rule.values)])


def _limit(rule: Limit) -> Compiled:
    column, sign = quoted(rule.column), SIGNS[type(rule)]
    return (f"{column} IS NOT NULL", f"CAST({column} AS {LONG}) {sign} CAST(? AS {LONG})"), ([], [str(rule.value)])


def _share_at_least(rule: ShareAtLeast) -> Compiled:
    part, whole = (f"CAST({quoted(c)} AS {EXACT})" for c in (rule.part, rule.whole))
    eligible = f"{part} IS NOT NULL AND {whole} >= CAST(? AS {EXACT})"
    return (eligible, f"{part} >= CAST(? AS {EXACT}) * {whole}"), ([str(rule.min_whole)], [str(rule.share)])


def _combined(rule: Combined) -> Compiled:
    texts, values = zip(*map(compiled, rule.rules), strict=True)
    join = " AND " if rule.how == "all" else " OR "
    eligible = " AND ".join(f"({text})" for text, _ in texts)
    hit = join.join(f"({text})" for _, text in texts)
    return (eligible, hit), ([v for of, _ in values for v in of], [v for _, of in values for v in of])


SIGNS: dict[type, str] = {AtLeast: ">=", MoreThan: ">", AtMost: "<=", LessThan: "<"}
RULES: dict[type, Callable[..., Compiled]] = {
    Flag: _flag,
    OneOf: _one_of,
    **dict.fromkeys(SIGNS, _limit),
    ShareAtLeast: _share_at_least,
    Combined: _combined,
}
