from equity_core.errors import Problem
from equity_core.model import Cause, Profile
from equity_core.workflow.design import ideas


def type_in(ws, *texts):
    return [ideas.add(ws, text) for text in texts]


def test_an_idea_is_kept_with_its_cause_and_role(ws):
    cause = Cause(cycle=ws.cycle.id, text="The code says defiance", lens="policy")
    ws.save(cause)
    ideas.add(ws, " Rewrite the code ", causes=[cause.id], from_role="student")
    (line,) = ideas.board(ws).open
    assert (line.idea.text, line.idea.from_role, line.causes) == ("Rewrite the code", "student", (cause,))


def test_nothing_typed_keeps_nothing(ws):
    assert ideas.add(ws, "  ") == Problem("idea_empty", column="text")
    assert ideas.board(ws).open == ()


def test_the_same_words_are_not_kept_twice(ws):
    type_in(ws, "Call home")
    assert ideas.add(ws, "call  HOME.") == Problem("idea_twice", column="text")


def test_an_idea_may_keep_its_own_words_when_its_links_change(ws):
    (idea,) = type_in(ws, "Call home")
    assert ideas.change(ws, idea, text="Call home", causes=["c"]).causes == ("c",)


def test_a_cause_that_was_taken_away_leaves_the_idea_without_a_cause(ws):
    ideas.add(ws, "Call home", causes=["gone"])
    assert ideas.board(ws).open[0].causes == ()


def test_parked_ideas_are_kept_and_come_back(ws):
    (idea,) = type_in(ws, "Call home")
    ideas.park(ws, idea)
    (parked,) = ideas.board(ws).parked
    assert ideas.board(ws).open == ()
    ideas.unpark(ws, parked.idea)
    assert ideas.board(ws).open[0].idea == idea


def test_the_library_waits_for_three_ideas_of_the_teams_own(ws):
    assert ideas.board(ws).still_to_type == 3
    type_in(ws, "One", "Two")
    assert ideas.board(ws).still_to_type == 1
    type_in(ws, "Three", "Four")
    assert ideas.board(ws).still_to_type == 0


def test_with_little_time_the_library_is_open_at_once(ws):
    ws.save(Profile(constraints=("limited_time",)))
    assert ideas.board(ws).still_to_type == 0


def test_the_library_puts_what_costs_no_money_first(ws):
    money = [entry.needs_money for entry in ideas.library(ws)]
    assert money == sorted(money)
    assert any(money)


def test_every_entry_of_the_library_says_what_it_takes_and_when_it_works_and_fails(ws):
    entries = ideas.library(ws)
    assert len({entry.id for entry in entries}) == len(entries) >= 6
    assert all(entry.text and entry.cost and entry.works_if and entry.fails_if for entry in entries)


def test_what_was_taken_from_the_library_is_an_idea_and_not_offered_again(ws):
    entry = ideas.library(ws)[0]
    ideas.take(ws, entry.id)
    assert ideas.board(ws).open[0].idea.text == entry.text
    assert entry not in ideas.library(ws)


def test_ideas_of_another_cycle_are_not_on_the_board(ws):
    from equity_core.model import Idea

    ws.save(Idea(cycle="before", text="Old"))
    assert ideas.board(ws).open == ()
