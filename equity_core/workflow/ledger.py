"""The assumption ledger: what the team goes on without knowing, how it would know, and what came of it.

Some lines are kept: a ready check that was passed by, a goal that is a bet, a cycle that began without a decision.
Others follow from what the team does: acting on a hunch, an action that should move something first, a promise of time
or money, a yes with a condition. Those stand here as long as they follow, and are kept once somebody works on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from equity_core.errors import Problem
from equity_core.model import Assumption, Cause
from equity_core.workflow import loop, naming
from equity_core.workflow.design import choose
from equity_core.workflow.diagnose import causes
from equity_core.workflow.get_ready import commitment
from equity_core.workflow.implement import plan
from equity_core.workflow.workspace import Workspace

Status = Literal["untested", "holding", "broken"]
STATUSES: tuple[Status, ...] = ("broken", "untested", "holding")  # as they are listed
TESTS = ("measure", "checkin", "listening")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many assumptions there are of each kind; `due` ones are untested and their day has come."""

    broken: int
    untested: int
    holding: int
    due: int


def lines(ws: Workspace) -> list[Assumption]:
    """Return every assumption of the cycle: broken first, then untested by their day, then those that hold."""
    kept = ws.of_cycle(Assumption)
    known = {(a.comes_from, a.about) for a in kept}
    found = [*kept, *(a for a in _implied(ws) if (a.comes_from, a.about) not in known)]
    return sorted(found, key=lambda a: (STATUSES.index(a.status), a.due or date.max))


def tally(ws: Workspace) -> Tally:
    """Return how many there are."""
    found = lines(ws)
    count = {status: sum(a.status == status for a in found) for status in STATUSES}
    return Tally(count["broken"], count["untested"], count["holding"], sum(is_due(ws, a) for a in found))


def is_due(ws: Workspace, assumption: Assumption) -> bool:
    """Say whether it should have been tested by now."""
    return assumption.status == "untested" and assumption.due is not None and assumption.due <= ws.today()


def work_on(ws: Workspace, assumption: Assumption, **typed: object) -> tuple[Problem, ...]:
    """Keep how the team would know, what tests it, by when, and what came of it; or the problems by field."""
    kept = Assumption.model_validate({**assumption.model_dump(), **typed})
    told = kept.status != "untested" and not kept.know_if
    past = kept.due is not None and kept.due != assumption.due and kept.due < ws.today()
    found = (
        Problem("ledger_no_sign", column="know_if") if told else None,
        Problem("ledger_past", column="due") if past else None,
        *naming.problems(ws, know_if=kept.know_if),
    )
    problems = tuple(problem for problem in found if problem)
    if not problems and kept != ws.get(Assumption, kept.id):
        ws.save(kept)
    return problems


def rows(ws: Workspace) -> list[dict[str, str]]:
    """Return the ledger in words."""
    return [_row(ws, assumption) for assumption in lines(ws)]


def home(ws: Workspace) -> tuple[str, ...]:
    """Return one line for Home where something broke or is due; else nothing."""
    found = tally(ws)
    told = {"broken": found.broken, "due": found.due}
    return tuple(ws.words(f"ledger.home_{kind}", count=count) for kind, count in told.items() if count)


def _implied(ws: Workspace) -> Iterator[Assumption]:
    words, cycle = ws.words, ws.cycle.id
    for cause in ws.of_cycle(Cause):
        if cause.will_act and causes.status(ws, cause) != "supported":
            text = words("ledger.cause", cause=cause.text)
            yield Assumption(id=f"{cause.id}-hunch", cycle=cycle, text=text, comes_from="cause", about=cause.id)
    for action in choose.chosen(ws):
        if action.leading:
            first = words.listed([plan.measure_name(ws, told) for told in action.leading])
            text = words("ledger.arrow", action=action.title, first=first)
            yield Assumption(
                id=f"{action.id}-arrow", cycle=cycle, text=text, comes_from="arrow", about=action.id, test="measure"
            )
    promised = commitment.current(ws)
    if promised.hours or promised.money:
        text = words("ledger.promise", promise=_promise(ws))
        yield Assumption(
            id=f"{cycle}-promise", cycle=cycle, text=text, comes_from="promise", about=cycle, test="checkin"
        )
    for right in commitment.rights(ws):
        if right.yes == "conditional":
            text = words("ledger.condition", decision=commitment.name(ws, right), condition=right.evidence)
            yield Assumption(id=f"{right.id}-if", cycle=cycle, text=text, comes_from="promise", about=right.id)


def _promise(ws: Workspace) -> str:
    now = commitment.current(ws)
    return ws.words.listed(
        [
            *([ws.words("commitment.hours_a_month", count=now.hours)] if now.hours else []),
            *([ws.words("commitment.dollars", money=f"{now.money:,}")] if now.money else []),
        ]
    )


def _row(ws: Workspace, assumption: Assumption) -> dict[str, str]:
    words = ws.words
    cells = {
        "text": assumption.text,
        "from": words(f"ledger.from_{assumption.comes_from}"),
        "know_if": assumption.know_if,
        "test": words(f"ledger.test_{assumption.test}") if assumption.test else "",
        "due": words.day(assumption.due) if assumption.due else "",
        "status": _status(ws, assumption),
    }
    return {words(f"ledger.column_{id}"): told or words("ledger.open") for id, told in cells.items()}


def _status(ws: Workspace, assumption: Assumption) -> str:
    status = ws.words(f"ledger.status_{assumption.status}")
    if is_due(ws, assumption):
        return ws.words("ledger.is_due", status=status)
    done = {check.id for step in loop.steps(ws) for check in step.checks if check.done}
    if assumption.comes_from == "gate" and assumption.about in done:
        return ws.words("ledger.done_since", status=status)
    return status
