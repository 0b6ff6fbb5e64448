from datetime import date

from equity_core.model import Call, Cause, Profile
from tests.pages.conftest import has, is_whole


def test_an_empty_team_page_asks_for_roles_not_names(open_page):
    at = open_page("team")
    assert has(at, "team_roles")
    assert "not names" in at.multiselect(key="team_roles").label


def test_a_kept_team_is_there_again(open_page, page_ws):
    at = open_page("team")
    at.text_input(key="team_school").set_value("North School")
    at.multiselect(key="team_roles").set_value(["Principal", "Teacher"])
    at.get_by_key("team_save").click().run()
    assert is_whole(at)
    assert page_ws.profile.school == "North School"
    assert page_ws.profile.roles == ("Principal", "Teacher")


def test_a_day_in_the_past_is_told_and_nothing_typed_is_lost(open_page, page_ws):
    at = open_page("team")
    at.text_input(key="team_school").set_value("North School")
    at.date_input(key="team_decide_by").set_value(date(2020, 1, 1))
    at.get_by_key("team_save").click().run()
    assert is_whole(at)
    assert any("past" in w.value for w in at.warning)
    assert at.text_input(key="team_school").value == "North School"
    assert page_ws.profile == Profile()


def test_what_is_suspected_becomes_a_hunch_with_five_calls(open_page, page_ws):
    at = open_page("suspect")
    at.text_area(key="suspect_barrier").set_value("Letters go out in English only")
    at.multiselect(key="suspect_roles").set_value(["Counselor"])
    at.get_by_key("suspect_start").click().run()
    assert [c.text for c in page_ws.of_cycle(Cause)] == ["Letters go out in English only"]
    assert len(page_ws.of_cycle(Call)) == 5
    assert page_ws.profile.roles == ("Counselor",)


def test_a_text_that_blames_families_is_asked_for_again(open_page, page_ws):
    at = open_page("suspect")
    at.text_area(key="suspect_barrier").set_value("Parents don't care")
    at.multiselect(key="suspect_roles").set_value(["Counselor"])
    at.get_by_key("suspect_start").click().run()
    assert is_whole(at)
    assert page_ws.of_cycle(Cause) == []
    assert at.text_area(key="suspect_barrier").value == "Parents don't care"


def test_every_step_page_says_what_is_open_and_links_its_parts(open_page):
    for address in ("get-ready", "diagnose", "design", "implement", "reflect"):
        at = open_page(address)
        assert has(at, "step_checks")
        assert has(at, "step_next")
