"""Two dimensions at once: one dimension of a source with each of its others (decision 0018).

What is released of single dimensions, and of schools, stays as it is. A crossing is added where nobody can work out a
hidden number from everything together; otherwise more of it is hidden, and in the end all of it. The crossings meet in
one dimension (and in schools) and nowhere else, so whoever puts them together learns of each only what they have in
common: a linear program over the places of each crossing, with what is in common the same in all, tells exactly that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from equity_core.model import DimensionUse
from equity_core.privacy.beside import MOST, View, Worlds, both, weak_in_crossing, weak_jointly, worlds
from equity_core.privacy.census import SCHOOL
from equity_core.privacy.families import Family
from equity_core.privacy.grid import Decided
from equity_core.privacy.page import Closed, Page
from equity_core.privacy.released import JOIN, At, Release
from equity_core.privacy.rules import Rules
from equity_core.privacy.table import ALL, Place, Table

Chosen = tuple[str, Place] | None  # what to hide: a measure, "" for sizes, and a place of the table; None: nothing left
ROUNDS = 12


@dataclass(slots=True, repr=False)
class Crossings:
    """The crossings of one dimension, `across`, that are released so far; `within` has schools × each dimension."""

    across: DimensionUse
    pages: Sequence[Page]
    families: Sequence[Family]
    within: Mapping[str, tuple[DimensionUse, Sequence[Decided]]]
    rules: Rules
    kept: list[tuple[DimensionUse, Sequence[Decided]]] = field(default_factory=list)
    _shared: list[View] = field(init=False)
    _worlds: list[Worlds | None] = field(init=False)  # of each page; None where nothing may be crossed

    def __post_init__(self) -> None:
        self._shared = [*map(self._line, self._schools()), *self._views(self.across)]
        places = self._shared[-1].ats.values()
        self._worlds = [worlds(page, self._shared, list(places)) for page in self.pages]

    def add(self, use: DimensionUse) -> None:
        """Cross a dimension too, where it says something of its own and nothing could be worked out."""
        found = self._settled(use) if None not in self._worlds and self._may_take(use) else None
        if found is not None:
            self.kept.append((use, found))

    def _may_take(self, use: DimensionUse) -> bool:
        if use.id in (SCHOOL, self.across.id) or any(use not in page.census.dimensions for page in self.pages):
            return False
        if any(JOIN in group or "," in use.id for group in use.groups):
            return False
        uses = [*self._schools(), self.across, *(one for one, _ in self.kept)]
        pairs = [*combinations(uses, 2)] if not self.kept else []
        pairs += [(one, use) for one in uses]
        return all(self._is_apart(*pair) for pair in pairs)

    def _is_apart(self, one: DimensionUse, other: DimensionUse) -> bool:
        """Say whether no group of one dimension tells that of another: a bus its quarter, a homeroom its school."""
        found = [page.census for page in self.pages]
        if not all(census.is_varied(use, self.rules.small) for census in found for use in (one, other)):
            return False
        if any(census.is_nested(one, other, self.rules.small) for census in found):
            return False
        return SCHOOL not in (one.id, other.id) or all(census.is_apart(one, other) for census in found)

    def _settled(self, use: DimensionUse) -> list[Decided] | None:
        """Decide about a crossing beside all that is released; None where only hiding all of it would do."""
        closed = Closed()
        if len(self._places(use)) * (1 + max(len(page.counted) for page in self.pages)) > MOST:
            return None
        for _ in range(ROUNDS):
            found = [page.decided(use, closed, self.across.id) for page in self.pages]
            weak = {kind for one in found for kind in one.weak}
            if weak:
                if not self._leave_out(use, weak):
                    return None
                continue
            new = view_of(self.pages, use, found, self.across.id)
            if not _shows(new):
                return None
            chosen = self._weak_in(new) or self._weak(use, new)
            if not chosen:
                return found
            if None in chosen:
                return None
            for measure, place in filter(None, chosen):
                (closed.counts.setdefault(measure, set()) if measure else closed.sizes).add(place)
        return None

    def _leave_out(self, use: DimensionUse, weak: Collection[str]) -> bool:
        """Show no counts of these measures, as little as of all: say whether they are only measures, and not sizes."""
        for page in self.pages:
            page.not_crossed |= {(use.id, measure) for measure in weak if measure in page.counted}
        return "" not in weak

    def _weak_in(self, new: View) -> list[Chosen]:
        """Return what to hide of a crossing because several measures in it tell what must not be told."""
        tables = [
            Table(seen_as, list(new.ats), new.sums, new.seen, self.rules)
            for family in self.families
            for seen_as in both(family)
        ]
        return [table.to_hide(ask) for table in tables for ask in table.weak()]

    def _weak(self, use: DimensionUse, new: View) -> list[Chosen]:
        """Return what to hide of a crossing because it tells something beside the other tables."""
        places, views = self._places(use), [*self._views(use), new]
        for page, known in zip(self.pages, self._worlds, strict=True):
            if weak := weak_in_crossing(page, self._shared, views, places=places, known=known or []):
                return [nearest(new, [kind] if kind else [], at) for kind, at in weak]
        return [
            nearest(new, [m for m in reversed(family.measures) if ("x", m) in terms], at)
            for family in self.families
            for terms, at in weak_jointly(family, [*self._shared, *views], places, self.rules)
        ]

    def _schools(self) -> list[DimensionUse]:
        return [use for use in self.pages[0].census.dimensions if use.id == SCHOOL and self.within]

    def _places(self, use: DimensionUse) -> list[At]:
        """Return the places that students of a crossing can be in."""
        page = self.pages[0]
        places: Iterable[At] = page.ats(use, self.across.id).values()
        if not self.within:
            return list(places)
        there = {at for one in (use, self.across) for at in page.census.sizes(_same(page.ats(one).values()))}
        pairs = [(dict(at), school) for at in places for school in page.census.schools]
        return [
            tuple(sorted({**at, SCHOOL: school}.items()))
            for at, school in pairs
            if all(tuple(sorted(((SCHOOL, school), pair))) in there for pair in at.items())
        ]

    def _views(self, use: DimensionUse) -> Iterator[View]:
        """Yield a dimension, and within schools."""
        yield self._line(use)
        if self.within:
            yield view_of(self.pages, use, self.within[use.id][1], SCHOOL)

    def _line(self, use: DimensionUse) -> View:
        seen = {m: page.seen_in(page.margins[use.id], m) for page in self.pages for m in page.counted}
        ats = {group: ((use.id, group),) for group in use.groups}
        return View(ats, {ALL: list(ats)}, seen)


def is_alone(crossed: str, earlier: Sequence[Release]) -> bool:
    """Say whether no other dimension was crossed before: crossings of two would meet in more than what is proven."""
    return crossed_before(earlier) <= {crossed}


def crossed_before(earlier: Sequence[Release]) -> set[str]:
    """Return the dimensions that were released together with others."""
    return {t.dimension.split(",")[0] for release in earlier for t in release.tables if "," in t.dimension}


def view_of(pages: Sequence[Page], use: DimensionUse, found: Sequence[Decided], across: str) -> View:
    """Return how a dimension within schools (or within the groups of another) is seen."""
    both = list(zip(pages, found, strict=True))
    seen = {m: page.seen_within(use, decided, m, across) for page, decided in both for m in decided.statuses}
    places = sorted({place for one in seen.values() for place in one.sizes})
    names = sorted({(side, place[side]) for place in places for side in (0, 1)})
    sums: dict[Place, Sequence[Place]] = {name: [p for p in places if p[name[0]] == name[1]] for name in names}
    ats = pages[0].ats(use, across)
    return View({place: ats[place] for place in places}, {**sums, ALL: places}, seen)


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
        if (seen := view.seen.get(measure)) is None:
            continue
        there = [p for p in seen.sizes if (not pairs or pairs & set(view.ats[p])) and p not in seen.hidden]
        there = [p for p in there if not measures or seen.is_shown(p)]
        if there:
            return (measure if measures else ""), min(there, key=lambda p: (seen.sizes[p], str(p)))
    return None
