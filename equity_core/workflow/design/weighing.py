"""The medians of all ideas with weights, and what it would take for another idea to come first (METHODS.md §5).

A number helps a team to talk; it never puts an idea into the basket.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from equity_core import stats
from equity_core.model import Score
from equity_core.stats import Weighed
from equity_core.words import half_up
from equity_core.workflow.design import choose
from equity_core.workflow.design.choose import CRITERIA, Scored
from equity_core.workflow.workspace import Workspace

NEAR = Fraction(5, 100)  # of the top score: nearer is no difference (UX.md §6, G1)
FEWEST_PEOPLE = 3  # with two, agreement would tell each what the other thinks
NO_SHARED, MUCH_ALIKE = Fraction(3, 10), Fraction(7, 10)


@dataclass(frozen=True, slots=True)
class Weighing:
    """Ideas with their weighted score, in the order typed; what to say about it; how it was computed.

    `in_short` is what a wall has room for: who leads, and the least that would change it.
    """

    rows: tuple[dict[str, str], ...]
    sentences: tuple[str, ...]
    method: tuple[str, ...]
    in_short: str


def weights(ws: Workspace) -> dict[str, int]:
    """Return how much each criterion counts, 1 to 5; all alike until the team says otherwise."""
    return dict(zip(CRITERIA, ws.cycle.weights, strict=True))


def set_weights(ws: Workspace, given: dict[str, int]) -> None:
    """Keep how much each criterion counts."""
    wanted = tuple(given[name] for name in CRITERIA)
    if wanted != ws.cycle.weights:
        ws.save(type(ws.cycle).model_validate({**ws.cycle.model_dump(), "weights": wanted}))


def weigh(ws: Workspace) -> Weighing | None:
    """Return all ideas weighed; None until two of them are scored by as many people as expected."""
    rows = [row for row in choose.scores(ws) if row.is_open]
    if len(rows) < 2:
        return None
    places = [f"{number:04}" for number in range(len(rows))]  # equal ones stay as typed
    medians = {place: [_median(row, name) for name in CRITERIA] for place, row in zip(places, rows, strict=True)}
    found = stats.weigh(medians, weights(ws))
    named = {place: row.idea.text for place, row in zip(places, rows, strict=True)}
    words, leader, switches = ws.words, _leader(ws, found, named), _switches(ws, found)
    return Weighing(
        tuple(
            {
                words("choose.idea"): named[id],
                words("choose.weighed"): _hundred(found.score[id]),
                words("choose.first_share"): words.percent(found.first_share[id], 0),
            }
            for id in named
        ),
        (
            leader,
            *(switches.values() or [words("choose.no_switch")]),
            *_dominated(ws, found, named),
            *_agreement(ws),
            words("choose.weighing_is_talk"),
        ),
        (
            words("method.weighed"),
            _formula(ws, medians[found.order[0]], found.score[found.order[0]]),
            words("method.first_share"),
            words("method.switch"),
            words("method.agreement"),
        ),
        f"{leader} {switches[min(switches)] if switches else words('choose.no_switch')}",
    )


def _median(row: Scored, criterion: choose.Criterion) -> Fraction:
    spread: choose.Spread | None = getattr(row, criterion)
    assert spread is not None  # the row is open
    return spread.median


def _hundred(score: Fraction) -> str:
    return str(half_up(score * 100, 0))


def _leader(ws: Workspace, found: Weighed, named: dict[str, str]) -> str:
    first, second = found.order[:2]
    top = found.score[first]
    near = [named[id] for id in found.order if top - found.score[id] <= NEAR * top]
    if len(near) > 1:
        return ws.words("choose.near", ideas=ws.words.listed([f"“{idea}”" for idea in near]))
    return ws.words(
        "choose.leads",
        first=named[first],
        score=_hundred(top),
        second=named[second],
        score_second=_hundred(found.score[second]),
    )


def _switches(ws: Workspace, found: Weighed) -> dict[tuple[Fraction, str, str], str]:
    """Return where another idea comes first, by how far that is from the weights of now."""
    told = {}
    for name, switch in found.switches.items():
        facts = {"criterion": ws.words(f"choose.{name}"), "now": ws.words.percent(switch.current, 0)}
        if switch.lower:
            far = (switch.current - switch.lower, name, "under")
            told[far] = ws.words("choose.switch_under", at=ws.words.percent(switch.lower, 0), **facts)
        if switch.upper is not None and switch.upper < 1:
            far = (switch.upper - switch.current, name, "over")
            told[far] = ws.words("choose.switch_over", at=ws.words.percent(switch.upper, 0), **facts)
    return told


def _dominated(ws: Workspace, found: Weighed, named: dict[str, str]) -> list[str]:
    """Return which ideas are nowhere better than one that none is better than; a line for each of those."""
    worse = {b for _, b in found.dominates}
    best = dict.fromkeys(a for a, _ in found.dominates if a not in worse)
    told = {a: [f"“{named[b]}”" for one, b in found.dominates if one == a] for a in best}
    return [ws.words("choose.dominated", better=named[a], worse=ws.words.listed(ideas)) for a, ideas in told.items()]


def _agreement(ws: Workspace) -> list[str]:
    """Return how far people rank the ideas alike, from each one's own scores; nothing for fewer than three people."""
    ideas = [idea.id for idea in choose.candidates(ws)]
    given = ws.of_cycle(Score)
    seats = [
        own
        for seat in range(1, choose.seats(ws) + 1)
        if (own := {s.idea: s for s in given if s.seat == seat}).keys() >= set(ideas)
    ]
    if len(seats) < max(FEWEST_PEOPLE, choose.seats(ws)) or len(ideas) < 3:
        return []
    shares = tuple(weights(ws).values())
    w = stats.kendall_w([_ranks([_own(own[id], shares) for id in ideas]) for own in seats]).w
    if w is None:
        return []
    level = "no" if w < NO_SHARED else "much" if w >= MUCH_ALIKE else "some"
    return [ws.words(f"choose.agree_{level}", people=len(seats), w=half_up(w, 2))]


def _own(score: Score, shares: Sequence[int]) -> int:
    parts = (score.impact, choose.feasibility(score), score.values)
    return sum(part * share for part, share in zip(parts, shares, strict=True))


def _ranks(values: Sequence[int]) -> list[float]:
    """Return the ranks of values, the largest first; equal ones share the mean of theirs."""
    return [sum(v > value for v in values) + (values.count(value) + 1) / 2 for value in values]


def _formula(ws: Workspace, medians: Sequence[Fraction], score: Fraction) -> str:
    given = weights(ws)
    parts = [f"{given[name]} × ({half_up(median, 1)} − 1)/4" for name, median in zip(CRITERIA, medians, strict=True)]
    return ws.words("formula.weighed", parts=" + ".join(parts), total=sum(given.values()), score=_hundred(score))
