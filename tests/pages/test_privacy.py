from __future__ import annotations

from datetime import date

from equity_core.model import Profile
from equity_core.workflow import privacy
from tests.pages.conftest import has, is_whole
from tests.workflow.small_school import bring_in_small_school


def texts(at) -> str:
    return " ".join(str(element.value) for element in [*at.text, *at.markdown, *at.warning, *at.success])


def test_with_no_data_it_says_what_will_be_hidden_and_how_to_begin(open_page):
    at = open_page("privacy")
    assert has(at, "privacy_nothing")
    assert "fewer than 10 students" in texts(at)


def test_with_data_it_says_how_much_is_hidden_and_not_why(open_page):
    at = open_page("privacy", bring_in_small_school)
    assert has(at, "privacy_overview")
    assert "hidden or shown as a range" in texts(at)
    assert "3 counts are shown: 60.0% of those" in texts(at)
    table = at.table[0].value
    assert {"at least 5"} == set(table["Possible values"])
    assert list(table.columns) == ["Measure", "Period", "Group", "Possible values"]


def ask_for(at, min_group: int, *, sure: bool = True) -> None:
    at.run()  # AppTest loses a press in the first run after switch_page
    at.number_input(key="privacy_min_group").set_value(min_group)
    at.checkbox(key="privacy_raise_sure").set_value(sure)
    at.get_by_key("privacy_raise").click().run()
    assert is_whole(at)


def test_the_threshold_can_be_raised_after_a_second_yes(open_page, page_ws):
    at = open_page("privacy", bring_in_small_school)
    ask_for(at, 12, sure=False)
    assert page_ws.profile.min_group == 10
    assert "tick the box" in texts(at)
    ask_for(at, 12)
    assert page_ws.profile.min_group == 12
    assert "fewer than 12 students" in texts(at)


def test_it_says_what_to_do_when_rows_are_gone_and_changes_nothing(open_page, page_ws):
    def without_rows(ws):
        source = bring_in_small_school(ws)
        with ws.store.writing() as cursor:
            cursor.execute(f'DROP TABLE "rows_{source.id}"')

    at = open_page("privacy", without_rows)
    ask_for(at, 12)
    assert "Nothing was changed" in texts(at)
    assert page_ws.profile == Profile()
    assert at.number_input(key="privacy_min_group").value == 12


def test_the_wall_shows_the_promise_and_neither_the_switch_nor_the_proof(open_page):
    at = open_page("privacy", bring_in_small_school, view="stage")
    assert has(at, "privacy_promise")
    assert not has(at, "privacy_raise")
    assert not at.table
    assert not has(at, "privacy_ledger")


def test_a_privacy_officer_sees_what_was_let_out_and_takes_a_statement_along(open_page, page_ws):
    at = open_page("privacy", bring_in_small_school)
    ask_for(at, 12)
    told = at.table[-1].value
    assert list(told["Groups hidden under"]) == ["12", "10"]
    assert set(told["File"]) == {"made-up.csv"}
    assert has(at, "privacy_statement")


def test_the_statement_says_the_threshold_and_no_number_of_students(page_ws):
    page_ws.save(Profile(school="North School", min_group=12))
    bring_in_small_school(page_ws)
    said = privacy.statement(page_ws)
    assert "North School" in said
    assert "fewer than 12 students" in said
    assert "at least 5 possible values" in said
    for number in ("200", "120", "60", "41"):
        assert f" {number} " not in said


def test_it_says_how_long_rows_are_kept_at_the_desk(open_page):
    def with_a_day(ws):
        source = bring_in_small_school(ws)
        ws.save(source.model_copy(update={"keep_until": date(2031, 7, 31)}))

    assert "made-up.csv: Rows of students are kept until July 31, 2031." in texts(open_page("privacy", with_a_day))
    assert not has(open_page("privacy", view="stage"), "privacy_kept")
