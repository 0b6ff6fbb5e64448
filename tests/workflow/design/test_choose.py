import json
import statistics
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Problem
from equity_core.model import Action, Cause, Idea, Profile, Score
from equity_core.store import Store
from equity_core.workflow import Workspace
from equity_core.workflow.design import choose
from tests.conftest import SHARED, noon

steps = st.integers(1, 5)


def idea(ws, text="Call home", *, with_cause=True):
    cause = Cause(cycle=ws.cycle.id, text=f"why {text}", lens="practice")
    kept = Idea(cycle=ws.cycle.id, text=text, causes=(cause.id,) if with_cause else ())
    ws.save(cause, kept)
    return kept


def judge(ws, one, seat, *, impact=3, feasibility=3, values=3):
    parts = {"cost": feasibility, "time": feasibility, "expertise": feasibility}
    return choose.score(ws, one, seat=seat, given={"impact": impact, "values": values, **parts})


# -- scores ---------------------------------------------------------------------------------------------------------


def test_one_persons_scores_are_never_shown(ws):
    one = idea(ws)
    judge(ws, one, 1)
    (row,) = choose.scores(ws)
    assert (row.people, row.is_open, row.impact, row.feasibility, row.values) == (1, False, None, None, None)


def test_two_people_open_the_medians_unless_more_are_expected(ws):
    one = idea(ws)
    judge(ws, one, 1, impact=2)
    judge(ws, one, 2, impact=5)
    assert choose.scores(ws)[0].impact == choose.Spread(Fraction(7, 2), 3)
    choose.expect(ws, 8)
    assert not choose.scores(ws)[0].is_open


def test_fewer_than_two_people_cannot_be_expected(ws):
    choose.expect(ws, 0)
    assert choose.seats(ws) == 2


def test_scoring_again_replaces_the_seats_own_score(ws):
    one = idea(ws)
    judge(ws, one, 1, impact=1)
    judge(ws, one, 1, impact=5)
    assert [score.impact for score in ws.of_cycle(Score)] == [5]


def test_a_missing_part_keeps_nothing(ws):
    kept = choose.score(ws, idea(ws), seat=1, given={"impact": 3, "cost": None, "time": 2, "expertise": 2})
    assert kept == Problem("score_incomplete", column="cost", count=2)
    assert ws.of_cycle(Score) == []


def test_each_seat_is_led_through_the_ideas_that_are_not_parked(ws):
    one, two = idea(ws, "one"), idea(ws, "two")
    ws.save(Idea(cycle=ws.cycle.id, text="parked", parked=True))
    assert choose.next_to_score(ws, 1) == one
    judge(ws, one, 1)
    assert choose.next_to_score(ws, 1) == two
    judge(ws, two, 1)
    assert choose.next_to_score(ws, 1) is None
    assert choose.next_to_score(ws, 2) == one
    assert choose.seats_done(ws) == 1


def test_the_meeting_of_s5_gives_its_medians_and_names_idea_3_for_talk(ws):
    script = json.loads((SHARED / "scenarios/fixtures/s5_meeting/meeting_script.json").read_text())
    ideas = {n: idea(ws, script["ideas"][int(n) - 1]) for n in script["criteria_scores"]}
    choose.expect(ws, script["participants"])
    for n, by_criterion in script["criteria_scores"].items():
        for seat in range(8):
            judge(ws, ideas[n], seat + 1, **{c: given[seat] for c, given in by_criterion.items()})
    rows = dict(zip(ideas, choose.scores(ws), strict=True))
    for n, medians in script["criteria_medians"].items():
        assert {c: getattr(rows[n], c).median for c in medians} == medians
        assert {c: getattr(rows[n], c).range for c in medians} == script["criteria_range"][n]
    assert {n: row.polarised for n, row in rows.items() if row.polarised} == {"3": ("feasibility", "values")}
    assert choose.noted(ws, rows["3"]) == "Remove teacher-recommendation requirement · talk first"
    assert choose.told(ws, rows["5"].impact) == "3.5 (spread 2)"
    assert choose.told(ws, rows["1"].impact) == "5 (spread 2)"


@given(st.lists(steps, min_size=1, max_size=60))
def test_median_and_range_are_those_of_the_book_and_of_nobodys_seat(judgements):
    found = choose.spread(judgements)
    assert found.median == Fraction(statistics.median(judgements))
    assert found == choose.spread(sorted(judgements, reverse=True))
    assert 1 <= found.median <= 5
    assert 0 <= found.range <= 4


@given(steps, steps, steps)
def test_feasibility_is_the_middle_of_cost_time_and_know_how(cost, time, expertise):
    score = Score(idea="i", seat=1, impact=3, cost=cost, time=time, expertise=expertise, values=3)
    assert choose.feasibility(score) == statistics.median([cost, time, expertise])


def test_the_wall_has_five_ideas_at_a_time(ws):
    for n in range(10):
        idea(ws, str(n))
    assert [len(sheet) for sheet in choose.sheets(choose.scores(ws))] == [5, 5]


# -- the basket -----------------------------------------------------------------------------------------------------


def test_an_idea_with_a_cause_becomes_an_action(ws):
    one = idea(ws)
    action = choose.choose(ws, one)
    assert choose.chosen(ws) == [action]
    assert (action.idea, action.title) == (one.id, "Call home")


def test_a_fourth_action_asks_which_one_leaves(ws):
    first, second, third, fourth = (idea(ws, str(n)) for n in range(4))
    actions = [choose.choose(ws, one) for one in (first, second, third)]
    assert choose.choose(ws, fourth) == Problem("basket_full", count=3)
    new = choose.choose(ws, fourth, instead_of=actions[1].id)
    assert choose.chosen(ws) == [actions[0], actions[2], new]


def test_an_action_that_comes_back_has_its_plan(ws):
    one = idea(ws)
    action = choose.choose(ws, one)
    planned = action.model_copy(update={"owner_role": "Dean"})
    ws.save(planned)
    choose.drop(ws, planned)
    assert choose.chosen(ws) == []
    assert choose.choose(ws, one) == planned


def test_the_same_idea_is_not_chosen_twice(ws):
    one = idea(ws)
    choose.choose(ws, one)
    assert choose.choose(ws, one) == Problem("basket_has_it")


def test_an_idea_without_a_cause_needs_a_reason(ws):
    one = idea(ws, with_cause=False)
    assert choose.choose(ws, one, no_cause_reason=" ") == Problem("reason_no_cause", column="no_cause")
    assert choose.choose(ws, one, no_cause_reason="Students asked for it").no_cause_reason == "Students asked for it"


def test_an_idea_against_the_teams_values_needs_a_reason(ws):
    one = idea(ws)
    judge(ws, one, 1, values=2)
    judge(ws, one, 2, values=3)
    assert choose.reasons_needed(ws, one) == ("values",)
    assert choose.choose(ws, one) == Problem("reason_values", column="values")
    assert isinstance(choose.choose(ws, one, values_reason="For one month only"), Action)


def test_a_veto_is_not_felt_before_scores_are_open(ws):
    one = idea(ws)
    judge(ws, one, 1, values=1)
    assert choose.reasons_needed(ws, one) == ()


def test_with_little_time_the_basket_holds_one(ws):
    ws.save(Profile(constraints=("limited_time",)))
    choose.choose(ws, idea(ws, "one"))
    assert choose.basket(ws).enough == 1
    assert choose.choose(ws, idea(ws, "two")) == Problem("basket_full", count=1)


def test_the_basket_is_said_in_one_sentence(ws):
    assert choose.basket_in_words(ws, choose.basket(ws)) == "Nothing is chosen yet."
    choose.choose(ws, idea(ws, "one"))
    choose.choose(ws, idea(ws, "two"))
    assert choose.basket_in_words(ws, choose.basket(ws)) == "In our basket: one and two."


@pytest.mark.parametrize(
    ("chosen", "word"),
    [(0, "choose.basket_room"), (1, "choose.basket_room"), (2, "choose.basket_enough"), (3, "choose.basket_whole")],
)
def test_two_are_enough_and_three_are_the_most(ws, chosen, word):
    for n in range(chosen):
        choose.choose(ws, idea(ws, str(n)))
    assert choose.basket_word(choose.basket(ws)) == word


def test_a_cause_to_act_on_that_no_action_touches_is_named(ws):
    one = idea(ws)
    (cause,) = ws.of_cycle(Cause)
    ws.save(cause.model_copy(update={"will_act": True}))
    assert [c.id for c in choose.causes_left_alone(ws)] == [cause.id]
    choose.choose(ws, one)
    assert choose.causes_left_alone(ws) == []


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12), st.booleans())
def test_the_basket_never_holds_more_than_it_may(moves, short):
    store = Store(":memory:", now=noon)
    ws = Workspace(store, now=noon)
    ws.save(Profile(constraints=("limited_time",) if short else ()))
    ideas = [idea(ws, str(n)) for n in range(6)]
    for into, out in moves:
        before = choose.chosen(ws)
        kept = choose.choose(ws, ideas[into], instead_of=before[out].id if out < len(before) else "")
        assert isinstance(kept, Action) or choose.chosen(ws) == before
        assert len(choose.chosen(ws)) <= choose.basket(ws).limit
        assert len({action.idea for action in choose.chosen(ws)}) == len(choose.chosen(ws))
    store.close()
