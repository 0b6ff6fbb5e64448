"""Which groups' numbers (marks, days) may be added up and shown: a sum is a count of whole ranges.

Each student counts by how far the own number lies from the least to the greatest of all: 0 to 1. So what holds for
counts holds for sums: a group of next to nobody, or one that lies almost wholly at one end, is not shown; nor is one
whose number follows from others. No student can make up more than a fifth of what is shown. Squares tell how alike
students are, so they must leave them apart. Decision 0012 says why the rules are strict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from equity_core.privacy.census import SCHOOL
from equity_core.privacy.line import by_size
from equity_core.privacy.released import HIDDEN, At, Count, Release, Released, Score
from equity_core.privacy.rules import Rules
from equity_core.sealed import Sum

SPREAD = 1  # squares around the average, in ranges squared: 25 students could be more than a fifth of the range away
LEVELS = 12  # different numbers: of fewer, sums and counts together tell how many students have each
MANY = 30  # students


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

    None is shown of schools, or within them: what schools and groups have in common can be few students.
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

    def is_wide(self, part: Part) -> bool:
        """Say whether a sum is of many, far from both ends, and its squares leave students apart."""
        enough = self.rules.small + 1
        if part.n < MANY or not enough <= part.ranges <= part.n - enough:
            return False
        return part.squares - part.ranges**2 / part.n >= SPREAD

    def is_open(self, at: At, counts: Sequence[Released]) -> bool:
        """Say whether the sum of a place may be shown, also beside how many of it reach each limit."""
        part = self.part(at)
        return self.is_wide(part) and all(self._is_apart(part, bins) for bins in self._bins(at, part.n, counts))

    def _bins(self, at: At, n: int, counts: Sequence[Released]) -> Iterable[tuple[int, Fraction]]:
        """Return, for each limit, how many are above it, and where it lies in the range."""
        for measure, (is_above, limit) in zip(self.all.measures, self.all.limits, strict=True):
            for table in counts:
                count = table.total if not at else dict(table.groups).get(at[0][1])
                is_here = table.measure == measure and not table.where and (not at or table.dimension == at[0][0])
                if is_here and count is not None and count.x is not None:
                    yield count.x if is_above else n - count.x, (Fraction(limit) - self.low) / self.range

    def _is_apart(self, part: Part, bins: tuple[int, Fraction]) -> bool:
        """Say whether those above a limit, and those below it, are far from its ends too."""
        above, limit = bins
        enough = (self.rules.small + 1) * max(limit, 1 - limit)
        return above * limit + enough <= part.ranges <= above + (part.n - above) * limit - enough

    def score(self, at: At) -> Score:
        """Return what is shown of a place."""
        return Score(Fraction(self.cells[at].total), Fraction(self.cells[at].squares))


def _with_column(tables: Sequence[Released], column: Column, earlier: Sequence[Release]) -> list[Released]:
    seen = _seen(column, earlier)
    if seen:
        return _with_column_again(tables, column, seen, earlier)
    ours, counts = _ours(tables, column), _beside(tables, column)
    is_said = all(t.total.is_shown for t in counts if not t.where)
    if column.all.different < LEVELS or not is_said or not column.is_open((), counts):
        return list(tables)
    shown: dict[str, set[str]] = {}
    sizes = [column.all.n]
    for table in sorted(ours, key=lambda table: table.dimension):
        if table.dimension in (SCHOOL, *shown):
            continue
        closed = {name for t in counts if not t.where and t.dimension == table.dimension for name in _closed(t)}
        found = _shown(table, column, closed, counts)
        its = [column.part(((table.dimension, name),)).n for name in found]
        its += [column.all.n - n for n in its]
        if any(0 < abs(n - other) < column.rules.min_group for n in its for other in sizes):
            found = set()  # groups of two dimensions that differ by few may be one within the other
        else:
            sizes += its
        shown[table.dimension] = found
    return [_told(t, column, shown.get(t.dimension, set())) if t in ours else t for t in tables]


def _ours(tables: Sequence[Released], column: Column) -> list[Released]:
    """Return the tables that can say what the column adds up to."""
    return [t for t in tables if t.period == column.all.period and not t.where and t.measure in column.all.measures]


def _beside(tables: Sequence[Released], column: Column) -> list[Released]:
    """Return the tables of measures that tell something of the column."""
    return [t for t in tables if t.period == column.all.period and t.measure in column.all.beside]


# -- shown before -----------------------------------------------------------------------------------------------------


class Seen(NamedTuple):
    """A sum that was shown before: of which source, where, how many students, and what."""

    source: str
    at: At
    n: int | None
    score: Score


def _seen(column: Column, earlier: Sequence[Release]) -> list[Seen]:
    """Return the sums of the column that were shown before: by its measures, or by one that is gone and said the same.

    One student can make the difference between two sums, so neither is shown beside the other.
    """
    whole = (column.all.n, column.score(()))
    return [
        Seen(table.source, at, count.n, count.score)
        for release in earlier
        for table in release.tables
        if table.period == column.all.period and not table.where and table.total.score is not None
        if table.measure in column.all.measures or (table.total.n, table.total.score) == whole
        for at, count in [((), table.total), *((((table.dimension, name),), count) for name, count in table.groups)]
        if count.score is not None
    ]


def _with_column_again(
    tables: Sequence[Released], column: Column, seen: Sequence[Seen], earlier: Sequence[Release]
) -> list[Released]:
    """Return the tables with just the sums that were shown before, where the rows are the very same; else with none.

    What is said twice tells nothing more. A limit that is set later is shown only where it lies far enough from every
    average that is known already: otherwise nothing is shown of its measure.
    """
    is_same = all(
        one.source == tables[0].source
        and one.at in column.cells
        and (one.n, one.score) == (column.cells[one.at].n, column.score(one.at))
        for one in seen
    )
    places = {one.at for one in seen} & column.cells.keys()
    late = {
        measure
        for measure in column.all.beside
        if _is_late(measure, column.all.period, tables, earlier, is_same=is_same)
        and not _is_apart(measure, places, tables, column)
    }
    told = [_hidden(t) if t.period == column.all.period and t.measure in late else t for t in tables]
    if not is_same or any(not t.total.is_shown for t in _beside(told, column) if not t.where and t.measure not in late):
        return told
    ours = [t for t in _ours(told, column) if t.measure not in late]
    counts = [t for t in _beside(told, column) if not t.where and t.measure not in late]
    closed = {((t.dimension, name),) for t in counts for name in _closed(t)}
    again = {t.dimension: {n for n, _ in t.groups if ((t.dimension, n),) in places - closed} for t in ours}
    return [_told(t, column, again[t.dimension]) if t in ours else t for t in told]


def _is_late(
    measure: str, period: str, tables: Sequence[Released], earlier: Sequence[Release], *, is_same: bool
) -> bool:
    """Say whether a measure was not there when sums were shown, or counted otherwise in the same rows."""

    def totals(some: Iterable[Released]) -> set[Count]:
        return {t.total for t in some if (t.measure, t.period) == (measure, period) and not t.where}

    then = {replace(total, score=None) for total in totals(t for r in earlier for t in r.tables) if total.is_shown}
    now = {total for total in totals(tables) if is_same or total.is_shown}
    return not (then and now <= then)


def _is_apart(measure: str, places: Iterable[At], tables: Sequence[Released], column: Column) -> bool:
    """Say whether a measure is shown wherever a sum is known, and is far from what the sum tells."""
    mine = [t for t in tables if t.measure == measure and t.period == column.all.period and not t.where]
    for at in places:
        counts = [
            t.total if not at else dict(t.groups).get(at[0][1], HIDDEN)
            for t in mine
            if not at or t.dimension == at[0][0]
        ]
        is_small = column.rules.is_small_group(column.cells[at].n)
        if not is_small and not (all(count.is_shown for count in counts) and column.is_open(at, mine)):
            return False
    return True


def _hidden(table: Released) -> Released:
    return replace(table, total=HIDDEN, groups=tuple((name, HIDDEN) for name, _ in table.groups))


def _closed(table: Released) -> set[str]:
    return {name for name, count in table.groups if not count.is_shown}


def _shown(table: Released, column: Column, closed: Collection[str], counts: Sequence[Released]) -> set[str]:
    """Return the groups whose sum is shown: everyone else, and all that are not shown together, must be open too."""
    parts = {name: column.part(((table.dimension, name),)) for name, _ in table.groups}
    there = {name: part for name, part in parts.items() if part.n}
    found = {
        name
        for name, part in there.items()
        if name not in closed and column.is_open(((table.dimension, name),), counts)
    }
    everybody = column.part(())
    if not table.partitions:
        return {name for name in found if column.is_wide(_less(everybody, [there[name]]))}
    while there.keys() - found:
        left = {name: there[name] for name in there if name not in found}
        together = _less(everybody, [there[name] for name in found])
        others = min(together.n - part.n for part in left.values())
        if column.is_wide(together) and others > column.rules.small:
            break
        if not found:
            break
        found -= {by_size({name: there[name].n for name in found}, but=())[0]}
    return found


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
