"""A quick proof that hidden counts in a grid are uncertain: four corners of a rectangle that can trade with each other.

Add t to one corner and to the opposite one, take t from the two between: every sum of a school and of a group stays
as it is. What t can be is a span that an attacker cannot rule out. Without such a proof, a linear program decides.
"""

from __future__ import annotations

from collections.abc import Mapping

from equity_core.privacy.bounds import Span

Place = tuple[str, str]


def trades(values: Mapping[Place, int], room: Mapping[Place, Span], *, enough: int) -> dict[Place, Span]:
    """Return for each place the widest span that some rectangle proves, as soon as one is `enough` wide.

    `values` are the true hidden numbers and `room` how far each may go alone.
    """
    found: dict[Place, Span] = {}
    places = sorted(values)
    by_school: dict[str, list[Place]] = {}
    for place in places:
        by_school.setdefault(place[0], []).append(place)
    for here in places:
        if here in found and found[here].width >= enough:
            continue
        for beside in by_school[here[0]]:
            for school in by_school:
                if beside == here or school == here[0]:
                    continue
                below, across = (school, here[1]), (school, beside[1])
                if below not in values or across not in values:
                    continue
                up = min(_up(p, values, room) for p in (here, across))
                up = min(up, *(_down(p, values, room) for p in (beside, below)))
                down = min(_down(p, values, room) for p in (here, across))
                down = min(down, *(_up(p, values, room) for p in (beside, below)))
                for place in (here, across):
                    _widen(found, place, Span(values[place] - down, values[place] + up))
                for place in (beside, below):
                    _widen(found, place, Span(values[place] - up, values[place] + down))
            if here in found and found[here].width >= enough:
                break
    return found


def _up(place: Place, values: Mapping[Place, int], room: Mapping[Place, Span]) -> int:
    return room[place].high - values[place]


def _down(place: Place, values: Mapping[Place, int], room: Mapping[Place, Span]) -> int:
    return values[place] - room[place].low


def _widen(found: dict[Place, Span], place: Place, span: Span) -> None:
    if place not in found or span.width > found[place].width:
        found[place] = span
