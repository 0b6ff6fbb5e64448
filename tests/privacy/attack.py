"""Somebody with a computer, every published number, and the rules. Knows `Release` and nothing else of ours.

Builds every equation that the published numbers must obey and asks, with linear programming, for the least and the
greatest value of each number that is not shown. `small` adds what nobody is told: which groups are hidden for
being small, and which only to protect them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import ceil, floor

from equity_core.privacy import Count, Release, Released
from tests.privacy.ends import ends

MANY = 100_000
NOBODY = Count("shown", n=0, x=0)  # a school or a grade that is not there is known to have nobody


def attack(release: Release, *, small: dict[tuple, bool] | None = None) -> dict[tuple, tuple[int, int]]:
    """Return (low, high) of each n and x that is not shown, by (period, measure, at, what)."""
    found = {}
    for (period, _), tables in _who_is_counted(release).items():
        found |= _solve(period, tables, release.min_group, small or {})
    return found


def _who_is_counted(release: Release) -> dict[tuple, list[Released]]:
    """Group tables by period and by the sizes that they show: measures of the same students share their sizes."""
    cells: dict[tuple, dict] = defaultdict(dict)
    for table in release.tables:
        for at, count in _cells(table):
            cells[table.period, table.measure][at] = count.n
    alike: list[tuple[tuple, dict]] = []
    group_of = {}
    for key in sorted(cells):
        for number, (seen_key, known) in enumerate(alike):
            both = [(known[at], n) for at, n in cells[key].items() if at in known and None not in (known[at], n)]
            if seen_key[0] == key[0] and both and all(a == b for a, b in both):
                known.update({at: n for at, n in cells[key].items() if n is not None})
                group_of[key] = number
                break
        else:
            alike.append((key, {at: n for at, n in cells[key].items() if n is not None}))
            group_of[key] = len(alike) - 1
    groups: dict[tuple, list[Released]] = defaultdict(list)
    for table in release.tables:
        groups[table.period, group_of[table.period, table.measure]].append(table)
    return groups


def _cells(table: Released) -> list[tuple[tuple, Count]]:
    named = [(table.at(name), count) for name, count in table.groups]
    return [
        (at, NOBODY if count.status == "not_applicable" else count)
        for at, count in [(table.where, table.total), *named]
    ]


def _solve(period: str, tables: list[Released], min_group: int, small: dict) -> dict:
    sizes, counts = _published(tables)
    order: dict[tuple, int] = {}
    bounds = []
    within = []
    for at, n in sizes.items():
        if n is None:
            order["n", at] = len(order)
            bounds.append(_size_bounds(min_group, small.get((period, at))))
    for (measure, at), count in counts.items():
        if count.x is None:
            n = sizes[at]
            order[measure, at] = len(order)
            high = MANY if n is None else n
            bounds.append((count.x_low or 0, high if count.x_high is None else count.x_high))
            if n is None:
                within.append(((measure, at), ("n", at)))
    equations = []
    for sums in _sums(tables, sizes):
        for what in ("n", *sorted({t.measure for t in tables})):
            if all(what == "n" or (what, at) in counts for at in sums):
                value = {at: sizes[at] if what == "n" else counts[what, at].x for at in sums}
                equations.append(({(what, sums[0]): -1.0, **{(what, at): 1.0 for at in sums[1:]}}, value))
    return {(period, *key): span for key, span in _extremes(order, bounds, equations, within).items()}


def _published(tables: list[Released]) -> tuple[dict, dict]:
    sizes: dict[tuple, int | None] = {}
    counts: dict[tuple, Count] = {}
    for table in tables:
        for at, count in _cells(table):
            sizes[at] = sizes.get(at) if count.n is None else count.n
            assert counts.get((table.measure, at)) in (None, count), f"two tables disagree about {at}"
            counts[table.measure, at] = count
    return sizes, counts


def _size_bounds(min_group: int, is_small: bool | None) -> tuple[int, int]:
    if is_small:
        return 0, min_group - 1
    return (0, MANY) if is_small is None else (min_group, MANY)


def _sums(tables: list[Released], sizes: dict) -> list[list[tuple]]:
    """Return which cells add up to which: (whole, part, part …)."""
    found = {tuple(at for at, _ in _cells(table)) for table in tables if table.partitions}
    pairs = {("school", table.dimension) for table in tables if table.where}
    crossed = [tuple(table.dimension.split(",")) for table in tables if "," in table.dimension]
    for across, dimension in {*pairs, *crossed, *(both[::-1] for both in crossed)}:
        for whole in [at for at in sizes if len(at) == 1 and at[0][0] == dimension]:
            parts = [at for at in sizes if len(at) == 2 and across in dict(at) and whole[0] in at]
            if parts:
                found.add((whole, *parts))
    return [list(sums) for sums in sorted(found)]


def _extremes(order, bounds, equations, within):
    if not order:
        return {}
    width = len(order)
    equal, fixed, limits = [], [], []
    for terms, value in equations:
        row, known = [0.0] * width, 0.0
        for (what, at), sign in terms.items():
            if value[at] is None:
                row[order[what, at]] += sign
            else:
                known += sign * value[at]
        if any(row):
            equal.append(row)
            fixed.append(-known)
        else:
            assert known == 0, "published numbers do not add up"
    for key, limit in within:
        row = [0.0] * width
        row[order[key]], row[order[limit]] = 1.0, -1.0
        limits.append(row)
    found = {}
    for key, index in order.items():
        goal = [0.0] * width
        goal[index] = 1.0
        low, high = ends(goal, equal=equal, fixed=fixed, upper=limits, limits=[0.0] * len(limits), bounds=bounds)
        found[key] = (ceil(low - 1e-6), floor(high + 1e-6))
    return found


def without_audit(release: Release) -> Release:
    """Return the release as a stranger sees it."""
    return replace(release, audit=())
