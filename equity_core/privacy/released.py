"""Numbers that have passed the gate. Everything that is shown anywhere is computed from these and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, NamedTuple

Status = Literal["shown", "range", "hidden", "hidden_by_source", "missing", "not_applicable"]
At = tuple[tuple[str, str], ...]  # (dimension, group) pairs in alphabetical order; () is all students
Path = tuple[str, ...]  # of an event: its kind, its behavior, where it happened
EVENTS = "events"  # in place of a measure, where an audit tells of events
JOIN = " · "  # between the groups of two dimensions: "Asian · Female", of "race,gender"


class Score(NamedTuple):
    """The numbers of a group's students added up, and their squares; of how many, `Count.n` says."""

    total: Fraction
    squares: Fraction

    def less(self, other: Score) -> Score:
        """Return what is left without some of the students."""
        return Score(self.total - other.total, self.squares - other.squares)


@dataclass(frozen=True, slots=True)
class Count:
    """One released cell: x of n students.

    "shown": n and x, or x and `rate` (or `rate` alone) where a source published no n.
    "range": n, with x_low <= x <= x_high and no x; where a source published the range, its rates too, and without n
    where that would tell of others. Every other status: nothing but the status. `score`: where the measure sets a limit
    in a column of numbers, and what they add up to may be shown.
    """

    status: Status
    n: int | None = None
    x: int | None = None
    x_low: int | None = None
    x_high: int | None = None
    rate: Fraction | None = None  # proportion, set where the source gives it and n is unknown
    rate_low: Fraction | None = None  # of a range that a source published
    rate_high: Fraction | None = None
    score: Score | None = None

    @property
    def is_shown(self) -> bool:
        """Say whether both n and x may be used."""
        return self.status == "shown" and self.n is not None and self.x is not None


HIDDEN = Count("hidden")


@dataclass(frozen=True, slots=True)
class Released:
    """The released cells of one measure, one period and one dimension, with all students beside them.

    `where` narrows all of them, total included: (("school", "North"),). Groups are alphabetical, "Not recorded" last.
    Two dimensions at once are one: "race,gender", with groups such as "Asian · Female".
    """

    source: str
    measure: str
    period: str
    dimension: str
    total: Count
    groups: tuple[tuple[str, Count], ...]
    where: At = ()
    partitions: bool = True  # every student is in exactly one group

    def group(self, name: str) -> Count:
        """Return the cell of one group; KeyError if there is none."""
        return dict(self.groups)[name]

    def at(self, name: str) -> At:
        """Return where a group is in the lattice."""
        dimensions = self.dimension.split(",")
        names = name.split(JOIN) if len(dimensions) > 1 else [name]
        return tuple(sorted((*self.where, *zip(dimensions, names, strict=True))))

    def hidden(self) -> tuple[str, ...]:
        """Return the groups that are not shown, in order."""
        return tuple(name for name, count in self.groups if count.status in ("hidden", "hidden_by_source"))

    def rest(self, name: str) -> Count:
        """Return everyone else: all students less this group, when both are shown; otherwise hidden.

        Where groups overlap, or where only one is told of, everyone else is whoever is not in this group: the gate has
        audited each group and everyone else as a pair.
        """
        group = self.group(name)
        is_paired = self.partitions or not self.where
        if not (is_paired and group.is_shown and self.total.is_shown):
            return HIDDEN
        others = [count for other, count in self.groups if other != name]
        if self.partitions and others and not any(count.is_shown for count in others):
            return HIDDEN  # everyone else would be just those of whom nothing is told
        n = (self.total.n or 0) - (group.n or 0)  # is_shown says that none of them is None
        both = self.total.score, group.score
        score = both[0].less(both[1]) if both[0] and both[1] else None
        return Count("shown", n=n, x=(self.total.x or 0) - (group.x or 0), score=score)

    def union(self, names: Iterable[str]) -> Count:
        """Return several groups together, when each is shown; otherwise hidden."""
        counts = [self.group(name) for name in names]
        if not self.partitions or not counts or not all(c.is_shown for c in counts):
            return HIDDEN
        return Count("shown", n=sum(c.n or 0 for c in counts), x=sum(c.x or 0 for c in counts))


@dataclass(frozen=True, slots=True)
class EventTable:
    """The released counts of what happened in one period: of all students ("") and of groups of one dimension.

    A path narrows by `levels` from left to right: ("subjective", "Defiance", "Bus"); () is all events. What has no
    count is not shown, and neither is whether there is any. Wherever a group has a count, all students have one too.
    """

    source: str
    period: str
    dimension: str
    levels: tuple[str, ...]  # of "kind", "behavior" and "location" or "time_band", those that the source has
    counts: tuple[tuple[str, tuple[tuple[Path, int], ...]], ...]
    hidden: tuple[str, ...] = ()  # groups of whom nothing is shown
    students: Released | None = None  # of whom it tells, where it is that of an earlier file: numbers are shown once

    def of(self, group: str = "") -> dict[Path, int]:
        """Return what is shown of a group, or of all students."""
        return dict(dict(self.counts).get(group, ()))

    def rest(self, group: str) -> dict[Path, int]:
        """Return everyone else: all students less the group, wherever the group is shown."""
        everybody = self.of()
        return {path: everybody[path] - events for path, events in self.of(group).items()}


@dataclass(frozen=True, slots=True)
class Turned:
    """How many of the n students who are in both periods began to count in a measure, and how many stopped.

    Either all three are numbers, or none is. What they were before is not told: less of it would follow of who left.
    """

    n: int | None = None
    began: int | None = None
    stopped: int | None = None

    @property
    def is_shown(self) -> bool:
        """Say whether the numbers may be used."""
        return self.n is not None


@dataclass(frozen=True, slots=True)
class Followed:
    """The same students of one measure in two periods: all of them, and by their groups in the first period.

    Of `dimension` "" there are no groups. Groups are in the order of the table of the first period.
    """

    source: str
    measure: str
    period: str
    next_period: str
    dimension: str
    total: Turned
    groups: tuple[tuple[str, Turned], ...] = ()

    def group(self, name: str) -> Turned:
        """Return the numbers of one group; KeyError if there is none."""
        return dict(self.groups)[name]

    def rest(self, name: str) -> Turned:
        """Return everyone else, where the group and all students are shown; otherwise nothing."""
        group, total = self.group(name), self.total
        if group.n is None or total.n is None or group.n == total.n:
            return Turned()
        began, stopped = (total.began or 0) - (group.began or 0), (total.stopped or 0) - (group.stopped or 0)
        return Turned(total.n - group.n, began, stopped)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """What somebody who knows every published number can work out about one hidden count: low to high.

    Within schools, where many sums interlock, only a width is proven and kept: `low` is 0 and `high` that width.
    """

    measure: str
    period: str
    at: At
    what: Literal["n", "x"]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Release:
    """All that is released of one source: planned once, audited, stored."""

    source: str
    min_group: int
    tables: tuple[Released, ...]
    followed: tuple[Followed, ...] = ()
    audit: tuple[AuditLine, ...] = field(repr=False, default=())
    events: tuple[EventTable, ...] = ()

    def table(self, measure: str, period: str, dimension: str, where: At = ()) -> Released | None:
        """Return one table, or None when the source does not have it."""
        for table in self.tables:
            if (table.measure, table.period, table.dimension, table.where) == (measure, period, dimension, where):
                return table
        return None

    def narrowed(self, where: At) -> Release:
        """Return the tables of one group alone, as if nobody else were there; of released cells and nothing else.

        They are the tables released within it, and the lines that it has where its dimension is crossed with another.
        """
        within = [replace(t, where=()) for t in self.tables if t.where == where and t.partitions]
        crossed = [_line(self, t, *where[0]) for t in self.tables if len(where) == 1 and _is_crossed(t, where[0][0])]
        return Release(self.source, self.min_group, (*within, *(t for t in crossed if t is not None)))


def _is_crossed(table: Released, dimension: str) -> bool:
    return not table.where and table.partitions and "," in table.dimension and dimension in table.dimension.split(",")


def _line(release: Release, table: Released, dimension: str, group: str) -> Released | None:
    """Return one group's line of two crossed dimensions as a table by the other; None where it has none."""
    alone = release.table(table.measure, table.period, dimension)
    both = table.dimension.split(",")
    here = both.index(dimension)
    parts = [(name.split(JOIN), count) for name, count in table.groups]
    groups = tuple((names[1 - here], count) for names, count in parts if names[here] == group)
    if alone is None or not groups or group not in dict(alone.groups):
        return None
    return replace(table, dimension=both[1 - here], total=alone.group(group), groups=groups)
