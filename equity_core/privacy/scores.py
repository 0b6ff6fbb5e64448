"""Which groups' numbers (marks, days) may be added up and shown: a sum is a count of whole ranges.

Each student counts by how far the own number lies from the least to the greatest of all: 0 to 1. So what holds for
counts holds for sums: a group of next to nobody, or one that lies almost wholly at one end, is not shown; nor is one
whose number follows from others. No student can make up more than a fifth of what is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from equity_core.privacy.census import SCHOOL
from equity_core.privacy.line import by_size
from equity_core.privacy.released import At, Count, Release, Released, Score
from equity_core.privacy.rules import Rules
from equity_core.sealed import Sum

CLOSEST = Fraction(1, 25)  # ranges squared: the square of a fifth


class Part(NamedTuple):
    """How many students, what their numbers add up to in whole ranges, and the squares of those."""

    n: int
    ranges: Fraction
    squares: Fraction


NOBODY = Part(0, Fraction(0), Fraction(0))


def with_scores(
    tables: Sequence[Released], sums: Iterable[Sum], rules: Rules, earlier: Sequence[Release]
) -> list[Released]:
    """Return the tables with the sums that may be shown beside their counts.

    Of a dimension within schools none is shown: there, sums of schools and of groups would have to be audited together.
    """
    by_column: dict[tuple[str, str], dict[At, Sum]] = defaultdict(dict)
    for one in sums:
        by_column[one.column, one.period][one.at] = one
    found = list(tables)
    for cells in by_column.values():
        if () in cells:
            found = _with_column(found, Column(cells, rules), earlier)
    return found


class Column:
    """The sums of one column in one period, and what each is of all that it could be."""

    def __init__(self, cells: Mapping[At, Sum], rules: Rules) -> None:
        self.cells, self.rules, self.all = cells, rules, cells[()]
        self.low, self.range = Fraction(self.all.least), Fraction(self.all.greatest) - Fraction(self.all.least)

    def part(self, at: At) -> Part:
        """Return the students of a place, and their sum in whole ranges."""
        one = self.cells.get(at)
        if one is None or not self.range:
            return NOBODY._replace(n=one.n if one else 0)
        total, squares = Fraction(one.total), Fraction(one.squares)
        squares += one.n * self.low**2 - 2 * self.low * total
        return Part(one.n, (total - one.n * self.low) / self.range, squares / self.range**2)

    def is_open(self, part: Part) -> bool:
        """Say whether a sum tells too little of anybody to be hidden."""
        enough = self.rules.small + 1
        if self.rules.is_small_group(part.n) or not enough <= part.ranges <= part.n - enough:
            return False
        return part.squares - part.ranges**2 / part.n >= CLOSEST

    def score(self, at: At) -> Score:
        """Return what is shown of a place."""
        return Score(Fraction(self.cells[at].total), Fraction(self.cells[at].squares))


def _with_column(tables: Sequence[Released], column: Column, earlier: Sequence[Release]) -> list[Released]:
    ours = [t for t in tables if t.period == column.all.period and not t.where and t.measure in column.all.measures]
    counts = [t for t in tables if t.period == column.all.period and t.measure in column.all.beside]
    if not column.is_open(column.part(())) or not all(t.total.is_shown for t in counts if not t.where):
        return list(tables)
    if any(_differs(t, column, (), earlier) for t in ours):
        return list(tables)
    shown: dict[str, set[str]] = {}
    for table in ours:
        closed = {name for t in counts if not t.where and t.dimension == table.dimension for name in _closed(t)}
        shown[table.dimension] = _shown(table, column, closed)
        if any(_differs(table, column, ((table.dimension, name),), earlier) for name, _ in table.groups):
            shown[table.dimension] = set()
    if shown.get(SCHOOL) and any(_tells_of_a_place(column, other, shown) for other in shown if other != SCHOOL):
        shown[SCHOOL] = set()
    return [_told(t, column, shown[t.dimension]) if t in ours else t for t in tables]


def _closed(table: Released) -> set[str]:
    return {name for name, count in table.groups if not count.is_shown}


def _shown(table: Released, column: Column, closed: Collection[str]) -> set[str]:
    """Return the groups whose sum is shown: everyone else, and all that are not shown together, must be open too."""
    parts = {name: column.part(((table.dimension, name),)) for name, _ in table.groups}
    there = {name: part for name, part in parts.items() if part.n}
    found = {name for name, part in there.items() if name not in closed and column.is_open(part)}
    everybody = column.part(())
    if not table.partitions:
        return {name for name in found if column.is_open(_less(everybody, [there[name]]))}
    while there.keys() - found:
        left = {name: there[name] for name in there if name not in found}
        together = _less(everybody, [there[name] for name in found])
        others = min(together.n - part.n for part in left.values())
        if column.is_open(together) and others > column.rules.small:
            break
        if not found:
            break
        found -= {by_size({name: there[name].n for name in found}, but=())[0]}
    return found


def _tells_of_a_place(column: Column, other: str, shown: Mapping[str, set[str]]) -> bool:
    """Say whether sums of schools and of groups might together tell of the few who are in one school and one group.

    They do not where numbers could be exchanged between two schools and two groups so that every sum stays as it is.
    """
    ats = {at for at in column.cells if len(at) == 2 and {d for d, _ in at} == {SCHOOL, other}}
    places = {(dict(at)[SCHOOL], dict(at)[other]): column.part(at) for at in ats}
    if not shown[other]:
        return False
    schools, groups = {s for s, _ in places}, {g for _, g in places}
    for (school, group), part in places.items():
        if not part.n or column.is_open(part):
            continue
        wide = Fraction(min(column.rules.min_width, part.n))
        around = product(schools - {school}, groups - {group})
        if not any(_exchange(places, (school, group), corner) >= wide for corner in around):
            return True
    return False


def _exchange(places: Mapping[tuple[str, str], Part], one: tuple[str, str], corner: tuple[str, str]) -> Fraction:
    """Return how far a place's sum can go up and down when it trades with three others."""
    (n, a, _), (m, d, _) = places.get(one, NOBODY), places.get(corner, NOBODY)
    (k, b, _), (j, c, _) = places.get((one[0], corner[1]), NOBODY), places.get((corner[0], one[1]), NOBODY)
    return min(a, k - b, j - c, d) + min(n - a, b, c, m - d)


def _differs(table: Released, column: Column, at: At, earlier: Sequence[Release]) -> bool:
    """Say whether a sum was shown before that is another now: the two would tell of those who came or went."""
    for release in earlier:
        for before in release.tables:
            is_ours = before.measure in column.all.measures and before.period == table.period and not before.where
            if not is_ours or (at and before.dimension != table.dimension):
                continue
            if not at and _is_other(before.total, column, ()):
                return True
            if at and {n for n, _ in before.groups} != {n for n, _ in table.groups}:
                return True
            if at and any(_is_other(count, column, at) for name, count in before.groups if name == at[0][1]):
                return True
    return False


def _is_other(before: Count, column: Column, at: At) -> bool:
    if before.score is None:
        return False
    return at not in column.cells or (before.n, before.score) != (column.cells[at].n, column.score(at))


def _told(table: Released, column: Column, shown: Collection[str]) -> Released:
    groups = tuple(
        (name, replace(count, score=column.score(((table.dimension, name),))) if name in shown else count)
        for name, count in table.groups
    )
    return replace(table, total=replace(table.total, score=column.score(())), groups=groups)


def _less(whole: Part, parts: Iterable[Part]) -> Part:
    for part in parts:
        whole = Part(whole.n - part.n, whole.ranges - part.ranges, whole.squares - part.squares)
    return whole
