"""The other question that rows answer: what the numbers of a column add up to, by group."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import duckdb

from equity_core.model import AtLeast, Limit, Measure, MoreThan, columns_of
from equity_core.sealed import Sum
from equity_core.store.sql import quoted

EXACT = "DECIMAL(19, 6)"  # each number to a millionth: its square then fits in 38 digits, and the sum of them too
NONE = Decimal(0)


def sum_rows(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    measures: Sequence[Measure],
    *,
    dims: Sequence[str],
    sets: Sequence[Sequence[str]],
) -> list[Sum]:
    """Add up the numbers of the columns that measures set a limit in, over sets of dimensions, in one statement."""
    limits: dict[str, list[tuple[str, tuple[bool, Decimal]]]] = {}
    for measure in measures:
        if isinstance(measure.rule, Limit):
            limits.setdefault(measure.rule.column, []).append(
                (measure.id, (isinstance(measure.rule, AtLeast | MoreThan), measure.rule.value))
            )
    if not limits:
        return []
    beside = {c: tuple(m.id for m in measures if c in columns_of(m.rule)) for c in limits}
    keys = ", ".join(["period", *map(quoted, dims)])
    asked = []
    for column in limits:
        number = f"CAST({quoted(column)} AS {EXACT})"
        asked += [f"count({number})", f"sum({number})", f"sum({number} * {number})", f"min({number})", f"max({number})"]
        asked.append(f"count(DISTINCT {number})")
    rolled_up = ", ".join(["grouping(" + quoted(d) + ")" for d in dims] or ["0"])
    over = ", ".join("(" + ", ".join(["period", *map(quoted, one)]) + ")" for one in sets)
    statement = f"SELECT {keys}, {rolled_up}, {', '.join(asked)} FROM {table} GROUP BY GROUPING SETS ({over})"
    found = []
    for period, *told in cursor.execute(statement).fetchall():
        groups, rolled, numbers = told[: len(dims)], told[len(dims) :], told[len(dims) + max(len(dims), 1) :]
        at = tuple(sorted((d, str(g)) for d, g, up in zip(dims, groups, rolled, strict=False) if not up))
        for index, column in enumerate(limits):
            n, *others, different = numbers[6 * index : 6 * index + 6]
            if n:
                ids, said = zip(*limits[column], strict=True)
                total, squares, least, greatest = (Decimal(other or NONE) for other in others)
                size = (n, total, squares, least, greatest, different)
                found.append(Sum(column, str(period), at, ids, said, beside[column], *size))
    return sorted(found, key=lambda one: one[:3])
