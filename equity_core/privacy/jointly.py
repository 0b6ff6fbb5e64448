"""What somebody can work out from several measures of the same students at once: a linear program over their patterns.

The unknown numbers are how many students of each pattern are in each place. Patterns that nobody has are no way out:
whoever knows what the measures mean knows that, too.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from equity_core.privacy.bounds import Span
from equity_core.privacy.families import Family, Sum, Term
from equity_core.privacy.program import Program

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
        """Return the asks that have fewer possible values than `enough` says."""
        if not self.asks:
            return []
        program = self._program()
        asked: dict[Hashable, Ask] = {("ask", number): ask for number, ask in enumerate(self.asks)}
        for key, ask in asked.items():
            program.hide(key, -MANY, MANY)
            plus, minus = self._cells(ask.places, ask.terms)
            program.add_up(plus, less=[*minus, key], to=0)
        found = program.spans(asked, enough=enough, seen={})
        if found is None:
            return list(self.asks)
        return [ask for key, ask in asked.items() if found[key].width < enough]

    def _program(self) -> Program:
        program = Program()
        patterns = self.family.patterns
        for place in self.places:
            for pattern, (_, students) in enumerate(patterns):
                program.hide((place, pattern), 0, MANY if students is None else students)
        for pattern, (_, students) in enumerate(patterns):
            if students is not None:
                program.add_up([(place, pattern) for place in self.places], to=students)
        said = set()
        for number, (places, term, span) in enumerate(self.facts):
            plus, _ = self._cells(places, {term: 1})
            if (key := (tuple(plus), span)) in said:
                continue
            said.add(key)
            if span.width:
                program.hide(("fact", number), span.low, span.high)
                program.add_up(plus, less=[("fact", number)], to=0)
            else:
                program.add_up(plus, to=span.low)
        return program

    def _cells(
        self, places: Sequence[Hashable], terms: Mapping[Term, int]
    ) -> tuple[list[tuple[Hashable, int]], list[tuple[Hashable, int]]]:
        """Return the unknown numbers that a sum takes, and those that it takes away, as often as it does."""
        factors = [
            sum(factor for term, factor in terms.items() if self.family.takes(term, pattern))
            for pattern in range(len(self.family.patterns))
        ]
        plus = [(place, p) for place in places for p, factor in enumerate(factors) for _ in range(max(0, factor))]
        minus = [(place, p) for place in places for p, factor in enumerate(factors) for _ in range(max(0, -factor))]
        return plus, minus
