"""Weighted criteria on an anchored scale, and what it takes for another option to win (METHODS.md §5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple

STEPS = 20  # the weights that are tried are multiples of 1/20


class Switch(NamedTuple):
    """Hold a criterion's weight, and how far it may fall or rise (the others in proportion) before another leads."""

    current: Fraction
    lower: Fraction | None
    upper: Fraction | None


class Weighed(NamedTuple):
    """Hold scores from 0 to 1, best first in `order` (equal ones alphabetical).

    `first_share`: in how many of all weights each option is first, ties split. `dominates`: as good or better on every
    criterion, better on one.
    """

    score: dict[str, Fraction]
    order: list[str]
    first_share: dict[str, Fraction]
    dominates: list[tuple[str, str]]
    switches: dict[str, Switch]


def weigh(
    scores: Mapping[str, Sequence[Fraction | int]],
    weights: Mapping[str, Fraction | int],
    *,
    scale: tuple[int, int] = (1, 5),
) -> Weighed:
    """Weigh options scored on a fixed scale; scaled by the options themselves, a bad one would re-rank the rest."""
    low, high = scale
    on_scale = {name: [(Fraction(s) - low) / (high - low) for s in given] for name, given in scores.items()}
    total = sum((Fraction(w) for w in weights.values()), Fraction(0))
    shares = [Fraction(w) / total for w in weights.values()]
    score = {name: _weighted(given, shares) for name, given in on_scale.items()}
    order = sorted(score, key=lambda name: (-score[name], name))
    leader = on_scale[order[0]]
    apart = [[a - b for a, b in zip(leader, on_scale[name], strict=True)] for name in order[1:]]
    return Weighed(
        score=score,
        order=order,
        first_share=_first_share(on_scale),
        dominates=[(a, b) for a in on_scale for b in on_scale if _dominates(on_scale[a], on_scale[b])],
        switches={name: _switch(place, shares, apart) for place, name in enumerate(weights)},
    )


def _weighted(given: Sequence[Fraction], shares: Sequence[Fraction]) -> Fraction:
    return sum((g * w for g, w in zip(given, shares, strict=True)), Fraction(0))


def _dominates(a: Sequence[Fraction], b: Sequence[Fraction]) -> bool:
    pairs = list(zip(a, b, strict=True))
    return all(x >= y for x, y in pairs) and any(x > y for x, y in pairs)


def _first_share(on_scale: Mapping[str, Sequence[Fraction]]) -> dict[str, Fraction]:
    criteria = len(next(iter(on_scale.values())))
    share, tried = dict.fromkeys(on_scale, Fraction(0)), 0
    for shares in _all_weights(criteria):
        found = {name: _weighted(given, shares) for name, given in on_scale.items()}
        best = [name for name in found if found[name] == max(found.values())]
        tried += 1
        for name in best:
            share[name] += Fraction(1, len(best))
    return {name: each / tried for name, each in share.items()}


def _all_weights(criteria: int) -> Iterator[list[Fraction]]:
    """Return every way to share 20 twentieths among the criteria."""
    for bars in combinations(range(STEPS + criteria - 1), criteria - 1):
        edges = [-1, *bars, STEPS + criteria - 1]
        yield [Fraction(b - a - 1, STEPS) for a, b in pairwise(edges)]


def _switch(place: int, shares: Sequence[Fraction], apart: Sequence[Sequence[Fraction]]) -> Switch:
    """Return where the leader's lead over each other option, which is linear in this weight, comes to nothing."""
    current, left = shares[place], 1 - shares[place]
    lower: list[Fraction] = []
    upper: list[Fraction] = []
    for lead in apart:
        rest = _weighted(lead, shares) - lead[place] * current
        others = rest / left if left else Fraction(0)
        if lead[place] == others:
            continue
        at = others / (others - lead[place])
        if 0 <= at <= 1:
            (lower if lead[place] > others else upper).append(at)
    return Switch(current, max(lower, default=None), min(upper, default=None))
