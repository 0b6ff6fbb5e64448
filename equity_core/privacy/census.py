"""Sealed rows put in order: the cells of one period, for measures that count the same students."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from equity_core.model import DimensionUse, Source
from equity_core.privacy.released import At
from equity_core.sealed import Row

SCHOOL = "school"
BUILDINGS = {"school", "grade"}  # where nobody is, that says something about a building and nothing about a child
Rows = Mapping[At, Row]
K = TypeVar("K")


@dataclass(frozen=True, slots=True, repr=False)
class Census:
    """The cells of one period, for measures that count the same students."""

    source: Source
    period: str
    measures: tuple[str, ...]
    rows: Mapping[str, Rows]
    counted: frozenset[tuple[str, int]]  # a dimension, and together with how many of them

    @property
    def has_sizes(self) -> bool:
        """Say whether every count comes with the number of students that it is of."""
        cells = self.rows[self.measures[0]].values()
        return all(row.status != "exact" or (row.n is not None and row.x is not None) for row in cells)

    @property
    def dimensions(self) -> list[DimensionUse]:
        """Return the dimensions that these measures are counted by."""
        return [use for use in self.source.dimensions if self._has(use.id, 1)]

    @property
    def school_dimensions(self) -> list[DimensionUse]:
        """Return the dimensions that are counted within each of several schools."""
        return [use for use in self.source.dimensions if use.id != SCHOOL and self.schools and self._has(use.id, 2)]

    @property
    def schools(self) -> tuple[str, ...]:
        """Return the schools, when there are several and they are counted."""
        return next((use.groups for use in self.dimensions if use.id == SCHOOL and len(use.groups) > 1), ())

    def row(self, measure: str, at: At) -> Row:
        """Return a cell. Where nobody is, student rows have no cell: that is 0 of 0.

        A grade that a school does not have, or a school or grade that is not there in this period, is not applicable.
        """
        found = self.rows[measure].get(at)
        if found is not None and found.n != 0:
            return found
        if self.source.shape == "counts":
            return found or Row(measure, self.period, at, None, None, "missing")
        buildings = [(pair,) for pair in at if pair[0] in BUILDINGS]
        is_empty = len(at) > 1 and any(self.row(measure, where).n == 0 for where in buildings)
        is_building = bool(at) and all(dimension in BUILDINGS for dimension, _ in at)
        return Row(measure, self.period, at, 0, 0, "not_applicable" if is_building or is_empty else "exact")

    def sizes(self, cells: Mapping[K, At]) -> dict[K, int | None]:
        """Return how many students are in each cell that applies; None where the source does not say.

        Of a range that a source published, nothing is taken as known: `ranges.passed_on` decides what is shown of it.
        """
        rows = {key: self.row(self.measures[0], at) for key, at in cells.items()}
        known = {key: row for key, row in rows.items() if row.status != "not_applicable" or row.n is None}
        return {key: None if row.status == "range" else row.n for key, row in known.items()}

    def counts(self, measure: str, cells: Mapping[K, At]) -> dict[K, int]:
        """Return how many students count in each cell, where the source says."""
        found = {key: self.row(measure, at).x for key, at in cells.items()}
        return {key: x for key, x in found.items() if x is not None}

    def is_nested(self, one: DimensionUse, other: DimensionUse, few: int) -> bool:
        """Say whether the groups of one of two dimensions tell those of the other, but of a few students.

        False where they are not counted together, and where next to everybody is in one group: that tells nothing.
        """
        pair = {one.id, other.id}
        there = any({dimension for dimension, _ in at} == pair for at in self.rows[self.measures[0]])
        if self.source.shape == "counts" or not all(self.is_varied(use, few) for use in (one, other)):
            return False
        return there and any(
            sum(sum(its) - max(its) for its in self._within(a, b) if its) <= few
            for a, b in ((one, other), (other, one))
        )

    def is_varied(self, use: DimensionUse, few: int) -> bool:
        """Say whether more than a few students are outside the largest group of a dimension."""
        its = [self.row(self.measures[0], ((use.id, group),)).n or 0 for group in use.groups]
        return sum(its) - max(its, default=0) > few

    def is_apart(self, one: DimensionUse, other: DimensionUse) -> bool:
        """Say whether at most half of the students are in groups of one dimension that lie within one of the other."""
        for a, b in ((one, other), (other, one)):
            within = self._within(a, b)
            alone = sum(sum(its) for its in within if sum(n > 0 for n in its) == 1)
            if 2 * alone > sum(map(sum, within)):
                return False
        return True

    def _within(self, one: DimensionUse, other: DimensionUse) -> list[list[int]]:
        """Return how many students of each group of one dimension are in each of another."""
        ats = [[tuple(sorted(((one.id, g), (other.id, name)))) for name in other.groups] for g in one.groups]
        return [[self.row(self.measures[0], at).n or 0 for at in its] for its in ats]

    def _has(self, dimension: str, order: int) -> bool:
        return (dimension, order) in self.counted


def censuses(rows: Sequence[Row], source: Source, *, alone: str = "") -> list[Census]:
    """Return the rows by period and by who is counted, in an order that depends on names and sizes alone.

    A measure that stands `alone` shares its census with no other.
    """
    by: dict[tuple[str, str], dict[At, Row]] = defaultdict(dict)
    for row in rows:
        by[row.period, row.measure][row.at] = row
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (period, measure), found in sorted(by.items()):
        if any(row.n or row.n is None for row in found.values()):  # somebody has the facts of this measure
            alike[period, measure if measure == alone else _who(measure, found)].append(measure)
    return [
        Census(source, period, tuple(measures), {m: by[period, m] for m in measures}, _counted(by[period, measures[0]]))
        for (period, _), measures in sorted(alike.items(), key=lambda item: (item[0][0], item[1]))
    ]


def _counted(rows: Rows) -> frozenset[tuple[str, int]]:
    return frozenset((dimension, len(at)) for at in rows for dimension, _ in at)


def _who(measure: str, rows: Rows) -> str:
    """Return a text that is the same for measures that count the same students; a rate without n stands alone."""
    if any(row.status == "exact" and (row.n is None or row.x is None) for row in rows.values()):
        return measure
    return repr(sorted((at, row.n, row.status) for at, row in rows.items() if row.n != 0))
