"""All tables of one period, decided together: what one measure shows may not tell what another hides."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from equity_core.model import DimensionUse, Source
from equity_core.privacy.beside import both
from equity_core.privacy.bounds import Span
from equity_core.privacy.census import BUILDINGS, SCHOOL
from equity_core.privacy.covered import close_covered
from equity_core.privacy.crossed import Crossings
from equity_core.privacy.families import Family, Sum, Term, families, twins
from equity_core.privacy.grid import Decided, Margin
from equity_core.privacy.jointly import Ask, Jointly
from equity_core.privacy.page import Closed, Page, parts
from equity_core.privacy.released import Count
from equity_core.privacy.rules import Rules
from equity_core.privacy.table import ALL, REST, Place, Table
from equity_core.sealed import Pattern

TOTALS, LINES = 0.02, 0.1  # how much is decided after all students, and after each dimension
EVERYBODY: tuple[Hashable, ...] = ("",)  # all students as one place


@dataclass(slots=True, repr=False)
class Sheet:
    """The pages of one period, each a census, and the families of their measures."""

    source: Source
    pages: Sequence[Page]
    patterns: Sequence[Pattern]
    rules: Rules
    crossed: str = ""  # the dimension that is released with each of the others
    answered: str = ""  # the measure that counts how many the others are of
    families: list[Family] = field(default_factory=list)
    page_of: dict[str, Page] = field(default_factory=dict)
    shut: set[str] = field(default_factory=set)  # dimensions of which nothing is shown: schools would tell of few

    def fill(self) -> Iterator[float]:
        """Decide about all students, then each dimension, then each dimension within schools; yield how far it is."""
        self.page_of = {m: page for page in self.pages for m in page.counted}
        there = [m for m in self.source.measures if m in self.page_of and not self.page_of[m].is_too_small]
        for measure in (same := twins(self.patterns, measures=there, rules=self.rules)):
            self.page_of[measure].drop(measure)
        self.families = families(
            self.patterns,
            measures=[m for m in there if m not in same],
            leads=[page.lead for page in self.pages if not page.is_too_small],
            rules=self.rules,
            answered=self.answered,
        )
        self._settle_totals()
        yield TOTALS
        yield LINES
        while True:
            before, margins = self._dropped(), self._margins()
            for use, of_pages in margins.values():
                for page, margin in of_pages:
                    page.margins[use.id] = margin
            if nested := self._told_by_others() - self.shut:
                self.shut |= nested
                continue
            grids: dict[str, list[list[Decided]]] = {}
            for place, use in enumerate(self.source.dimensions, start=1):
                grids[use.id] = self._settle_parts(use)
                yield LINES + (1 - LINES) * (place / len(self.source.dimensions) if not self.shut else 1)
            told = {id for id, found in grids.items() if any(one.is_told for row in found for one in row)} - self.shut
            if not told and self._dropped() == before:
                break
            self.shut |= told
        for use, of_pages in margins.values():
            for page, margin in of_pages:
                page.add_margin(use, margin)
        for page in self.pages:
            page.add_totals()
        for use in self.source.dimensions:
            for page, decided in zip(self._with_schools(use), zip(*grids[use.id], strict=True), strict=True):
                page.add_parts(use, decided)
        yield from self._cross(grids)

    def _told_by_others(self) -> set[str]:
        """Return dimensions that another one tells, where something of either is hidden: sums of groups would tell it.

        The less important of the two: a quarter beside its buses, the level of a school. Grades and schools are not
        meant: which grades a school has is known to the audit.
        """
        found = set()
        for page in self.pages:
            pairs = combinations([use for use in page.census.dimensions if use.partitions], 2)
            for one, other in pairs:
                if not {one.id, other.id} <= BUILDINGS and page.is_told(one, other):
                    found.add(one.id if other.id == SCHOOL else other.id)
        return found

    def _cross(self, grids: Mapping[str, list[list[Decided]]]) -> Iterator[float]:
        """Release one dimension with each of the others, where that tells nothing; yield while it goes on."""
        pages = [page for page in self.pages if not page.is_too_small and page.counted]
        uses = {use.id: use for use in self.source.dimensions if use.id not in self.shut and use.partitions}
        across = uses.get(self.crossed)
        if across is None or not pages or any(across not in page.census.dimensions for page in pages):
            return
        has_schools = [bool(page.census.schools) for page in pages]
        within = {id: (uses[id], grids[id][0]) for id in uses if has_schools[0] and id in grids}
        if any(has_schools) and pages != self._with_schools(across):
            return
        crossings = Crossings(across, pages, self._families_of(pages), within, self.rules)
        for use in uses.values():
            crossings.add(use)
            yield 1.0
        for use, found in crossings.kept:
            for page, decided in zip(pages, found, strict=True):
                page.add_crossing(use, decided, across.id)

    def _with_schools(self, use: DimensionUse) -> list[Page]:
        return [page for page in self.pages if use in page.census.school_dimensions]

    # -- all students -----------------------------------------------------------------------------------------------

    def _settle_totals(self) -> None:
        """Drop measures whose total would tell a small count beside the totals of others."""
        for family in self.families:
            for seen in (family, family.loose):
                while seen.derived and (weak := self._weak_totals(seen)):
                    for ask in weak:
                        self._drop_one(family, ask)

    def _weak_totals(self, family: Family) -> list[Ask]:
        jointly = Jointly(family, EVERYBODY)
        for term, count in self._totals(family):
            self._know_count(jointly, EVERYBODY, term, count)
        values = {term: self._total(term) for term in _terms(family)}
        for terms in family.derived:
            if self._is_small(terms, values) and not self._is_dropped(terms):
                jointly.asks.append(Ask(EVERYBODY, terms))
        ranges = [m for m in family.measures if self.page_of[m].totals[m].status == "range"]
        jointly.asks += [Ask(EVERYBODY, {("x", m): 1}) for m in ranges]
        return jointly.weak(enough=self.rules.min_width)

    def _drop_one(self, family: Family, ask: Ask) -> bool:
        """Drop the least important measure that tells of an ask; say whether there was one."""
        there = [m for m in reversed(family.measures) if m not in self.page_of[m].dropped]
        shown = [m for m in there if self.page_of[m].totals[m].status == "shown"]
        told = [m for m in shown if ("x", m) in ask.terms] or shown or there
        if told:
            self.page_of[told[0]].drop(told[0])
        return bool(told)

    def _totals(self, family: Family) -> Iterator[tuple[Term, Count]]:
        for what, measure in _terms(family):
            yield (what, measure), self.page_of[measure].totals[measure]

    def _know_count(self, jointly: Jointly, places: Sequence[Hashable], term: Term, total: Count) -> None:
        """Say what is published of all students: always how many there are."""
        what, measure = term
        page = self.page_of[measure]
        if what == "n" and page.total is not None:
            jointly.know(places, term, Span(page.total, page.total))
        elif what == "x" and total.x is not None:
            jointly.know(places, term, Span(total.x, total.x))
        elif what == "x" and total.x_low is not None and total.x_high is not None:
            jointly.know(places, term, Span(total.x_low, total.x_high))

    # -- one dimension ----------------------------------------------------------------------------------------------

    def _margins(self) -> dict[str, tuple[DimensionUse, list[tuple[Page, Margin]]]]:
        """Return what is decided of each dimension. A measure that is dropped on the way is dropped everywhere."""
        while True:
            before = self._dropped()
            found = {use.id: (use, self._settle_line(use)) for use in self.source.dimensions}
            if self._dropped() == before:
                return found

    def _dropped(self) -> int:
        return sum(len(page.dropped) for page in self.pages)

    def _settle_line(self, use: DimensionUse) -> list[tuple[Page, Margin]]:
        pages = [page for page in self.pages if use in page.census.dimensions]
        closed = Closed()
        if use.id in self.shut:
            closed.sizes |= set(use.groups)
            closed.counts = {m: set(use.groups) for page in pages for m in page.counted}
        while True:
            margins = [(page, page.margin(use, closed)) for page in pages]
            seen = {m: page.seen_in(margin, m) for page, margin in margins for m in page.counted}
            groups = [g for g in use.groups if any(g in one.sizes for one in seen.values())]
            lines = [groups] if use.partitions else [[g, REST] for g in groups]
            tables = [
                Table(seen_as, places, {ALL: places}, seen, self._rules(family))
                for family in self._families_of(pages)
                for seen_as in both(family)
                for places in lines
            ]
            if not self._close_more(tables, closed):
                return margins

    # -- one dimension within schools -------------------------------------------------------------------------------

    def _settle_parts(self, use: DimensionUse) -> list[list[Decided]]:
        """Decide within schools: about all groups, or where they overlap about each, then about all of them."""
        its, pages = parts(use), self._with_schools(use)
        closed = [Closed() for _ in its]
        while True:
            found = [self._settle_grid(part, pages, more) for part, more in zip(its, closed, strict=True)]
            of_pages = zip(pages, zip(*found, strict=True), strict=True)
            if use.partitions or not any([close_covered(page, use, one, closed) for page, one in of_pages]):  # noqa: C419
                return found

    def _settle_grid(self, use: DimensionUse, pages: Sequence[Page], closed: Closed) -> list[Decided]:
        while True:
            found = [page.decided(use, closed) for page in pages]
            seen = {
                m: page.seen_within(use, decided, m)
                for page, decided in zip(pages, found, strict=True)
                for m in page.counted
            }
            places = sorted({place for one in seen.values() for place in one.sizes})
            names = sorted({(side, place[side]) for place in places for side in (0, 1)})
            sums: dict[Hashable, list[Place]]
            sums = {(side, name): [p for p in places if p[side] == name] for side, name in names}
            sums[ALL] = places
            tables = [
                Table(seen_as, places, sums, seen, self._rules(family))
                for family in self._families_of(pages)
                for seen_as in both(family)
            ]
            if not self._close_more(tables, closed):
                return found

    def _families_of(self, pages: Sequence[Page]) -> list[Family]:
        """Return the families that these pages have; all of a period's student rows have the same dimensions."""
        there = {m for page in pages for m in page.counted}
        return [f for f in self.families if {m for marks, _ in f.patterns for m, _ in marks} <= there]

    def _close_more(self, tables: Sequence[Table], closed: Closed) -> bool:
        """Hide more where a count could be worked out; say whether anything was."""
        changed = False
        for table in tables:
            for ask in table.weak():
                chosen = table.to_hide(ask)
                if chosen is None:
                    changed |= table.family.measures != () and self._drop_one(table.family, ask)
                    continue
                measure, place = chosen
                places = closed.counts.setdefault(measure, set()) if measure else closed.sizes
                changed |= place not in places
                places.add(place)
        return changed

    def _rules(self, family: Family) -> Rules:
        return self.page_of[self.answered].rules if family.counts_others else self.rules

    def _total(self, term: Term) -> int:
        what, measure = term
        row = self.page_of[measure].census.row(measure, ())
        return (row.n if what == "n" else row.x) or 0

    def _is_small(self, terms: Sum, values: Mapping[Term, int]) -> bool:
        """Say whether a derived count is that of next to nobody, or of all but so few."""
        n = min(values["n", measure] for _, measure in terms)
        return self.rules.is_small_count(sum(factor * values[term] for term, factor in terms.items()), n)

    def _is_dropped(self, terms: Sum) -> bool:
        return all(m in self.page_of[m].dropped for what, m in terms if what == "x")


def _terms(family: Family) -> list[Term]:
    members = {m for marks, _ in family.patterns for m, _ in marks}
    return [("n", m) for m in sorted(members)] + [("x", m) for m in family.measures]
