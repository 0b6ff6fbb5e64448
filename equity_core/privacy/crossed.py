"""Two dimensions at once: one dimension of a source with each of its others (decision 0013).

What is released of single dimensions, and of schools, stays as it is. A crossing is added where nobody can work out a
hidden number from everything together; otherwise more of it is hidden, and in the end all of it. The crossings meet in
one dimension (and in schools) and nowhere else, so whoever puts them together learns of each only what they have in
common: a linear program over the places of each crossing, with what is in common the same in all, tells exactly that.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from equity_core.model import DimensionUse
from equity_core.privacy.bounds import Span
from equity_core.privacy.census import SCHOOL, Census
from equity_core.privacy.families import Family, Sum, Term
from equity_core.privacy.grid import Decided
from equity_core.privacy.jointly import MANY, Ask, Jointly
from equity_core.privacy.page import COUNTED, Closed, Page
from equity_core.privacy.program import Program
from equity_core.privacy.released import At
from equity_core.privacy.rules import Rules
from equity_core.privacy.table import ALL, Place, Seen, Table

Finest = tuple[int, At]  # of which crossing, and where
Weak = tuple[str, At]  # a measure, "" for sizes, and where
Chosen = tuple[str, Place] | None  # what to hide: a measure, "" for sizes, and a place of the table; None: nothing left
ROUNDS = 12


class View(NamedTuple):
    """One table as it is published: where its places are, and how each measure is seen in them."""

    ats: Mapping[Place, At]
    sums: Mapping[Place, Sequence[Place]]
    seen: Mapping[str, Seen]


@dataclass(slots=True, repr=False)
class Crossings:
    """The crossings of one dimension, `across`, that are released so far; `within` has schools × each dimension."""

    across: DimensionUse
    pages: Sequence[Page]
    families: Sequence[Family]
    within: Mapping[str, tuple[DimensionUse, Sequence[Decided]]]
    rules: Rules
    kept: list[tuple[DimensionUse, Sequence[Decided]]] = field(default_factory=list)

    def add(self, use: DimensionUse) -> None:
        """Cross a dimension too, where it says something of its own and nothing could be worked out."""
        found = self._settled(use) if self._may_take(use) else None
        if found is not None:
            self.kept.append((use, found))

    def _may_take(self, use: DimensionUse) -> bool:
        census = self.pages[0].census
        if use.id in (SCHOOL, self.across.id) or any(use not in page.census.dimensions for page in self.pages):
            return False
        uses = [self.across, *(one for one, _ in self.kept)]
        return not any(is_told_by(census, *pair, self.rules) for one in uses for pair in ((one, use), (use, one)))

    def _settled(self, use: DimensionUse) -> list[Decided] | None:
        """Decide about a crossing beside all that is released; None where only hiding all of it would do."""
        closed = Closed()
        for _ in range(ROUNDS):
            found = [page.decided(use, closed, self.across.id) for page in self.pages]
            new = view_of(self.pages, use, found, self.across.id)
            if any(one.is_told for one in found) or not _shows(new):
                return None
            weak = self._weak_in(new) or self._weak(use, new)
            if not weak:
                return found
            for chosen in weak:
                if chosen is None:
                    return None
                measure, place = chosen
                (closed.counts.setdefault(measure, set()) if measure else closed.sizes).add(place)
        return None

    def _weak_in(self, new: View) -> list[Chosen]:
        """Return what to hide of a crossing because several measures in it tell what must not be told."""
        tables = [
            Table(seen_as, list(new.ats), new.sums, new.seen, self.rules)
            for family in self.families
            for seen_as in _both(family)
        ]
        return [table.to_hide(ask) for table in tables for ask in table.weak()]

    def _weak(self, use: DimensionUse, new: View) -> list[Chosen]:
        """Return what to hide of a crossing because it tells something beside the other tables."""
        blocks = [self._places(one) for one in (*(kept for kept, _ in self.kept), use)]
        views = [*self._views(use), new]
        alone = [weak for page in self.pages for weak in _weak_alone(page, views, blocks, self.rules)]
        if alone:
            return [nearest(new, [kind] if kind else [], at) for kind, at in alone]
        return [
            nearest(new, [m for m in reversed(family.measures) if ("x", m) in terms], at)
            for family in self.families
            for terms, at in _weak_jointly(family, views, blocks, self.rules)
        ]

    def _places(self, use: DimensionUse) -> list[At]:
        """Return the places that students of a crossing can be in."""
        page = self.pages[0]
        places: Iterable[At] = page.ats(use, self.across.id).values()
        if not page.census.schools:
            return list(places)
        there = {at for one in (use, self.across) for at in page.census.sizes(_same(page.ats(one).values()))}
        pairs = [(dict(at), school) for at in places for school in page.census.schools]
        return [
            tuple(sorted({**at, SCHOOL: school}.items()))
            for at, school in pairs
            if all(tuple(sorted(((SCHOOL, school), pair))) in there for pair in at.items())
        ]

    def _views(self, use: DimensionUse) -> Iterator[View]:
        uses = [self.across, *(one for one, _ in self.kept), use]
        schools = [one for one in self.pages[0].census.dimensions if one.id == SCHOOL and self.within]
        for one in (*schools, *uses):
            seen = {m: page.seen_in(page.margins[one.id], m) for page in self.pages for m in page.counted}
            ats = {group: ((one.id, group),) for group in one.groups}
            yield View(ats, {ALL: list(ats)}, seen)
        for one in uses if self.within else ():
            yield view_of(self.pages, one, self.within[one.id][1], SCHOOL)
        for one, found in self.kept:
            yield view_of(self.pages, one, found, self.across.id)


def view_of(pages: Sequence[Page], use: DimensionUse, found: Sequence[Decided], across: str) -> View:
    """Return how a dimension within schools (or within the groups of another) is seen."""
    both = list(zip(pages, found, strict=True))
    seen = {m: page.seen_within(use, decided, m, across) for page, decided in both for m in page.counted}
    places = sorted({place for one in seen.values() for place in one.sizes})
    names = sorted({(side, place[side]) for place in places for side in (0, 1)})
    sums: dict[Place, Sequence[Place]] = {name: [p for p in places if p[name[0]] == name[1]] for name in names}
    ats = pages[0].ats(use, across)
    return View({place: ats[place] for place in places}, {**sums, ALL: places}, seen)


def is_told_by(census: Census, use: DimensionUse, other: DimensionUse, rules: Rules) -> bool:
    """Say whether the group of one dimension tells that of another, next to nobody excepted: a bus and its quarter."""
    students: dict[str, list[int]] = {}
    for group in use.groups:
        ats: dict[str, At] = {name: tuple(sorted(((use.id, group), (other.id, name)))) for name in other.groups}
        students[group] = [n or 0 for n in census.sizes(ats).values()]
    return sum(sum(its) - max(its, default=0) for its in students.values()) <= rules.small


def _weak_alone(page: Page, views: Sequence[View], blocks: Sequence[Sequence[At]], rules: Rules) -> list[Weak]:
    """Return the sizes and counts that can be worked out from all measures of the same students."""
    program, inside = _program(page, blocks), _Inside(blocks)
    asked: list[Hashable] = []
    everyone = Family(tuple(page.counted), (((*((m, True) for m in page.counted),), None),))
    for view in views:
        table = Table(everyone, list(view.ats), view.sums, view.seen, rules)
        for number, measure in enumerate(page.counted):
            seen = view.seen[measure]
            for place, n in seen.sizes.items():
                known = dict(table.known(measure, place))
                for kind, span in (("", known.get("n")), (measure, known.get("x"))):
                    if kind or not number:
                        _know(program, kind, view.ats[place], span or Span(0, MANY), inside)
                if not number and place in seen.hidden and rules.is_small_group(n):
                    asked.append(("", view.ats[place]))
                if seen.statuses.get(place, "shown") != "shown":
                    asked.append((measure, view.ats[place]))
    for measure in page.counted:
        for kind, total in zip(("", measure), views[0].seen[measure].sums[ALL], strict=True):
            if total is not None:
                _know(program, kind, (), total, inside)
    found = program.spans(list(dict.fromkeys(asked)), enough=rules.min_width, seen={}) if asked else {}
    weak = dict.fromkeys(asked) if found is None else [key for key, s in found.items() if s.width < rules.min_width]
    return cast("list[Weak]", list(weak))


def _program(page: Page, blocks: Sequence[Sequence[At]]) -> Program:
    """Return how many students can be in each place, and how many of them can count."""
    program = Program()
    for block, places in enumerate(blocks):
        for place in places:
            program.hide(("", block, place), 0, MANY)
            for measure in page.counted:
                program.hide((measure, block, place), 0, MANY)
                program.keep_within((measure, block, place), ("", block, place))
    return program


class _Inside:
    """Which of the places of each crossing a place of some table holds."""

    def __init__(self, blocks: Sequence[Sequence[At]]) -> None:
        self._blocks = [
            (block, places, {dimension for dimension, _ in places[0]}) for block, places in enumerate(blocks)
        ]
        self._found: dict[At, list[list[Finest]]] = {}

    def __call__(self, at: At) -> list[list[Finest]]:
        if at not in self._found:
            pairs = set(at)
            self._found[at] = [
                [(block, place) for place in places if pairs <= set(place)]
                for block, places, dimensions in self._blocks
                if {dimension for dimension, _ in at} <= dimensions
            ]
        return self._found[at]


def _know(program: Program, kind: str, at: At, span: Span, inside: _Inside) -> None:
    if span.width:
        program.hide((kind, at), *span)
    for places in inside(at):
        parts = [(kind, *place) for place in places]
        if span.width:
            program.add_up(parts, less=[(kind, at)], to=0)
        else:
            program.add_up(parts, to=span.low)


def _weak_jointly(
    family: Family, views: Sequence[View], blocks: Sequence[Sequence[At]], rules: Rules
) -> Iterator[tuple[Sum, At]]:
    """Yield what follows from several measures, and can be worked out, and where."""
    inside = _Inside(blocks)
    places = [[(block, at) for at in its] for block, its in enumerate(blocks)]
    for seen_as in _both(family):
        jointly = Jointly(seen_as, [place for its in places for place in its], places)
        ours: list[tuple[Sum, At]] = []
        for view in views:
            table = Table(seen_as, list(view.ats), view.sums, view.seen, rules)
            for ask in table.asks():
                there = tuple(place for one in ask.places for place in inside(view.ats[one])[0])
                jointly.asks.append(Ask(there, ask.terms))
                ours.append((ask.terms, view.ats[ask.places[0]]))
            for measure in table.members:
                for place, at in view.ats.items():
                    known = dict(table.known(measure, place))
                    for what in COUNTED if measure in seen_as.measures else COUNTED[:1]:
                        _know_jointly(jointly, (what, measure), inside(at), known.get(what))
        for measure in {m for marks, _ in seen_as.patterns for m, _ in marks}:
            n, x = views[0].seen[measure].sums[ALL]
            for term, total in ((("n", measure), n), (("x", measure), x)):
                if total is not None and (term[0] == "n" or measure in seen_as.measures):
                    _know_jointly(jointly, term, inside(()), total)
        weak = jointly.weak(enough=rules.min_width)
        yield from (one for ask, one in zip(jointly.asks, ours, strict=True) if any(ask is found for found in weak))


def _know_jointly(jointly: Jointly, term: Term, there: Sequence[Sequence[Finest]], span: Span | None) -> None:
    if span is not None:
        for places in there:
            jointly.know(places, term, span)
    if span is None or span.width:
        for places in there[1:]:
            jointly.same(there[0], places, term)


def _both(family: Family) -> list[Family]:
    return [family, family.loose] if family.exceptions else [family]


def _shows(view: View) -> bool:
    return any(status == "shown" for seen in view.seen.values() for status in seen.statuses.values())


def _same(ats: Iterable[At]) -> dict[At, At]:
    return {at: at for at in ats}


def nearest(view: View, measures: Sequence[str], at: At) -> tuple[str, Place] | None:
    """Return a measure ("" for sizes) and the smallest place of a table, still shown, that has to do with another.

    The choice depends on published numbers alone. None when all of it is hidden.
    """
    pairs = set(at)
    for measure in measures or list(view.seen)[:1]:
        seen = view.seen[measure]
        there = [p for p in seen.sizes if (not pairs or pairs & set(view.ats[p])) and p not in seen.hidden]
        there = [p for p in there if not measures or seen.is_shown(p)]
        if there:
            return (measure if measures else ""), min(there, key=lambda p: (seen.sizes[p], str(p)))
    return None
