"""Decide about schools × a dimension, where every cell lies in two sums: its school's and its group's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from equity_core.privacy.bounds import Span
from equity_core.privacy.interlock import Decided, Grid, Margin, Place, beside_hidden, weak_places
from equity_core.privacy.line import Line, count_statuses, hidden_groups, sizes_hold
from equity_core.privacy.released import Status
from equity_core.privacy.rules import Rules

ROUNDS = 8


def decide(
    grid: Grid,
    rules: Rules,
    *,
    sizes: Collection[Place] = (),
    counts: Mapping[str, Collection[Place]] | None = None,
) -> Decided:
    """Hide what is small and what would give it away; hide all places when that is not enough.

    The sizes and the counts of a measure in these places are hidden anyway.
    """
    decided = _first(grid, rules, sizes, counts or {})
    _guard_both(grid, decided.hidden, rules)
    for _ in range(ROUNDS):
        _tighten(grid, decided, rules)
        weak = weak_places(grid, decided, rules)
        if weak is None:
            break
        if not weak:
            return decided
        if not any([_hide_beside(grid, decided, kind, place) for kind, place in weak]):  # noqa: C419, each is tried
            break
    hidden = {place for place, n in grid.sizes.items() if n is not None}
    everything: dict[str, dict[Place, Status]] = {m: dict.fromkeys(hidden, "hidden") for m in grid.counts}
    last = Decided(hidden, everything)
    told = weak_places(grid, last, rules)
    last.is_told = bool(told)
    last.weak = frozenset(kind for kind, _ in (*(weak or ()), *(told or ())))
    return last


def _first(grid: Grid, rules: Rules, sizes: Collection[Place], closed: Mapping[str, Collection[Place]]) -> Decided:
    hidden = {
        place
        for place, n in grid.sizes.items()
        if n is not None
        and (
            rules.is_small_group(n)
            or place in sizes
            or place[0] in grid.schools.hidden
            or place[1] in grid.groups.hidden
        )
    }
    statuses: dict[str, dict[Place, Status]] = {}
    for measure, counts in grid.counts.items():
        statuses[measure] = {}
        for (school, group), n in grid.sizes.items():
            if n is None:
                continue
            small: Status = "hidden" if grid.is_pair else "range"
            status: Status = small if rules.is_small_count(counts[school, group], n) else "shown"
            is_closed = (school, group) in closed.get(measure, ()) or beside_hidden(grid, measure, (school, group))
            statuses[measure][school, group] = "hidden" if is_closed else status
    return Decided(hidden, statuses)


def _guard_both(grid: Grid, hidden: set[Place], rules: Rules) -> None:
    """Hide the smallest places that guard a school and a group at once, where each alone would hide one of its own.

    What the line of a school or of a group lacks after that, it finds itself.
    """
    lines = {(side, name): places for side in (0, 1) for name, places in grid.lines[side].items()}
    lacking = {line for line, places in lines.items() if not _holds(grid, line, places, hidden, rules)}
    open_ = {place: n for place, n in grid.sizes.items() if n is not None and place not in hidden}
    for place in sorted(open_, key=lambda place: (open_[place], place)):
        both = {(0, place[0]), (1, place[1])}
        if both <= lacking:
            hidden.add(place)
            lacking -= {line for line in both if _holds(grid, line, lines[line], hidden, rules)}


def _holds(grid: Grid, line: tuple[int, str], places: Iterable[Place], hidden: Collection[Place], rules: Rules) -> bool:
    side, name = line
    margin = (grid.schools, grid.groups)[side]
    total = None if name in margin.hidden else margin.line.sizes[name]
    closed = {place[1 - side] for place in places if place in hidden}
    sizes = {place[1 - side]: grid.sizes[place] for place in places}
    return sizes_hold(Line(sizes, total, is_crossed=True), closed, rules, also=closed)


def _tighten(grid: Grid, decided: Decided, rules: Rules) -> None:
    """Let every school and every group alone hold, until nothing changes."""
    before = -1
    while before != (before := _closed(decided)):
        for side, margin in enumerate((grid.schools, grid.groups)):
            for name in margin.line.sizes:
                places = {place[1 - side]: place for place in grid.lines[side].get(name, ())}
                _tighten_line(grid, decided, rules, margin=margin, name=name, places=places)


def _tighten_line(
    grid: Grid, decided: Decided, rules: Rules, *, margin: Margin, name: str, places: Mapping[str, Place]
) -> None:
    total = None if name in margin.hidden else margin.line.sizes[name]
    line = Line({other: grid.sizes[place] for other, place in places.items()}, total, is_crossed=True)
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


def _hide_beside(grid: Grid, decided: Decided, kind: str, place: Place) -> bool:
    """Hide the smallest place still shown in the same school or group, else a size for its count; say whether any."""
    school, group = place
    near = {p: n for p, n in grid.sizes.items() if n is not None and (p[0] == school) != (p[1] == group)}
    open_ = {
        p: n for p, n in near.items() if p not in decided.hidden and (not kind or decided.statuses[kind][p] == "shown")
    }
    if not open_ and (not kind or place in decided.hidden):
        return False
    chosen = min(open_, key=lambda p: (open_[p], p), default=place)
    if kind and open_:
        decided.statuses[kind][chosen] = "hidden"
    else:
        decided.hidden.add(chosen)
        for statuses in decided.statuses.values():
            statuses[chosen] = "hidden"
    return True


__all__ = ["Decided", "Grid", "Margin", "Place", "decide"]
