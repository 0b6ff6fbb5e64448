"""What somebody can work out from several measures of the same students at once: a linear program over their patterns.

The unknown numbers are how many students of each pattern are in each place. Patterns that nobody has are no way out:
whoever knows what the measures mean knows that, too.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from equity_core.privacy.bounds import Span
from equity_core.privacy.cells import Cells, Rows, Weights
from equity_core.privacy.families import Family, Sum, Term

MANY = 1_000_000  # more students than a source has in one place


@dataclass(frozen=True, slots=True)
class Ask:
    """A count that must stay uncertain: some terms, over the students of some places."""

    places: tuple[Hashable, ...]
    terms: Sum


@dataclass(slots=True, repr=False)
class Jointly:
    """Places, what is known of the sums over them, and the counts that must stay uncertain."""

    family: Family
    places: Sequence[Hashable]
    facts: list[tuple[tuple[Hashable, ...], Term, Span]] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)

    def know(self, places: Sequence[Hashable], term: Term, span: Span) -> None:
        """Say that the students of some places whom a term counts are a published number, or within a span."""
        self.facts.append((tuple(places), term, span))

    def weak(self, *, enough: int) -> list[Ask]:
        """Return the asks that have fewer possible values than `enough` says: all of them when no numbers fit."""
        if not self.asks:
            return []
        most = [MANY if students is None else students for _, students in self.family.patterns] * len(self.places)
        cells = Cells(self._rows(), most)
        found = cells.few_values([self._weights(ask) for ask in self.asks], enough=enough)
        return [self.asks[number] for number in found]

    def _rows(self) -> Rows:
        """Return sums of cells and what is known of them.

        What is published of one place is taken from the sums that it is in: they join fewer places then, and say the
        same.
        """
        first = self._first()
        known = {
            (places[0], self._taken(term)): span.low
            for places, term, span in self.facts
            if len(places) == 1 and not span.width
        }
        rows: Rows = []
        for places, term, span in self.facts:
            taken = self._taken(term)
            told = sum(known.get((place, taken), 0) for place in places) if len(places) > 1 else 0
            left = places if len(places) == 1 else [place for place in places if (place, taken) not in known]
            cells = tuple(first[place] + pattern for place in left for pattern in taken)
            rows.append((cells, Span(span.low - told, span.high - told)))
        for pattern, (_, students) in enumerate(self.family.patterns):
            if students is not None:
                rows.append((tuple(first[place] + pattern for place in self.places), Span(students, students)))
        return rows

    def _weights(self, ask: Ask) -> Weights:
        """Return how often an ask counts each cell."""
        first = self._first()
        weights: Weights = {}
        for term, factor in ask.terms.items():
            for cell in (first[place] + pattern for place in ask.places for pattern in self._taken(term)):
                weights[cell] = weights.get(cell, 0) + factor
        return weights

    def _first(self) -> dict[Hashable, int]:
        """Return the first cell of each place: it has one for each pattern."""
        return {place: number * len(self.family.patterns) for number, place in enumerate(self.places)}

    def _taken(self, term: Term) -> tuple[int, ...]:
        return tuple(p for p in range(len(self.family.patterns)) if self.family.takes(term, p))
