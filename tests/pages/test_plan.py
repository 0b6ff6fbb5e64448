from datetime import date, timedelta

from equity_core.model import Action, Profile
from tests.pages.conftest import has, is_whole
from tests.workflow.reflect.test_result_path import with_schools


def action(ws, **planned):
    kept = Action(cycle=ws.cycle.id, idea="i", title="Mentor check-ins", **planned)
    ws.save(kept)
    return kept


def test_without_an_action_the_page_points_to_choosing(open_page):
    at = open_page("plan")
    assert "First choose" in at.info[0].value
    assert not has(at, "charter_form")


def test_a_fresh_plan_is_no_form_full_of_mistakes(open_page, page_ws):
    action(page_ws)
    assert not open_page("plan").warning


def test_a_plan_is_kept_with_what_is_wrong_and_each_field_says_so(open_page, page_ws):
    page_ws.save(Profile(roles=("Dean",)))
    one = action(page_ws)
    at = open_page("plan")
    at.text_area(key=f"plan_core_parts_{one.id}").set_value("Meet twice a week\n\n- Ask one question")
    at.date_input(key=f"plan_start_{one.id}").set_value(date(2025, 2, 1))
    at.date_input(key=f"plan_end_{one.id}").set_value(date(2025, 1, 1))
    at.button(key="charter_save").click().run()
    assert is_whole(at)
    kept = page_ws.get(Action, one.id)
    assert kept.core_parts == ("Meet twice a week", "Ask one question")
    told = [warning.value for warning in at.warning]
    assert any("before the first day" in text for text in told)
    assert any("Which role?" in text for text in told)
    assert at.date_input(key=f"plan_end_{one.id}").value == date(2025, 1, 1)


def test_a_whole_plan_says_that_it_is_ready(open_page, page_ws):
    page_ws.save(Profile(roles=("Dean",), approver_role="Principal"))
    one = action(page_ws, leading=("smiles",), lagging=("attendance",))
    at = open_page("plan")
    at.text_area(key=f"plan_core_parts_{one.id}").set_value("a\nb\nc")
    at.selectbox(key=f"plan_owner_role_{one.id}").set_value("Dean")
    at.date_input(key=f"plan_start_{one.id}").set_value(date.today())
    at.date_input(key=f"plan_end_{one.id}").set_value(date.today() + timedelta(30))
    at.number_input(key=f"plan_students_intended_{one.id}").set_value(40)
    at.button(key="charter_save").click().run()
    assert is_whole(at)
    assert not at.warning
    assert page_ws.get(Action, one.id).approver_role == "Principal"
    assert any("ready" in message.value for message in at.success)


def test_the_paper_has_every_plan_and_no_form(open_page, page_ws):
    action(page_ws, core_parts=("Meet twice a week",))
    action(page_ws, owner_role="Dean")
    at = open_page("plan", view="print")
    told = [str(table.value) for table in at.table]
    assert "Meet twice a week" in told[0]
    assert "Dean" in told[1]
    assert not at.text_area


def test_where_numbers_come_by_school_a_plan_says_which_take_part(open_page, page_ws):
    with_schools(page_ws, taking=())
    (one,) = page_ws.all(Action)
    at = open_page("plan")
    at.multiselect(key=f"plan_schools_{one.id}").set_value(["Adams"])
    at.button(key="charter_save").click().run()

    assert is_whole(at)
    assert page_ws.get(Action, one.id).schools == ("Adams",)


def test_a_school_alone_is_not_asked_where(open_page, page_ws):
    one = action(page_ws)
    assert not has(open_page("plan"), f"plan_schools_{one.id}")
