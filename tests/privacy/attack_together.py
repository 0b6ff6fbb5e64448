"""Somebody who also knows what the measures mean: which of them a student can count in at once, and in which never.

Reads a release, knows which patterns of measures there are, and asks with linear programming how small and how large
each count can be that follows from them: a level, two levels together, what lies between two cut-offs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import ceil, floor

import numpy as np

from equity_core.privacy import At, Count, Release
from tests.privacy.ends import ends

MANY = 100_000
Pattern = Mapping[str, bool | None]  # measure -> counts, counts not, is not asked


def follows(patterns: Sequence[Pattern], measures: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Yield the sums of measures that count each student once or not at all."""
    rows = [tuple(int(p[m] or 0) for m in measures) for p in patterns]
    for factors in product((-1, 0, 1), repeat=len(measures)):
        values = {sum(f * v for f, v in zip(factors, row, strict=True)) for row in rows}
        if values <= {0, 1} and len(values) == 2:
            yield factors


def spans(release: Release, patterns: Sequence[Pattern], measures: Sequence[str], dimension: str, period: str) -> dict:
    """Return (low, high) of everything that follows, by (factors, at), for a dimension and, in districts, schools."""
    tables = [t for t in release.tables if t.period == period and t.dimension in (dimension, "school")]
    cells = {}
    for table in tables:
        for name, count in (("", table.total), *table.groups):
            at = tuple(sorted((*table.where, *([(table.dimension, name)] if name else []))))
            cells[table.measure, at] = count
    finest = max(len(at) for _, at in cells)
    places = sorted({at for _, at in cells if len(at) == finest and (finest > 1 or at[0][0] == dimension)})
    world = _World(patterns, places)
    for (measure, at), count in cells.items():
        world.know(measure, at, count)
    return {
        (factors, at): world.span(dict(zip(measures, factors, strict=True)), at)
        for factors in follows(patterns, measures)
        for at in sorted({at for _, at in cells})
        if set(at) <= {pair for place in places for pair in place}
    }


def sizes(release: Release, patterns: Sequence[Pattern], measures: Sequence[str], dimension: str, period: str) -> dict:
    """Return (low, high) of how many students of each group each measure counts, all measures known."""
    world = _World(patterns, [((dimension, g),) for g, _ in release.table(measures[0], period, dimension).groups])
    for measure in measures:
        table = release.table(measure, period, dimension)
        for name, count in (("", table.total), *table.groups):
            world.know(measure, ((dimension, name),) if name else (), count)
    return {
        (measure, place): world.extremes(lambda p, m=measure: float(p[m] is not None), place)
        for measure in measures
        for place in world.places
    }


class _World:
    def __init__(self, patterns: Sequence[Pattern], places: Sequence[At]) -> None:
        self.patterns, self.places = patterns, places
        self.equal, self.fixed, self.upper, self.limits = [], [], [], []

    def row(self, value, at: At) -> np.ndarray:
        row = np.zeros(len(self.patterns) * len(self.places))
        for i, place in enumerate(self.places):
            if set(at) <= set(place):
                for j, pattern in enumerate(self.patterns):
                    row[i * len(self.patterns) + j] = value(pattern)
        return row

    def know(self, measure: str, at: At, count: Count) -> None:
        n = self.row(lambda p: float(p[measure] is not None), at)
        x = self.row(lambda p: float(p[measure] or 0), at)
        if count.n is not None:
            self._is(n, count.n)
        if count.status == "not_applicable":
            self._is(n, 0)
        if count.x is not None:
            self._is(x, count.x)
        if count.status == "range":
            self.upper += [x, -x]
            self.limits += [count.x_high, -count.x_low]

    def _is(self, row, value: int) -> None:
        self.equal.append(row)
        self.fixed.append(value)

    def span(self, factors: Mapping[str, int], at: At) -> tuple[int, int]:
        return self.extremes(lambda p: float(sum(f * int(p[m] or 0) for m, f in factors.items())), at)

    def extremes(self, value, at: At) -> tuple[int, int]:
        goal = self.row(value, at)
        low, high = ends(
            goal, equal=self.equal, fixed=self.fixed, upper=self.upper, limits=self.limits, bounds=(0, MANY)
        )
        return ceil(low - 1e-6), floor(high + 1e-6)
