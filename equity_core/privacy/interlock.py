"""What somebody can work out about schools × a dimension from every sum that is published, and from knowing the rules.

First whole numbers that trade prove most places uncertain, or too certain; a linear program decides about the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from equity_core.privacy.bounds import Span
from equity_core.privacy.line import Line
from equity_core.privacy.program import Program
from equity_core.privacy.released import Status
from equity_core.privacy.rules import Rules
from equity_core.privacy.swaps import trades
from equity_core.privacy.table import REST
from equity_core.privacy.trading import Network

Place = tuple[str, str]  # school, group
Kind = str  # "" for sizes, a measure for its counts
MANY = 1_000_000  # more students than a source has in one place


@dataclass(frozen=True, slots=True)
class Margin:
    """One side of a grid: the sizes and counts of all schools (or all groups), and what is published of them."""

    line: Line
    hidden: frozenset[str]
    counts: Mapping[str, Mapping[str, int]]  # by measure, then name
    statuses: Mapping[str, Mapping[str, Status]]


@dataclass(frozen=True)
class Grid:
    """Schools × groups in one period, for measures that count the same students."""

    schools: Margin
    groups: Margin
    sizes: Mapping[Place, int | None]
    counts: Mapping[str, Mapping[Place, int]]
    totals: Mapping[str, Span] = field(default_factory=dict)  # by measure: what is published of all students

    def total(self, kind: Kind, side: int) -> Span | None:
        """Return what is published of all students, where they are one side's schools (or groups) added up."""
        size = (self.schools, self.groups)[side].line.total
        if size is None:
            return None
        return self.totals.get(kind) if kind else Span(size, size)

    @cached_property
    def lines(self) -> tuple[Mapping[str, Sequence[Place]], Mapping[str, Sequence[Place]]]:
        """Return the places of each school, and of each group."""
        found: tuple[dict[str, list[Place]], dict[str, list[Place]]] = ({}, {})
        for place in self.sizes:
            for lines, name in zip(found, place, strict=True):
                lines.setdefault(name, []).append(place)
        return found

    @property
    def is_pair(self) -> bool:
        """Say whether it is one group and everyone else: then small counts are hidden, and nobody knows which guard."""
        return REST in self.groups.line.sizes


@dataclass(slots=True)
class Decided:
    """Which sizes are hidden, and each measure's statuses.

    Where all is hidden because less would not do: of which kinds. `is_told`: it follows from the margins alone.
    """

    hidden: set[Place]
    statuses: dict[str, dict[Place, Status]]
    is_told: bool = False
    weak: frozenset[Kind] = frozenset()


def weak_places(grid: Grid, decided: Decided, rules: Rules) -> list[tuple[Kind, Place]] | None:
    """Return the sizes (kind "") and counts (kind: the measure) that somebody could work out too well.

    To somebody who knows which were small and which only guard them: to everybody else they can be more. None when
    no numbers fit what the source published.
    """
    program = Program()
    rooms = {"": _sizes(program, grid, decided.hidden, rules)}
    for measure in grid.counts:
        rooms[measure] = _counts(program, grid, decided, measure, rules=rules)
    asked = [(kind, place) for kind, room in rooms.items() for place in sorted(room)]
    seen: dict[Hashable, Span] = {}
    weak: set[tuple[Kind, Place]] = set()
    built = {kind: _network(grid, kind, program.limits, room) for kind, room in rooms.items()}
    networks = {kind: network for kind, network in built.items() if network is not None}
    if len(networks) == len(rooms):
        seen, weak = _traded(grid, rooms, networks, limits=program.limits, enough=rules.min_width)
    else:
        for kind, room in rooms.items():
            values = {place: grid.counts[kind][place] if kind else grid.sizes[place] or 0 for place in room}
            proven = trades(values, room, enough=rules.min_width)
            seen |= {(kind, place): span for place, span in proven.items()}
    found = program.spans([key for key in asked if key not in weak], enough=rules.min_width, seen=seen)
    if found is None:
        return None
    return [key for key in asked if key in weak or found[key].width < rules.min_width]


def _traded(
    grid: Grid,
    rooms: Mapping[Kind, Mapping[Place, Span]],
    networks: Mapping[Kind, Network],
    *,
    limits: Mapping[Hashable, Span],
    enough: int,
) -> tuple[dict[Hashable, Span], set[tuple[Kind, Place]]]:
    """Return what is proven possible, and the places that are certainly weak.

    Each kind trades while the others stay as they are; a count whose size is hidden may grow with that size; and
    students may move together with what they count in.
    """
    seen: dict[Hashable, Span] = {}
    weak: set[tuple[Kind, Place]] = set()
    grown: dict[Place, Mapping[Hashable, int]] = {}
    together: dict[frozenset[Kind], Network | None] = {}
    usual = _counted_by_most(grid, rooms[""])
    for kind, room in rooms.items():
        outer: Network | None = None
        for place in sorted(room):
            span = networks[kind].span(place, enough=enough)
            if span.width < enough and kind and place in rooms[""]:
                if place not in grown:
                    grown[place] = networks[""].raised(place, by=enough)
                span = networks[kind].span(place, enough=enough, wider=grown[place])
            if span.width < enough and place in rooms[""]:
                moving = usual | {kind} - {""}
                if moving not in together:
                    together[moving] = _moving(grid, rooms[""], moving, limits)
                one = together[moving]
                if one is not None:
                    change, value = one.span(place, enough=enough), _true(grid, kind, place)
                    span = max(span, Span(value + change.low, value + change.high), key=lambda found: found.width)
            if span.width < enough:
                outer = outer or _network(grid, kind, limits, _most(grid, kind, room, limits))
                if outer is not None and outer.span(place, enough=enough).width < enough:
                    weak.add((kind, place))
            seen[kind, place] = span
    return seen, weak


def _counted_by_most(grid: Grid, places: Iterable[Place]) -> frozenset[Kind]:
    """Return the measures that most students in these places count in."""
    students = sum(grid.sizes[place] or 0 for place in places)
    return frozenset(m for m, counts in grid.counts.items() if 2 * sum(counts[p] for p in places) > students)


def _moving(
    grid: Grid, hidden: Mapping[Place, Span], moving: frozenset[Kind], limits: Mapping[Hashable, Span]
) -> Network | None:
    """Return hidden sizes that trade students who count in the measures `moving` and in no other.

    Its values are changes: of the size, and of each of those counts.
    """
    network, is_closed = Network(), any(m.line.total is not None for m in (grid.schools, grid.groups))
    for place in hidden:
        n, (low, high) = grid.sizes[place] or 0, limits["", place]
        down = [counts[place] if m in moving else n - counts[place] for m, counts in grid.counts.items()]
        network.add(place, ends=_ends(place), value=0, room=Span(-min([n - low, *down]), high - n))
    for side in (0, 1):
        sums = {kind: _sums_of(grid, kind, side) for kind in ("", *moving)}
        for name in sums[""]:
            if all((kind, side, name) in limits for kind in sums):
                spans = [(limits[kind, side, name], by[name]) for kind, by in sums.items()]
                room = Span(max(r.low - v for r, v in spans), min(r.high - v for r, v in spans))
                network.add((side, name, ""), ends=_hub_ends(side, name, is_closed=is_closed), value=0, room=room)
    return network if network.fits() else None


def _network(
    grid: Grid, kind: Kind, limits: Mapping[Hashable, Span], rooms: Mapping[Place, Span] | None = None
) -> Network | None:
    """Return hidden numbers of one kind that trade; None where the true ones are unknown or do not fit what is said.

    `rooms` says how far each may go, if less than its limits.
    """
    if any(n is None for n in grid.sizes.values()):
        return None
    network = Network()
    total = next((span for side in (0, 1) if (span := grid.total(kind, side)) is not None), None)
    for place in grid.sizes:
        if (kind, place) in limits:
            room = rooms[place] if rooms is not None else limits[kind, place]
            network.add(place, ends=_ends(place), value=_true(grid, kind, place), room=room)
    for side, margin in enumerate((grid.schools, grid.groups)):
        sums, said = _sums_of(grid, kind, side), grid.total(kind, side)
        if said is not None and not said.low <= sum(sums.values()) <= said.high:
            return None
        for name, value in sums.items():
            if (kind, side, name) in limits:
                ends = _hub_ends(side, name, is_closed=total is not None)
                network.add((side, name, ""), ends=ends, value=value, room=limits[kind, side, name])
            elif value != _published(margin, kind, name):
                return None
    if total is not None and total.width:
        everybody = sum(_sums_of(grid, kind, 0).values())
        network.add("all", ends=(("hub", 1), ("hub", 0)), value=everybody, room=total)
    return network if network.fits() else None


def _ends(place: Place) -> tuple[Hashable, Hashable]:
    return (0, place[0]), (1, place[1])


def _hub_ends(side: int, name: str, *, is_closed: bool) -> tuple[Hashable, Hashable]:
    """Return the joints of a hidden margin; `is_closed`: schools trade among each other only, as groups do."""
    hub, joint = ("hub", side if is_closed else 0), (side, name)
    return (joint, hub) if side else (hub, joint)


def _true(grid: Grid, kind: Kind, place: Place) -> int:
    return grid.counts[kind][place] if kind else grid.sizes[place] or 0


def _sums_of(grid: Grid, kind: Kind, side: int) -> dict[str, int]:
    sums = dict.fromkeys((grid.schools, grid.groups)[side].line.sizes, 0)
    for place in grid.sizes:
        sums[place[side]] += _true(grid, kind, place)
    return sums


def _most(grid: Grid, kind: Kind, room: Mapping[Place, Span], limits: Mapping[Hashable, Span]) -> dict[Place, Span]:
    """Return limits that are certainly wide enough: a hidden size is no larger than what its sums leave."""
    left: dict[tuple[int, str], int] = defaultdict(int)
    for place, n in grid.sizes.items():
        if ("", place) in limits:
            for side in (0, 1):
                left[side, place[side]] += n or 0
    found = {}
    for place in room:
        low, high = limits[kind, place]
        if ("", place) in limits:
            size = limits["", place].high
            sums = [left[side, place[side]] for side in (0, 1) if ("", side, place[side]) not in limits]
            high = min(high, size, *sums)
        found[place] = Span(low, high)
    return found


def _sizes(program: Program, grid: Grid, hidden: set[Place], rules: Rules) -> dict[Place, Span]:
    """Add the sizes; return how far each hidden one may go while every count stays as it is."""
    room = {}
    for place, n in grid.sizes.items():
        if n is None:
            program.hide(("", place), 0, MANY)
        elif place in hidden:
            low, high = _limits(n, rules)
            program.hide(("", place), low, high)
            room[place] = Span(max([low, *(counts[place] for counts in grid.counts.values())]), high)
    for side, margin in enumerate((grid.schools, grid.groups)):
        for name in margin.line.sizes:
            if margin.line.sizes[name] is None:
                program.hide(("", side, name), 0, MANY)
            elif name in margin.hidden:
                program.hide(("", side, name), 0, MANY if margin.line.total is not None else rules.min_group - 1)
        _sums(program, grid, "", side, {p: n for p, n in grid.sizes.items() if n is not None and p not in hidden})
        _total(program, grid, "", side)
    return room


def _counts(program: Program, grid: Grid, decided: Decided, measure: str, *, rules: Rules) -> dict[Place, Span]:
    """Add the counts of a measure; return how far each one that is not shown may go while every size stays as it is."""
    counts, statuses = grid.counts[measure], decided.statuses[measure]
    room = {}
    for place, n in grid.sizes.items():
        key = (measure, place)
        if n is None or place in decided.hidden:
            program.hide(key, 0, MANY)
            program.keep_within(key, ("", place))
            if n is not None:
                room[place] = Span(0, n)
        elif statuses[place] != "shown":
            room[place] = _count_room(grid, measure, place, n, is_range=statuses[place] == "range", rules=rules)
            program.hide(key, *room[place])
    for side, margin in enumerate((grid.schools, grid.groups)):
        for name, status in margin.statuses[measure].items():
            if status != "shown":
                low, high = _margin_limits(margin, measure, name, rules)
                program.hide((measure, side, name), low, high)
        for name in margin.line.sizes:
            if name not in margin.statuses[measure]:
                program.hide((measure, side, name), 0, MANY)
        shown = {p: counts[p] for p, s in statuses.items() if s == "shown" and p not in decided.hidden}
        _sums(program, grid, measure, side, shown)
        _total(program, grid, measure, side)
    return room


def _count_room(grid: Grid, measure: str, place: Place, n: int, *, is_range: bool, rules: Rules) -> Span:
    x = grid.counts[measure][place]
    if is_range:
        return Span(0, rules.small) if x <= rules.small else Span(n - rules.small, n)
    is_guard = not grid.is_pair and not rules.is_small_count(x, n) and not beside_hidden(grid, measure, place)
    least = rules.small + 1 if is_guard else 0
    return Span(least, n - least)


def _margin_limits(margin: Margin, measure: str, name: str, rules: Rules) -> tuple[int, int]:
    n, x = margin.line.sizes[name], margin.counts[measure].get(name, 0)
    if n is None or margin.statuses[measure][name] != "range":
        return 0, MANY if n is None else n
    low = 0 if x <= rules.small else n - rules.small
    return low, low + rules.small


def _sums(program: Program, grid: Grid, kind: str, side: int, shown: Mapping[Place, int]) -> None:
    margin = (grid.schools, grid.groups)[side]
    for name in margin.line.sizes:
        places = grid.lines[side].get(name, ())
        parts = [(kind, place) for place in places if place not in shown]
        left = sum(shown[place] for place in places if place in shown)
        published = _published(margin, kind, name)
        if published is None:
            program.add_up(parts, less=[(kind, side, name)], to=-left)
        else:
            program.add_up(parts, to=published - left)


def _total(program: Program, grid: Grid, kind: Kind, side: int) -> None:
    """Say that all schools (or all groups) add up to what is published of all students."""
    margin, total = (grid.schools, grid.groups)[side], grid.total(kind, side)
    if total is None:
        return
    known = [_published(margin, kind, name) for name in margin.line.sizes]
    parts = [(kind, side, name) for name, value in zip(margin.line.sizes, known, strict=True) if value is None]
    left = sum(value for value in known if value is not None)
    if total.width:
        program.hide((kind, "all"), total.low, total.high)
        program.add_up(parts, less=[(kind, "all")], to=-left)
    else:
        program.add_up(parts, to=total.low - left)


def _published(margin: Margin, kind: str, name: str) -> int | None:
    if not kind:
        return None if name in margin.hidden else margin.line.sizes[name]
    return margin.counts[kind][name] if margin.statuses[kind].get(name) == "shown" else None


def beside_hidden(grid: Grid, measure: str, place: Place) -> bool:
    """Say whether the count of all of a place's school, or of all of its group, is hidden."""
    school, group = place
    return "hidden" in (grid.schools.statuses[measure].get(school), grid.groups.statuses[measure].get(group))


def _limits(n: int, rules: Rules) -> tuple[int, int]:
    return (0, rules.min_group - 1) if rules.is_small_group(n) else (rules.min_group, MANY)
