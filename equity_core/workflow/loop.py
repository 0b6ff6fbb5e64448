"""Where a team is in the loop: five steps, each with its ready checks, and the one act that comes next.

A step is passed by doing, not by ticking: each check is computed from what the workspace keeps. An open check never
stops anybody; it is shown, and it is what `next_act` names. Who goes on without it says why in one line, and that is
kept as an assumption.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from equity_core.errors import Problem
from equity_core.model import (
    Action,
    Assumption,
    Barrier,
    Call,
    Cause,
    Decision,
    Evidence,
    Focus,
    Gap,
    Goal,
    Idea,
    LogEntry,
    Observation,
    Prediction,
)
from equity_core.workflow import naming
from equity_core.workflow.design import choose
from equity_core.workflow.get_ready import commitment, coverage, listening, team, terms
from equity_core.workflow.implement import checkins, plan
from equity_core.workflow.workspace import Workspace

State = Literal["not_started", "working", "ready", "decided"]
StepId = Literal["get_ready", "diagnose", "design", "implement", "reflect"]

STEPS: tuple[StepId, ...] = ("get_ready", "diagnose", "design", "implement", "reflect")

MINUTES: dict[str, int] = {  # what a sub-step takes a team, by page
    "team": 10,
    "suspect": 10,
    "listening": 15,
    "commitment": 20,
    "words": 20,
    "bring-in": 10,
    "sources": 5,
    "gaps": 15,
    "focus": 15,
    "listen": 20,
    "causes": 20,
    "points": 15,
    "audits": 30,
    "screening": 15,
    "access": 15,
    "resources": 15,
    "goal": 15,
    "ideas": 20,
    "choose": 20,
    "plan": 20,
    "training": 10,
    "checkins": 5,
    "log": 5,
    "results": 15,
    "decide": 15,
    "next": 10,
}


LONGEST_REASON = 200
FEWEST_SEEN = 3  # observations before anybody explains (UX.md §6, D1)
FEWEST_VOICES = 3  # of people most affected (D3)


class Rule(NamedTuple):
    """One ready check: the page where it is done, and how to see that it is.

    Words: `loop.check_<id>` and `loop.act_<id>`. One that `can_wait` is open like any other, and what comes next in the
    whole loop is not held up by it: a first gap is seen before a listening plan is whole.
    """

    id: str
    page: str
    holds: Callable[[Workspace], bool]
    can_wait: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A ready check and whether it holds now."""

    id: str
    page: str
    done: bool
    can_wait: bool = False
    passed_by: str = ""  # why the team went on without it; empty while nobody said so

    @property
    def is_open(self) -> bool:
        """Say whether it neither holds nor was passed by with a reason."""
        return not self.done and not self.passed_by


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the loop as it stands. `minutes` is what its open checks still take."""

    id: StepId
    state: State
    checks: tuple[Check, ...]
    minutes: int

    @property
    def open(self) -> tuple[Check, ...]:
        """Return the checks that do not hold yet and that nobody passed by with a reason."""
        return tuple(check for check in self.checks if check.is_open)


@dataclass(frozen=True, slots=True)
class Act:
    """The next useful act: its page, the id of the words that name it, and the minutes that it takes."""

    page: str
    word: str
    minutes: int


def steps(ws: Workspace) -> tuple[Step, ...]:
    """Return the five steps of the open cycle, in order."""
    passed = {a.about: a.text for a in ws.of_cycle(Assumption) if a.comes_from == "gate"}
    found = {step: tuple(_check(ws, rule, passed) for rule in RULES[step]) for step in STEPS}
    return tuple(Step(step, _state(ws, step, found[step]), found[step], _minutes(found[step])) for step in STEPS)


def step(ws: Workspace, id: str) -> Step:
    """Return one step of the open cycle."""
    return next(found for found in steps(ws) if found.id == id)


def still_open(ws: Workspace, before: str) -> tuple[Check, ...]:
    """Return the open checks of the steps before one: what a team that works there has gone past."""
    earlier = STEPS[: STEPS.index(before)] if before in STEPS else ()
    return tuple(check for found in steps(ws) if found.id in earlier for check in found.open)


def go_on(ws: Workspace, checks: Sequence[Check], reason: str) -> tuple[Problem, ...]:
    """Go past open checks: the reason is kept as an assumption for each, to be tested later; or the problem.

    Never a wall: whoever gives no reason can go on too, and the check stays open.
    """
    found = (
        Problem("gate_no_check", column="which") if not checks else None,
        Problem("gate_no_reason", column="reason") if not reason.strip() else None,
        team.too_long(reason, "reason", longest=LONGEST_REASON),
        *naming.problems(ws, reason=reason),
    )
    problems = tuple(problem for problem in found if problem)
    if not problems:
        ws.save(*(_assumed(ws, check, reason.strip()) for check in checks))
    return problems


def next_act(ws: Workspace, at: str = "") -> Act:
    """Return what comes next: the first open check of the loop, or of one step when `at` names it.

    Where there is no later file yet, it is brought in before anybody looks at the results. Who starts with what they
    suspect is sent to listen before any number is asked for.
    """
    if not at and _waits_for_calls(ws):
        return _act("calls", "listen")
    for found in steps(ws):
        if at and found.id != at:
            continue
        if found.state == "decided" and not at:
            continue
        for check in sorted(
            (check for check in found.open if at or not check.can_wait), key=lambda check: check.can_wait
        ):
            if check.id == "results" and _waits_for_file(ws):
                return _act("later_file", "bring-in")
            return _act(check.id, _page(ws, check))
    return _act("next", "next")


def _check(ws: Workspace, rule: Rule, passed: dict[str, str]) -> Check:
    return Check(rule.id, rule.page, rule.holds(ws), rule.can_wait, passed.get(rule.id, ""))


def _assumed(ws: Workspace, check: Check, reason: str) -> Assumption:
    text = ws.words("ledger.gate", check=ws.words(f"loop.check_{check.id}"), reason=reason)
    return Assumption(cycle=ws.cycle.id, text=text, comes_from="gate", about=check.id)


def _page(ws: Workspace, check: Check) -> str:
    """Return where an open check is done now: a focus is chosen from the list once a gap stands on it."""
    return "focus" if check.id == "focus" and ws.of_cycle(Gap) else check.page


def _act(id: str, page: str) -> Act:
    return Act(page, f"loop.act_{id}", MINUTES.get(page, 0))


def _minutes(checks: tuple[Check, ...]) -> int:
    pages = {check.page for check in checks if check.is_open} or {check.page for check in checks}
    return sum(MINUTES.get(page, 0) for page in pages)


def _state(ws: Workspace, step: StepId, checks: tuple[Check, ...]) -> State:
    done = sum(check.done for check in checks)
    if _PASSED[step](ws):
        return "decided"
    if not any(check.is_open for check in checks):
        return "ready"
    return "working" if done or _BEGUN[step](ws) else "not_started"


def _waits_for_calls(ws: Workspace) -> bool:
    waiting = any(not call.evidence for call in ws.of_cycle(Call))
    return bool(ws.of_cycle(Barrier)) and not _has_numbers(ws) and waiting


def _waits_for_file(ws: Workspace) -> bool:
    """Say whether the outcome cannot be told for want of a later file."""
    from equity_core.workflow.reflect import results  # brings the numbers: not for an empty workspace

    found = results.outcome(ws)
    return isinstance(found, results.Missing) and found.code == "no_follow_up"


# -- what each check looks at ---------------------------------------------------------------------------------------


def _has_numbers(ws: Workspace) -> bool:
    return any(source.measures for source in ws.sources())


def _has_two_measures(ws: Workspace) -> bool:
    """Say whether two measures were looked at, not test scores alone."""
    asked = {made.query.measure for made in ws.of_cycle(Prediction)}
    return len(asked) > 1 and any(not ws.measure(id).is_test_score for id in asked)


def _has_voice(ws: Workspace) -> bool:
    return any(e.form == "voice" and e.most_affected for e in ws.of_cycle(Evidence))


def _matters(ws: Workspace) -> bool:
    """Say whether a voice stands behind the focus."""
    chosen = ws.get(Focus, ws.cycle.id)
    return chosen is not None and bool(chosen.voices)


def _has_voices(ws: Workspace) -> bool:
    return sum(e.form == "voice" and e.most_affected for e in ws.of_cycle(Evidence)) >= FEWEST_VOICES


def _looked_against(ws: Workspace) -> bool:
    """Say whether a card questions what the team thinks, or the team looked for one."""
    doubted = any(e.stance != "supports" for e in ws.of_cycle(Evidence))
    return doubted or any(cause.looked_against for cause in ws.of_cycle(Cause))


def _is_goal_agreed(ws: Workspace) -> bool:
    """Say whether the goal has its yes and says what moves first."""
    found = ws.of_cycle(Goal)
    return bool(found) and found[-1].is_approved and bool(found[-1].leading)


def _has_focus(ws: Workspace) -> bool:
    return ws.get(Focus, ws.cycle.id) is not None


def _has_supported_cause(ws: Workspace) -> bool:
    if not ws.of_cycle(Cause):
        return False
    from equity_core.workflow.diagnose import causes  # brings the numbers: not for an empty workspace

    return bool(causes.supported(ws))


def _has_basket(ws: Workspace) -> bool:
    return choose.basket(ws).enough <= len(choose.chosen(ws)) <= 3


def _every_action(holds: Callable[[Action], object]) -> Callable[[Workspace], bool]:
    return lambda ws: bool(choose.chosen(ws)) and all(holds(action) for action in choose.chosen(ws))


def _waits_for_no_yes(ws: Workspace) -> bool:
    actions = choose.chosen(ws)
    return bool(actions) and not any(commitment.waits(ws, action) for action in actions)


def _is_checked_on(ws: Workspace) -> bool:
    actions = choose.chosen(ws)
    begun = [a for a in actions if checkins.history(ws, a)]
    return bool(begun) and not any(checkins.is_late(ws, a) for a in actions)


def _has_seen_results(ws: Workspace) -> bool:
    outcomes = any(entry.form == "outcome" for entry in ws.of_cycle(LogEntry))
    return outcomes or bool(ws.of_cycle(Decision))


def _is_decided(ws: Workspace) -> bool:
    decided = ws.of_cycle(Decision)
    about = {decision.action for decision in decided}
    actions = {action.id for action in choose.chosen(ws)}
    return bool(decided) and ("" in about or actions <= about)


def _is_approved(ws: Workspace) -> bool:
    decided = ws.of_cycle(Decision)
    return bool(decided) and all(decision.approver_role for decision in decided)


RULES: dict[StepId, tuple[Rule, ...]] = {
    "get_ready": (
        Rule("roles", "team", lambda ws: len(ws.profile.roles) >= (1 if ws.profile.level == "class" else 2)),
        Rule("approver", "team", lambda ws: bool(ws.profile.approver_role)),
        Rule("decide_by", "team", lambda ws: ws.profile.decide_by is not None),
        Rule("numbers", "bring-in", _has_numbers),
        Rule("words", "words", terms.are_enough, can_wait=True),
        Rule("served", "listening", lambda ws: bool(ws.sources()) and not coverage.unseen(ws), can_wait=True),
        Rule("listening", "listening", listening.is_planned, can_wait=True),
        Rule("decision_map", "commitment", commitment.is_mapped, can_wait=True),
        Rule("commitment", "commitment", commitment.is_written, can_wait=True),
    ),
    "diagnose": (
        Rule("two_measures", "gaps", _has_two_measures, can_wait=True),
        Rule("observed", "gaps", lambda ws: len(ws.of_cycle(Observation)) >= FEWEST_SEEN, can_wait=True),
        Rule("focus", "gaps", _has_focus),
        Rule("matters", "focus", _matters, can_wait=True),
        Rule("voice", "listen", _has_voice),
        Rule("three_voices", "listen", _has_voices, can_wait=True),
        Rule("cause", "causes", _has_supported_cause),
        Rule("against", "causes", _looked_against, can_wait=True),
        Rule("goal", "goal", lambda ws: bool(ws.of_cycle(Goal))),
        Rule("goal_agreed", "goal", _is_goal_agreed, can_wait=True),
    ),
    "design": (
        Rule("ideas", "ideas", lambda ws: any(idea.causes for idea in ws.of_cycle(Idea))),
        Rule("scores", "choose", lambda ws: choose.seats_done(ws) >= 2),
        Rule("actions", "choose", _has_basket),
    ),
    "implement": (
        Rule("owners", "plan", _every_action(lambda a: a.owner_role and a.start and a.end)),
        Rule("core_parts", "plan", _every_action(lambda a: a.core_parts)),
        Rule("measures", "plan", _every_action(lambda a: a.leading and a.lagging)),
        Rule("approvals", "plan", _waits_for_no_yes),
        Rule("checkin", "checkins", _is_checked_on),
        Rule("log", "log", lambda ws: bool(ws.of_cycle(LogEntry))),
    ),
    "reflect": (
        Rule("results", "results", _has_seen_results),
        Rule("decision", "decide", _is_decided),
        Rule("approved", "decide", _is_approved),
    ),
}

# A step is decided once the team has gone on from it with what it decided there.
_PASSED: dict[StepId, Callable[[Workspace], bool]] = {
    "get_ready": lambda ws: _has_focus(ws) and bool(ws.profile.roles),
    "diagnose": lambda ws: bool(ws.of_cycle(Goal)) and _has_focus(ws),
    "design": _every_action(plan.is_ready),
    "implement": _is_decided,
    "reflect": lambda ws: _is_decided(ws) and _is_approved(ws),
}
_BEGUN: dict[StepId, Callable[[Workspace], bool]] = {
    "get_ready": lambda ws: bool(ws.profile.school or ws.profile.roles or ws.of_cycle(Barrier)),
    "diagnose": lambda ws: bool(ws.of_cycle(Barrier) or ws.of_cycle(Evidence)),
    "design": lambda ws: bool(ws.of_cycle(Idea)),
    "implement": lambda ws: bool(choose.chosen(ws)),
    "reflect": lambda ws: bool(ws.of_cycle(Decision)),
}
