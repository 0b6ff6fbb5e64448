"""Ranked ballots: nominal-group points, and who beats whom (METHODS.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

Ballot = Sequence[str]  # ideas, the favourite first


class Tally(NamedTuple):
    """Hold a nominal-group count. Show voters beside points: a few strong supporters are not many mild ones.

    Ideas equal on points, voters and first choices share a rank.
    """

    points: dict[str, int]
    voters: dict[str, int]
    first_choices: dict[str, int]
    share_of_max: dict[str, Fraction | None]
    mean_points_when_chosen: dict[str, Fraction | None]
    ballots: int
    order: list[str]
    rank: dict[str, int]


def nominal_group(ideas: Sequence[str], ballots: Sequence[Ballot], *, top: int) -> Tally:
    """Count ballots on which a favourite has `top` points and each next idea one fewer; empty ones do not count."""
    filled = [list(ballot)[:top] for ballot in ballots if ballot]
    given = {idea: [top - ballot.index(idea) for ballot in filled if idea in ballot] for idea in ideas}
    points = {idea: sum(each) for idea, each in given.items()}
    voters = {idea: len(each) for idea, each in given.items()}
    firsts = {idea: sum(ballot[0] == idea for ballot in filled) for idea in ideas}
    merit = {idea: (-points[idea], -voters[idea], -firsts[idea]) for idea in ideas}
    order = sorted(ideas, key=lambda idea: (merit[idea], idea))
    return Tally(
        points=points,
        voters=voters,
        first_choices=firsts,
        share_of_max={idea: Fraction(points[idea], top * len(filled)) if filled else None for idea in ideas},
        mean_points_when_chosen={
            idea: Fraction(points[idea], voters[idea]) if voters[idea] else None for idea in ideas
        },
        ballots=len(filled),
        order=order,
        rank={idea: 1 + sum(merit[other] < merit[idea] for other in ideas) for idea in order},
    )


class Copeland(NamedTuple):
    """Hold, for each idea, how many others it beats; `pairs` counts ballots for the first and for the second."""

    beats: dict[str, int]
    pairs: dict[tuple[str, str], tuple[int, int]]
    condorcet_winner: str | None


def copeland(ideas: Sequence[str], ballots: Sequence[Ballot]) -> Copeland:
    """Compare ideas two by two; an idea on a ballot is preferred to one that is not."""
    places = [{idea: place for place, idea in enumerate(ballot)} for ballot in ballots]
    last = len(ideas)
    pairs = {
        (a, b): (
            sum(place.get(a, last) < place.get(b, last) for place in places),
            sum(place.get(b, last) < place.get(a, last) for place in places),
        )
        for a, b in combinations(ideas, 2)
    }
    beats = dict.fromkeys(ideas, 0)
    for (a, b), (first, second) in pairs.items():
        if first != second:
            beats[a if first > second else b] += 1
    winners = [idea for idea in ideas if beats[idea] == len(ideas) - 1]
    return Copeland(beats, pairs, winners[0] if winners else None)
