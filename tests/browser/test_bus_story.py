"""The last bus leaves first: from a practice file to a cause that a number and phone calls support."""

from __future__ import annotations

import time

import pytest

from tests.browser.hands import Hands

CAUSE = "Our last bus to Eastside leaves before tutoring ends"
CALLS = (
    ("Student", "Tutoring ends at four, and my bus has gone by then.", "It supports what we think"),
    ("Family or caregiver", "We work until six, so nobody can drive out to school.", "It supports what we think"),
    ("Teacher", "Some of them have practice on Tuesdays as well.", "It does some of both"),
)
MOST_ACTS, MINUTES = 60, 15


class Counted(Hands):
    """Hands whose clicks and typed texts are counted: what a person does, not what a test looks at."""

    acts = 0

    def press(self, key):
        self.acts += 1
        super().press(key)

    def fill(self, key, text):
        self.acts += 1
        super().fill(key, text)

    def write(self, key, text):
        self.acts += 1
        super().write(key, text)

    def pick(self, field, option=None, *, typed=""):
        self.acts += 2  # open the list, take one
        super().pick(field, option, typed=typed)

    def choose_in_form(self, key, option):
        self.pick(self.at(key).locator("input").first, option)

    def go(self, address="", **query):
        self.acts += 1
        super().go(address, **query)


@pytest.fixture
def hands(serve, new_tab) -> Counted:
    yield (hands := Counted(new_tab(serve("laptop"))))
    hands.must_never_see("M1000")


def test_from_a_gap_to_the_bus_with_numbers_and_phone_calls(hands):
    began = time.monotonic()
    bring_the_file(hands)
    find_the_gap(hands)
    hands.go("causes")
    hands.fill("cause_text", CAUSE)
    hands.choose_in_form("cause_bone", "Access and logistics: Whether people can get in, get there, understand")
    hands.press("cause_add")
    assert "Status: hunch" in hands.text("cause_board")
    hands.go("listen")
    for role, said, stance in CALLS:
        hear(hands, role, said, stance)
    hands.go("causes")
    board = hands.text("cause_board")
    assert "○ A number: none yet" in board
    assert "● A voice" in board
    link_the_number(hands)
    board = hands.text("cause_board")
    assert "Status: supported" in board
    assert "practice on Tuesdays as well" in board
    assert "12 of 52" in board
    assert hands.at("fishbone_chart").locator("canvas, svg.marks").count()
    hands.go("causes", view="stage")
    assert CAUSE in hands.text("cause_board")
    assert hands.acts <= MOST_ACTS, hands.acts
    assert time.monotonic() - began < MINUTES * 60


def bring_the_file(hands):
    hands.go()
    hands.go("bring-in")
    hands.press("practise_bus")
    meaning = "Our own measure: yes or no"
    with hands._redrawn():
        hands.pick(hands.at("match_0_5").locator("input").first, meaning, typed=meaning)
    hands.press("match_done")
    hands.press("check_done")
    assert hands.has("receipt")


def find_the_gap(hands):
    hands.go("gaps")
    hands.choose("sel_dimension", "Bus route")
    hands.press("predict_skip")
    headline = hands.text("headline")
    assert headline.startswith("Our school")
    assert "12 of 52" in headline
    assert "clear" in hands.text("certainty")
    hands.press("add_focus")
    hands.press("focus_choose")


def hear(hands, role, said, stance):
    hands.fill("ev_text", said)
    hands.choose_in_form("ev_role", role)
    hands.choose_in_form("ev_stance", stance)
    hands.pick(
        hands.page.get_by_role("combobox", name="Which cause is it about? Leave empty for the gap itself").first, CAUSE
    )
    hands.page.keyboard.press("Escape")
    if role == "Student":
        hands.page.get_by_text("They are among the people most affected", exact=True).click()
        hands.acts += 1
    hands.press("ev_add")


def link_the_number(hands):
    key = hands.page.locator("[class*=st-key-cause_pin_pick_]").first
    with hands._redrawn():
        hands.pick(key.locator("input").first)
    with hands._redrawn():
        hands.page.get_by_role("button", name="Link the number").first.click()
    hands.acts += 1
