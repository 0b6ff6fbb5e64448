"""The skills that people need before an action can work, who has them, and the coaching that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from equity_core.errors import Problem
from equity_core.model import Action, Training
from equity_core.workflow import naming
from equity_core.workflow.design.choose import chosen
from equity_core.workflow.workspace import Workspace

READY = Fraction(4, 5)  # of the people who carry an action, before it starts (UX.md, I2)


@dataclass(frozen=True, slots=True)
class Line:
    """One skill. `coverage`: the share of the people who have it; `is_one_off`: a workshop that nothing follows."""

    training: Training
    action: Action
    coverage: Fraction
    is_one_off: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Every skill of the chosen actions. `coverage` is over all of them, None when there are none."""

    lines: tuple[Line, ...]
    coverage: Fraction | None
    not_ready: tuple[Action, ...]  # starts within a week, or has started, with fewer than four in five trained


def board(ws: Workspace) -> Board:
    """Return the skills of the chosen actions with who has them. The counts are of staff: for the team's desk only."""
    actions = {action.id: action for action in chosen(ws)}
    today = ws.today()
    lines = tuple(_line(t, actions[t.action], today) for t in ws.of_cycle(Training) if t.action in actions)
    return Board(
        lines=lines,
        coverage=coverage([line.training for line in lines]),
        not_ready=tuple(a for a in actions.values() if _starts_untrained(a, lines, today)),
    )


def coverage(trainings: list[Training]) -> Fraction | None:
    """Return trained people per person who needs a skill; None when nobody does."""
    people = sum(t.people for t in trainings)
    return Fraction(sum(t.trained for t in trainings), people) if people else None


def add(
    ws: Workspace, action: Action, *, skill: str, who: str, people: int | None, by: date | None, follow_up: str = ""
) -> Training | tuple[Problem, ...]:
    """Keep a skill that people need; the problems by field when it cannot stand."""
    found = (
        ("skill", "training_no_skill", not skill.strip()),
        ("who", "training_no_who", not who.strip()),
        ("people", "training_no_people", not people),
        ("by", "training_past", by is not None and by < ws.today()),
    )
    doubts = (
        *(Problem(code, column=column) for column, code, is_so in found if is_so),
        *naming.known_problems(ws, skill=skill, follow_up=follow_up),
        *naming.role_problems(ws, who=who),
    )
    if doubts:
        return doubts
    training = Training(
        cycle=ws.cycle.id, action=action.id, skill=skill, who=who, people=people or 0, by=by, follow_up=follow_up
    )
    ws.save(training)
    return training


def progress(ws: Workspace, training: Training, *, trained: int, follow_up: str) -> Training | Problem:
    """Keep how many have the skill now and what follows; the problem when they are more than there are people."""
    if trained > training.people:
        return Problem("training_too_many", column="trained", count=training.people)
    naming.refuse(ws, follow_up)
    kept = training.model_copy(update={"trained": trained, "follow_up": follow_up.strip()})
    if kept != training:
        ws.save(kept)
    return kept


def remove(ws: Workspace, training: Training) -> None:
    """Take a skill away; undo brings it back."""
    ws.remove(training)


def told(ws: Workspace, line: Line, *, with_counts: bool) -> str:
    """Return a skill in one sentence; `with_counts` only at the team's desk, for the counts are of staff."""
    one = line.training
    by = ws.words("training.by_day", day=ws.words.day(one.by)) if one.by else ws.words("training.no_day")
    after = ws.words("training.after", follow_up=one.follow_up) if one.follow_up else ""
    facts = {"skill": one.skill, "who": one.who, "by": by, "action": line.action.title}
    if not with_counts:
        return " ".join(filter(None, (ws.words("training.line", **facts), after)))
    counts = {"trained": one.trained, "people": one.people, "percent": ws.words.percent(line.coverage)}
    return " ".join(filter(None, (ws.words("training.line_counts", **facts, **counts), after)))


def _line(training: Training, action: Action, today: date) -> Line:
    share = coverage([training]) or Fraction(0)
    late = training.by is not None and training.by < today and share < 1
    return Line(training, action, share, is_one_off=not training.follow_up, is_late=late)


def _starts_untrained(action: Action, lines: tuple[Line, ...], today: date) -> bool:
    mine = coverage([line.training for line in lines if line.action.id == action.id])
    return action.start is not None and (action.start - today).days <= 7 and mine is not None and mine < READY
