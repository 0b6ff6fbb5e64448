"""How the same students changed from one period to the next: what of it may be shown (decision 0021).

Of all students, and of each group, three numbers or nothing: how many are in both periods, how many began to count in
the measure, and how many stopped. Each of them is five or more, as is what they leave, also of everybody in no shown
group. Then a linear program over all that is released of both periods (trail.py) must find every other number as
uncertain as before, and those who left or came too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from equity_core.model import Source
from equity_core.privacy.families import families
from equity_core.privacy.released import HIDDEN, JOIN, At, AuditLine, Count, Followed, Release, Released, Turned
from equity_core.privacy.rules import Rules
from equity_core.privacy.trail import EVERYBODY, Dimensions, Known, Step, Trail, steps_of
from equity_core.sealed import Cells, Pattern, unseal_patterns, unseal_turns

NOBODY = Cells(())


@dataclass(frozen=True, slots=True)
class Same:
    """What the gate is told of the same students in other periods.

    `cells` are how they turned; `beside` is what is released of the other sources that they come from, and `ledger` all
    that ever was of any of them.
    """

    cells: Cells = NOBODY
    beside: Sequence[Release] = ()
    ledger: Sequence[Release] = ()


NONE = Same()


def follow(
    source: Source, tables: Sequence[Released], same: Same, rules: Rules
) -> tuple[list[Released], tuple[Followed, ...], list[AuditLine]]:
    """Return what may be shown of how the students of a source changed: between its periods, and from or to others.

    With the proof: `period` of its lines is both periods.

    Before it the tables of the source: where it was told earlier how they changed, a dimension that is new is hidden if
    the two would tell too much.
    """
    by_measure = steps_of(unseal_turns(same.cells))
    if not by_measure:
        return list(tables), (), []
    everything = [*tables, *(table for release in same.beside for table in release.tables)]
    related = _related(unseal_patterns(same.cells), rules)
    seen = [one for release in same.ledger for one in release.followed]
    paths = [
        Path(source, measure, by_measure[measure], everything, same, rules, [f for f in seen if f.measure == measure])
        for measure in source.measures
        if measure in by_measure
    ]
    for path in paths:
        path.settle(related)
    while sum(path.is_told_too_much(paths) for path in paths):
        pass
    closed = {(path.measure, period, d) for path in paths for period, d in path.closed}
    told = [_hidden(t) if {(t.measure, t.period, d) for d in t.dimension.split(",")} & closed else t for t in tables]
    followed = tuple(one for path in paths for one in path.followed())
    return told, followed, [line for path in paths for line in path.audit()]


@dataclass(slots=True, repr=False)
class Path:
    """The steps of one measure through its periods."""

    source: Source
    measure: str
    steps: Sequence[Step]
    tables: Sequence[Released]
    same: Same
    rules: Rules
    seen: Sequence[Followed]  # what was told of it before
    known: Known = field(init=False)
    closed: set[tuple[str, str]] = field(default_factory=set)  # a period, and a dimension of which nothing is shown

    def __post_init__(self) -> None:
        self.known = _known(self.measure, self.tables, self.steps)

    # -- what is told -----------------------------------------------------------------------------------------------

    def settle(self, related: Mapping[str, Collection[str]]) -> None:
        """Decide what is told of each step, the earliest first."""
        old = [step for step in self.steps if self._is_old(step) and self._take_up(step)]
        live: list[Step] = [step for step in old if not self._is_mine(step)]
        self._close_new_tables(old)
        for step in (step for step in self.steps if self._is_mine(step)):
            is_related = any(self.measure in related.get(p, ()) for p in (step.period, step.next_period))
            if step in old:
                live.append(step)
            elif not is_related and self._is_covered(step) and self._may_begin(step, live):
                self._tell_all(step, [*live, step])
                live += [step] if step.told else []

    def _tell_all(self, step: Step, live: Sequence[Step]) -> None:
        """Tell what may be told of a new step, beside those that are told already."""
        if not self._is_whole(step, EVERYBODY, {EVERYBODY}):
            return
        step.told[EVERYBODY] = {EVERYBODY}
        if self._is_weak(live):
            step.told.clear()
            return
        for dimension in self._dimensions(step):
            groups = [g for g in self._groups(step, dimension) if self._is_whole(step, dimension, {g})]
            while groups:
                step.told[dimension] = set(groups)
                if self._leaves_enough(step, dimension) and not self._is_weak(live, dimension):
                    break
                groups = groups[1:]
            else:
                step.told.pop(dimension, None)

    def is_told_too_much(self, paths: Iterable[Path]) -> bool:
        """Tell less where other measures say how many of a group are in both periods; say whether that was needed."""
        live, changed = [step for step in self.steps if step.told], False
        for step in live:
            others = {
                (dimension, group)
                for path in paths
                for other in path.steps
                if other is not step and (other.period, other.next_period) == (step.period, step.next_period)
                for dimension, groups in other.told.items()
                for group in groups
                if other.counted(dimension, {group})[0] == step.counted(dimension, {group})[0]
            }
            new = {(d, g) for d, g in others - step.sized if g not in step.told.get(d, ())}
            step.sized |= others
            for dimension in {d for d, _ in new} if self._is_mine(step) and not self._is_old(step) else ():
                if step.told and self._is_weak(live, dimension):
                    changed = True
                    if dimension in step.told:
                        del step.told[dimension]
                    else:
                        step.told.clear()
        return changed

    def followed(self) -> Iterator[Followed]:
        """Yield what is told of each step of this source, or that it is hidden, where enough are in both periods."""
        for step in self.steps:
            if not self._is_mine(step) or self.rules.is_small_group(step.counted(EVERYBODY, {EVERYBODY})[0]):
                continue
            total = self._turned(step, EVERYBODY, EVERYBODY)
            whole = Followed(self.source.id, self.measure, step.period, step.next_period, EVERYBODY, total)
            yield whole
            for dimension in self._dimensions(step) if total.is_shown else ():
                names = self._names(step, dimension)
                groups = tuple((name, self._turned(step, dimension, name)) for name in names)
                yield replace(whole, dimension=dimension, groups=groups)

    def audit(self) -> Iterator[AuditLine]:
        """Yield the width that is proven beside each step that is told: of all students, and of groups not told of."""
        told = [one for one in self.followed() if one.total.is_shown]
        live = [step for step in self.steps if step.told] if told else []
        widths = {its: width or 0 for its, width in self._widths(live)}
        for one in told:
            here = [width for its, width in widths.items() if not one.dimension or one.dimension in its]
            ats: list[At] = [((one.dimension, name),) for name, turned in one.groups if not turned.is_shown]
            for at in ats if one.dimension else [()]:
                high = min(here, default=self.rules.min_width)
                yield AuditLine(self.measure, JOIN.join((one.period, one.next_period)), at, "x", 0, high)

    def _turned(self, step: Step, dimension: str, group: str) -> Turned:
        """Return what is told of a group; nothing where some group of the dimension may not be told of any more."""
        told = step.told.get(dimension, set())
        is_fit = group in told and all(self._is_whole(step, dimension, {g}) for g in told)
        return Turned(*step.counted(dimension, {group})) if is_fit else Turned()

    # -- what may be told -------------------------------------------------------------------------------------------

    def _is_whole(self, step: Step, dimension: str, groups: Collection[str]) -> bool:
        """Say whether all that would be told of some students is enough of them, and released for both periods."""
        n, began, stopped = step.counted(dimension, groups)
        at: At = tuple((dimension, group) for group in groups if dimension)
        periods = (step.period,) if dimension else (step.period, step.next_period)
        counts = [self.known.count(period, at) for period in periods]
        return all(count is not None and count.is_shown for count in counts) and self._is_enough(n, began, stopped)

    def _is_enough(self, n: int, began: int, stopped: int) -> bool:
        few = min(began, stopped, n - began - stopped) <= self.rules.small
        return not self.rules.is_small_group(n) and not few

    def _leaves_enough(self, step: Step, dimension: str) -> bool:
        """Say whether everybody in no shown group of a dimension is enough too, or nobody."""
        left = {was[0] for was, *_ in step.turns[(dimension,)] if was is not None} - step.told[dimension]
        n, began, stopped = step.counted(dimension, left)
        return not n or self._is_enough(n, began, stopped)

    def _is_weak(self, live: Sequence[Step], dimension: str = EVERYBODY) -> bool:
        """Say whether some number could be worked out beside what is told, by any table that a dimension is in."""
        return any(width is None for _, width in self._widths(live, dimension))

    def _widths(self, live: Sequence[Step], dimension: str = EVERYBODY) -> Iterator[tuple[Dimensions, int | None]]:
        """Yield each table that a dimension is in, and how uncertain all of it stays; None where that is too little."""
        tables = dict.fromkeys(dimensions for step in live for dimensions in step.turns)
        for dimensions in tables:
            if (not dimension or dimension in dimensions) and self._is_released(dimensions):
                its = [step for step in live if dimensions in step.turns]
                yield dimensions, Trail(self.known, its, dimensions, self.rules).width()

    def _is_released(self, dimensions: Dimensions) -> bool:
        return len(dimensions) < 2 or any(
            len(at) == len(dimensions) and {d for d, _ in at} == {*dimensions} for _, at in self.known.counts
        )

    def _dimensions(self, step: Step) -> list[str]:
        """Return the dimensions of the first period, in the order of the source, those of others after them."""
        there = [
            t.dimension
            for t in self.tables
            if (t.measure, t.period) == (self.measure, step.period) and not t.where and (t.dimension,) in step.turns
        ]
        order = [use.id for use in self.source.dimensions]
        return sorted(set(there), key=lambda d: (order.index(d) if d in order else len(order), d))

    def _names(self, step: Step, dimension: str) -> list[str]:
        at = (self.measure, step.period, dimension)
        return next(
            [name for name, _ in t.groups]
            for t in self.tables
            if (t.measure, t.period, t.dimension) == at and not t.where
        )

    def _groups(self, step: Step, dimension: str) -> list[str]:
        """Return the groups that are shown in the first period, the smallest first."""
        counts = {name: self.known.count(step.period, ((dimension, name),)) for name in self._names(step, dimension)}
        return sorted((g for g, c in counts.items() if c and c.is_shown), key=lambda g: (counts[g].n, g))  # type: ignore[union-attr]

    # -- what was told before ---------------------------------------------------------------------------------------

    def _is_mine(self, step: Step) -> bool:
        return bool({step.period, step.next_period} & set(self.source.periods))

    def _is_old(self, step: Step) -> bool:
        return bool(self._before(step))

    def _before(self, step: Step) -> list[Followed]:
        its = (step.period, step.next_period)
        return [one for one in self.seen if (one.period, one.next_period) == its and one.total.is_shown]

    def _take_up(self, step: Step) -> bool:
        """Tell of a step what was told before, and nothing else; nothing where its students are not the very same."""
        for one in self._before(step):
            for group, told in ((EVERYBODY, one.total), *one.groups):
                dimension = one.dimension if group else EVERYBODY
                if not told.is_shown:
                    continue
                is_there = not dimension or (dimension,) in step.turns
                if not is_there or (told.n, told.began, told.stopped) != step.counted(dimension, {group}):
                    step.told.clear()
                    return False
                step.told.setdefault(dimension, set()).add(group)
        return True

    def _may_begin(self, step: Step, live: Sequence[Step]) -> bool:
        """Say whether a step may be told of for the first time.

        Not beside earlier numbers of its periods that differ from those of today, nor beside steps of which it is no
        longer known what was told; and never so that steps go in a circle.
        """
        periods = {step.period, step.next_period}
        gone = [
            one
            for one in self.seen
            if one.total.is_shown
            and periods & {one.period, one.next_period}
            and not any((s.period, s.next_period) == (one.period, one.next_period) for s in live)
        ]
        return not gone and not _is_circle([*live, step]) and all(self._is_as_before(p) for p in periods)

    def _is_covered(self, step: Step) -> bool:
        """Say whether a step was never told of, and its students are counted by every table of both periods."""
        its = [t for t in self.tables if t.measure == self.measure and t.period in (step.period, step.next_period)]
        tables = {tuple(sorted(filter(None, t.dimension.split(",")))) for t in its}
        is_simple = all(not t.where and (t.partitions or not t.dimension) for t in its)
        return not self._is_old(step) and is_simple and tables <= step.turns.keys()

    def _close_new_tables(self, old: Sequence[Step]) -> None:
        """Hide what is new in a dimension that nobody has seen yet, where steps that were told of would tell of it."""
        seen = {
            (t.period, d)
            for r in self.same.ledger
            for t in r.tables
            if t.measure == self.measure
            for d in t.dimension.split(",")
        }
        for step in old:
            for period in {step.period, step.next_period} & set(self.source.periods):
                for dimension in [d for d in self._all_dimensions(period) if (period, d) not in seen]:
                    if (dimension,) not in step.turns or self._is_weak(old, dimension):
                        self.closed.add((period, dimension))
        counts = {(p, at): c for (p, at), c in self.known.counts.items() if not {(p, d) for d, _ in at} & self.closed}
        self.known = Known(counts, self.known.sizes)

    def _all_dimensions(self, period: str) -> list[str]:
        there = [t.dimension for t in self.tables if (t.measure, t.period) == (self.measure, period) and not t.where]
        return sorted({d for d in there if d and "," not in d})

    def _is_as_before(self, period: str) -> bool:
        """Say whether everything that was ever shown of a period is shown today, and the same."""
        old = (t for release in self.same.ledger for t in release.tables if t.measure == self.measure)
        return all(
            self.known.count(period, at) == _bare(count)
            for table in old
            if table.period == period and not table.where
            for at, count in _cells(table)
            if count.is_shown
        )


def _related(patterns: Sequence[Pattern], rules: Rules) -> dict[str, set[str]]:
    """Return, by period, the measures that tell of another one."""
    found: dict[str, set[str]] = {}
    for period in {p.period for p in patterns}:
        its = [p for p in patterns if p.period == period]
        measures = sorted({m for p in its for m, _ in p.marks})
        of_period = families(its, measures=measures, leads=measures[:1], rules=rules)
        found[period] = {m for family in of_period if len(family.measures) > 1 for m in family.measures}
    return found


def _known(measure: str, tables: Sequence[Released], steps: Sequence[Step]) -> Known:
    """Return what is released of a measure, and where any measure of as many students says how many there are."""
    n: Counter[tuple[int, Dimensions, str, At]] = Counter()
    for step in steps:
        for dimensions, kinds in step.turns.items():
            for (was, now, _, _), students in kinds.items():
                for period, place in ((step.period, was), (step.next_period, now)):
                    if place is not None:
                        at = tuple((d, g) for d, g in zip(dimensions, place, strict=True) if g)
                        n[id(step), dimensions, period, at] += students
    true = {(period, at): students for (_, _, period, at), students in n.items()}
    counts: dict[tuple[str, At], Count] = {}
    sizes = set()
    for table in (t for t in tables if not t.where):
        for at, count in _cells(table):
            if table.measure == measure:
                counts[table.period, at] = _bare(count)
            if count.n is not None and count.n == true.get((table.period, at), 0):
                sizes.add((table.period, at))
    return Known(counts, sizes)


def _hidden(table: Released) -> Released:
    return replace(table, groups=tuple((name, HIDDEN) for name, _ in table.groups))


def _cells(table: Released) -> list[tuple[At, Count]]:
    return [((), table.total), *((table.at(name), count) for name, count in table.groups)]


def _bare(count: Count) -> Count:
    return replace(count, score=None)


def _is_circle(steps: Iterable[Step]) -> bool:
    """Say whether steps come back to a period that they were in."""
    group_of: dict[str, str] = {}

    def of(period: str) -> str:
        while period in group_of:
            period = group_of[period]
        return period

    for step in steps:
        one, other = of(step.period), of(step.next_period)
        if one == other:
            return True
        group_of[one] = other
    return False
