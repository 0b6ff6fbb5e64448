"""A secret ballot over the ideas (nominal group): each seat puts up to five in its own order (METHODS.md §5).

A seat's ballot goes in and never comes out. The count is open once all expected seats have voted or abstained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from equity_core import stats
from equity_core.model import Ballot
from equity_core.stats import Tally
from equity_core.workflow.design import choose
from equity_core.workflow.workspace import Workspace

TOP = 5  # a favourite has so many points, each next idea one fewer
NEAR = Fraction(5, 100)  # of the top points: nearer is a tie (UX.md §6, G1)


@dataclass(frozen=True, slots=True)
class Count:
    """What the ballots say: a line for each idea that anybody chose, and sentences."""

    rows: tuple[dict[str, str], ...]
    sentences: tuple[str, ...]
    method: tuple[str, ...]


def top(ws: Workspace) -> int:
    """Return how many ideas a ballot can hold."""
    return min(TOP, len(choose.candidates(ws)))


def cast(ws: Workspace, seat: int, ideas: Sequence[str]) -> Ballot:
    """Keep a seat's ballot (ids, the favourite first), in place of an earlier one; none is an abstention."""
    before = next((b for b in ws.of_cycle(Ballot) if b.seat == seat), None)
    same = {"id": before.id} if before else {}
    ballot = Ballot(cycle=ws.cycle.id, seat=seat, ideas=tuple(ideas[: top(ws)]), **same)
    ws.save(ballot)
    return ballot


def has_voted(ws: Workspace, seat: int) -> bool:
    """Say whether a seat has voted or abstained."""
    return any(b.seat == seat for b in ws.of_cycle(Ballot))


def missing(ws: Workspace) -> int:
    """Return how many expected seats have neither voted nor abstained."""
    voted = {b.seat for b in ws.of_cycle(Ballot)}
    return sum(seat not in voted for seat in range(1, choose.seats(ws) + 1))


def count(ws: Workspace) -> Count | None:
    """Return the count; None while a ballot is missing, or when fewer than two people voted."""
    seats = range(1, choose.seats(ws) + 1)
    candidates = choose.candidates(ws)
    place = {idea.id: f"{number:04}" for number, idea in enumerate(candidates)}  # equal ones stay as typed
    there = {place[idea.id]: idea.text for idea in candidates}
    cast_ones = [[place[id] for id in b.ideas if id in place] for b in ws.of_cycle(Ballot) if b.seat in seats]
    filled = [ballot for ballot in cast_ones if ballot]
    if missing(ws) or len(filled) < 2:
        return None
    found = stats.nominal_group(list(there), filled, top=top(ws))
    chosen = [id for id in found.order if found.voters[id]]
    words = ws.words
    return Count(
        tuple(
            {
                words("choose.idea"): there[id],
                words("choose.points"): str(found.points[id]),
                words("choose.voters"): words("choose.voters_of", voters=found.voters[id], people=found.ballots),
            }
            for id in chosen
        ),
        (*_ties(ws, found, chosen, there), words("choose.ballot_is_talk")),
        (words("method.ballot", top=top(ws), ballots=found.ballots),),
    )


def _ties(ws: Workspace, found: Tally, chosen: Sequence[str], named: dict[str, str]) -> tuple[str, ...]:
    """Return the ideas on both sides of the basket's limit whose points are nearly equal: no false winner."""
    limit = choose.basket(ws).limit
    if len(chosen) <= limit:
        return ()
    most, last, next_one = (found.points[chosen[place]] for place in (0, limit - 1, limit))
    if last - next_one > NEAR * most:
        return ()
    near = [named[id] for id in chosen if abs(found.points[id] - last) <= NEAR * most]
    return (ws.words("choose.ballot_near", ideas=ws.words.listed([f"“{idea}”" for idea in near])),)
