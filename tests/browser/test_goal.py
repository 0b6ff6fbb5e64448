"""Scenario S4, steps 1 to 4 and 6, with a browser: the goal that can lie."""

import pytest

from tests.browser.hands import Hands
from tests.browser.test_whole_loop import hear
from tests.workflow.diagnose.test_goal_from_a_file import FILE


def bring(hands, text):
    hands.go("bring-in")
    hands.upload("upload_files", {"name": "reading_by_el_status.csv", "mimeType": "text/csv", "buffer": text.encode()})
    hands.press("match_done")
    hands.press("check_done")
    assert hands.has("receipt")


def set_day(hands, key, digits):
    """Type a day as a keyboard user does, month first, and leave the field."""
    hands.at(key).locator("[role=spinbutton]").first.focus()
    hands.page.keyboard.type(digits)
    hands.page.keyboard.press("Escape")
    with hands._redrawn():
        hands.page.keyboard.press("Tab")


@pytest.fixture
def hands(browser_page):
    return Hands(browser_page)


def test_the_goal_of_s4_is_written_frozen_and_stays(hands):
    bring(hands, FILE)
    for period, rates in (
        ("2022-23", ("30.0%", "70.0%")),
        ("2023-24", ("28.6%", "72.0%")),
        ("2024-25", ("27.9%", "72.6%")),
    ):
        hands.go("gaps", sel_dimension="el_status", sel_period=period)
        if hands.has("predict_skip"):
            hands.press("predict_skip")
        for group, rate in zip(("Current EL", "Former EL"), rates, strict=True):
            row = hands.at("gap_table").locator("tr", has=hands.page.get_by_text(group, exact=True)).first
            assert rate in row.inner_text()
    hands.go("gaps", sel_dimension="el_status", sel_period="2022-23", sel_group="Current EL")
    hands.press("add_focus")
    hands.press("focus_choose")

    hands.go("goal")
    hands.choose("goal_period", "2022-23")
    hands.choose("goal_group", "Current EL")
    hands.write("goal_target", "50")
    set_day(hands, "goal_date", "05312026")
    assert "from 30.0% to 50% by May 2026" in hands.text("goal_sentence")
    math = hands.text("goal_math")
    assert "24 more students (60 of 120)" in math
    assert "6.7 points per year" in math
    assert "22.5% to 38.7%" in math
    warnings = hands.text("goal_warnings")
    assert "exceeds anything" in warnings
    assert "reclassification" in warnings
    assert "46.0% → 49.1% → 52.2%" in warnings
    assert "Everyone else must not lose ground" in warnings
    letters = hands.text("goal_smartie")
    assert "○ Inclusive: still open" in letters
    assert "○ Equitable: still open" in letters
    hands.press("goal_freeze")
    assert "why it is frozen without" in hands.text("goal_need_reason")
    hands.write("goal_because", "The plan is due on Friday")
    hands.press("goal_freeze")
    assert "36 of 120" in hands.text("goal_baseline")
    assert "because: The plan is due on Friday" in hands.text("goal_said")
    earn_what_was_open(hands)

    bring(hands, FILE.replace("120,36", "120,40"))
    hands.go("goal")
    assert "36 of 120" in hands.text("goal_baseline")
    assert "differs from the frozen one" in hands.text("goal_differs")
    assert hands.has("goal_rebase_because")
    everything = hands.page.locator("[data-testid=stMain]").inner_text()
    assert "40 of 120" not in everything
    assert "4 students" not in everything

    on_the_wall(hands)


def earn_what_was_open(hands):
    """The reason stands in the ledger; somebody most affected and who shares the power earn the two letters."""
    hands.go("log")
    assert "The plan is due on Friday" in hands.page.locator("[data-testid=stMain]").inner_text()

    hands.go("listen")
    hear(hands)
    hands.go("goal")
    hands.at("goal_answers_box").locator("summary").click()
    hands.page.locator("[class*=st-key-goal_answer_shaped_by_] label").first.click()
    hands.fill("goal_answer_equity", "Families choose which letters are written first")
    hands.press("goal_answer_save")
    letters = hands.text("goal_smartie")
    assert "● Inclusive" in letters
    assert "● Equitable" in letters


def on_the_wall(hands):
    hands.page.set_viewport_size({"width": 1024, "height": 640})
    hands.go("goal", view="stage")
    assert "from 30.0% to 50% by May 2026" in hands.text("goal_sentence")
    assert not hands.has("goal_freeze")
    assert hands.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 640
    hands.must_never_see("student_key")
