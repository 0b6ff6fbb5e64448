"""What carries into the next cycle: S6's table, new ids, an old cycle that nobody changes."""

from __future__ import annotations

from datetime import date

import pytest

from equity_core.errors import Refused
from equity_core.model import (
    Action,
    Assumption,
    Cause,
    CheckIn,
    Cycle,
    Decision,
    Evidence,
    Goal,
    Idea,
    LogEntry,
    Prediction,
    Profile,
    Query,
    Score,
)
from equity_core.workflow import loop
from equity_core.workflow.diagnose import causes
from equity_core.workflow.reflect import next_cycle, results
from tests.workflow.reflect.worlds import act, freeze, give

MENTORED = "Mentored students"


def finished(ws):
    """S6: 41.0% delivered, chronic absence of the mentored 22 of 40 and then 20 of 40, refined."""
    ws.save(Profile(school="Willow Creek", roles=("Principal", "Counselor"), approver_role="Principal"))
    absent = {
        "2023-24": {MENTORED: (22, 40), "Not mentored": (60, 360)},
        "2024-25": {MENTORED: (20, 40), "Not mentored": (60, 360)},
    }
    give(ws, "chronic_absence", "mentored", absent)
    freeze(ws, "chronic_absence", "mentored", "2023-24", MENTORED, target=40, by=date(2025, 6, 15))
    action = act(ws, weeks=((960, 394, 229),))
    query = Query(measure="chronic_absence", dimension="mentored", period="2023-24", group=MENTORED)
    unused = Cause(cycle=ws.cycle.id, text="Buses leave before clubs end", lens="access")
    hunch = Cause(cycle=ws.cycle.id, text="The schedule has no slack", lens="resources")
    ws.save(
        unused,
        hunch,
        Evidence(cycle=ws.cycle.id, form="number", query=query, causes=(unused.id,)),
        Evidence(cycle=ws.cycle.id, text="No bus", from_role="student", most_affected=True, causes=(unused.id,)),
        Idea(cycle=ws.cycle.id, text="Late bus", causes=(unused.id,), parked=True),
        Idea(cycle=ws.cycle.id, text="Dropped idea"),
        Assumption(
            cycle=ws.cycle.id,
            text="teachers have time for two check-ins a week",
            status="broken",
            about=action.id,
            comes_from="arrow",
        ),
        Assumption(cycle=ws.cycle.id, text="families read texts", status="holding"),
        Score(cycle=ws.cycle.id, idea=action.idea, seat=1, impact=3, cost=3, time=3, expertise=3, values=3),
        Prediction(cycle=ws.cycle.id, text="fewer", query=query),
        Decision(
            cycle=ws.cycle.id,
            action=action.id,
            choice="refine",
            suggested="refine",
            approver_role="Principal",
            on=date(2025, 11, 1),
        ),
    )
    return action


def line(ws, what):
    return next(carry for carry in next_cycle.table(ws) if carry.what == what)


def test_the_table_says_what_carries_what_starts_empty_and_what_stays(ws):
    finished(ws)

    assert line(ws, "roles").items == ("Principal", "Counselor")
    assert "55.0% (22 of 40)" in line(ws, "original").items[0]
    assert "50.0% (20 of 40)" in line(ws, "latest").items[0]
    assert line(ws, "causes").items == ("Buses leave before clubs end",)
    assert line(ws, "ideas").items == ("Late bus",)
    assert line(ws, "assumptions").items == ("teachers have time for two check-ins a week (broken)",)
    assert line(ws, "actions").items == ("Mentor check-ins",)
    assert {c.what for c in next_cycle.table(ws) if c.fate == "empty"} == {"predictions", "scores", "checkins"}
    assert all(text for row in next_cycle.rows(ws) for text in list(row.values())[:2])


def test_the_next_cycle_holds_what_carries_and_nothing_else(ws):
    finished(ws)
    old = ws.cycle
    new = next_cycle.begin(ws, title="Find the minutes", taught="The idea was not tested.")

    assert (ws.cycle.id, new.number, new.before) == (new.id, 2, old.id)
    assert ws.get(Cycle, old.id).story == "The idea was not tested."
    assert {i.text for i in ws.of_cycle(Idea)} == {"Late bus", "Mentor check-ins"}
    assert [a.text for a in ws.of_cycle(Assumption)] == ["teachers have time for two check-ins a week"]
    assert not ws.of_cycle(CheckIn)
    assert not ws.of_cycle(Score)
    assert not ws.of_cycle(Prediction)
    assert not ws.of_cycle(Goal)
    assert not ws.of_cycle(Decision)
    assert ws.get(Goal, new.original_goal).baseline.group.x == 22


def test_what_carries_is_a_copy_whose_links_hold(ws):
    finished(ws)
    old = {d.id for model in (Cause, Idea, Action, Evidence, Assumption) for d in ws.all(model)}
    next_cycle.begin(ws)
    (action,) = ws.of_cycle(Action)
    (cause,) = ws.of_cycle(Cause)

    assert action.id not in old
    assert action.idea in {i.id for i in ws.of_cycle(Idea)}
    assert ws.of_cycle(Assumption)[0].about == action.id
    assert causes.status(ws, cause) == "supported"
    assert next(i for i in ws.of_cycle(Idea) if i.text == "Late bus").causes == (cause.id,)


def test_this_cycles_latest_value_is_a_question_and_not_a_pasted_figure(ws):
    finished(ws)
    next_cycle.begin(ws)
    reference = [e for e in ws.of_cycle(Evidence) if e.form == "number" and not e.causes]

    assert [(e.query.period, e.query.group) for e in reference] == [("2024-25", MENTORED)]
    assert "50.0% (20 of 40)" in ws.of_cycle(LogEntry)[0].text


def test_the_old_cycle_can_be_read_and_not_changed(ws):
    action = finished(ws)
    old = ws.cycle
    next_cycle.begin(ws)

    assert [a.id for a in ws.as_of(old).of_cycle(Action)] == [action.id]
    assert "50.0%" in results.latest_sentence(ws.as_of(old))
    with pytest.raises(Refused, match=r"cycle\.closed"):
        ws.save(action.model_copy(update={"title": "Something else"}))


def test_after_the_start_the_loop_stands_at_the_beginning_again(ws):
    finished(ws)
    next_cycle.begin(ws)
    states = {step.id: step.state for step in loop.steps(ws)}

    assert states["reflect"] == "not_started"
    assert states["diagnose"] != "decided"
    assert loop.next_act(ws).page in ("team", "bring-in", "gaps")


def test_a_stopped_action_does_not_go_on(ws):
    action = finished(ws)
    stop = ws.of_cycle(Decision)[0].model_copy(update={"choice": "stop"})
    ws.save(stop)

    assert next_cycle.open_actions(ws) == []
    next_cycle.begin(ws)
    assert action.title not in {a.title for a in ws.of_cycle(Action)}


def test_without_a_decision_a_reason_is_needed_and_becomes_an_assumption(ws):
    act(ws)
    with pytest.raises(Refused, match=r"next\.undecided"):
        next_cycle.begin(ws)
    next_cycle.begin(ws, without_decision="The principal left in May")

    assert [a.text for a in ws.of_cycle(Assumption)] == ["The principal left in May"]


def test_one_undo_takes_the_start_back(ws):
    finished(ws)
    old = ws.cycle
    next_cycle.begin(ws)
    ws.undo()

    assert ws.cycle.id == old.id
    assert len(ws.all(Action)) == 1
    assert len(ws.all(Cycle)) == 1


def test_an_untouched_cycle_has_nothing_to_carry(ws):
    assert next_cycle.is_empty(ws)
    act(ws)
    assert not next_cycle.is_empty(ws)
