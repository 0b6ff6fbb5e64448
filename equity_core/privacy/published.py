"""Rates that a source published without saying of how many: what can be shown of them, and what cannot."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from equity_core.model import DimensionUse, Source
from equity_core.privacy.bounds import Span
from equity_core.privacy.ranges import bare
from equity_core.privacy.released import HIDDEN, At, Count, Released, Status
from equity_core.privacy.rules import Rules
from equity_core.sealed import Row

MANY = 10**9  # more students than there are
PASSED_ON: dict[str, Status] = {"hidden_by_source": "hidden_by_source", "not_applicable": "not_applicable"}


def publish(rows: Mapping[str, Mapping[At, Row]], *, source: Source, rules: Rules) -> list[Released]:
    """Return the tables of measures whose counts have rates and no n.

    A cell is shown when its rate and its count together prove that it has enough students and is not almost nobody or
    almost everybody. Where all students are published and a cell is hidden by us, the smallest counts beside it are
    hidden until it cannot be computed.
    """
    tables = []
    for measure, cells in rows.items():
        period = next(iter(cells.values())).period
        if not source.dimensions:
            tables.append(Released(source.id, measure, period, "", _total(cells, (), rules), (), partitions=False))
        for use in source.dimensions:
            for where in _places(cells, use, source):
                counts = _line(cells, use, where, rules)
                if counts is None:
                    continue
                total = _total(cells, where, rules)
                groups = tuple(counts.items())
                tables.append(Released(source.id, measure, period, use.id, total, groups, where, use.partitions))
    return tables


def students(x: int, rate: str) -> Span:
    """Return how many students there can be when x of them are published as a rounded rate.

    >>> students(117, "0.307")
    Span(low=381, high=381)
    >>> students(0, "0.000").high == MANY
    True
    """
    shown = Fraction(rate)
    half = Fraction(1, 2 * 10 ** max(0, -int(Decimal(rate).as_tuple().exponent)))
    low = ceil(x / (shown + half))
    return Span(low, floor(x / (shown - half)) if shown > half else MANY)


def counts_behind(percent: str, fewest: int, most: int) -> list[tuple[int, int]]:
    """Return every (x, n), n from `fewest` to `most`, that a percentage can come from.

    It is why the rate of a hidden group is hidden too.

    >>> counts_behind("33.3", 2, 9)
    [(1, 3), (2, 6), (3, 9)]
    """
    shown = Fraction(percent)
    half = Fraction(1, 2 * 10 ** max(0, -int(Decimal(percent).as_tuple().exponent)))
    return [
        (x, n)
        for n in range(fewest, most + 1)
        for x in range(ceil((shown - half) * n / 100), floor((shown + half) * n / 100) + 1)
        if 0 <= x <= n
    ]


def _places(cells: Mapping[At, Row], use: DimensionUse, source: Source) -> list[At]:
    schools = next((u.groups for u in source.dimensions if u.id == "school" and len(u.groups) > 1), ())
    return [(), *((("school", name),) for name in schools if use.id != "school")]


def _line(cells: Mapping[At, Row], use: DimensionUse, where: At, rules: Rules) -> dict[str, Count] | None:
    rows = {group: cells.get(tuple(sorted((*where, (use.id, group))))) for group in use.groups}
    if not any(rows.values()):
        return None
    counts = {group: Count("missing") if row is None else _alone(row, rules) for group, row in rows.items()}
    total = cells.get(where)
    if not use.partitions or total is None or total.x is None:
        return counts
    if where and any(count.status == "hidden" for count in counts.values()):
        return {group: HIDDEN if count.status == "shown" else count for group, count in counts.items()}
    by_count = sorted((g for g, c in counts.items() if c.status == "shown"), key=lambda g: (counts[g].x or 0, g))
    for group in by_count:
        if _holds(counts, total.x, rules):
            break
        counts[group] = HIDDEN
    return counts


def _holds(counts: Mapping[str, Count], total: int, rules: Rules) -> bool:
    """Say whether counts that we hid are not told by the total: at least two unknown, that share enough."""
    if not any(count.status in ("hidden", "range") for count in counts.values()):
        return True
    unknown = sum(count.status != "shown" for count in counts.values())
    left = total - sum(count.x or 0 for count in counts.values() if count.status == "shown")
    return unknown > 1 and left > rules.small


def _total(cells: Mapping[At, Row], where: At, rules: Rules) -> Count:
    row = cells.get(where)
    return Count("missing") if row is None else _alone(row, rules)


def _alone(row: Row, rules: Rules) -> Count:
    if row.status == "range":
        return bare(row)
    if row.status != "exact":
        return Count(PASSED_ON.get(row.status, "missing"))
    if row.x is None:
        return HIDDEN
    if row.n is None and row.rate is None:
        return HIDDEN
    n = students(row.x, row.rate or "0") if row.n is None else Span(row.n, row.n)
    if rules.is_small_group(n.low) or rules.is_small_count(row.x, n.low):
        return HIDDEN
    if row.n is not None:
        return Count("shown", n=row.n, x=row.x)
    return Count("shown", x=row.x, rate=Fraction(row.rate or 0))
