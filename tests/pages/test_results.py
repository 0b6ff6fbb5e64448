"""Results: the fixed order, what is missing, the flags, the wall."""

from __future__ import annotations

from datetime import date

from equity_core.model import Action, FirstSign, LogEntry
from tests.pages.conftest import has, is_whole
from tests.workflow.reflect.test_result_path import with_schools
from tests.workflow.reflect.worlds import act, freeze, give

ORDER = ("result_delivered", "result_reached", "result_first", "result_sentence")


def filled(ws, *, later=True):
    groups = {"Black or African American": (30, 120), "White": (24, 300)}
    now = {"Black or African American": (30, 120), "White": (36, 300)}
    give(ws, "suspended", "race", {"2023-24": groups} | ({"2024-25": now} if later else {}))
    freeze(ws, "suspended", "race", "2023-24", "Black or African American", target=12, by=date(2025, 6, 15))
    act(ws, "**Mentor** ![x](http://host/x.png)", weeks=((80, 60, 50),), leading=("Students come on time",))


def said(at):
    return " ".join(str(e.value) for kind in (at.text, at.markdown, at.info, at.warning, at.error) for e in kind)


def test_nothing_yet_says_what_comes_first(open_page):
    at = open_page("results")

    assert all(has(at, key) for key in ORDER)
    assert "There is no goal yet" in said(at)


def test_delivery_comes_before_the_outcome(open_page):
    at = open_page("results", filled)
    headers = [h.value for h in at.header]

    assert headers[:4] == sorted(headers[:4])
    assert headers[0].startswith("1 ")
    assert "75.0%" in said(at)
    assert "60 of 80" not in said(at)


def test_levelling_down_is_named(open_page):
    at = open_page("results", filled)

    assert "not a success" in at.error[0].value
    assert has(at, "result_flags")
    assert has(at, "result_pair_chart")
    assert has(at, "result_time_chart")


def test_without_a_later_file_the_page_says_what_to_bring(open_page):
    at = open_page("results", lambda ws: filled(ws, later=False))

    assert "2023-24" in said(at)
    assert not has(at, "result_pair_chart")
    assert has(at, "result_to_do")


def test_the_team_says_whether_a_leading_measure_moved(open_page, page_ws):
    at = open_page("results", filled)
    at.get_by_key("result_first_0").set_value("moved").run()

    assert is_whole(at)
    assert [s.moved for s in page_ws.of_cycle(FirstSign)] == ["moved"]


def test_a_result_goes_into_the_log(open_page, page_ws):
    at = open_page("results", filled)
    at.get_by_key("result_keep").click().run()

    assert [e.form for e in page_ws.of_cycle(LogEntry)] == ["outcome"]
    assert not has(at, "result_keep")


def test_the_wall_shows_one_block_and_turns(open_page):
    at = open_page("results", filled, view="stage")
    first = [h.value for h in at.header]
    at.get_by_key("result_card_next").click().run()

    assert len(first) == 1
    assert [h.value for h in at.header] != first
    assert is_whole(at)
    assert not has(at, "result_keep")


def test_the_path_to_the_goal_and_the_same_students_are_in_words(open_page):
    at = open_page("results", filled)

    assert has(at, "result_path")
    assert "how those went on is not known" in " ".join(c.value for c in at.caption)


def test_schools_that_take_part_have_a_chart_of_their_own(open_page, page_ws):
    at = open_page("results", with_schools)
    (action,) = page_ws.all(Action)

    assert has(at, f"pilot_{action.id}_chart")
    assert "would have moved alike" in " ".join(c.value for c in at.caption)


def test_the_wall_has_a_card_for_schools_that_take_part(open_page):
    at = open_page("results", with_schools, view="stage")
    for _ in range(6):
        at.get_by_key("result_card_next").click().run()

    assert "the schools that take part (2)" in said(at)
    assert is_whole(at)
