from datetime import date, timedelta

from equity_core.model import Assumption, Call, Cause, Profile
from equity_core.workflow import loop
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
    assert "One role can say yes" in at.get_by_key("team_open").text[0].value, "what is missing is named"
    at.selectbox(key="team_approver").set_value("Nobody yet")
    at.date_input(key="team_decide_by").set_value(page_ws.today() + timedelta(days=100))
    at.get_by_key("team_save").click().run()
    assert is_whole(at)
    assert not has(at, "team_open"), "passed by with a reason, which is an assumption to test"
    assert page_ws.profile.approver_role == ""
    (assumed,) = page_ws.all(Assumption)
    assert "Nobody yet" in assumed.text
    assert open_page("team").selectbox(key="team_approver").value == "Nobody yet"
    at.selectbox(key="team_approver").set_value("Myself")
    at.selectbox(key="team_level").set_value("class")
    at.multiselect(key="team_roles").set_value(["Teacher"])
    at.get_by_key("team_save").click().run()
    assert page_ws.all(Assumption) == []
    assert all(check.done for check in loop.step(page_ws, "get_ready").checks if check.page == "team")
    assert at.button(key="undo").label == "Undo: what you said of the team"


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
    day = at.date_input(key="call_on_2").value
    at.date_input(key="call_on_2").set_value(date.today() - timedelta(1))
    at.get_by_key("suspect_start").click().run()
    assert "Call 2: that day is past" in " ".join(w.value for w in at.warning)
    assert page_ws.of_cycle(Call) == []
    at.date_input(key="call_on_2").set_value(day)
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
