"""The assumption ledger (tests/workflow/test_ledger.py is about the ledger of released numbers)."""

from __future__ import annotations

from datetime import date

import pytest

from equity_core.model import Action, Assumption, Cause, DecisionRight, Evidence, Focus, Profile, Query
from equity_core.workflow import home, ledger, loop
from equity_core.workflow.get_ready import commitment
from equity_core.workflow.implement import log
from tests import worlds

GAP = Query(measure="suspended", dimension="race", period="2024-25", group="Black or African American")


def check(ws, id):
    return next(c for step in loop.steps(ws) for c in step.checks if c.id == id)


def test_going_on_without_a_check_asks_for_one_line_and_remembers_it(ws):
    ws.save(Profile(roles=("Principal",)), Focus(id=ws.cycle.id, cycle=ws.cycle.id, query=GAP))
    assert loop.next_act(ws).page == "listen"
    voice = check(ws, "voice")
    assert [p.column for p in loop.go_on(ws, [voice], " ")] == ["reason"]
    assert [p.column for p in loop.go_on(ws, [], "Later")] == ["which"]
    assert [p.code for p in loop.go_on(ws, [voice], "Ms. Alvarez said so")] == ["names_somebody"]
    assert check(ws, "voice").is_open

    assert loop.go_on(ws, [voice, check(ws, "cause")], "The board meets on Friday") == ()
    assert not check(ws, "voice").done
    assert not check(ws, "voice").is_open
    assert loop.next_act(ws).page == "goal"
    assert "The board meets on Friday" in check(ws, "voice").passed_by
    assert [line.kind for line in log.timeline(ws, ["assumption"])] == ["assumption"] * 2
    ws.undo()
    assert check(ws, "voice").is_open


def test_a_step_is_ready_when_each_check_holds_or_was_passed_by(ws):
    ws.save(Profile(roles=("Principal", "Teacher"), approver_role="Principal", decide_by=date(2026, 6, 1)))
    step = loop.step(ws, "get_ready")
    loop.go_on(ws, step.open[:-1], "No file before spring")
    assert loop.step(ws, "get_ready").state == "working"
    loop.go_on(ws, loop.step(ws, "get_ready").open, "The same")
    assert loop.step(ws, "get_ready").state == "ready"
    assert loop.still_open(ws, "diagnose") == ()


@pytest.mark.parametrize(("before", "steps"), [("data", 0), ("get_ready", 0), ("diagnose", 1), ("reflect", 4)])
def test_what_is_still_open_is_that_of_the_steps_before(ws, before, steps):
    expected = [check.id for step in loop.steps(ws)[:steps] for check in step.checks]
    assert [check.id for check in loop.still_open(ws, before)] == expected


def test_what_the_team_does_without_knowing_stands_in_the_ledger_while_it_follows(ws):
    cycle = ws.cycle.id
    cause = Cause(cycle=cycle, text="Letters go out late", lens="practice", will_act=True)
    right = DecisionRight(cycle=cycle, what="schedule", yes="conditional", evidence="If no lesson is lost")
    ws.save(cause, right, Action(cycle=cycle, idea="i", title="Late bus", leading=("Seats taken",)))
    commitment.keep(ws, hours=4, money=0)
    assert {line.comes_from for line in ledger.lines(ws)} == {"cause", "arrow", "promise"}
    assert len(ledger.lines(ws)) == 4
    assert any("4 hours a month" in line.text for line in ledger.lines(ws))
    assert ws.of_cycle(Assumption) == []

    worlds.keep(ws, worlds.s1_race())
    told = {"cycle": cycle, "causes": (cause.id,)}
    ws.save(
        Evidence(form="voice", text="It came late", from_role="family", most_affected=True, **told),
        Evidence(form="number", query=GAP, **told),
    )
    commitment.keep(ws, hours=0)
    ws.save(right.model_copy(update={"yes": "yes"}))
    assert [line.comes_from for line in ledger.lines(ws)] == ["arrow"]


def test_an_assumption_is_tested_by_a_sign_and_stays_once_it_was_worked_on(ws):
    ws.save(action := Action(cycle=ws.cycle.id, idea="i", title="Late bus", leading=("Seats taken",)))
    (arrow,) = ledger.lines(ws)
    assert [p.column for p in ledger.work_on(ws, arrow, status="broken")] == ["know_if"]
    assert [p.column for p in ledger.work_on(ws, arrow, due=date(2025, 11, 2))] == ["due"]
    assert ledger.work_on(ws, arrow, know_if="Half of the seats", due=date(2025, 11, 3)) == ()
    (kept,) = ledger.lines(ws)
    assert ledger.is_due(ws, kept)
    assert ledger.tally(ws) == ledger.Tally(broken=0, untested=1, holding=0, due=1)
    assert "tested by now" in " ".join(home.brief(ws)[-1].lines)
    assert "tested by now" not in str(home.brief(ws, stage=True))
    ledger.work_on(ws, kept, status="broken")
    assert "is broken" in " ".join(home.brief(ws)[-1].lines)
    ws.remove(action)
    assert [line.status for line in ledger.lines(ws)] == ["broken"]


def test_a_check_that_was_done_since_is_said(ws):
    loop.go_on(ws, [check(ws, "log")], "First week")
    ws.save(ledger.lines(ws)[0].model_copy(update={"due": date(2025, 11, 4)}))
    assert "done since" not in str(ledger.rows(ws))
    log.add(ws, form="note", text="Begun")
    assert "done since" in str(ledger.rows(ws))
