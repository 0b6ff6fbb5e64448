"""S5, steps 1 to 4: a meeting on a wall of 1024 × 768 that a reload does not lose."""

from __future__ import annotations

import json
import re
import time

from tests.browser.hands import Hands
from tests.conftest import SHARED

IDEAS = json.loads((SHARED / "scenarios/fixtures/s5_meeting/meeting_script.json").read_text("utf-8"))["ideas"]
SMALL = """() => [...document.querySelectorAll("[data-testid=stMain] p, [data-testid=stMain] input, .meeting-clock *")]
  .filter(e => e.offsetParent && e.getBoundingClientRect().width > 1 && (e.innerText || e.tagName === "INPUT"))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 22).map(e => e.innerText)"""


def seconds(hands):
    minutes, rest = re.search(r"(\d+):(\d\d)", hands.text("stage_timer")).groups()
    return 60 * int(minutes) + int(rest)


def sampled(hands, turns=30):
    """Return every time the clock shows within about three seconds, in seconds and in order."""
    shown = []
    for _ in range(turns):
        shown.append((hands.text("stage_timer").startswith("paused"), seconds(hands)))
        hands.page.wait_for_timeout(100)
    return shown


def typed(hands):
    return [text for text in hands.text("stage_list").split("\n") if text]


def test_ideas_on_the_wall_survive_a_reload(laptop, new_tab):
    hands = Hands(new_tab(laptop, width=1024, height=768))
    hands.go("meet")
    hands.choose("meet_purpose", "Find ideas · 58 min (short: 25)")
    hands.write("meet_minutes", "60")
    hands.write("meet_seats", "8")
    assert "take 58 minutes, and you have 60" in hands.text("meet_agenda")
    hands.press("meet_start")
    hands.page.wait_for_url(re.compile("view=stage"))
    hands.press("stage_next")
    assert "Write in silence" in hands.text("stage_title")
    assert all(left > 7 * 60 for _, left in sampled(hands)), "the clock of the part before is gone"

    field = hands.at("stage_capture").locator("input")
    field.click()
    for idea in [*IDEAS, "One too many"]:
        hands.page.keyboard.type(idea)  # into the field where the hands still are
        hands.page.keyboard.press("Enter")
        hands.at("stage_list").get_by_text(idea, exact=True).wait_for()
    hands.press("stage_undo")
    hands.at("stage_list").get_by_text("One too many", exact=True).wait_for(state="detached")
    hands.at("stage_list").get_by_text(IDEAS[0], exact=True).wait_for()
    assert sorted(typed(hands)) == sorted(IDEAS)

    for key in ("stage_title", "stage_say", "stage_capture", "stage_list"):
        box = hands.at(key).bounding_box()
        assert box["y"] >= 0, key
        assert box["y"] + box["height"] <= 640, key
    clock = hands.at("stage_timer").bounding_box()
    assert clock["x"] + clock["width"] > 900
    assert clock["y"] + clock["height"] <= 768
    assert hands.page.evaluate(SMALL) == []
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert hands.at("stage_timer").locator("[data-clock=left]").evaluate(size) >= 40
    assert not hands.page.locator("[data-testid=stSidebar]").is_visible()
    assert hands.page.locator("[data-clock=said]").inner_text() == ""

    hands.press("stage_pause")
    assert len(set(sampled(hands))) == 1, "a clock that stands shows one time"
    left, since = seconds(hands), time.monotonic()
    hands.page.reload()
    hands.tab.ready()
    hands.page.locator("[data-clock=left]", has_text=":").wait_for()
    assert time.monotonic() - since > 1
    assert "Write in silence" in hands.text("stage_title")
    assert sorted(typed(hands)) == sorted(IDEAS)
    assert abs(seconds(hands) - left) <= 1, "a pause takes no time"
    since = time.monotonic()
    hands.press("stage_pause")
    hands.page.reload()
    hands.tab.ready()
    hands.page.locator("[data-clock=left]", has_text=":").wait_for()
    assert abs(seconds(hands) - (left - (time.monotonic() - since))) <= 2
    hands.must_never_see()
    hands.tab.must_be_clean()
