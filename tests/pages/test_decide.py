"""Decide: the suggestion, its reasons, a decision against it, nothing typed lost."""

from __future__ import annotations

from equity_core.model import Decision, LogEntry, Profile
from tests.pages.conftest import has, is_whole
from tests.workflow.reflect.worlds import act


def mentoring(ws):
    ws.save(Profile(school="Willow Creek", roles=("Principal",), approver_role="Principal"))
    act(ws, weeks=((960, 394, 229),))


def texts(at):
    return " ".join(str(e.value) for kind in (at.text, at.header, at.warning, at.info) for e in kind)


def test_nothing_yet_still_shows_what_is_missing(open_page):
    at = open_page("decide")

    assert "no action in this cycle yet" in texts(at)
    assert has(at, "suggestion")
    assert has(at, "suggestion_reasons")


def test_not_delivered_is_refine_and_says_that_the_idea_was_not_tested(open_page):
    at = open_page("decide", mentoring)

    assert "The facts suggest: Refine" in texts(at)
    assert "not delivered as planned, so the idea has not been tested" in texts(at)
    assert "41.0%" in texts(at)


def test_a_choice_that_fits_is_saved_with_approver_and_review(open_page, page_ws):
    at = open_page("decide", mentoring)
    at.get_by_key("decide_0_choice").set_value("refine").run()
    at.get_by_key("decision_save").click().run()

    (kept,) = page_ws.of_cycle(Decision)
    assert (kept.choice, kept.approver_role) == ("refine", "Principal")
    assert kept.review_on is not None
    assert page_ws.of_cycle(LogEntry)[0].form == "decision"
    assert has(at, "decided_so_far")
    assert is_whole(at)


def test_a_choice_against_the_suggestion_asks_why_and_loses_nothing(open_page, page_ws):
    at = open_page("decide", mentoring)
    at.get_by_key("decide_0_choice").set_value("scale").run()
    at.get_by_key("decide_0_reason").set_value("The board likes it").run()
    at.get_by_key("decision_save").click().run()

    assert "write why" in texts(at)
    assert not page_ws.of_cycle(Decision)
    assert at.get_by_key("decide_0_reason").value == "The board likes it"
    at.get_by_key("decide_0_against").set_value("A second school asked for it").run()
    at.get_by_key("decision_save").click().run()
    assert page_ws.of_cycle(Decision)[0].against_suggestion == "A second school asked for it"


def test_no_choice_is_asked_for(open_page, page_ws):
    at = open_page("decide", mentoring)
    at.get_by_key("decision_save").click().run()

    assert "Choose what you do" in texts(at)
    assert not page_ws.of_cycle(Decision)


def test_the_wall_shows_the_facts_and_no_form(open_page):
    at = open_page("decide", mentoring, view="stage")

    assert has(at, "suggestion")
    assert not has(at, "decision_save")
