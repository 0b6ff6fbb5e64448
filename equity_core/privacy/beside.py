"""What a crossing of two dimensions tells beside everything else that is released: linear programs over its places.

Crossings have only their schools and one dimension in common. What is in common was proven uncertain by some worlds
that fit what is published of it, each of which must fit every crossing. Then everything between those worlds fits them,
too (all that is said are sums and limits), and what else a crossing hides is asked for in that crossing alone, while
what is in common lies between them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from equity_core.privacy.bounds import Span
from equity_core.privacy.families import Family, Sum
from equity_core.privacy.jointly import MANY, Ask, Jointly
from equity_core.privacy.page import COUNTED, Page
from equity_core.privacy.program import Program
from equity_core.privacy.released import At
from equity_core.privacy.rules import Rules
from equity_core.privacy.table import ALL, Place, Seen, Table

Number = tuple[str, At]  # a measure, "" for sizes, and where
World = Mapping[Number, float]
Worlds = list[World]
REACH = 4  # widths that a number in common may be away from what it is: worlds near the true one fit most crossings
MOST = 4_000  # numbers of one linear program: what is larger is not crossed


class View(NamedTuple):
    """One table as it is published: where its places are, and how each measure is seen in them."""

    ats: Mapping[Place, At]
    sums: Mapping[Place, Sequence[Place]]
    seen: Mapping[str, Seen]


class Told(NamedTuple):
    """A number of a table: what is true, what is published of it, and whether it must stay uncertain."""

    number: Number
    true: int
    span: Span
    is_asked: bool


def worlds(page: Page, views: Sequence[View], places: Sequence[At]) -> Worlds | None:
    """Return worlds that prove uncertain what crossings have in common; None where there are none."""
    program, told, enough = _program(page, places), _told(page, views), page.rules.min_width
    asked: list[Hashable] = [one.number for one in told if one.is_asked]
    for one in told:
        near = Span(one.true - REACH * enough, one.true + REACH * enough)
        span = Span(max(one.span.low, near.low), min(one.span.high, near.high))
        _say(program, one.number, span, places)
    true = {one.number: float(one.true) for one in told if one.span.width}
    if not asked:
        return [true]
    found = program.spans(asked, enough=enough, seen={})
    if found is None or any(span.width < enough for span in found.values()):
        return None
    return [true, *cast("Worlds", program.solutions(list(true)))]


def weak_in_crossing(
    page: Page, shared: Sequence[View], own: Sequence[View], *, places: Sequence[At], known: Worlds
) -> list[Number]:
    """Return the sizes and counts that can be worked out beside a crossing, from all measures of the same students."""
    in_common, told = _told(page, shared), _told(page, own)
    program = _program(page, places)
    _mix(program, in_common, places, known)
    for one in told:
        _say(program, one.number, one.span, places)
    asked: list[Hashable] = [one.number for one in told if one.is_asked]
    found = program.spans(asked, enough=page.rules.min_width, seen={})
    if found is None:
        return cast("list[Number]", asked)
    weak = [key for key, span in found.items() if span.width < page.rules.min_width]
    if not weak and not all(_fits(page, in_common, told, places, world) for world in known):
        weak = [one.number for one in in_common if one.is_asked]
    return cast("list[Number]", weak)


def _mix(program: Program, in_common: Sequence[Told], places: Sequence[At], known: Worlds) -> None:
    """Say that what is in common is as in these worlds, or between them: every other crossing fits that, too."""
    shares = [("share", number) for number in range(len(known))]
    for share in shares:
        program.hide(share, 0, 1)
    program.add_up(shares, to=1)
    for one in in_common:
        parts = [(part, 1.0) for part in _parts(one.number, places)]
        if one.span.width:
            mixed = [(share, -world[one.number]) for share, world in zip(shares, known, strict=True)]
            program.weigh([*parts, *mixed], to=0)
        else:
            program.weigh(parts, to=one.true)


def _fits(page: Page, in_common: Sequence[Told], told: Sequence[Told], places: Sequence[At], world: World) -> bool:
    program = _program(page, places)
    for one in in_common:
        value = world.get(one.number, one.true)
        program.add_up(_parts(one.number, places), to=value)
    for one in told:
        _say(program, one.number, one.span, places)
    return program.fits()


def _told(page: Page, views: Sequence[View]) -> list[Told]:
    """Return all numbers of these tables once, and of all students."""
    rules = page.rules
    everyone = Family(page.counted, (((*((m, True) for m in page.counted),), None),))
    found: dict[Number, Told] = {}
    for view in views:
        table = Table(everyone, list(view.ats), view.sums, view.seen, rules)
        for measure in page.counted:
            if (seen := view.seen.get(measure)) is None:
                continue
            for place, n in seen.sizes.items():
                at, known = view.ats[place], dict(table.known(measure, place))
                is_small = place in seen.hidden and rules.is_small_group(n)
                is_closed = seen.statuses.get(place, "shown") != "shown"
                size, count = known.get("n", Span(0, MANY)), known.get("x", Span(0, MANY))
                found["", at] = Told(("", at), n, size, is_small)
                found[measure, at] = Told((measure, at), seen.counts[place], count, is_closed)
            for kind, total in zip(("", measure), seen.sums[ALL], strict=True):
                if total is not None:
                    row = page.census.row(measure, ())
                    found[kind, ()] = Told((kind, ()), (row.x if kind else row.n) or 0, total, False)
    return list(found.values())


def _program(page: Page, places: Sequence[At]) -> Program:
    """Return how many students can be in each place, and how many of them can count."""
    program = Program()
    for place in places:
        program.hide(("in", "", place), 0, MANY)
        for measure in page.counted:
            program.hide(("in", measure, place), 0, MANY)
            program.keep_within(("in", measure, place), ("in", "", place))
    return program


def _say(program: Program, number: Number, span: Span, places: Sequence[At]) -> None:
    parts = _parts(number, places)
    if span.width:
        program.hide(number, *span)
        program.add_up(parts, less=[number], to=0)
    else:
        program.add_up(parts, to=span.low)


def _parts(number: Number, places: Sequence[At]) -> list[Hashable]:
    kind, at = number
    pairs = set(at)
    return [("in", kind, place) for place in places if pairs <= set(place)]


def weak_jointly(family: Family, views: Sequence[View], places: Sequence[At], rules: Rules) -> Iterator[tuple[Sum, At]]:
    """Yield what follows from several measures beside a crossing, and can be worked out, and where."""
    for seen_as in both(family):
        jointly = Jointly(seen_as, places)
        ours: list[tuple[Sum, At]] = []
        for view in views:
            table = Table(seen_as, list(view.ats), view.sums, view.seen, rules)
            inside = {place: [p for p in places if set(at) <= set(p)] for place, at in view.ats.items()}
            for ask in table.asks():
                jointly.asks.append(Ask(tuple(p for one in ask.places for p in inside[one]), ask.terms))
                ours.append((ask.terms, view.ats[ask.places[0]]))
            for measure in table.members:
                for place, there in inside.items():
                    for what, span in table.known(measure, place):
                        jointly.know(there, (what, measure), span)
                for what, total in zip(COUNTED, view.seen[measure].sums[ALL], strict=True):
                    if total is not None and (what == "n" or measure in seen_as.measures):
                        jointly.know(places, (what, measure), total)
        weak = jointly.weak(enough=rules.min_width)
        yield from (one for ask, one in zip(jointly.asks, ours, strict=True) if any(ask is found for found in weak))


def both(family: Family) -> list[Family]:
    """Return a family, and as it looks to somebody who does not know how many exceptions there are."""
    return [family, family.loose] if family.exceptions else [family]
