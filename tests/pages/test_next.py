"""Next cycle: the table, the start, a missing decision."""

from __future__ import annotations

from equity_core.model import Assumption, CheckIn, Cycle
from tests.pages.conftest import has, is_whole
from tests.workflow.reflect.test_next_cycle import finished
from tests.workflow.reflect.worlds import act


def test_nothing_yet_sends_to_the_gaps(open_page):
    at = open_page("next")

    assert has(at, "next_nothing")
    assert not has(at, "next_cycle")


def test_the_table_is_shown_before_the_start(open_page):
    at = open_page("next", finished)
    shown = at.table[0].value.to_string().replace("\\", "")

    assert has(at, "carry_table")
    assert "55.0%" in shown
    assert "50.0%" in shown
    assert "broken" in shown


def test_the_start_opens_cycle_two(open_page, page_ws):
    at = open_page("next", finished)
    at.get_by_key("next_taught").set_value("Find the minutes first").run()
    at.get_by_key("next_cycle").click().run()

    assert page_ws.cycle.number == 2
    assert page_ws.all(Cycle)[0].story == "Find the minutes first"
    assert not page_ws.of_cycle(CheckIn)
    assert is_whole(at)


def test_without_a_decision_a_reason_is_asked_for(open_page, page_ws):
    at = open_page("next", act)
    at.get_by_key("next_title").set_value("Again").run()
    at.get_by_key("next_cycle").click().run()

    assert has(at, "next_problem")
    assert page_ws.cycle.number == 1
    assert at.get_by_key("next_title").value == "Again"
    at.get_by_key("next_without").set_value("The principal left").run()
    at.get_by_key("next_cycle").click().run()
    assert [a.text for a in page_ws.of_cycle(Assumption)] == ["The principal left"]


def test_the_wall_shows_the_table_and_no_button(open_page):
    at = open_page("next", finished, view="stage")

    assert has(at, "carry_table")
    assert not has(at, "next_cycle")
