from datetime import date, timedelta

from equity_core.model import Action, CheckIn
from equity_core.workflow.implement import checkins
from tests.pages.conftest import has, is_whole

WEEK = date(2025, 1, 13)


def action(ws):
    kept = Action(
        cycle=ws.cycle.id, idea="i", title="Mentor check-ins", start=WEEK, students_intended=40, sessions_per_week=80
    )
    ws.save(kept)
    return kept


def week(ws, one, n=0, **counts):
    counts = {"planned": 80, "delivered": 40, **counts}
    kept = CheckIn(cycle=ws.cycle.id, action=one.id, week_of=WEEK + timedelta(days=7 * n), **counts)
    ws.save(kept)
    return kept


def key(one, column, *, version=0, picked=""):
    return f"checkin_{column}_checkin_{version}_{one.id}_{picked}"


def test_without_an_action_the_page_points_to_choosing(open_page):
    assert "First choose" in open_page("checkins").info[0].value


def test_the_first_check_in_is_filled_in_from_the_plan(open_page, page_ws):
    one = action(page_ws)
    at = open_page("checkins")
    assert at.number_input(key=key(one, "planned")).value == 80
    assert at.number_input(key=key(one, "intended")).value == 40
    assert at.date_input(key=key(one, "week_of")).value == WEEK
    assert not has(at, "fidelity_panel")


def test_a_week_is_kept_and_the_panel_says_what_was_delivered(open_page, page_ws):
    one = action(page_ws)
    at = open_page("checkins")
    at.number_input(key=key(one, "delivered")).set_value(58)
    at.number_input(key=key(one, "with_core_parts")).set_value(41)
    at.number_input(key=key(one, "reached")).set_value(34)
    at.radio(key=key(one, "drift")).set_value("time")
    at.button(key="checkin_save").click().run()
    assert is_whole(at)
    assert [metric.value for metric in at.metric] == ["72.5%", "70.7%", "34 of 40 (85.0%)"]
    assert any("58 of 80" in caption.value for caption in at.caption)
    assert has(at, "drift_route")
    assert at.date_input(key=key(one, "week_of", version=1)).value == WEEK + timedelta(days=7)


def test_what_cannot_be_is_told_and_what_was_typed_stays(open_page, page_ws):
    one = action(page_ws)
    at = open_page("checkins")
    at.number_input(key=key(one, "delivered")).set_value(-5)
    at.button(key="checkin_save").click().run()
    assert any("0 or more" in warning.value for warning in at.warning), "a browser would keep the number before"
    assert at.number_input(key=key(one, "delivered")).value == -5
    at.number_input(key=key(one, "delivered")).set_value(5)
    at.number_input(key=key(one, "with_core_parts")).set_value(6)
    at.text_area(key=key(one, "hindered")).set_value("Testing")
    at.button(key="checkin_save").click().run()
    assert is_whole(at)
    assert any("More sessions with all core parts" in warning.value for warning in at.warning)
    assert at.text_area(key=key(one, "hindered")).value == "Testing"
    assert page_ws.of_cycle(CheckIn) == []


def test_an_earlier_week_is_changed(open_page, page_ws):
    one = action(page_ws)
    first = week(page_ws, one)
    week(page_ws, one, 1)
    at = open_page("checkins")
    at.selectbox(key="checkin_which_checkin_0").set_value(first.id).run()
    at.number_input(key=key(one, "delivered", picked=first.id)).set_value(44)
    at.button(key="checkin_save").click().run()
    assert is_whole(at)
    assert checkins.fidelity(page_ws, one).delivered == 84


def test_the_wall_has_shares_and_no_count_of_sessions(open_page, page_ws):
    week(page_ws, action(page_ws), with_core_parts=33, reached=34, hindered="Testing")
    for mode in ("stage", "print"):
        at = open_page("checkins", view=mode)
        shown = " ".join(part.value for kind in (at.metric, at.caption, at.text, at.markdown) for part in kind)
        assert "50.0%" in shown
        assert not at.table
        assert "80" not in shown
        assert "Testing" not in shown


def test_under_ten_weeks_the_page_says_how_many_are_missing(open_page, page_ws):
    one = action(page_ws)
    for n in range(3):
        week(page_ws, one, n)
    at = open_page("checkins")

    assert any("There are 3 so far" in text.value for text in at.text)
    assert not has(at, "weekly_chart")


def test_from_ten_weeks_on_there_is_a_run_chart_at_the_desk_only(open_page, page_ws):
    one = action(page_ws)
    for n in range(14):
        week(page_ws, one, n, delivered=40 + n % 3)

    assert has(open_page("checkins"), "weekly_chart")
    assert not has(open_page("checkins", view="stage"), "weekly_sentences")
    assert not has(open_page("checkins", view="print"), "weekly_sentences")
