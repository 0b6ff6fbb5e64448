"""Which counts of events may be shown: by kind, behavior and place, of all students and of groups (decision 0019).

A count is shown from so many events by so many different students as a group must have, on each side that follows from
it: a group, and everyone else. What shown counts leave of their sum is a count like any other, so it must be as large;
and whatever is not shown must have five possible values, beside everything that is shown of the same students.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from equity_core.model import Source
from equity_core.privacy.bounds import Span
from equity_core.privacy.program import Program
from equity_core.privacy.released import EVENTS, AuditLine, Count, EventTable, Path, Release, Released
from equity_core.privacy.rules import Rules
from equity_core.sealed import Happened

Item = tuple[str, Path]  # a group ("" is all students), and what happened
ALL = ""
EVERYTHING: Path = ()
MANY = 2_000  # hidden counts of one table: more take too long to prove, and behaviors without places are shown
KIND = ("kind", "behavior")  # a path of less is a place, or a time of day
ELSE = "\0"  # any other behavior or place of a kind or behavior, for somebody who does not know which occur at all


class Part(NamedTuple):
    """How many events, by at least how many students; at most how many are one student's."""

    events: int
    students: int
    most: int

    def beside(self, other: Part) -> Part:
        """Return the events of other students too."""
        return Part(self.events + other.events, self.students + other.students, max(self.most, other.most))


NONE = Part(0, 0, 0)


def event_tables(
    happened: Sequence[Happened],
    tables: Sequence[Released],
    had_events: str,
    *,
    source: Source,
    rules: Rules,
    earlier: Sequence[Release],
) -> tuple[list[EventTable], list[AuditLine]]:
    """Return the tables of events of each period, and the proof of what they hide.

    `tables` tell of the measure `had_events` how many students had an event at all: a group is shown only where that
    is. Of students of whom events were shown before, the very same numbers are shown again: as those of this source
    where they are, else as those of the file that they were shown of; or none.
    """
    found: list[EventTable] = []
    audit: list[AuditLine] = []
    for period in sorted({one.period for one in happened}):
        its = [one for one in happened if one.period == period]
        students = _students(tables, had_events, period, its[0].dimension)
        before = [table for release in earlier for table in release.events if table.period == period]
        if students is not None and students.total.is_shown:
            log = Log.of(its, students, rules)
            table = _as_before(log.table(source, log.settled()), before)
            if table is not None:
                found.append(table)
                audit += log.audit(table)
                continue
        if shown := next(_shown_before(earlier, had_events, period, rules), None):
            found.append(shown[0])
            audit += shown[1]
    return found, audit


def _shown_before(
    earlier: Sequence[Release], had_events: str, period: str, rules: Rules
) -> Iterator[tuple[EventTable, list[AuditLine]]]:
    """Yield what was shown of a period, the latest first, whatever happened since, with its students and its proof.

    Not where the threshold was lower: of how many different students a count is was not kept.
    """
    for release in reversed(earlier):
        for table in release.events if release.min_group >= rules.min_group else ():
            students = table.students or _students(release.tables, had_events, period, table.dimension)
            if table.period == period and students is not None:
                proof = [line for line in release.audit if (line.measure, line.period) == (EVENTS, period)]
                yield replace(table, students=students), proof


def _students(tables: Sequence[Released], had_events: str, period: str, dimension: str) -> Released | None:
    return next(
        (
            table
            for table in tables
            if (table.measure, table.period, table.where) == (had_events, period, ())
            and dimension in ("", table.dimension)
        ),
        None,
    )


def _as_before(table: EventTable, before: Sequence[EventTable]) -> EventTable | None:
    """Return what was shown each time before, where all of it is as it was; None where nothing may be shown.

    Numbers of the same students that differ tell of what happened between, and numbers that are new tell it beside the
    old ones.
    """
    told = {(group, path): events for group, counts in table.counts for path, events in counts}
    for old in before:
        seen = {(group, path): events for group, counts in old.counts for path, events in counts}
        if (old.dimension, old.levels) != (table.dimension, table.levels):
            return None
        if any(seen[item] != events for item, events in told.items() if item in seen):
            return None
        told = {item: events for item, events in told.items() if item in seen}
    if (ALL, EVERYTHING) not in told:
        return None
    return _with(table, told)


def _with(table: EventTable, told: Mapping[Item, int]) -> EventTable:
    names = [*(group for group, _ in table.counts), *table.hidden]
    counts = {name: tuple(sorted((p, e) for (g, p), e in told.items() if g == name)) for name in names}
    return replace(
        table,
        counts=tuple((name, its) for name, its in counts.items() if its),
        hidden=tuple(sorted(name for name, its in counts.items() if not its)),
    )


@dataclass(slots=True, repr=False)
class Log:
    """All events of a period. `parts` says what is so of each group and path."""

    period: str
    dimension: str
    groups: tuple[str, ...]
    parts: Mapping[Item, Part]
    students: Released  # how many of each group had an event at all
    rules: Rules
    paths: list[Path] = field(init=False)
    leaves: list[Path] = field(init=False)
    guards: dict[Item, Path] = field(default_factory=dict)  # hidden as the smallest part of a path

    def __post_init__(self) -> None:
        self.paths = sorted({path for _, path in self.parts})
        self.leaves = [path for path in self.paths if not any(_is_in(p, path) for p in self.paths if p != path)]

    @classmethod
    def of(cls, found: Sequence[Happened], students: Released, rules: Rules) -> Log:
        """Return the events of one period; without places where there are too many to prove anything."""
        dimension = found[0].dimension
        named = [name for name, _ in students.groups]
        groups = tuple(dict.fromkeys([*named, *sorted(one.group for one in found)])) if dimension else ()
        parts = {(one.group, one.path): Part(*one[4:]) for one in found}
        deepest = max(len(path) for _, path in parts)
        while deepest > len(KIND) and (len(groups) + 1) * len({path for _, path in parts}) > MANY:
            deepest -= 1
            parts = {(group, path): part for (group, path), part in parts.items() if len(path) <= deepest}
        return cls(found[0].period, dimension, groups, parts, students, rules)

    # -- what is so ---------------------------------------------------------------------------------------------------

    @property
    def everybody(self) -> tuple[str, ...]:
        """Return the groups that all students are in."""
        return self.groups or (ALL,)

    def part(self, groups: Iterable[str], path: Path) -> Part:
        """Return the events of some groups."""
        found = NONE
        for group in groups:
            found = found.beside(self.parts.get((group, path), NONE))
        return found

    def sides(self, group: str) -> list[tuple[str, ...]]:
        """Return who can be told apart where a group is shown: the group and everyone else; or all students."""
        if group == ALL:
            return [self.everybody]
        return [(group,), tuple(other for other in self.groups if other != group)]

    def is_large(self, part: Part) -> bool:
        """Say whether so many events by so many students may be shown: of none more than half are one student's."""
        few = self.rules.min_group
        return part.events >= few and part.students >= few and 2 * part.most <= part.events

    def is_open(self, item: Item) -> bool:
        """Say whether a count may be shown by itself."""
        return all(self.is_large(self.part(side, item[1])) for side in self.sides(item[0]))

    def left(self, groups: Iterable[str], path: Path, shown: Collection[Path]) -> Part:
        """Return what some paths leave of one that they are in."""
        there = [leaf for leaf in self.leaves if _is_in(leaf, path) and not any(_is_in(leaf, one) for one in shown)]
        found = NONE
        for group in groups:
            whole, taken = self.part((group,), path), [self.part((group,), one) for one in shown]
            parts = [self.part((group,), leaf) for leaf in there]
            students = max([whole.students - sum(p.students for p in taken), *(p.students for p in parts), 0])
            most = min(whole.most, sum(p.most for p in parts))
            found = found.beside(Part(whole.events - sum(p.events for p in taken), students, most))
        return found

    # -- what is shown ------------------------------------------------------------------------------------------------

    def settled(self) -> set[Item]:
        """Return what may be shown."""
        may = [ALL, *(group for group in self.groups if self._is_told(group))]
        shown = {(group, path) for group in may for path in self.paths if self.is_open((group, path))}
        shown = self._pruned(shown)
        while shown:
            if chosen := self._too_little_is_left(shown) or self._can_be_worked_out(shown):
                shown = self._pruned(shown - chosen)
            else:
                break
        return shown

    def _is_told(self, group: str) -> bool:
        """Say whether it is released how many students of a group, and of everyone else, had an event."""
        there = group in dict(self.students.groups)
        return there and self.students.group(group).is_shown and self.students.rest(group).is_shown

    def _pruned(self, shown: set[Item]) -> set[Item]:
        """Return what can be read: a group beside all students, and anything beside all that happened."""
        shown = {(group, path) for group, path in shown if (ALL, path) in shown and (ALL, EVERYTHING) in shown}
        some = {group for group, path in shown if path} | {ALL}  # of the others nothing but how many events
        return {(group, path) for group, path in shown if group in some and (group, EVERYTHING) in shown}

    def _too_little_is_left(self, shown: set[Item]) -> set[Item]:
        """Return what to hide because a difference of shown counts is of too few."""
        return self._too_little_beside_parts(shown) or self._too_little_beside_groups(shown)

    def _too_little_beside_parts(self, shown: set[Item]) -> set[Item]:
        """Return what to hide because parts of what happened leave too little of it."""
        for group, path in sorted(shown, key=lambda item: (-len(item[1]), item)):
            below = self._below(group, path, shown)
            if below and not all(self._may_leave(side, path, below) for side in self.sides(group)):
                is_behavior = any(len(leaf) > len(path) > 1 for leaf in self.leaves)
                if is_behavior:
                    return {(group, path)}
                guard = (group, self._smallest(group, below))
                self.guards[guard] = path
                return {guard}
        return set()

    def _too_little_beside_groups(self, shown: set[Item]) -> set[Item]:
        """Return what to hide because groups leave too little of all students: of what happened, or of a rest of it."""
        for path in self.paths:
            there = [group for group in self.groups if (group, path) in shown]
            others = [group for group in self.groups if group not in there]
            if there and others and not self.is_large(self.part(others, path)):
                return self._with_all_of(self._least_concerned(there), path, shown)
            for below in self._cuts(there, path, shown):
                its = [group for group in there if {(group, one) for one in below} <= shown]
                others = [group for group in self.groups if group not in its]
                if others and not self._may_leave(others, path, below):
                    return {(self._least_concerned(its), self._smallest(ALL, below))}
        return set()

    def _cuts(self, groups: Sequence[str], path: Path, shown: Collection[Item]) -> list[list[Path]]:
        """Return which parts of a path can be taken from it, of all students and of some of these groups alike."""
        found: set[frozenset[Path]] = set()
        for group in groups:
            its = frozenset(p for g, p in shown if g == group and p != path and _is_in(p, path))
            found |= {its & other for other in found} | {its}
        alike = [self._below(ALL, path, {(ALL, p) for p in its}) for its in found if its]
        return sorted(alike, key=lambda below: (-len(below), below))

    def _smallest(self, group: str, paths: Iterable[Path]) -> Path:
        return min(paths, key=lambda path: (self._shown(group, path), path))

    def _with_all_of(self, group: str, path: Path, shown: Collection[Item]) -> set[Item]:
        """Return what to hide of a group: one behavior or place; or all of it where a kind of event cannot be shown."""
        return {(group, path)} if len(path) > 1 else {item for item in shown if item[0] == group}

    def _below(self, group: str, path: Path, shown: Collection[Item]) -> list[Path]:
        """Return the largest parts of a path that are shown of a group."""
        found = [p for g, p in shown if g == group and p != path and _is_in(p, path)]
        return sorted(p for p in found if not any(p != other and _is_in(p, other) for other in found))

    def _may_leave(self, groups: Sequence[str], path: Path, below: Sequence[Path]) -> bool:
        """Say whether what parts leave of a path may be known. That nothing of another kind happened is no secret."""
        is_all = all(any(_is_in(leaf, one) for one in below) for leaf in self.leaves)
        if path == EVERYTHING and is_all and all(len(one) == 1 for one in below) and len(self.leaves[0]) >= len(KIND):
            return True
        return self.is_large(self.left(groups, path, below))

    def _shown(self, group: str, path: Path) -> int:
        return self.part((group,) if group else self.everybody, path).events

    def _least_concerned(self, groups: Sequence[str]) -> str:
        """Return the group of whom the smallest share had an event: that is published."""
        return min(groups, key=lambda group: (self._share(self.students.group(group)), group))

    @staticmethod
    def _share(count: Count) -> float:
        return (count.x or 0) / (count.n or 1)

    # -- what can be worked out ---------------------------------------------------------------------------------------

    def _can_be_worked_out(self, shown: set[Item]) -> set[Item]:
        """Return what to hide because some other count would have too few possible values."""
        for knows_more in (False, True):
            weak = self._weak(shown, knows_more=knows_more)
            if weak:
                return self._nearest(weak[0], shown)
        return set()

    def _nearest(self, item: Item, shown: Collection[Item]) -> set[Item]:
        """Return what to hide for a hidden count: of the group least concerned of those that it has to do with.

        Of all students at last.
        """
        group, path = item
        of_groups = [(g, p) for g, p in shown if g]
        kin = [(g, p) for g, p in of_groups if _is_in(p, path) or _is_in(path, p)]
        for some in ([i for i in kin if i[0] == group], kin, of_groups):
            if some:
                least = self._least_concerned([g for g, _ in some])
                its = [p for g, p in some if g == least]
                deepest = min(its, key=lambda p: (len(p) < len(self.leaves[0]), self._shown(least, p), p))
                return self._with_all_of(least, deepest, shown)
        inner = [i for i in shown if i[1]] or list(shown)
        return {min(inner, key=lambda i: (self._shown(*i), i))}

    def _weak(self, shown: Collection[Item], *, knows_more: bool) -> list[Item]:
        spans = self.spans(shown, knows_more=knows_more)
        asked = [item for item in spans if not (knows_more and self._is_guard(item))]
        return sorted(item for item in asked if spans[item].width < self.rules.min_width)

    def spans(self, shown: Collection[Item], *, knows_more: bool = False) -> dict[Item, Span]:
        """Return what each count that is not shown can be, for somebody who sees those that are.

        Somebody who `knows_more` knows which behaviors and places occur at all, and which counts are hidden only to
        guard others; such a guard was the smallest.
        """
        program, most = Program(), self.part(self.everybody, EVERYTHING).events
        leaves = list(self.leaves)
        if not knows_more:
            leaves += [(*path, ELSE) for path in self.paths if path not in self.leaves]
        hidden: dict[Item, Hashable] = {}
        for group in self.everybody:
            for leaf in leaves:
                item = (group, leaf)
                span = Span(0, most)
                if knows_more and item not in shown and self._is_guard(item):
                    span = Span(self.rules.min_group, self._ceiling(item, shown, most))
                program.hide(item, *span)
                if item not in shown and leaf[-1] != ELSE:
                    hidden[item] = item
        for group in (ALL, *self.groups):
            for path in self.paths:
                its = [(g, leaf) for g in self._who(group) for leaf in leaves if _is_in(leaf, path)]
                if (group, path) in shown:
                    program.add_up(its, to=self._shown(group, path))
                elif (group, path) not in hidden:
                    program.hide(("sum", group, path), 0, most)
                    program.add_up(its, to=0, less=[("sum", group, path)])
                    hidden[group, path] = ("sum", group, path)
        self._know_students(program, leaves, most)
        found = program.spans(hidden.values(), enough=self.rules.min_width, seen={})
        assert found is not None, "what is shown is true"
        return {item: found[key] for item, key in hidden.items()}

    def _ceiling(self, guard: Item, shown: Collection[Item], most: int) -> int:
        group = guard[0]
        beside = self._below(group, self.guards[guard], shown) if guard in self.guards else []
        return min((self._shown(group, other) for other in beside), default=most)

    def _know_students(self, program: Program, leaves: Sequence[Path], most: int) -> None:
        """Say what is released of how many students had an event: each had at least one."""
        known = dict(self.students.groups) if self.groups else {}
        told = [((group,), c.x if c.x is not None else c.x_low) for group, c in known.items()]
        closed = tuple(group for group, c in known.items() if not c.is_shown)
        taken = sum(c.x or 0 for c in known.values() if c.is_shown)
        for groups, x in (*told, (closed, (self.students.total.x or 0) - taken)):
            if x and groups:
                more = ("more", groups)
                program.hide(more, 0, most)
                program.add_up([(g, leaf) for g in groups for leaf in leaves], to=x, less=[more])

    def _who(self, group: str) -> tuple[str, ...]:
        return (group,) if group else self.everybody

    def _is_guard(self, item: Item) -> bool:
        """Say whether a count that is not shown could be shown by itself."""
        return self.is_open(item) and (item[0] == ALL or self._is_told(item[0]))

    # -- what goes out ------------------------------------------------------------------------------------------------

    def table(self, source: Source, shown: Collection[Item]) -> EventTable:
        """Return what is shown as a table."""
        deepest = len(self.leaves[0])
        levels = source.event_levels[:deepest] if deepest >= len(KIND) else source.event_levels[-1:]
        empty = EventTable(source.id, self.period, self.dimension, levels, ((ALL, ()),), self.groups)
        return _with(empty, {(group, path): self._shown(group, path) for group, path in shown})

    def audit(self, table: EventTable) -> Iterator[AuditLine]:
        """Yield the width that is proven of whatever is not shown, of all students and of each group: not of what."""
        found = self.spans({(group, path) for group, counts in table.counts for path, _ in counts})
        for group in (ALL, *self.groups):
            widths = [span.width for (its, _), span in found.items() if its == group]
            at = ((self.dimension, group),) if group else ()
            yield AuditLine(EVENTS, self.period, at, "x", 0, min(widths, default=self.rules.min_width))


def _is_in(path: Path, other: Path) -> bool:
    """Say whether one path is part of another, or the same."""
    return path[: len(other)] == other
