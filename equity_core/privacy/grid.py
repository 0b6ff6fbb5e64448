"""Decide about schools × a dimension, where every cell lies in two sums: its school's and its group's."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from equity_core.privacy.bounds import Span
from equity_core.privacy.line import Line, by_size, count_statuses, hidden_groups
from equity_core.privacy.program import Program
from equity_core.privacy.released import Status
from equity_core.privacy.rules import Rules
from equity_core.privacy.swaps import trades

Place = tuple[str, str]  # school, group
ROUNDS = 8
MANY = 1_000_000  # more students than a source has in one place


@dataclass(frozen=True, slots=True)
class Margin:
    """One side of a grid: the sizes and counts of all schools (or all groups), and what is published of them."""

    line: Line
    hidden: frozenset[str]
    counts: Mapping[str, Mapping[str, int]]  # by measure, then name
    statuses: Mapping[str, Mapping[str, Status]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Schools × groups in one period, for measures that count the same students."""

    schools: Margin
    groups: Margin
    sizes: Mapping[Place, int | None]
    counts: Mapping[str, Mapping[Place, int]]


@dataclass(slots=True)
class Decided:
    """Which sizes are hidden, and each measure's statuses."""

    hidden: set[Place]
    statuses: dict[str, dict[Place, Status]]


def decide(grid: Grid, rules: Rules) -> Decided:
    """Hide what is small and what would give it away; hide all places when that is not enough."""
    decided = _first(grid, rules)
    for _ in range(ROUNDS):
        _tighten(grid, decided, rules)
        weak = _weak(grid, decided, rules)
        if weak is None:
            break
        if not weak:
            return decided
        if not any([_hide_beside(grid, decided, kind, place) for kind, place in weak]):  # noqa: C419, each is tried
            break
    hidden = {place for place, n in grid.sizes.items() if n is not None}
    everything: dict[str, dict[Place, Status]] = {m: dict.fromkeys(hidden, "hidden") for m in grid.counts}
    return Decided(hidden, everything)


def _first(grid: Grid, rules: Rules) -> Decided:
    hidden = {
        place
        for place, n in grid.sizes.items()
        if n is not None
        and (rules.is_small_group(n) or place[0] in grid.schools.hidden or place[1] in grid.groups.hidden)
    }
    statuses: dict[str, dict[Place, Status]] = {}
    for measure, counts in grid.counts.items():
        statuses[measure] = {}
        for (school, group), n in grid.sizes.items():
            if n is None:
                continue
            status: Status = "range" if rules.is_small_count(counts[school, group], n) else "shown"
            hidden_with = _beside_hidden(grid, measure, (school, group))
            statuses[measure][school, group] = "hidden" if hidden_with else status
    return Decided(hidden, statuses)


def _tighten(grid: Grid, decided: Decided, rules: Rules) -> None:
    """Let every school and every group alone hold, until nothing changes."""
    before = -1
    while before != (before := _closed(decided)):
        for side, margin in enumerate((grid.schools, grid.groups)):
            for name in margin.line.sizes:
                places = {place[1 - side]: place for place in grid.sizes if place[side] == name}
                _tighten_line(grid, decided, rules, margin=margin, name=name, places=places)


def _tighten_line(
    grid: Grid, decided: Decided, rules: Rules, *, margin: Margin, name: str, places: Mapping[str, Place]
) -> None:
    total = None if name in margin.hidden else margin.line.sizes[name]
    line = Line({other: grid.sizes[place] for other, place in places.items()}, total)
    forced = {other for other, place in places.items() if place in decided.hidden}
    decided.hidden |= {places[other] for other in hidden_groups(line, rules, also=forced)}
    forced = {other for other, place in places.items() if place in decided.hidden}
    for measure, statuses in decided.statuses.items():
        is_exact = margin.statuses[measure].get(name) == "shown"
        x = margin.counts[measure].get(name, 0)
        fresh = count_statuses(
            line,
            forced,
            {other: grid.counts[measure][place] for other, place in places.items() if place in statuses},
            total=Span(x, x) if is_exact else None,
            rules=rules,
            also={other for other, place in places.items() if statuses.get(place) == "hidden"},
        )
        for other, status in fresh.items():
            if statuses[places[other]] != "hidden":
                statuses[places[other]] = status


def _closed(decided: Decided) -> int:
    kept = [len(decided.hidden), *(sum(s == "shown" for s in by.values()) for by in decided.statuses.values())]
    return hash(tuple(kept))


def _weak(grid: Grid, decided: Decided, rules: Rules) -> list[tuple[str, Place]] | None:
    """Return the places that somebody who knows why they are hidden could work out too well; None if nothing fits."""
    found = _spans(grid, decided, rules)
    if found is None:
        return None
    return [key for key, span in found.items() if span.width < rules.min_width]


def _hide_beside(grid: Grid, decided: Decided, kind: str, place: Place) -> bool:
    """Hide the smallest place still shown in the same school or group; say whether there was one."""
    school, group = place
    near = {p: n for p, n in grid.sizes.items() if n is not None and (p[0] == school) != (p[1] == group)}
    open_ = {
        p: n for p, n in near.items() if p not in decided.hidden and (not kind or decided.statuses[kind][p] == "shown")
    }
    if not open_:
        return False
    names = {f"{p[0]}\0{p[1]}": p for p in open_}
    chosen = names[by_size({name: open_[p] for name, p in names.items()}, but=())[0]]
    if kind:
        decided.statuses[kind][chosen] = "hidden"
    else:
        decided.hidden.add(chosen)
        for statuses in decided.statuses.values():
            statuses[chosen] = "hidden"
    return True


def _spans(grid: Grid, decided: Decided, rules: Rules) -> dict[tuple[str, Place], Span] | None:
    """Return what hidden sizes (kind "") and counts (kind: the measure) can be, as far as `min_width` asks.

    To somebody who knows which were small and which only guard them: to everybody else they can be more. None when
    no numbers fit what the source published.
    """
    program = Program()
    rooms = {"": _sizes(program, grid, decided.hidden, rules)}
    for measure in grid.counts:
        rooms[measure] = _counts(program, grid, decided, measure, rules=rules)
    seen: dict[Hashable, Span] = {}
    for kind, room in rooms.items():
        values = {place: grid.counts[kind][place] if kind else grid.sizes[place] or 0 for place in room}
        proven = trades(values, room, enough=rules.min_width)
        seen |= {(kind, place): span for place, span in proven.items()}
    asked = [(kind, place) for kind, room in rooms.items() for place in sorted(room)]
    found = program.spans(asked, enough=rules.min_width, seen=seen)
    return None if found is None else {key: found[key] for key in asked}


def _sizes(program: Program, grid: Grid, hidden: set[Place], rules: Rules) -> dict[Place, Span]:
    """Add the sizes; return how far each hidden one may go while every count stays as it is."""
    room = {}
    for place, n in grid.sizes.items():
        if n is None:
            program.hide(("", place), 0, MANY)
        elif place in hidden:
            low, high = _limits(n, rules)
            program.hide(("", place), low, high)
            room[place] = Span(max(low, *(counts[place] for counts in grid.counts.values())), high)
    for side, margin in enumerate((grid.schools, grid.groups)):
        for name in margin.line.sizes:
            if margin.line.sizes[name] is None:
                program.hide(("", side, name), 0, MANY)
            elif name in margin.hidden:
                program.hide(("", side, name), 0, MANY if margin.line.total is not None else rules.min_group - 1)
        _sums(program, grid, "", side, {p: n for p, n in grid.sizes.items() if n is not None and p not in hidden})
        known = {n: size for n, size in margin.line.known.items() if n not in margin.hidden}
        if margin.line.total is not None:
            closed = [("", side, name) for name in margin.line.sizes if name not in known]
            program.add_up(closed, to=margin.line.total - sum(known.values()))
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
    return room


def _count_room(grid: Grid, measure: str, place: Place, n: int, *, is_range: bool, rules: Rules) -> Span:
    x = grid.counts[measure][place]
    if is_range:
        return Span(0, rules.small) if x <= rules.small else Span(n - rules.small, n)
    is_guard = not rules.is_small_count(x, n) and not _beside_hidden(grid, measure, place)
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
        places = [place for place in grid.sizes if place[side] == name]
        parts = [(kind, place) for place in places if place not in shown]
        left = sum(shown[place] for place in places if place in shown)
        published = _published(margin, kind, name)
        if published is None:
            program.add_up(parts, less=[(kind, side, name)], to=-left)
        else:
            program.add_up(parts, to=published - left)


def _published(margin: Margin, kind: str, name: str) -> int | None:
    if not kind:
        return None if name in margin.hidden else margin.line.sizes[name]
    return margin.counts[kind][name] if margin.statuses[kind].get(name) == "shown" else None


def _beside_hidden(grid: Grid, measure: str, place: Place) -> bool:
    school, group = place
    return "hidden" in (grid.schools.statuses[measure].get(school), grid.groups.statuses[measure].get(group))


def _limits(n: int, rules: Rules) -> tuple[int, int]:
    return (0, rules.min_group - 1) if rules.is_small_group(n) else (rules.min_group, MANY)


__all__ = ["Decided", "Grid", "Margin", "Place", "decide"]
