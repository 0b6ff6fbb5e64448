"""Every text that a record keeps is asked whether it names somebody, or is declared to be none that is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel

from equity_core.errors import Problem, Refused
from equity_core.model import (
    DOCUMENTS,
    Action,
    Assumption,
    Baseline,
    BaselineSide,
    Capture,
    Cause,
    CheckIn,
    DecisionRight,
    Gap,
    Goal,
    Held,
    Idea,
    Listening,
    Query,
    Training,
)
from equity_core.workflow import captures, ledger, loop, meet
from equity_core.workflow.data import bring_in
from equity_core.workflow.data.draft import Draft
from equity_core.workflow.design import choose, ideas
from equity_core.workflow.diagnose import audits, causes, coding, focus, gaps, goal, listen, resources, voices
from equity_core.workflow.diagnose.goal_letters import Answers
from equity_core.workflow.get_ready import commitment, influence, listening, suspect, team, terms
from equity_core.workflow.implement import checkins, log, plan, training
from equity_core.workflow.reflect import decide, next_cycle

NAMED, PLAIN = "Ask Maria Lopez about the bus", "ask a counselor about the bus"
ROLE, PLAIN_ROLE = "Maria Lopez", "Counselor"
CODES = {
    "names_somebody",
    "team_role_is_name",
    "term_names",
    "meet_decision_names",
    "share.names_somebody",
    "audit.names_somebody",
}
QUERY = Query(measure="suspended", dimension="race", period="2024-25", group="Black")
DAY = date(2025, 11, 3)


def a_goal(ws):
    base = Baseline(
        query=QUERY, group=BaselineSide(n=120, x=30), rest=None, frozen_at=datetime(2025, 11, 3), source="s"
    )
    return Goal(cycle=ws.cycle.id, baseline=base, target_percent=Decimal(10), by=DAY)


def freeze(ws, **typed):
    draft = goal.Draft(QUERY, a_goal(ws), "", (), (), (), (), "", ())
    return goal.freeze(ws, draft, **typed)


def judge(ws, **typed):
    return focus.judge(ws, Gap(cycle=ws.cycle.id, query=QUERY), **{"matters": "", "in_our_control": "", **typed})


def work_out(ws, *, whys=(), begins=""):
    cause = Cause(cycle=ws.cycle.id, text="the bus", lens="practice")
    return causes.work_out(ws, cause, whys=whys, tests={}, begins=begins, looked_against=False)


def start(ws, **typed):
    return suspect.start(
        ws, **{"text": "the bus leaves early", "who": "", "roles": ("Counselor",), "calls": [], **typed}
    )


def meeting(ws):
    return meet.current(ws) or meet.start(ws, "find_ideas", minutes=60, seats=8)


def planned(ws, **typed):
    return plan.keep(ws, Action(cycle=ws.cycle.id, idea="i", title="Late bus"), **typed)


def trained(ws, **typed):
    kept = {"skill": "ask", "who": "Counselor", "people": 3, "by": None, **typed}
    return training.add(ws, Action(cycle=ws.cycle.id, idea="i", title="Late bus"), **kept)


def week(ws, **typed):
    return checkins.keep(ws, CheckIn(cycle=ws.cycle.id, action="a", week_of=DAY, planned=3, delivered=3, **typed))


def logged(ws, **typed):
    return log.add(ws, **{"form": "note", "text": "the bus", **typed})


def decided(ws, **typed):
    advice = decide.Advice("keep", "", "", "", (), "", ("keep",))
    told = {"choice": "keep", "approver_role": "Principal", "review_on": date(2026, 2, 1), **typed}
    return decide.decide(ws, advice, **told)


def chosen(ws, text):
    idea = Idea(cycle=ws.cycle.id, text="late bus")
    ws.save(idea)
    return choose.choose(ws, idea, no_cause_reason=text)


def typed_team(ws, **typed):
    return team.keep(ws, team.Typed(**typed))


def promised(ws, text, role=""):
    return meet.decide(ws, meeting(ws).meeting, text, role=role)


Keeps = Callable[..., object]
SENTENCES: dict[str, Keeps] = {
    "action.title": lambda ws, t: planned(ws, title=t),
    "action.core_parts": lambda ws, t: planned(ws, core_parts=(t,)),
    "action.flexible_parts": lambda ws, t: planned(ws, flexible_parts=(t,)),
    "action.leading": lambda ws, t: planned(ws, leading=(t,)),
    "action.lagging": lambda ws, t: planned(ws, lagging=(t,)),
    "action.uses": lambda ws, t: planned(ws, uses=(t,)),
    "action.no_cause_reason": chosen,
    "agreement.name": lambda ws, t: terms.add(ws, t[:40]),
    "agreement.text": lambda ws, t: terms.agree(ws, "equity", t, agree=3),
    "assumption.text": lambda ws, t: loop.go_on(ws, loop.steps(ws)[0].open[:1], t),
    "assumption.know_if": lambda ws, t: ledger.work_on(ws, Assumption(cycle=ws.cycle.id, text="x"), know_if=t),
    "audit.lines.name": lambda ws, t: audits.add(ws, audits.looks(ws)[0].audit.id, t, {}),
    "barrier.text": lambda ws, t: start(ws, text=t),
    "barrier.who": lambda ws, t: start(ws, who=t),
    "capture.text": lambda ws, t: captures.take(ws, meeting(ws), t).kept[0],
    "cause.text": lambda ws, t: causes.add(ws, t, lens="practice"),
    "cause.whys": lambda ws, t: work_out(ws, whys=(t,)),
    "cause.begins": lambda ws, t: work_out(ws, begins=t),
    "champion.will_do": lambda ws, t: commitment.add_champion(ws, "school", "Counselor", t),
    "checkin.worked": lambda ws, t: week(ws, worked=t),
    "checkin.hindered": lambda ws, t: week(ws, hindered=t),
    "commitment.said_where": lambda ws, t: commitment.keep(ws, said_where=t),
    "commitment.authority": lambda ws, t: commitment.keep(ws, authority=t),
    "cycle.story": lambda ws, t: next_cycle.begin(ws, taught=t, without_decision="x"),
    "cycle.title": lambda ws, t: next_cycle.begin(ws, title=t, without_decision="x"),
    "decision.reason": lambda ws, t: decided(ws, reason=t),
    "decision.against_suggestion": lambda ws, t: decided(ws, choice="refine", against_suggestion=t),
    "decision_right.what": lambda ws, t: commitment.keep_right(ws, DecisionRight(cycle=ws.cycle.id, what=""), what=t),
    "decision_right.body": lambda ws, t: commitment.keep_right(ws, DecisionRight(what="schedule"), body=t),
    "decision_right.evidence": lambda ws, t: commitment.keep_right(ws, DecisionRight(what="schedule"), evidence=t),
    "definition.text": lambda ws, t: terms.define(ws, "equity", t),
    "evidence.text": lambda ws, t: listen.add(ws, listen.new_card(ws, t, from_role="family")),
    "evidence.themes": lambda ws, t: voices.code(ws, listen.new_card(ws, "x", from_role="family"), [t]),
    "evidence.themes_again": lambda ws, t: coding.code_again(ws, listen.new_card(ws, "x", from_role="family"), [t]),
    "focus.matters": lambda ws, t: judge(ws, matters=t),
    "focus.in_our_control": lambda ws, t: judge(ws, in_our_control=t),
    "focus.fits_plan": lambda ws, t: judge(ws, fits_plan=t),
    "gap.matters": lambda ws, t: judge(ws, matters=t),
    "gap.in_our_control": lambda ws, t: judge(ws, in_our_control=t),
    "gap.fits_plan": lambda ws, t: judge(ws, fits_plan=t),
    "goal.note": lambda ws, t: freeze(ws, note=t),
    "goal.equity": lambda ws, t: goal.answer(ws, a_goal(ws), Answers(equity=t)),
    "goal.leading": lambda ws, t: freeze(ws, answers=Answers(leading=t)),
    "goal.baseline.rebased_because": lambda ws, t: goal.rebase(ws, a_goal(ws), because=t),
    "idea.text": ideas.add,
    "influence.concern": lambda ws, t: influence.add(ws, initials="AP", concern=t),
    "influence.next_talk": lambda ws, t: influence.add(ws, initials="AP", next_talk=t),
    "influence.hears_best": lambda ws, t: influence.add(ws, initials="AP", hears_best=t),
    "listening.groups": lambda ws, t: listening.keep(ws, Listening(cycle=ws.cycle.id, setting="calls"), groups=(t,)),
    "listening.place": lambda ws, t: listening.keep(ws, Listening(cycle=ws.cycle.id, setting="calls"), place=t),
    "listening.languages": lambda ws, t: listening.keep(ws, Listening(setting="calls"), languages=(t,)),
    "listening_plan.groups": lambda ws, t: listening.keep_plan(ws, groups=(t,)),
    "listening_plan.languages": lambda ws, t: listening.keep_plan(ws, languages=(t,)),
    "listening_plan.assets": lambda ws, t: listening.keep_plan(ws, assets=(t,)),
    "log.text": lambda ws, t: logged(ws, text=t),
    "meeting.decisions.text": promised,
    "meeting.plus": lambda ws, t: meet.close(ws, meeting(ws), plus=(t,)),
    "meeting.delta": lambda ws, t: meet.close(ws, meeting(ws), delta=(t,)),
    "meeting.missing": lambda ws, t: meet.close(ws, meeting(ws), missing=t),
    "observation.text": lambda ws, t: gaps.observe(ws, QUERY, t),
    "prediction.text": lambda ws, t: gaps.predict(ws, QUERY, t),
    "share.what": lambda ws, t: resources.begin(ws, t, of="hours"),
    "share.portions.name": lambda ws, t: resources.add(ws, resources.begin(ws, "aides", of="hours"), t, now=3),
    "training.skill": lambda ws, t: trained(ws, skill=t),
    "training.follow_up": lambda ws, t: training.progress(
        ws, Training(action="a", skill="s", who="w", people=3), trained=1, follow_up=t
    ),
}  # fmt: skip
ROLES: dict[str, Keeps] = {
    "action.owner_role": lambda ws, t: planned(ws, owner_role=t),
    "action.approver_role": lambda ws, t: planned(ws, approver_role=t),
    "champion.role": lambda ws, t: commitment.add_champion(ws, "school", t, "asks"),
    "commitment.said_by": lambda ws, t: commitment.keep(ws, said_by=t),
    "decision.approver_role": lambda ws, t: decided(ws, approver_role=t),
    **{
        f"decision_right.{column}": partial(
            lambda ws, t, c: commitment.keep_right(ws, DecisionRight(cycle=ws.cycle.id, what="schedule"), **{c: (t,)}),
            c=column,
        )
        for column in ("drivers", "approvers", "contributors", "informed")
    },
    "idea.from_role": lambda ws, t: ideas.add(ws, "late bus", from_role=t),
    "listening.invites": lambda ws, t: listening.keep(ws, Listening(setting="calls"), invites=t),
    "log.role": lambda ws, t: logged(ws, role=t),
    "meeting.decisions.role": lambda ws, t: promised(ws, "a late bus", t),
    "profile.roles": lambda ws, t: typed_team(ws, roles=(t,)),
    "profile.approver_role": lambda ws, t: typed_team(ws, approver_role=t),
    "source.brought_by": lambda ws, t: bring_in.say_who(ws, Draft([], [], key=b""), t),
    "training.who": lambda ws, t: trained(ws, who=t),
}
ASKED_ELSEWHERE = {
    "action.values_reason": "kept by the same call as no_cause_reason",
    "held.card.text": "waits, and is shown to whoever decides",
    "held.card.themes": "given to cards that were let through",
    "held.card.themes_again": "given to cards that were let through",
    "held.seen": "what made it wait",
    "capture.seen": "what made it wait",
    "influence.initials": "five capitals at most",
}
# What is not typed: chosen from what is there, an id or a code of ours, or the name of a column, a file or a school.
HARMLESS = {
    "access_path": {"steps"},
    "action": {"idea", "needs", "schools"},
    "agreement": {"revealed_in"},
    "assumption": {"about"},
    "audit": {"audit", "lines.answers"},
    "ballot": {"ideas"},
    "call": {"by_role", "evidence", "to_role"},
    "capture": {"act", "choice", "landed", "phase", "run", "type"},
    "checkin": {"action"},
    "cycle": {"before", "original_goal"},
    "decision": {"action", "suggested"},
    "definition": {"term"},
    "evidence": {"causes", "from_role", "groups", "item", "numbers", "sheet"},
    "first_sign": {"action", "text"},  # as the action names it
    "focus": {"voices"},
    "gap": {"voices"},
    "goal": {"accepted_warnings", "baseline.source", "shaped_by", "tracked_with"},
    "held": {"card.causes", "card.cycle", "card.from_role", "card.groups", "card.id", "card.item", "card.numbers",
             "card.sheet", "source"},
    "idea": {"causes"},
    "listening": {"with_role"},
    "log": {"action", "corrects"},
    "measure": {"definition", "header", "label", "rule.column", "rule.part", "rule.rules.column", "rule.rules.part",
                "rule.rules.values", "rule.rules.whole", "rule.values", "rule.whole"},
    "meeting": {"purpose"},
    "dimension": {"header", "label", "names"},
    "profile": {"level", "meeting_for", "school"},
    "protocol_run": {"at", "meeting", "phases.key", "protocol", "term"},
    "score": {"idea"},
    "screening": {"criteria.measure", "program"},
    "share": {"dimension", "measure", "period"},
    "snapshot": {"name", "sources"},
    "source": {"columns_dropped", "columns_kept", "columns_meant", "decided.answer", "decided.code", "decided.column",
               "decided.text", "definitions", "dimensions.groups", "dimensions.id", "dimensions.label", "fingerprint",
               "joined_to", "measures", "name", "notes", "periods", "recognised_as"},
    "training": {"action"},
}  # fmt: skip


def texts_of(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Return the fields of a record that hold text, those of records within it by their path."""
    model.model_rebuild()
    for name, field in model.model_fields.items():
        yield from _texts_in(field.annotation, before + name)


def _texts_in(kind: object, path: str) -> Iterator[str]:
    if kind is str:
        yield path
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from () if kind is Query else texts_of(kind, f"{path}.")
    elif get_origin(kind) is not Literal:
        for inner in get_args(kind):
            yield from _texts_in(inner, path)


def test_every_text_of_a_record_is_asked_or_declared_harmless():
    there = {f"{kind}.{path}" for kind, model in DOCUMENTS.items() for path in texts_of(model)}
    there -= {f"{kind}.{path}" for kind in DOCUMENTS for path in ("id", "cycle")}
    harmless = {f"{kind}.{path}" for kind, paths in HARMLESS.items() for path in paths}
    declared = [*SENTENCES, *ROLES, *ASKED_ELSEWHERE, *harmless]
    assert len(declared) == len(set(declared))
    assert there == set(declared)


@pytest.mark.parametrize("field", SENTENCES)
def test_a_sentence_that_names_somebody_is_not_kept_or_waits(ws, field):
    assert is_doubted(lambda: SENTENCES[field](ws, NAMED))
    assert not is_doubted(lambda: SENTENCES[field](ws, PLAIN))


@pytest.mark.parametrize("field", ROLES)
def test_a_role_that_is_a_person_is_not_kept(ws, field):
    assert is_doubted(lambda: ROLES[field](ws, ROLE))
    assert not is_doubted(lambda: ROLES[field](ws, PLAIN_ROLE))


@pytest.mark.parametrize(
    "text",
    [
        "Our last bus to Eastside leaves first",
        "Each August, in English only",
        "“Second Step” at Lincoln's library.",
        "Call home on Fridays; twice",
        "Today's class and Friday's period, on Tuesday's class",
    ],
)
def test_a_capital_in_a_plan_names_nobody_whatever_stands_beside_it(ws, text):
    assert not is_doubted(lambda: planned(ws, title=text))
    assert not is_doubted(lambda: causes.add(ws, text, lens="access"))


@pytest.mark.parametrize("text", ["Fewer are sent out of Alvarez's class", "They wait in Okafor’s homeroom"])
def test_whose_class_it_is_is_asked_where_no_queue_waits(ws, text):
    assert is_doubted(lambda: planned(ws, title=text))
    assert is_doubted(lambda: causes.add(ws, text, lens="access"))


def is_doubted(keep: Callable[[], object]) -> bool:
    try:
        kept = keep()
    except Refused as error:
        return error.code in CODES
    if isinstance(kept, Held | Capture):
        return bool(kept.seen)
    problems = kept if isinstance(kept, tuple) else (kept,)
    return any(isinstance(problem, Problem) and problem.code in CODES for problem in problems)
