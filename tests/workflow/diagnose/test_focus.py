from __future__ import annotations

from equity_core.model import Barrier, Focus, Gap
from equity_core.workflow.diagnose import focus
from tests.workflow.diagnose.worlds import EL_FILE, EL_READING, bring

FORMER = EL_READING.model_copy(update={"group": "Former EL"})
NEVER = EL_READING.model_copy(update={"group": "Never EL"})


def test_a_gap_is_on_the_list_once(ws):
    assert focus.add(ws, EL_READING) == focus.add(ws, EL_READING)
    assert len(ws.of_cycle(Gap)) == 1


def test_the_order_is_the_team_s_own_and_never_by_size(ws):
    bring(ws, EL_FILE)
    for query in (NEVER, FORMER, EL_READING):
        focus.add(ws, query)
    assert [f.gap.query.group for f in focus.portfolio(ws)] == ["Never EL", "Former EL", "Current EL"]
    focus.move_up(ws, focus.portfolio(ws)[2].gap)
    assert [f.gap.query.group for f in focus.portfolio(ws)] == ["Never EL", "Current EL", "Former EL"]
    focus.move_up(ws, focus.portfolio(ws)[0].gap)
    assert [f.is_first for f in focus.portfolio(ws)] == [True, False, False]


def test_a_gap_shows_rates_students_certainty_and_time(ws):
    bring(ws, EL_FILE)
    focus.add(ws, EL_READING)
    found = focus.portfolio(ws)[0]
    assert "30.0% for Current EL (36 of 120): 31.7 points lower than for everyone else" in found.sentence
    assert found.facts == (
        "In people: with about 39 more of this group’s students under “Reading proficient”, its rate would match.",
        "How sure: clear",
        "Over time, Current EL: 30.0% → 28.6% → 27.9%",
    )


def test_a_group_that_is_ahead_is_asked_for_nothing(ws):
    bring(ws, EL_FILE)
    focus.add(ws, FORMER)
    assert not any("would bring" in fact for fact in focus.portfolio(ws)[0].facts)


def test_a_hidden_gap_says_hidden_and_listen_instead(ws):
    bring(ws, EL_FILE.replace("Current EL 120 36", "Current EL hidden"))
    focus.add(ws, EL_READING)
    found = focus.portfolio(ws)[0]
    assert "hidden" in found.sentence
    assert "Listen" in found.sentence
    assert found.facts == ()
    assert not focus.is_shown(ws, EL_READING)


def test_a_gap_without_its_file_stays_on_the_list(ws):
    focus.add(ws, EL_READING)
    assert "none of our files" in focus.portfolio(ws)[0].sentence


def test_one_is_chosen_and_the_others_are_parked(ws):
    first, second = focus.add(ws, EL_READING), focus.add(ws, FORMER)
    focus.choose(ws, first)
    focus.choose(ws, second)
    assert len(ws.of_cycle(Focus)) == 1
    assert focus.current(ws).query == FORMER
    assert focus.current(ws).parked == (EL_READING,)
    assert [f.is_chosen for f in focus.portfolio(ws)] == [False, True]


def test_a_judgement_of_the_chosen_gap_reaches_the_focus(ws):
    gap = focus.add(ws, EL_READING)
    focus.choose(ws, gap)
    focus.judge(ws, gap, matters=" Families asked ", in_our_control="Our timetable")
    assert focus.current(ws).matters == "Families asked"
    assert focus.portfolio(ws)[0].gap.in_our_control == "Our timetable"


def test_a_removed_gap_comes_back_by_undo(ws):
    focus.remove(ws, focus.add(ws, EL_READING))
    assert focus.portfolio(ws) == []
    ws.undo()
    assert len(focus.portfolio(ws)) == 1


def test_the_barrier_is_the_focus_until_a_gap_is_chosen(ws):
    assert focus.statement(ws) == ""
    ws.save(Barrier(id=ws.cycle.id, cycle=ws.cycle.id, text="Letters go out in English only"))
    assert "Letters go out in English only" in focus.statement(ws)
    focus.choose(ws, focus.add(ws, EL_READING))
    assert "Current EL" in focus.statement(ws)


def test_another_group_or_all_students_can_be_the_comparison(ws):
    bring(ws, EL_FILE)
    assert "30.0 points lower than for Never EL" in focus.sentence(
        ws, EL_READING.model_copy(update={"compare": "group:Never EL"})
    )
    assert "lower than for all students" in focus.sentence(ws, EL_READING.model_copy(update={"compare": "all"}))
    assert focus.figure(ws, EL_READING.model_copy(update={"compare": "group:Nobody"})) is None
