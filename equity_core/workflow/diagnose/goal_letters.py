"""SMARTIE: seven letters that a goal earns or leaves open, each with its reason.

Five are worked out from the goal and its numbers. Inclusive is earned by links to cards of the people most affected,
Equitable by an answer in words about who shares the power: a goal can have fine numbers without either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from equity_core.model import Assumption, Evidence, Goal, Profile
from equity_core.workflow import profiles
from equity_core.workflow.diagnose import focus, goal_numbers, listen
from equity_core.workflow.diagnose.goal_numbers import is_raised, rate, yearly_moves
from equity_core.workflow.diagnose.goal_words import pace
from equity_core.workflow.workspace import Workspace

Code = Literal["strategic", "measurable", "ambitious", "realistic", "time_bound", "inclusive", "equitable"]
NEED_A_REASON: tuple[Code, ...] = ("inclusive", "equitable")  # a goal that is frozen without them is a bet


@dataclass(frozen=True, slots=True)
class Answers:
    """What only the team can say of its goal."""

    shaped_by: tuple[str, ...] = ()
    equity: str = ""
    leading: str = ""
    is_approved: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: whether the goal has earned it, and why or why not."""

    code: Code
    is_earned: bool
    line: str


def letters(ws: Workspace, goal: Goal) -> tuple[Letter, ...]:
    """Return the seven letters in their order."""
    found: dict[Code, tuple[bool, str]] = {
        "strategic": _strategic(ws, goal),
        "measurable": (True, ws.words("letters.measurable_yes", measure=_counted(ws, goal))),
        "ambitious": _ambitious(ws, goal),
        "realistic": _realistic(ws, goal),
        "time_bound": _time_bound(ws, goal),
        "inclusive": _inclusive(ws, goal),
        "equitable": _equitable(ws, goal),
    }
    return tuple(Letter(code, earned, _line(ws, code, earned, why)) for code, (earned, why) in found.items())


def without(ws: Workspace, goal: Goal) -> tuple[str, ...]:
    """Return what a goal lacks that needs a reason to go on without, by code.

    Inclusive and Equitable; with little time also what should move first, for the outcome may come too late.
    """
    missing: list[str] = [
        letter.code for letter in letters(ws, goal) if letter.code in NEED_A_REASON and not letter.is_earned
    ]
    if "leading_needed" in profiles.changes(ws, "goal") and not goal.leading:
        missing.append("leading")
    return tuple(missing)


def bet(ws: Workspace, goal: Goal, missing: Sequence[str], because: str) -> Assumption:
    """Return what the team goes on without knowing when it freezes a goal that lacks something."""
    lacks = ws.words.listed([ws.words(f"letters.lacks_{code}") for code in missing])
    text = ws.words("letters.bet", lacks=lacks, because=because.strip())
    return Assumption(cycle=goal.cycle, text=text, comes_from="goal", about=goal.id)


def bets(ws: Workspace, goal: Goal) -> list[Assumption]:
    """Return what was gone on without knowing when the goal was frozen."""
    return [a for a in ws.of_cycle(Assumption) if a.about == goal.id and a.comes_from == "goal"]


def who_can_shape(ws: Workspace) -> list[listen.Card]:
    """Return the cards of the people most affected: what they told may have shaped the goal."""
    return [listen.as_card(ws, e) for e in ws.of_cycle(Evidence) if _is_of_most_affected(e)]


def answered(goal: Goal, answers: Answers) -> Goal:
    """Return the goal with what the team says of it."""
    return goal.model_copy(
        update={
            "shaped_by": answers.shaped_by,
            "equity": answers.equity.strip(),
            "leading": answers.leading.strip(),
            "is_approved": answers.is_approved,
        }
    )


def _counted(ws: Workspace, goal: Goal) -> str:
    return ws.narrowed(goal.baseline.query.where).measure_label(goal.baseline.query.measure)


def _line(ws: Workspace, code: Code, is_earned: bool, why: str) -> str:
    return ws.words(f"letters.line_{'earned' if is_earned else 'open'}", letter=ws.words(f"letters.{code}"), why=why)


def _strategic(ws: Workspace, goal: Goal) -> tuple[bool, str]:
    chosen, query = focus.current(ws), goal.baseline.query
    if chosen is None:
        return False, ws.words("letters.strategic_no_focus")
    if not goal_numbers.is_about(chosen.query, query):
        return False, ws.words("letters.strategic_other")
    if chosen.fits_plan:
        return True, ws.words("letters.strategic_plan", plan=chosen.fits_plan)
    return True, ws.words("letters.strategic_yes")


def _ambitious(ws: Workspace, goal: Goal) -> tuple[bool, str]:
    change = abs(Fraction(goal.target_percent) - rate(goal.baseline.group) * 100)
    enough = ws.profile.practical_points
    facts = {"change": ws.words.points(change), "points": enough}
    earned = change >= enough
    word = f"letters.ambitious_{'yes' if earned else 'no'}"
    is_said = enough != Profile.model_fields["practical_points"].default
    return earned, ws.words(word if is_said else f"{word}_unsaid", **facts)


def _realistic(ws: Workspace, goal: Goal) -> tuple[bool, str]:
    asked, better = pace(goal), 1 if is_raised(ws, goal.baseline, goal.target_percent) else -1
    moves = [move * better for move in yearly_moves(ws, goal.baseline.query)]
    if asked is None or not moves:
        return False, ws.words("letters.realistic_unknown")
    if max(moves) >= abs(asked):
        return True, ws.words("letters.realistic_yes", pace=ws.words.points(asked), best=ws.words.points(max(moves)))
    return False, ws.words("letters.realistic_no")


def _time_bound(ws: Workspace, goal: Goal) -> tuple[bool, str]:
    by = ws.words.month(goal.by)
    return goal.by >= ws.today(), ws.words(f"letters.time_bound_{'yes' if goal.by >= ws.today() else 'no'}", by=by)


def _inclusive(ws: Workspace, goal: Goal) -> tuple[bool, str]:
    cards = [e for e in ws.of_cycle(Evidence) if e.id in goal.shaped_by and _is_of_most_affected(e)]
    if not cards:
        return False, ws.words("letters.inclusive_no" if who_can_shape(ws) else "letters.inclusive_nobody")
    roles = dict.fromkeys(listen.role_name(ws, e.from_role) for e in cards)
    return True, ws.words("letters.inclusive_yes", roles=ws.words.listed(list(roles)))


def _equitable(ws: Workspace, goal: Goal) -> tuple[bool, str]:
    if not goal.equity:
        return False, ws.words("letters.equitable_no")
    rest, target = goal.baseline.rest, Fraction(goal.target_percent) / 100
    if rest is not None and abs(rate(rest) - target) > abs(rate(rest) - rate(goal.baseline.group)):
        return False, ws.words("letters.equitable_wider")
    return True, goal.equity


def _is_of_most_affected(card: Evidence) -> bool:
    return card.form == "voice" and card.most_affected
