"""The loop by its documents: what is ready, what comes next."""

from __future__ import annotations

from datetime import date

from equity_core.model import Baseline, BaselineSide, Call, Cause, Decision, Evidence, Focus, Gap, Goal, Profile, Query
from equity_core.workflow import loop
from equity_core.workflow.get_ready import suspect
from tests.conftest import noon

GAP = Query(measure="suspended", dimension="race", period="2024-25", group="Black or African American")
TEAM = Profile(school="Harbor", roles=("Principal", "Teacher"), approver_role="Principal", decide_by=date(2026, 6, 1))


def test_an_empty_workspace_has_not_started_and_begins_with_the_team(ws):
    assert [step.state for step in loop.steps(ws)] == ["not_started"] * 5
    assert loop.next_act(ws).page == "team"


def test_every_step_has_three_to_six_checks_with_words_and_minutes(ws):
    for step in loop.steps(ws):
        hold_up = [check for check in step.checks if not check.can_wait]
        assert 3 <= len(hold_up) <= 6
        assert len(step.checks) <= 10
        assert step.minutes > 0
        for check in step.checks:
            assert ws.words(f"loop.check_{check.id}")
            assert ws.words(f"loop.act_{check.id}")


def test_a_team_without_numbers_is_working_and_asked_for_a_file(ws):
    ws.save(TEAM)
    assert loop.step(ws, "get_ready").state == "working"
    assert loop.next_act(ws).page == "bring-in"


def test_who_starts_with_a_suspicion_listens_before_any_file(ws):
    calls = suspect.draft(ws)
    assert suspect.start(ws, "Letters go out in English only", who="", roles=("Counselor",), calls=calls) == ()
    assert loop.next_act(ws).page == "listen"
    assert [cause.text for cause in ws.of_cycle(Cause)] == ["Letters go out in English only"]
    assert len(ws.of_cycle(Call)) == 5


def test_one_undo_takes_a_whole_start_back(ws):
    suspect.start(ws, "Letters go out in English only", who="", roles=("Counselor",), calls=suspect.draft(ws))
    assert ws.undo()
    assert ws.all(Cause) == []
    assert ws.all(Call) == []
    assert ws.profile.roles == ()


def test_a_role_that_is_a_name_is_not_kept(ws):
    found = suspect.start(ws, "Letters go out late", who="", roles=("Ms. Alvarez",), calls=[])
    assert [problem.code for problem in found] == ["team_role_is_name"]
    assert ws.all(Cause) == []


def test_a_chosen_focus_passes_get_ready_and_a_voice_is_asked_for_next(ws):
    ws.save(TEAM, Focus(id=ws.cycle.id, cycle=ws.cycle.id, query=GAP))
    assert loop.step(ws, "get_ready").state == "decided"
    assert loop.next_act(ws).page == "listen"
    ws.save(Evidence(cycle=ws.cycle.id, text="Nobody asked me.", from_role="student", most_affected=True))
    assert loop.next_act(ws).page == "causes"


def open_in(ws, step):
    return {check.id for check in loop.step(ws, step).open}


def test_diagnose_asks_for_what_matters_three_voices_a_look_against_and_a_yes_and_holds_nobody_up(ws):
    asked = {"matters", "three_voices", "against", "goal_agreed"}
    ws.save(TEAM, Focus(id=ws.cycle.id, cycle=ws.cycle.id, query=GAP))
    assert asked <= open_in(ws, "diagnose")
    heard = [Evidence(cycle=ws.cycle.id, text=t, from_role="student", most_affected=True) for t in ("a", "b", "c")]
    ws.save(*heard[:2])
    assert "three_voices" in open_in(ws, "diagnose")
    ws.save(heard[2], Focus(id=ws.cycle.id, cycle=ws.cycle.id, query=GAP, voices=(heard[0].id,)))
    assert asked & open_in(ws, "diagnose") == {"against", "goal_agreed"}
    assert loop.next_act(ws).page == "causes", "what can wait holds nobody up"
    ws.save(cause := Cause(cycle=ws.cycle.id, text="Letters go out late", lens="practice", looked_against=True))
    assert "against" not in open_in(ws, "diagnose")
    ws.save(cause.model_copy(update={"looked_against": False}), heard[0].model_copy(update={"stance": "questions"}))
    assert "against" not in open_in(ws, "diagnose")
    side = BaselineSide(n=120, x=24)
    frozen = Baseline(query=GAP, group=side, rest=side, frozen_at=noon(), source="s")
    ws.save(goal := Goal(cycle=ws.cycle.id, baseline=frozen, target_percent=10, by=date(2027, 6, 1), is_approved=True))
    assert "goal_agreed" in open_in(ws, "diagnose"), "nothing is said of what moves first"
    ws.save(goal.model_copy(update={"leading": "Talks before class"}))
    assert not asked & open_in(ws, "diagnose")


def test_once_a_gap_is_on_the_list_the_focus_is_chosen_there(ws):
    assert loop.next_act(ws, at="diagnose").page == "gaps"
    ws.save(Gap(cycle=ws.cycle.id, query=GAP))
    assert loop.next_act(ws, at="diagnose").page == "focus"


def test_a_decision_with_approver_and_day_closes_reflect(ws):
    day = date(2025, 11, 1)
    ws.save(Decision(cycle=ws.cycle.id, choice="refine", suggested="refine", approver_role="Principal", on=day))
    assert loop.step(ws, "reflect").state == "decided"
