"""Which few ideas are worth the effort: private scores, medians and spread, and a basket of at most three.

A seat's scores go in and never come out: what is returned is the median and the range over people, and only once
as many people as the team said (two at least) have scored that idea.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

from equity_core.errors import Problem
from equity_core.model import Action, Cause, Idea, Score
from equity_core.workflow import naming, profiles
from equity_core.workflow.workspace import Workspace

Criterion = Literal["impact", "feasibility", "values"]
Row = TypeVar("Row")
CRITERIA: tuple[Criterion, ...] = ("impact", "feasibility", "values")
PARTS = ("impact", "cost", "time", "expertise", "values")  # a person scores these; the middle three make feasibility
POLARISED = 3  # a range of so many steps on any criterion: talk first
ON_ONE_SHEET = 5  # on a wall, where an idea may take two lines
VETO = 3  # an idea whose median fit with values is under this is chosen only with a reason
Reason = Literal["no_cause", "values"]


@dataclass(frozen=True, slots=True)
class Spread:
    """What several people think on one criterion: their median (1 to 5, halves possible) and range in steps."""

    median: Fraction
    range: int


@dataclass(frozen=True, slots=True)
class Scored:
    """One idea with what people think of it. The spreads are None until `people` reaches the seats expected."""

    idea: Idea
    people: int
    impact: Spread | None = None
    feasibility: Spread | None = None
    values: Spread | None = None

    @property
    def is_open(self) -> bool:
        """Say whether medians may be shown."""
        return self.impact is not None

    @property
    def polarised(self) -> tuple[Criterion, ...]:
        """Return the criteria on which people are far apart."""
        spreads: dict[Criterion, Spread | None] = {c: getattr(self, c) for c in CRITERIA}
        return tuple(c for c, spread in spreads.items() if spread is not None and spread.range >= POLARISED)

    @property
    def is_vetoed(self) -> bool:
        """Say whether the idea does not fit the team's values."""
        return self.values is not None and self.values.median < VETO


@dataclass(frozen=True, slots=True)
class Basket:
    """The chosen actions. `enough` to `limit` of them is a basket that a team can carry."""

    actions: tuple[Action, ...]
    enough: int
    limit: int

    @property
    def is_full(self) -> bool:
        """Say whether one has to leave before another comes in."""
        return len(self.actions) >= self.limit


def chosen(ws: Workspace) -> list[Action]:
    """Return the actions in the basket of the open cycle, in the order chosen."""
    return [action for action in ws.of_cycle(Action) if not action.dropped]


def candidates(ws: Workspace) -> list[Idea]:
    """Return the ideas to be scored: all that are not parked, in the order typed."""
    return [idea for idea in ws.of_cycle(Idea) if not idea.parked]


def seats(ws: Workspace) -> int:
    """Return how many people the team expects to score, two at least."""
    return max(2, ws.cycle.seats)


def expect(ws: Workspace, people: int) -> None:
    """Keep how many people will score; results stay closed until so many have."""
    if people != ws.cycle.seats:
        ws.save(ws.cycle.model_copy(update={"seats": max(2, people)}))


def next_to_score(ws: Workspace, seat: int) -> Idea | None:
    """Return the first idea that this seat has not scored, or None when it is done."""
    done = {score.idea for score in ws.of_cycle(Score) if score.seat == seat}
    return next((idea for idea in candidates(ws) if idea.id not in done), None)


def left_to_score(ws: Workspace, seat: int) -> int:
    """Return how many ideas this seat has not scored."""
    done = {score.idea for score in ws.of_cycle(Score) if score.seat == seat}
    return sum(idea.id not in done for idea in candidates(ws))


def seats_done(ws: Workspace) -> int:
    """Return how many of the expected seats have scored every idea."""
    if not candidates(ws):
        return 0
    return sum(left_to_score(ws, seat) == 0 for seat in range(1, seats(ws) + 1))


def score(ws: Workspace, idea: Idea, *, seat: int, given: dict[str, int | None]) -> Score | Problem:
    """Keep one person's judgement (`given` by PARTS, 1 to 5), in place of an earlier one of the same seat."""
    missing = tuple(part for part in PARTS if given.get(part) is None)
    if missing:
        return Problem("score_incomplete", column=missing[0], count=len(missing))
    before = [s for s in ws.of_cycle(Score) if (s.idea, s.seat) == (idea.id, seat)]
    same = {"id": before[0].id} if before else {}
    kept = Score.model_validate({"cycle": ws.cycle.id, "idea": idea.id, "seat": seat, **same, **given})
    ws.save(kept)
    return kept


def scores(ws: Workspace) -> list[Scored]:
    """Return each candidate with its medians and ranges, in the order typed: no ranking, so no false winner."""
    given = ws.of_cycle(Score)
    wanted = seats(ws)
    return [_scored(idea, [s for s in given if s.idea == idea.id], wanted) for idea in candidates(ws)]


def sheets(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """Return rows in sheets of five, so that the wall never has to scroll (UX.md §4.1)."""
    return [rows[start : start + ON_ONE_SHEET] for start in range(0, len(rows), ON_ONE_SHEET)]


def spread(judgements: Sequence[int]) -> Spread:
    """Return median and range of several people's judgements.

    >>> spread([3, 3, 3, 4, 5, 4, 3, 4])
    Spread(median=Fraction(7, 2), range=2)
    """
    return Spread(_median(judgements), max(judgements) - min(judgements))


def feasibility(score: Score) -> int:
    """Return one person's feasibility: the median of cost, time and expertise.

    The median of the three, rather than their mean, keeps it on the anchored scale and lets two good parts outweigh
    one bad; an idea's feasibility is then the median over people, like every criterion.
    """
    return sorted((score.cost, score.time, score.expertise))[1]


def basket(ws: Workspace) -> Basket:
    """Return what is chosen and how many may be: two or three, and one where time is limited."""
    short = "basket_of_one" in profiles.changes(ws, "choose")
    return Basket(tuple(chosen(ws)), enough=1 if short else 2, limit=1 if short else 3)


def basket_word(basket: Basket) -> str:
    """Return the id of the sentence that says how many more may be chosen."""
    if basket.is_full:
        return "choose.basket_whole"
    return "choose.basket_enough" if len(basket.actions) >= basket.enough else "choose.basket_room"


def basket_in_words(ws: Workspace, basket: Basket) -> str:
    """Return the basket as one sentence, for the wall."""
    if not basket.actions:
        return ws.words("choose.basket_empty")
    return ws.words("choose.basket_has", actions=ws.words.listed([action.title for action in basket.actions]))


def noted(ws: Workspace, row: Scored) -> str:
    """Return an idea's words with what the team should look at: people far apart, values that do not fit."""
    notes = (
        row.idea.text,
        ws.words("choose.talk_first") if row.polarised else "",
        ws.words("choose.veto") if row.is_vetoed else "",
    )
    return " · ".join(filter(None, notes))


def told(ws: Workspace, spread: Spread) -> str:
    """Return median and range as people read them: "3.5 (spread 2)"."""
    median = ws.words.times(spread.median, 0 if spread.median.denominator == 1 else 1)
    return ws.words("choose.cell", median=median, range=spread.range)


def reasons_needed(ws: Workspace, idea: Idea) -> tuple[Reason, ...]:
    """Return what has to be explained before an idea is chosen: no cause behind it, or no fit with values."""
    causes = {cause.id for cause in ws.of_cycle(Cause)}
    found: list[Reason] = []
    if not causes & set(idea.causes):
        found.append("no_cause")
    if any(row.is_vetoed for row in scores(ws) if row.idea.id == idea.id):
        found.append("values")
    return tuple(found)


def choose(
    ws: Workspace, idea: Idea, *, no_cause_reason: str = "", values_reason: str = "", instead_of: str = ""
) -> Action | Problem:
    """Make an action of an idea; `instead_of` names the action that leaves a full basket.

    The problem is `basket_full`, `reason_no_cause` or `reason_values`. An idea chosen again gets its old plan back.
    """
    now = basket(ws)
    leaving = [action for action in now.actions if action.id == instead_of]
    if any(action.idea == idea.id for action in now.actions):
        return Problem("basket_has_it")
    if now.is_full and not leaving:
        return Problem("basket_full", count=now.limit)
    given = {"no_cause": no_cause_reason.strip(), "values": values_reason.strip()}
    for reason in reasons_needed(ws, idea):
        if not given[reason]:
            return Problem(f"reason_{reason}", column=reason)
    naming.refuse(ws, *given.values())
    before = [action for action in ws.of_cycle(Action) if action.idea == idea.id]
    action = (before[-1] if before else Action(cycle=ws.cycle.id, idea=idea.id, title=idea.text)).model_copy(
        update={"dropped": False, "no_cause_reason": given["no_cause"], "values_reason": given["values"]}
    )
    ws.save(action, *(out.model_copy(update={"dropped": True}) for out in leaving))
    return action


def drop(ws: Workspace, action: Action) -> None:
    """Take an action out of the basket; its plan is kept."""
    ws.save(action.model_copy(update={"dropped": True}))


def causes_left_alone(ws: Workspace) -> list[Cause]:
    """Return the causes that the team said it will act on and that no chosen action touches."""
    ideas = {idea.id: idea for idea in ws.of_cycle(Idea)}
    touched = {cause for action in chosen(ws) if action.idea in ideas for cause in ideas[action.idea].causes}
    return [cause for cause in ws.of_cycle(Cause) if cause.will_act and cause.id not in touched]


def _scored(idea: Idea, given: list[Score], wanted: int) -> Scored:
    people = len(given)
    if people < wanted:
        return Scored(idea, people)
    return Scored(
        idea,
        people,
        impact=spread([s.impact for s in given]),
        feasibility=spread([feasibility(s) for s in given]),
        values=spread([s.values for s in given]),
    )


def _median(judgements: Sequence[int]) -> Fraction:
    ordered = sorted(judgements)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle], 2)
