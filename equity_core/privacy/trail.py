"""What somebody can work out from the tables of several periods and from what is told of the students in two of them.

One linear program for one measure and one table (all students, a dimension, two at once): how many students of each
group then and later were, and are, counted. Several steps, one after the other, meet in the periods between them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from equity_core.privacy.bounds import Span
from equity_core.privacy.program import Program
from equity_core.privacy.released import At, Count
from equity_core.privacy.rules import Rules
from equity_core.sealed import Turn

Groups = tuple[str, ...]
Dimensions = tuple[str, ...]
Kind = tuple[Groups | None, Groups | None, bool | None, bool | None]  # was, now, said, says
MANY = 1_000_000  # more students than a source has in one place
EVERYBODY = ""  # of all students, as the one group of a dimension ""
BOTH = (True, False)


@dataclass(slots=True, repr=False)
class Step:
    """Two periods of a measure, what its students did, and of which groups it is told (by dimension; "" is all).

    `sized` has groups of which it is told how many are in both periods, be it by another measure.
    """

    period: str
    next_period: str
    turns: Mapping[Dimensions, Mapping[Kind, int]]
    told: dict[str, set[str]] = field(default_factory=dict)
    sized: set[tuple[str, str]] = field(default_factory=set)

    def counted(self, dimension: str, groups: Collection[str]) -> tuple[int, int, int]:
        """Return how many students of some groups are in both periods, began to count, and stopped."""
        n = began = stopped = 0
        for (was, now, said, says), students in self.turns[(dimension,) if dimension else ()].items():
            if was is not None and now is not None and (not dimension or was[0] in groups):
                n += students
                began += students * (says is True and said is False)
                stopped += students * (said is True and says is False)
        return n, began, stopped


def steps_of(turns: Iterable[Turn]) -> dict[str, list[Step]]:
    """Return the steps of each measure, by their periods."""
    found: dict[tuple[str, str, str], dict[Dimensions, Counter[Kind]]] = defaultdict(lambda: defaultdict(Counter))
    for t in turns:
        found[t.measure, t.period, t.next_period][t.dimensions][t.was, t.now, t.said, t.says] += t.students
    steps: dict[str, list[Step]] = defaultdict(list)
    for (measure, period, next_period), by in sorted(found.items()):
        steps[measure].append(Step(period, next_period, by))
    return steps


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """What is released of a measure: counts by period and place, and where it is told how many students there are."""

    counts: Mapping[tuple[str, At], Count]
    sizes: Collection[tuple[str, At]]

    def count(self, period: str, at: At) -> Count | None:
        """Return what is released of a place; None where no table has it."""
        return self.counts.get((period, at))


@dataclass(slots=True, repr=False)
class Trail:
    """The steps of one measure by one table, and the numbers that must stay uncertain beside what is told of them."""

    known: Known
    steps: Sequence[Step]
    dimensions: Dimensions
    rules: Rules
    _program: Program = field(default_factory=Program)
    _asks: dict[Hashable, int] = field(default_factory=dict)  # how far apart the ends must be
    _free: int = 0

    def width(self) -> int | None:
        """Return how uncertain everything stays that must have five values; None where some number has too few."""
        periods = dict.fromkeys(p for step in self.steps for p in (step.period, step.next_period))
        places = {period: self._places(period) for period in periods}
        for period in periods:
            self._tell_period(period, places[period])
        for number, step in enumerate(self.steps):
            kinds = _kinds(
                step.turns[self.dimensions], places[step.period], places[step.next_period], len(self.dimensions)
            )
            self._tell_step(number, step, kinds, places)
        if not self._asks:
            return self.rules.min_width
        found = self._program.spans(self._asks, enough=self.rules.min_width, seen={})
        if found is None or any(found[key].width < need for key, need in self._asks.items()):
            return None
        asked = (found[key].width for key, need in self._asks.items() if need == self.rules.min_width)
        return min(asked, default=self.rules.min_width)

    # -- one period -------------------------------------------------------------------------------------------------

    def _places(self, period: str) -> dict[Groups, tuple[int, int]]:
        """Return the places of a table with how many students are there, and how many count: of empty ones too."""
        found: dict[Groups, list[int]] = {}
        for step in self.steps:
            seen: dict[Groups, list[int]] = {}
            for (was, now, said, says), students in step.turns[self.dimensions].items():
                for its_period, place, mark in ((step.period, was, said), (step.next_period, now, says)):
                    if its_period == period and place is not None:
                        n, x = seen.setdefault(place, [0, 0])
                        seen[place] = [n + students, x + students * (mark is True)]
            found |= seen
        has = {d for d, group in zip(self.dimensions, next(iter(found)), strict=True) if group} if found else set()
        for its_period, at in self.known.counts:
            if its_period == period and {d for d, _ in at} == has:
                found.setdefault(tuple(dict(at).get(d, "") for d in self.dimensions), [0, 0])
        return {place: (n, x) for place, (n, x) in sorted(found.items())}

    def _tell_period(self, period: str, places: Mapping[Groups, tuple[int, int]]) -> None:
        """Say what is released of a period: of its places, and of what they add up to."""
        for place, (n, x) in places.items():
            for mark in BOTH:
                self._program.hide((period, place, mark), 0, MANY)
            self._publish(period, place, {place: (n, x)}, asks=True)
        whole = range(len(self.dimensions))
        for kept in (kept for size in whole for kept in combinations(whole, size)):
            sums: dict[Groups, dict[Groups, tuple[int, int]]] = defaultdict(dict)
            for place, true in places.items():
                sums[tuple(group if i in kept else "" for i, group in enumerate(place))][place] = true
            for place, parts in sums.items():
                self._publish(period, place, parts, asks=False)

    def _publish(self, period: str, place: Groups, parts: Mapping[Groups, tuple[int, int]], *, asks: bool) -> None:
        """Say what is released of some places together; ask for what is not."""
        at = tuple((d, group) for d, group in zip(self.dimensions, place, strict=True) if group)
        count = self.known.count(period, at)
        if count is None:
            return
        n, x = (sum(true[i] for true in parts.values()) for i in (0, 1))
        yes = [(period, part, True) for part in parts]
        all_ = [(period, part, mark) for part in parts for mark in BOTH]
        is_sized = (period, at) in self.known.sizes
        if count.status == "not_applicable":
            self._program.add_up(all_, to=0)
            return
        if is_sized:
            self._program.add_up(all_, to=n)
        else:
            few = self.rules.min_group - 1
            self._within(all_, Span(0, few) if n <= few else Span(few + 1, MANY), asks=asks)
        if count.status == "shown":
            self._program.add_up(yes, to=x)
        elif count.x_low is not None and count.x_high is not None:
            self._within(yes, Span(count.x_low, count.x_high), asks=asks)
        else:
            is_guard = is_sized and not self.rules.is_small_count(x, n)
            small = self.rules.small
            self._within(yes, Span(small + 1, n - small - 1) if is_guard else Span(0, MANY), asks=asks)

    # -- one step ---------------------------------------------------------------------------------------------------

    def _tell_step(
        self,
        number: int,
        step: Step,
        kinds: Mapping[Kind, int],
        places: Mapping[str, Mapping[Groups, tuple[int, int]]],
    ) -> None:
        """Say how the students of two periods are those of its kinds, and what is told of them; ask for the rest."""
        for kind in kinds:
            self._program.hide((number, kind), 0, MANY)
        for side, period in ((0, step.period), (1, step.next_period)):
            for place in places[period]:
                for mark in BOTH:
                    there = [(number, k) for k in kinds if k[side] == place and k[side + 2] is mark]
                    self._program.add_up(there, to=0, less=[(period, place, mark)])
        moved = _moved(kinds)
        for pair, students in moved.items():
            if self._is_exception(step, *pair):  # such may be known one by one
                self._program.add_up([(number, k) for k in kinds if k[:2] == pair], to=students)
        for dimension, groups in [
            (EVERYBODY, {EVERYBODY}),
            *((d, self._groups(step, d, kinds)) for d in self.dimensions),
        ]:
            told = step.told.get(dimension, set())
            for group in groups:
                its = {k: n for k, n in kinds.items() if _is_in(k, self._place(dimension), {group})}
                if group in told or (dimension, group) in step.sized:
                    self._program.add_up([(number, k) for k in its], to=sum(its.values()))
                for marks in ((False, True), (True, False)) if group in told else ():
                    part = {k: n for k, n in its.items() if k[2:] == marks}
                    self._program.add_up([(number, k) for k in part], to=sum(part.values()))
        self._ask_step(number, step, kinds, moved)

    def _ask_step(
        self, number: int, step: Step, kinds: Mapping[Kind, int], moved: Mapping[tuple[Groups, Groups], int]
    ) -> None:
        """Ask for what follows from several numbers: who left, came or is as before, and groups that are not told."""
        if len(self.dimensions) > 1:
            return
        dimension = self.dimensions[0] if self.dimensions else EVERYBODY
        told = step.told.get(dimension, set())
        groups = self._groups(step, dimension, kinds) if self.dimensions else {EVERYBODY}
        for some in [*({group} for group in sorted(told)), *([groups - told] if told and groups - told else [])]:
            for its in self._follow(kinds, some):
                self._ask_small(number, its)
        for group in sorted(groups - told) if told else ():
            both, *others = self._follow(kinds, {group})
            self._ask(number, both, self._need(step, dimension, group, both))
            for its in others:
                self._ask(number, its, min(self.rules.min_width, _students(its)))
        for pair in moved:
            pair_kinds = {k: n for k, n in kinds.items() if k[:2] == pair}
            for side in (2, 3):
                self._ask_small(number, [{k: n for k, n in pair_kinds.items() if k[side] is mark} for mark in BOTH])

    def _follow(self, kinds: Mapping[Kind, int], groups: Collection[str]) -> Iterator[list[dict[Kind, int]]]:
        """Yield, of some groups, what those in both periods did, what those were who left, and are who came."""
        at = 0 if self.dimensions else None
        both = {k: n for k, n in kinds.items() if _is_in(k, at, groups)}
        yield [{k: n for k, n in both.items() if k[2:] == (a, b)} for a in BOTH for b in BOTH]
        left = {k: n for k, n in kinds.items() if k[1] is None and _is_of(k[0], at, groups)}
        yield [{k: n for k, n in left.items() if k[2] is mark} for mark in BOTH]
        came = {k: n for k, n in kinds.items() if k[0] is None and _is_of(k[1], at, groups)}
        yield [{k: n for k, n in came.items() if k[3] is mark} for mark in BOTH]

    def _need(self, step: Step, dimension: str, group: str, both: Iterable[Mapping[Kind, int]]) -> int:
        """Return how uncertain what is not told of a group must be: of few students it can be no more than they are."""
        if (step.period, ((dimension, group),)) not in self.known.sizes:
            return self.rules.min_width
        return min(self.rules.min_width, _students(both))

    def _is_exception(self, step: Step, was: Groups, now: Groups) -> bool:
        """Say whether next to nobody else went from one of these groups to the other."""
        for i, dimension in enumerate(self.dimensions):
            pair = ((was[i],), (now[i],))
            alike = sum(n for kind, n in step.turns[(dimension,)].items() if kind[:2] == pair)
            if was[i] != now[i] and alike <= self.rules.small:
                return True
        return False

    def _ask_small(self, number: int, parts: Sequence[Mapping[Kind, int]]) -> None:
        """Ask for the parts of some students that are next to nobody."""
        few = [part for part in parts if sum(part.values()) <= self.rules.small]
        self._ask(number, few, min(self.rules.min_width, _students(parts)))

    def _ask(self, number: int, parts: Iterable[Mapping[Kind, int]], need: int) -> None:
        for part in parts:
            if need and part:
                self._within([(number, kind) for kind in part], Span(0, MANY), asks=True, need=need)

    # -- small things -----------------------------------------------------------------------------------------------

    def _groups(self, step: Step, dimension: str, kinds: Mapping[Kind, int]) -> set[str]:
        place = self._place(dimension)
        return {k[0][place] for k in kinds if k[0] is not None} if place is not None else {EVERYBODY}

    def _place(self, dimension: str) -> int | None:
        return self.dimensions.index(dimension) if dimension else None

    def _within(self, keys: Sequence[Hashable], span: Span, *, asks: bool, need: int | None = None) -> None:
        """Say that some numbers add up to one within a span; it may have to stay uncertain."""
        self._free += 1
        key = ("sum", self._free)
        self._program.hide(key, *span)
        self._program.add_up(keys, to=0, less=[key])
        if asks:
            self._asks[key] = self.rules.min_width if need is None else need


def _kinds(true: Mapping[Kind, int], then: Iterable[Groups], later: Iterable[Groups], width: int) -> dict[Kind, int]:
    """Return every kind of student that may be: who went to a group as nobody else did is known to be none."""
    later = list(later)
    pairs = {(was, now) for was, now, _, _ in true if was is not None and now is not None}
    pairs |= {(place, place) for place in then if place in later}
    kinds: list[Kind] = [(was, now, a, b) for was, now in sorted(pairs) for a in BOTH for b in BOTH]
    kinds += [(place, None, mark, None) for place in then for mark in BOTH]
    kinds += [(None, place, None, mark) for place in later for mark in BOTH]
    return {kind: true.get(kind, 0) for kind in kinds}


def _moved(kinds: Mapping[Kind, int]) -> dict[tuple[Groups, Groups], int]:
    """Return the students who went from one group to another, by both; those who stayed are not meant."""
    found: Counter[tuple[Groups, Groups]] = Counter()
    for (was, now, _, _), students in kinds.items():
        if was is not None and now is not None and was != now:
            found[was, now] += students
    return dict(found)


def _students(parts: Iterable[Mapping[Kind, int]]) -> int:
    return sum(sum(part.values()) for part in parts)


def _is_in(kind: Kind, place: int | None, groups: Collection[str]) -> bool:
    """Say whether students are in both periods, and in one of some groups in the first."""
    return kind[1] is not None and _is_of(kind[0], place, groups)


def _is_of(at: Groups | None, place: int | None, groups: Collection[str]) -> bool:
    return at is not None and (place is None or at[place] in groups)
