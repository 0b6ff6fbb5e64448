from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_core.errors import Problem
from equity_core.model import Action, Training
from equity_core.workflow.implement import training


@pytest.fixture
def action(ws):
    kept = Action(cycle=ws.cycle.id, idea="i", title="Mentor check-ins", start=date(2025, 11, 5))
    ws.save(kept)
    return kept


def add(ws, action, **typed):
    whole = {"skill": "Listen for two minutes", "who": "mentors", "people": 9, "by": None, "follow_up": ""}
    return training.add(ws, action, **{**whole, **typed})


def test_a_skill_is_kept_and_counted(ws, action):
    one = add(ws, action, people=8)
    training.progress(ws, one, trained=6, follow_up="coach visits")
    board = training.board(ws)
    assert board.coverage == Fraction(3, 4)
    assert [(line.coverage, line.is_one_off) for line in board.lines] == [(Fraction(3, 4), False)]


def test_a_lone_workshop_is_called_one_off(ws, action):
    add(ws, action)
    assert training.board(ws).lines[0].is_one_off


def test_what_is_missing_is_said_by_field_and_nothing_is_kept(ws, action):
    assert [p.column for p in add(ws, action, skill=" ", who="", people=0)] == ["skill", "who", "people"]
    assert ws.of_cycle(Training) == []


def test_no_more_people_are_trained_than_there_are(ws, action):
    one = add(ws, action)
    doubt = training.progress(ws, one, trained=10, follow_up="")
    assert doubt == Problem("training_too_many", column="trained", count=9)
    assert ws.get(Training, one.id).trained == 0


def test_an_action_that_starts_with_too_few_trained_is_named(ws, action):
    one = add(ws, action, people=10)
    assert training.board(ws).not_ready == (action,)
    training.progress(ws, one, trained=8, follow_up="")
    assert training.board(ws).not_ready == ()


def test_a_skill_that_is_overdue_is_late(ws, action):
    assert [p.code for p in add(ws, action, by=date(2025, 11, 2))] == ["training_past"]
    one = add(ws, action, by=date(2025, 11, 3)).model_copy(update={"by": date(2025, 11, 1)})
    ws.save(one)
    assert training.board(ws).lines[0].is_late
    training.progress(ws, one, trained=9, follow_up="")
    assert not training.board(ws).lines[0].is_late


def test_skills_of_an_action_that_left_the_basket_are_not_shown(ws, action):
    add(ws, action)
    ws.save(action.model_copy(update={"dropped": True}))
    board = training.board(ws)
    assert (board.lines, board.coverage) == ((), None)


def test_counts_of_staff_are_said_only_at_the_desk(ws, action):
    one = add(ws, action, people=4)
    training.progress(ws, one, trained=3, follow_up="coach visits")
    (line,) = training.board(ws).lines
    assert "3 of 4 (75.0%)" in training.told(ws, line, with_counts=True)
    away = training.told(ws, line, with_counts=False)
    assert "coach visits" in away
    assert not any(digit in away for digit in "0123456789")


@given(st.lists(st.integers(1, 50).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=1))
def test_coverage_is_a_share(pairs):
    found = training.coverage([Training(action="a", skill="s", who="w", people=n, trained=x) for n, x in pairs])
    assert found == Fraction(sum(x for _, x in pairs), sum(n for n, _ in pairs))
    assert 0 <= found <= 1
