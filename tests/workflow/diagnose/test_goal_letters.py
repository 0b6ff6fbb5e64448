"""SMARTIE: what earns a letter, what leaves it open, and the bet that a goal without one is (scenario S4, step 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from equity_core.model import Assumption, Query
from equity_core.workflow.diagnose import focus, goal, goal_letters, listen
from equity_core.workflow.diagnose.goal_letters import Answers
from tests.rules.test_language import FORBIDDEN
from tests.workflow.diagnose.worlds import EL_FILE, EL_READING, bring

POWER = "Two parents decide with us, and see the numbers first."


def write(ws, target="50", query=EL_READING):
    return goal.draft(ws, query, target_percent=Decimal(target), by=date(2026, 6, 15))


def open_letters(ws, kept):
    return [letter.code for letter in goal_letters.letters(ws, kept) if not letter.is_earned]


def a_voice(ws, **parts):
    return listen.add(ws, listen.new_card(ws, "Test week is the hardest", from_role="student", **parts))


def test_numbers_alone_earn_neither_inclusive_nor_equitable(ws):
    bring(ws, EL_FILE)
    focus.choose(ws, focus.add(ws, EL_READING))
    drafted = write(ws).goal
    assert open_letters(ws, drafted) == ["realistic", "inclusive", "equitable"]
    assert goal_letters.without(ws, drafted) == ("inclusive", "equitable")
    assert not any(FORBIDDEN.search(letter.line) for letter in goal_letters.letters(ws, drafted))


def test_a_link_to_people_most_affected_and_an_answer_earn_them(ws):
    bring(ws, EL_FILE)
    far, near = a_voice(ws), a_voice(ws, most_affected=True)
    drafted = write(ws).goal
    by_others = goal_letters.answered(drafted, Answers((far.id,), POWER))
    assert goal_letters.without(ws, by_others) == ("inclusive",)
    assert goal_letters.without(ws, goal_letters.answered(drafted, Answers((near.id,), " "))) == ("equitable",)
    told = goal_letters.answered(drafted, Answers((near.id,), POWER))
    assert goal_letters.without(ws, told) == ()
    ws.remove(near)  # what is linked must still be there
    assert goal_letters.without(ws, told) == ("inclusive",)


def test_a_target_that_widens_the_difference_is_not_equitable(ws):
    bring(ws, EL_FILE)
    former = EL_READING.model_copy(update={"group": "Former EL"})
    drafted = goal_letters.answered(write(ws, "90", former).goal, Answers(equity=POWER))
    assert "equitable" in open_letters(ws, drafted)


def test_a_goal_frozen_without_them_is_a_bet_until_they_are_there(ws):
    bring(ws, EL_FILE)
    card = a_voice(ws, most_affected=True)
    kept = goal.freeze(ws, write(ws), because="The board meets on Friday.")
    (bet,) = ws.of_cycle(Assumption)
    assert (bet.comes_from, bet.about, bet.status) == ("goal", kept.id, "untested")
    assert bet.text.endswith("because: The board meets on Friday.")
    assert goal.told(ws, kept).bets == (bet.text,)
    goal.answer(ws, kept, Answers((card.id,), ""))
    assert ws.of_cycle(Assumption) == [bet]
    goal.answer(ws, kept, Answers((card.id,), POWER))
    assert ws.of_cycle(Assumption) == []
    assert ws.undo()
    assert ws.of_cycle(Assumption) == [bet]


def test_a_goal_that_is_taken_away_takes_its_bet_along(ws):
    bring(ws, EL_FILE)
    goal.withdraw(ws, goal.freeze(ws, write(ws), because="The board meets on Friday."))
    assert ws.of_cycle(Assumption) == []


def test_with_little_time_something_must_move_first(ws):
    bring(ws, EL_FILE)
    ws.save(ws.profile.model_copy(update={"constraints": ("limited_time",)}))
    drafted = write(ws).goal
    assert "leading" in goal_letters.without(ws, drafted)
    assert "leading" not in goal_letters.without(ws, goal_letters.answered(drafted, Answers(leading="Talks in a week")))


def test_a_pace_that_a_year_had_is_realistic(ws):
    query = Query(measure="suspended", dimension="race", period="2023-24", group="Black or African American")
    years = {"2023-24": 30, "2024-25": 18}
    lines = (f"{year} | Black or African American 120 {x} | White 480 40" for year, x in years.items())
    bring(ws, "\n".join(lines), measure="suspended", dimension="race")
    assert "realistic" not in open_letters(ws, write(ws, "20", query).goal)
    assert "realistic" in open_letters(ws, write(ws, "1", query).goal)


def test_everyone_else_s_pace_and_a_group_that_changes_are_said(ws):
    bring(ws, EL_FILE)
    math = write(ws).math
    assert any("1.1 points a year up), they are at 65.0% by then, and the difference is 15.0 points" in m for m in math)
    assert "size" not in [w.code for w in write(ws).warnings]
    former = EL_READING.model_copy(update={"group": "Former EL"})
    (told,) = [w.text for w in write(ws, "80", former).warnings if w.code == "size"]
    assert "80 students in 2022-23 Spring, 124 in 2024-25 Spring" in told


def test_a_hidden_baseline_tells_no_letter(ws):
    bring(ws, EL_FILE)
    kept = goal.freeze(ws, write(ws))
    ws.save(ws.profile.model_copy(update={"min_group": 200}))
    assert goal.told(ws, kept).letters == ()
    assert replace(goal.told(ws, kept), bets=()).math == ()
