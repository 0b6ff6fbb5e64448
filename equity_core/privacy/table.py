"""A table as somebody sees it who puts the numbers of several measures jointly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from equity_core.privacy.bounds import Span
from equity_core.privacy.families import Family, Sum, Term
from equity_core.privacy.jointly import MANY, Ask, Jointly
from equity_core.privacy.released import Status
from equity_core.privacy.rules import Rules

Place = Any  # a group, or (school, group)
ALL = "all"  # the sum over all places
REST = ""  # everyone else, where students are in several groups: a place that nothing is said of


@dataclass(frozen=True, slots=True, repr=False)
class Seen:
    """What is true of one measure in a table, and what is published of it.

    `sums` holds what is published of several places together: how many students, and how many of them count.
    """

    sizes: Mapping[Place, int]
    counts: Mapping[Place, int]
    hidden: Collection[Place]
    statuses: Mapping[Place, Status]
    sums: Mapping[Place, tuple[Span | None, Span | None]]

    def is_shown(self, place: Place) -> bool:
        """Say whether the count in a place is published."""
        return self.statuses.get(place) == "shown"


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """Places that a family's students are in, sums over them, and each measure as it is seen."""

    family: Family
    places: Sequence[Place]
    sums: Mapping[Place, Sequence[Place]]
    seen: Mapping[str, Seen]
    rules: Rules

    def weak(self) -> list[Ask]:
        """Return the counts that somebody could work out too well."""
        jointly = Jointly(self.family, self.places)
        jointly.asks += self.asks()
        if not jointly.asks:
            return []
        for measure in self.members:
            for place in self.places:
                for what, span in self.known(measure, place):
                    jointly.know((place,), (what, measure), span)
            for name, places in self.sums.items():
                n, x = self.seen[measure].sums.get(name, (None, None))
                if n is not None:
                    jointly.know(places, ("n", measure), n)
                if x is not None and measure in self.family.measures:
                    jointly.know(places, ("x", measure), x)
        return jointly.weak(enough=self.rules.min_width)

    @property
    def members(self) -> list[str]:
        """Return the measures of the family, and those whose students it tells of."""
        return sorted({m for marks, _ in self.family.patterns for m, _ in marks} & set(self.seen))

    def asks(self) -> list[Ask]:
        """Return what must stay uncertain."""
        return self._derived() if self.family.is_loose else [*self._sizes(), *self._counts(), *self._derived()]

    def to_hide(self, ask: Ask) -> tuple[str, Place] | None:
        """Return a measure and a place to hide so that an ask gets less certain; None when all of it is hidden.

        "" in place of a measure is how many students are there.

        The choice depends on published numbers alone: in the same place first, of the least important measure; then
        the smallest place still shown.
        """
        if self.family.counts_others:
            return self._answers_to_hide(ask)
        if all(what == "n" for what, _ in ask.terms):
            return self._size_to_hide(ask)
        here = [m for m in reversed(self.family.measures) if m in self.seen]
        ours = [m for m in here if ("x", m) in ask.terms]
        others = [m for m in here if m not in ours]
        if len(ask.places) == 1:
            for measure in (*ours, *others):
                if self.seen[measure].is_shown(ask.places[0]):
                    return measure, ask.places[0]
        for measure in (*ours, *others):
            found = [p for p in self._by_size(measure) if self.seen[measure].is_shown(p)]
            if found:
                return measure, found[0]
        return None

    # -- what must stay uncertain ------------------------------------------------------------------------------------

    def _sizes(self) -> list[Ask]:
        """Return the small sizes; once, where the family is all students, and beside how many answered."""
        if self.family.measures and not self.family.counts_others:
            return []
        asks = []
        for measure, seen in self.seen.items():
            small = [p for p in self.places if p in seen.hidden and self.rules.is_small_group(seen.sizes[p])]
            asks += [Ask((place,), {("n", measure): 1}) for place in small if self._is_lead(measure)]
        return asks

    def _counts(self) -> list[Ask]:
        return [
            Ask((place,), {("x", measure): 1})
            for measure in self.family.measures
            if measure in self.seen
            for place in self.places
            if self.seen[measure].statuses.get(place, "shown") != "shown"
            and not (self.family.counts_others and self.seen[measure].counts[place] > self.rules.small)
        ]

    def _derived(self) -> list[Ask]:
        """Return small counts that follow from several measures, in a place or in all places that do not show them."""
        asks = []
        for terms in self.family.derived:
            members = sorted({m for _, m in terms})
            if not self.seen.keys() >= set(members):
                continue
            there = [p for p in self.places if all(p in self.seen[m].sizes for m in members)]
            small = [p for p in there if self._is_small(terms, (p,))]
            asks += [Ask((place,), terms) for place in small]
            open_ = [p for p in there if all(self.seen[m].is_shown(p) for m in members)]
            for places in self.sums.values():
                closed = tuple(p for p in places if p in there and p not in open_)
                if len(closed) > 1 and len(there) == len(self.places) and self._is_small(terms, closed):
                    asks.append(Ask(closed, terms))
        return asks

    def _is_small(self, terms: Sum, places: Sequence[Place]) -> bool:
        n = min(sum(self.seen[m].sizes[p] for p in places) for _, m in terms)
        return self.rules.is_small_count(sum(f * self._value(term, places) for term, f in terms.items()), n)

    def _value(self, term: Term, places: Sequence[Place]) -> int:
        seen = self.seen[term[1]]
        return sum((seen.sizes if term[0] == "n" else seen.counts)[place] for place in places)

    def _is_lead(self, measure: str) -> bool:
        return any(measure == m for marks, _ in self.family.patterns for m, _ in marks)

    # -- what is published -----------------------------------------------------------------------------------------

    def known(self, measure: str, place: Place) -> Iterator[tuple[Literal["n", "x"], Span]]:
        """Yield what is published of a place's size and count, the rules known; nothing of what may be anything."""
        seen = self.seen[measure]
        n = seen.sizes.get(place)
        if n is None:
            return
        if place not in seen.hidden:
            yield "n", Span(n, n)
        elif set(seen.sizes) <= set(seen.hidden):
            return
        elif self.rules.is_small_group(n):
            yield "n", Span(0, self.rules.min_group - 1)
        else:
            yield "n", Span(self.rules.min_group, MANY)
        if measure in self.family.measures and (span := self._span(seen, place)):
            yield "x", span

    def _span(self, seen: Seen, place: Place) -> Span | None:
        """Return what is published of a count, the rules known: what only guards others is itself not small.

        Where small counts and the smallest groups that guard them are hidden alike, only a group that is larger than
        one that is shown is known to be hidden for its small count.
        """
        status, n, x, few = seen.statuses.get(place), seen.sizes[place], seen.counts[place], self.rules.small
        if status == "shown":
            return Span(x, x)
        if status == "range":
            return Span(0, few) if x <= few else Span(n - few, n)
        if place in seen.hidden or status is None:
            return None
        if not self.rules.is_small_count(x, n):
            return Span(few + 1, n - few - 1) if "range" in seen.statuses.values() else None
        shown = [seen.sizes[p] for p in self.places if seen.is_shown(p)]
        is_told = "range" not in seen.statuses.values() and shown and n > min(shown)
        return (Span(0, few) if x <= few else Span(n - few, n)) if is_told else None

    # -- what to hide ------------------------------------------------------------------------------------------------

    def _size_to_hide(self, ask: Ask) -> tuple[str, Place] | None:
        for measure in self.seen:
            if ask.places[0] in self.seen[measure].sizes and ask.places[0] not in self.seen[measure].hidden:
                return "", ask.places[0]
        for measure in self.seen:
            found = [p for p in self._by_size(measure) if p not in self.seen[measure].hidden]
            if found:
                return "", found[0]
        return None

    def _answers_to_hide(self, ask: Ask) -> tuple[str, Place] | None:
        """Hide how many answered where it is hidden how many answers there are, and the other way round.

        A group that guards in one of the two guards nothing while the other shows it.
        """
        answered = self.family.measures[0]
        others = [m for m in self.seen if m != answered]
        here = self.seen[answered]
        for place in self._by_size(answered):
            if here.is_shown(place) and any(place in self.seen[m].hidden for m in others):
                return answered, place
        for place in self._by_size(answered):
            is_closed = place in here.sizes and here.statuses.get(place) != "shown"
            if is_closed and any(place in self.seen[m].sizes and place not in self.seen[m].hidden for m in others):
                return "", place
        return self._size_to_hide(ask)

    def _by_size(self, measure: str) -> list[Place]:
        sizes = self.seen[measure].sizes
        return sorted((p for p in self.places if p in sizes), key=lambda place: (sizes[place], str(place)))
