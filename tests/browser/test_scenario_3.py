"""Scenario S3: a community organisation with nothing but a public state file."""

from __future__ import annotations

import re

import pytest

from tests.browser.hands import Hands
from tests.browser.test_whole_loop import collect, find_cause, hear, score_and_choose, set_goal
from tests.conftest import SHARED

FILE = SHARED / "scenarios" / "fixtures" / "s3_state_file" / "chronicabsenteeism_demo.txt"
HIDDEN = ("American Indian or Alaska Native", "Filipino", "Native Hawaiian or Pacific Islander", "Not recorded")


@pytest.fixture
def hands(browser_page) -> Hands:
    found = Hands(browser_page)
    yield found
    found.must_never_see("3 of 10", "30.0% of 10")


def look(hands: Hands, dimension: str, period: str = "2024-25") -> None:
    hands.go("gaps")
    hands.choose("sel_measure", "Chronic absence")
    hands.choose("sel_dimension", dimension)
    hands.choose("sel_period", period)
    if hands.has("predict_skip"):
        hands.press("predict_skip")
    hands.at("gap_table").locator("tbody tr").first.wait_for()


def row(hands: Hands, group: str) -> str:
    return hands.at("gap_table").locator("tr", has=hands.page.get_by_text(group, exact=True)).first.inner_text()


def test_a_public_file_is_enough_to_begin(hands):
    hands.go("bring-in")
    hands.upload("upload_files", FILE)
    assert "California state file" in hands.text("match_table")
    assert "14 of 14 columns recognized" in hands.text("match_table")
    hands.press("match_done")
    asked = hands.text("check_questions")
    assert "school 63, district 3" in asked
    assert "hides groups of 10 or fewer" in asked
    assert "groups under 11" in asked
    hands.press("check_done")
    assert "66" in hands.text("receipt_read")
    assert "the limit was raised" in hands.text("receipt")

    look(hands, "Race/ethnicity")
    for group, rate in (
        ("All students", "26.4%"),
        ("Black or African American", "41.7%"),
        ("Hispanic or Latino", "24.6%"),
    ):
        assert rate in row(hands, group)
    assert "21.1%" in row(hands, "White")
    assert all(group in hands.text("hidden_note") for group in HIDDEN)
    assert "clear" in hands.text("certainty")
    assert "18.0 points" in hands.text("points_and_times")
    assert "no student rows" in hands.text("two_dimensions")

    over_time_and_few(hands)
    the_whole_loop(hands)


def over_time_and_few(hands: Hands) -> None:
    hands.press("over_time")
    assert "Gap widening while the average improves" in hands.text("over_time_flag")
    told = hands.text("over_time_sentences")
    assert re.search(r"34\.0% to 26\.4%, which is better, while this gap is wider", told)
    assert re.search(r"11\.3 to 18\.0 points", told)

    look(hands, "Race/ethnicity", "2023-24")
    assert "30.1%" in row(hands, "All students")
    look(hands, "Race/ethnicity", "2022-23")
    assert "34.0%" in row(hands, "All students")
    assert re.search("can't tell yet|leaning", hands.text("certainty"))

    look(hands, "Housing")
    assert "61.1%" in hands.text("headline")
    assert "too few to judge" in hands.text("certainty")
    shown = row(hands, "Students who are homeless")
    assert "11" in shown
    assert re.search(r"38\.\d% to 79\.\d%", shown), shown  # a wide interval
    assert "significant" not in hands.page.content().lower()


def the_whole_loop(hands: Hands) -> None:
    hands.go("gaps", sel_dimension="race", sel_period="2024-25", sel_group="Black or African American")
    hands.press("add_focus")
    hands.press("focus_choose")
    hands.go("listen")
    hands.press("calls_plan")
    hear(hands)
    assert "English only" in hands.text("beside_cards")
    assert "41.7%" in hands.text("beside_number")
    hands.go("causes")
    find_cause(hands)
    hands.go("goal")
    set_goal(hands, "30")
    assert "from 41.7% to 30%" in hands.text("goal_sentence")
    hands.go("ideas")
    collect(hands)
    hands.go("choose")
    score_and_choose(hands)
    hands.go("plan")
    assert hands.has("charter_form")
    hands.go("kit")
    hands.press("kit_prepare")
    assert hands.has("kit_download")
