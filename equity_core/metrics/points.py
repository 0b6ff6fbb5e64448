"""Where a difference in events arises: each decision point against everyone else's rate (METHODS.md §2.4 and §4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from equity_core import stats
from equity_core.privacy import EventTable, Path, Released
from equity_core.stats import Estimate, EventRatio

HAD_EVENTS = "referred"  # the measure of students who had an event at all
ELSEWHERE: Path = ("",)  # all that happened and is not shown by itself


@dataclass(frozen=True, slots=True)
class Point:
    """Events of a group at one point, those expected at everyone else's rate, and how many more there were.

    `share` is that of the whole difference; None unless every point, and what is left, goes the difference's way.
    """

    path: Path
    group: int
    others: int
    expected: Fraction
    excess: Fraction
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class EventGap:
    """Events of a group and of everyone else: `rate` and `rate_others` per 100 students, `points` the strongest first.

    `involved` and `involved_others` are students who had any event. `kinds` holds the kinds of behavior that are shown;
    `left` is all that is shown at no point, None where that is nothing. `frequent` holds what happened how often to all
    students, the most frequent first.
    """

    source: str
    period: str
    dimension: str
    group: str
    n: int
    n_others: int
    events: int
    events_others: int
    involved: int
    involved_others: int
    rate: Estimate
    rate_others: Estimate
    ratio: EventRatio
    excess: Fraction
    points: tuple[Point, ...]
    kinds: tuple[Point, ...]
    left: Point | None
    frequent: tuple[tuple[Path, int], ...]


def decision_points(table: EventTable, students: Released, group: str) -> EventGap:
    """Return where the difference between a group that is shown in `table` and everyone else arises.

    `students` is what is released of how many of them had any event.
    """
    count, others = students.group(group), students.rest(group)
    assert count.n is not None  # the gate shows events of such groups only
    assert others.n is not None
    assert count.x is not None
    assert others.x is not None
    mine, theirs, all_of_them = table.of(group), table.rest(group), table.of()
    sides = {path: (mine[path], theirs[path]) for path in mine}
    points, left = _parts(sides, _deepest(mine, table), count.n, others.n)
    kinds, _ = _parts(sides, [path for path in mine if len(path) == 1 and "kind" in table.levels], count.n, others.n)
    often = [(path, events) for path, events in all_of_them.items() if len(path) == len(table.levels)]
    whole = stats.contributions({"": sides[()]}, n_group=count.n, n_reference=others.n, per=count.n)
    return EventGap(
        source=table.source,
        period=table.period,
        dimension=table.dimension,
        group=group,
        n=count.n,
        n_others=others.n,
        events=mine[()],
        events_others=theirs[()],
        involved=count.x,
        involved_others=others.x,
        rate=stats.event_rate(mine[()], count.n),
        rate_others=stats.event_rate(theirs[()], others.n),
        ratio=stats.event_rate_ratio(mine[()], count.n, theirs[()], others.n),
        excess=whole.gap,
        points=points,
        kinds=kinds,
        left=left,
        frequent=tuple(sorted(often, key=lambda one: (-one[1], one[0]))),
    )


def _deepest(paths: Iterable[Path], table: EventTable) -> list[Path]:
    """Return behaviors and places in which no other path is; a kind alone is no point."""
    found = [path for path in paths if len(path) > ("kind" in table.levels)]
    return [p for p in found if not any(other != p and other[: len(p)] == p for other in found)]


def _parts(
    sides: Mapping[Path, tuple[int, int]], paths: Iterable[Path], n: int, n_others: int
) -> tuple[tuple[Point, ...], Point | None]:
    """Return parts of all events, the strongest first, and what they leave."""
    parts = {path: sides[path] for path in paths}
    left = tuple(sides[()][side] - sum(part[side] for part in parts.values()) for side in (0, 1))
    if any(left):
        parts[ELSEWHERE] = (left[0], left[1])
    made = stats.contributions({str(p): its for p, its in parts.items()}, n_group=n, n_reference=n_others, per=n)
    points = {
        path: Point(
            path,
            *its,
            expected=Fraction(its[1] * n, n_others),
            excess=made.contribution[str(path)],
            share=made.share[str(path)] if made.share else None,
        )
        for path, its in parts.items()
    }
    way = -1 if made.gap < 0 else 1
    order = sorted((p for p in points if p != ELSEWHERE), key=lambda p: (-points[p].excess * way, p))
    return tuple(points[p] for p in order), points.get(ELSEWHERE)
