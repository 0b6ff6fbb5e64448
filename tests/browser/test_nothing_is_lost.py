"""What a tired person needs at 1366×768: nothing typed is lost by mistake, and what was said is in sight."""

from __future__ import annotations

import pytest

from tests.browser.hands import Hands


@pytest.fixture
def hands(browser_page) -> Hands:
    return Hands(browser_page)


def is_in_sight(hands: Hands, locator) -> bool:
    box = locator.first.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= hands.page.viewport_size["height"]


def test_leaving_a_form_that_was_not_saved_is_asked_about(hands):
    hands.go("team")
    field = hands.at("team_school").locator("input")
    field.click()
    field.press_sequentially("Harbor Middle")  # a browser asks only where somebody has typed
    asked = []
    hands.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    hands.page.reload()
    hands.tab.ready()
    assert asked == ["beforeunload"]
    hands.fill("team_school", "Harbor Middle")
    asked = []
    hands.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    hands.page.get_by_role("link", name="Kit", exact=True).click()
    assert len(asked) == 1
    assert hands.page.url.endswith("/team")
    assert hands.at("team_school").locator("input").input_value() == "Harbor Middle"
    hands.fill("team_school", "Harbor Middle " * 9)
    hands.press("team_save")
    hands.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    hands.page.get_by_role("link", name="Kit", exact=True).click()
    assert len(asked) == 2, "what was refused is not kept either"
    hands.fill("team_school", "Harbor Middle")
    hands.press("team_save")
    hands.follow("Kit")
    assert hands.page.url.endswith("/kit")


def test_no_text_is_left_unasked_in_a_form_or_outside_of_one(hands):
    for address in ("words", "commitment", "decide"):
        hands.go(address)
        typed = hands.page.locator("[data-testid=stMain]")
        typed.locator("input[type=text]:visible:not([role=combobox]), textarea:visible").first.fill("Not kept yet")
        asked = []
        hands.page.once("dialog", lambda dialog, asked=asked: (asked.append(dialog.message), dialog.accept()))
        hands.follow("Kit")
        assert len(asked) == 1, address


def test_the_target_of_a_goal_is_asked_about_too(serve, new_tab):
    hands, asked = Hands(new_tab(serve("laptop"))), []
    hands.go()
    hands.press("open_sample")
    hands.go("goal")
    hands.page.locator(".st-key-goal_change_box summary").click()
    hands.page.locator("[class*=st-key-goal_change_target] input").fill("9")
    hands.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    hands.page.reload()
    assert asked == ["beforeunload"], "a target is no text, and as much work"


def test_what_was_saved_is_said_in_sight_of_the_button_and_undo_shows_in_the_form(hands):
    hands.go("team")
    for name in ("Harbor Middle", "Harbour Middle"):
        hands.fill("team_school", name)
        hands.press("team_save")
        assert is_in_sight(hands, hands.at("flash"))
    hands.press("undo")
    assert hands.page.locator("[class*=st-key-team_school] input").input_value() == "Harbor Middle"


def test_a_refused_file_is_said_beside_the_field(hands):
    hands.go("bring-in")
    hands.upload("upload_files", {"name": "empty.csv", "mimeType": "text/csv", "buffer": b""})
    told = hands.page.get_by_text("holds no data")
    told.wait_for()
    assert is_in_sight(hands, told)


@pytest.mark.parametrize("address", ["gaps", "listen", "goal", "plan", "results"])
def test_title_question_next_and_parts_take_the_first_quarter_of_the_screen(hands, address):
    hands.go()
    if hands.has("open_sample"):
        hands.press("open_sample")
    hands.go(address)
    assert is_in_sight(hands, hands.at("next_top"))
    parts = hands.at("substeps").bounding_box()
    assert parts["y"] + parts["height"] <= 200
