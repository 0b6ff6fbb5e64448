"""Somebody with a computer, every published number, and the rules. Knows `Release` and nothing else of ours.

Builds every equation that the published numbers must obey and asks, with linear programming, for the least and the
greatest value of each number that is not shown. `small` adds what nobody is told: which groups are hidden for
being small, and which only to protect them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import ceil, floor

from scipy.optimize import linprog

from equity_core.privacy import Count, Release, Released

MANY = 100_000


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
    named = [(tuple(sorted((*table.where, (table.dimension, name)))), count) for name, count in table.groups]
    return [(table.where, table.total), *named]


def _solve(period: str, tables: list[Released], min_group: int, small: dict) -> dict:
    sizes: dict[tuple, int | None] = {}
    counts: dict[tuple, Count] = {}
    for table in tables:
        for at, count in _cells(table):
            sizes[at] = sizes.get(at) if count.n is None else count.n
            before = counts.get((table.measure, at))
            assert before in (None, count), f"two tables disagree about {at}"
            counts[table.measure, at] = count
    order: dict[tuple, int] = {}
    bounds = []

    def unknown(key, low, high):
        order[key] = len(order)
        bounds.append((low, high))

    for at, n in sizes.items():
        if n is None:
            low, high = 0, MANY
            if at == ():
                high = min_group - 1
            elif (period, at) in small:
                low, high = (0, min_group - 1) if small[period, at] else (min_group, MANY)
            unknown(("n", at), low, high)
    within = []
    for (measure, at), count in counts.items():
        if count.x is None:
            n = sizes[at]
            low = 0 if count.x_low is None else count.x_low
            high = (MANY if n is None else n) if count.x_high is None else count.x_high
            unknown((measure, at), low, high)
            if n is None:
                within.append(((measure, at), ("n", at)))
    equations = []
    for table in tables:
        if not table.partitions:
            continue
        ats = [at for at, _ in _cells(table)]
        for what in ("n", table.measure):
            value = {at: sizes[at] if what == "n" else counts[table.measure, at].x for at in ats}
            equations.append(({(what, ats[0]): -1.0, **{(what, at): 1.0 for at in ats[1:]}}, value))
    for at in sizes:  # schools add up to the district, group by group
        if len(at) == 2 and "school" in dict(at):
            rest = tuple(pair for pair in at if pair[0] != "school")
            column = [other for other in sizes if len(other) == 2 and "school" in dict(other) and rest[0] in other]
            if at == column[0] and rest in sizes:
                for what in ("n", *{t.measure for t in tables}):
                    value = {o: sizes[o] if what == "n" else counts[what, o].x for o in (rest, *column)}
                    equations.append(({(what, rest): -1.0, **{(what, o): 1.0 for o in column}}, value))
    return {(period, key[0], key[1]): span for key, span in _extremes(order, bounds, equations, within).items()}


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
        ends = []
        for sign in (1.0, -1.0):
            goal = [0.0] * width
            goal[index] = sign
            solved = linprog(
                goal,
                A_eq=equal or None,
                b_eq=fixed or None,
                A_ub=limits or None,
                b_ub=[0.0] * len(limits) or None,
                bounds=bounds,
                method="highs",
            )
            assert solved.status == 0, f"no school fits what is published: {solved.message}"
            ends.append(sign * solved.fun)
        found[key] = (ceil(ends[0] - 1e-6), floor(ends[1] + 1e-6))
    return found


def without_audit(release: Release) -> Release:
    """Return the release as a stranger sees it."""
    return replace(release, audit=())
