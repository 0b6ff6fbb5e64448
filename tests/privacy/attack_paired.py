"""Somebody who has every table of several periods, and what is told of the same students in two of them.

Knows `Release` and nothing else of ours; which students can have gone from which group to which; which groups are
hidden for being small. The unknown numbers are how many students there are of every group of several dimensions at
once, then and later, and what they were and are: a linear program tells what each hidden number can be.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from equity_core.privacy import Count, Release

MANY = 100_000


class Attack:
    """What is published of one measure, for students whose groups of `dimensions` were `was` and are `now`."""

    def __init__(self, releases: list[Release], measure: str, periods: list[str], dimensions: tuple[str, ...]) -> None:
        self.measure, self.periods, self.dimensions = measure, periods, dimensions
        self.tables = [t for r in releases for t in r.tables if t.measure == measure and t.period in periods]
        self.sizes = {}
        all_ = {t.period: t.total.n for t in self.tables}
        for t in (t for r in releases for t in r.tables if not t.where):
            if t.period in periods and t.total.n == all_.get(t.period):  # measures of the same students
                self.sizes |= {(t.period, at): count.n for at, count in _cells(t) if count.n is not None}
        self.followed = [f for r in releases for f in r.followed if f.measure == measure and f.total.is_shown]
        self.index: dict[tuple, int] = {}
        self.equal: list[tuple[dict, float]] = []
        self.upper: list[tuple[dict, float]] = []

    def know(self, courses: list[tuple]) -> None:
        """Say which courses through the periods are possible: for each period a place, or None."""
        marks = (True, False)
        for course in courses:
            for told in product(*(marks if place is not None else (None,) for place in course)):
                self.index[course, told] = len(self.index)

    def publish(self, small: dict[tuple, bool]) -> None:
        """Write down every equation. `small` says of each hidden size whether it is under ten."""
        for t in (
            t for t in self.tables if not t.where and set(filter(None, t.dimension.split(","))) <= set(self.dimensions)
        ):
            for at, count in _cells(t):
                self._cell(t.period, at, count, small)
        for f in self.followed:
            if f.dimension and f.dimension not in self.dimensions:
                continue
            i, j = self.periods.index(f.period), self.periods.index(f.next_period)
            for name, told in (("", f.total), *f.groups):
                if told.is_shown:
                    at = ((f.dimension, name),) if name else ()
                    both = self._row(i, at, also=j)
                    self.equal.append((both, told.n))
                    began = {k: 1 for k in both if k[1][i] is False and k[1][j] is True}
                    stopped = {k: 1 for k in both if k[1][i] is True and k[1][j] is False}
                    self.equal += [(began, told.began), (stopped, told.stopped)]

    def hidden(self) -> dict[tuple, dict]:
        """Return what is not told of each period: counts, and sizes."""
        found = {}
        for t in (
            t for t in self.tables if not t.where and set(filter(None, t.dimension.split(","))) <= set(self.dimensions)
        ):
            for at, count in _cells(t):
                row = self._row(self.periods.index(t.period), at)
                if count.status in ("hidden", "range"):
                    found["x", t.period, at] = {k: 1 for k in row if k[1][self.periods.index(t.period)] is True}
                if count.status == "hidden" and (t.period, at) not in self.sizes:
                    found["n", t.period, at] = row
        return found

    def spans(self, asked: dict, need: dict) -> dict:
        """Return the least and the greatest value of each sum, or as much between them as it needs.

        Each school that fits shows what all sums can be: first some for many at once, then two for each that is left.
        """
        goals = {key: self._goal(row) for key, row in asked.items()}
        matrices = *self._matrix(self.equal), *self._matrix(self.upper)
        found = dict.fromkeys(asked, (MANY, -MANY))

        def look(goal) -> None:
            world = self._least(goal, *matrices)
            for key, its in goals.items():
                value = float(its @ world)
                low, high = found[key]
                found[key] = min(low, ceil(value - 1e-6)), max(high, floor(value + 1e-6))

        def left() -> list:
            return [key for key, (low, high) in found.items() if high - low < need[key]]

        draw = np.random.default_rng(0)
        while len(some := left()) > 4:
            both = sum(draw.choice((-1.0, 1.0)) * goals[key] for key in some)
            look(both)
            look(-both)
            if len(left()) == len(some):
                break
        for key in left():
            look(goals[key])
            look(-goals[key])
        return found

    def _goal(self, row: dict):
        goal = np.zeros(len(self.index))
        for k, factor in row.items():
            goal[self.index[k]] += factor
        return goal

    @staticmethod
    def _least(goal, equal, fixed, upper, limits):
        solved = linprog(goal, A_eq=equal, b_eq=fixed, A_ub=upper, b_ub=limits, bounds=(0, MANY), method="highs")
        assert solved.status == 0, solved.message
        return solved.x

    def _cell(self, period: str, at: tuple, count: Count, small: dict) -> None:
        i = self.periods.index(period)
        row = self._row(i, at)
        yes = {k: 1 for k in row if k[1][i] is True}
        n = self.sizes.get((period, at))
        if count.status == "not_applicable":
            n = 0
        if n is not None:
            self.equal.append((row, n))
        elif small.get((period, at)):
            self.upper.append((row, 9))
        elif (period, at) in small:
            self.upper.append((dict.fromkeys(row, -1), -10))
        if count.status == "shown":
            self.equal.append((yes, count.x))
        elif count.x_low is not None:
            self.upper += [(yes, count.x_high), (dict.fromkeys(yes, -1), -count.x_low)]

    def _row(self, i: int, at: tuple, *, also: int | None = None) -> dict:
        wanted = {self.dimensions.index(d): g for d, g in at}
        return {
            key: 1
            for key in self.index
            if (place := key[0][i]) is not None
            and all(place[d] == g for d, g in wanted.items())
            and (also is None or key[0][also] is not None)
        }

    def _matrix(self, rows: list[tuple[dict, float]]) -> tuple:
        if not rows:
            return None, None
        data = [(r, self.index[k], factor) for r, (row, _) in enumerate(rows) for k, factor in row.items()]
        r, c, v = zip(*data, strict=True)
        return csr_array((v, (r, c)), shape=(len(rows), len(self.index))), [value for _, value in rows]


def courses(
    students: dict[str, dict[str, dict]], periods: list[str], dimensions: tuple[str, ...], measure: str
) -> list[tuple]:
    """Return every course through the periods that may be: from group to group as somebody went, or stayed.

    A place is a group of each dimension; None is not there.
    """
    pairs: dict[tuple, set] = defaultdict(set)  # (dimension, period, next) -> groups then and later
    groups: dict[str, set] = defaultdict(set)  # of any period: that nobody is in one, or has a number, is not known
    for by_period in students.values():
        there = [p for p in periods if p in by_period and by_period[p][measure] is not None]
        for d in dimensions:
            groups[d] |= {by_period[p][d] for p in periods if p in by_period}
            for p, later in pairwise(there):
                pairs[d, p, later].add((by_period[p][d], by_period[later][d]))
    found = []
    for some in product((True, False), repeat=len(periods)):
        there = [p for p, is_there in zip(periods, some, strict=True) if is_there]
        paths = [()] if there else []
        for n, p in enumerate(there):
            places = list(product(*(sorted(groups[d]) for d in dimensions)))
            paths = [
                (*path, place)
                for path in paths
                for place in places
                if n == 0
                or all(
                    a == b or (a, b) in pairs[d, there[n - 1], p]
                    for d, a, b in zip(dimensions, path[-1], place, strict=True)
                )
            ]
        for path in paths:
            left = iter(path)
            found.append(tuple(next(left) if is_there else None for is_there in some))
    return found


def _cells(table) -> list:
    return [((), table.total), *((table.at(name), count) for name, count in table.groups)]
