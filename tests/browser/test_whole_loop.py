"""Once round the loop from an empty home with a real file, going on by the named Next link alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.browser.hands import Hands
from tests.conftest import SHARED

FILE = SHARED / "scenarios/fixtures/s4_english_learners/reading_by_el_status.csv"
IDEAS = ("A phone tree in Spanish", "Letters in two languages")
STATES = ("not started", "working", "ready", "decided")


@pytest.fixture
def hands(serve, new_tab) -> Hands:
    yield (hands := Hands(new_tab(serve("laptop"))))
    hands.must_never_see("student_key")


def test_a_team_goes_once_round_by_the_named_next_links(hands):
    hands.go()
    follow_next(hands, "Say who is on the team", "team")
    say_who(hands)
    follow_next(hands, "Bring in your data", "bring-in")
    bring(hands)
    follow_next(hands, "Choose one focus", "gaps")
    choose_focus(hands)
    assert state(hands, "get_ready") == "decided"
    follow_next(hands, "Listen to someone most affected", "listen")
    hear(hands)
    follow_next(hands, "Find a cause with a number and a voice", "causes")
    find_cause(hands)
    follow_next(hands, "Write the goal and freeze its baseline", "goal")
    set_goal(hands)
    assert state(hands, "diagnose") == "decided"
    follow_next(hands, "Collect ideas for a cause", "ideas")
    collect(hands)
    follow_next(hands, "Score the ideas, each on your own", "choose")
    score_and_choose(hands)
    follow_next(hands, "Say who does what by when", "plan")
    for place in range(2):
        plan(hands, place)
    assert state(hands, "design") == "decided"
    follow_next(hands, "Write this week's check-in", "checkins")
    check_in(hands)
    follow_next(hands, "Write the first line of the log", "log")
    write_log(hands)
    follow_next(hands, "Bring in the later file", "bring-in")
    hands.turn_to("results")
    hands.press("result_to_decide")
    for place in range(2):
        decide(hands, place)
    assert state(hands, "reflect") == "decided"
    follow_next(hands, "Start the next cycle", "next")
    hands.press("next_cycle")
    assert "Cycle 2" in hands.text("frame_bar")
    assert state(hands, "reflect") == "not started"


def follow_next(hands, act, address):
    told = hands.text("next_top")
    assert told.startswith(f"Next: {act}"), told
    assert hands.text("next_act") == told
    hands.press("next_top")
    assert hands.page.url.endswith(f"/{address}")


def is_to_do_here(hands, act):
    assert hands.text("next_top") == f"To do on this page: {act}"


def state(hands, step):
    told = hands.text(f"loop_{step}")
    return next(state for state in STATES if told.endswith(state))


def say_who(hands):
    is_to_do_here(hands, "Say who is on the team")
    hands.fill("team_school", "Harbor Middle")
    for role in ("Principal", "Counselor"):
        hands.pick(hands.at("team_roles").locator("input").first, role)
        hands.page.keyboard.press("Escape")
    hands.pick(hands.at("team_approver").locator("input").first, "Principal")
    day(hands, "team_decide_by", f"{date.today() + timedelta(days=120):%m%d%Y}")
    hands.press("team_save")


def bring(hands):
    hands.upload("upload_files", FILE)
    hands.press("match_done")
    hands.press("check_done")
    assert hands.has("receipt")


def choose_focus(hands):
    hands.press("predict_skip")
    hands.press("add_focus")
    is_to_do_here(hands, "Choose one focus")
    hands.press("focus_choose")


def hear(hands):
    hands.fill("ev_text", "The letters come in English only.")
    hands.pick(hands.at("ev_role").locator("input").first, "Family or caregiver")
    hands.pick(hands.at("ev_stance").locator("input").first, "It supports what we think")
    hands.page.get_by_text("They are among the people most affected", exact=True).click()
    hands.press("ev_add")


def find_cause(hands):
    hands.fill("cause_text", "Letters to families go out in English only")
    hands.press("cause_add")
    for part in ("link", "pin"):  # how to support a cause is open as long as it needs it
        with hands._redrawn():
            hands.pick(hands.page.locator(f"[class*=st-key-cause_{part}_pick_] input").first)
        with hands._redrawn():
            hands.page.locator(f"[class*=st-key-cause_{part}_]:not([class*=pick]) button").first.click()


def set_goal(hands, target="50"):
    hands.write("goal_target", target)
    hands.write("goal_because", "The families who shaped it are asked again in spring")
    hands.press("goal_freeze")
    assert hands.has("goal_baseline")


def collect(hands):
    for idea in IDEAS:
        hands.fill("idea_text", idea)
        hands.press("idea_add")


def score_and_choose(hands):
    for seat in (1, 2):
        for _ in IDEAS:
            for part in ("impact", "cost", "time", "expertise", "values"):
                hands.at(f"score_{part}").locator("label").filter(has_text="4").last.click()
            hands.press("score_save")
        if seat == 1:
            hands.press("next_seat")
    assert "Everybody has scored" in hands.text("seat_is_done")
    for idea in IDEAS:
        hands.choose("basket_idea", idea)
        hands.press("basket_add")


def plan(hands, place):
    hands.choose("act_action", IDEAS[place])
    hands.fill("plan_core_parts", "A caller for each family\nA script\nA log of calls")
    hands.pick(hands.at("plan_owner_role").locator("input").first, "Counselor")
    day(hands, "plan_start", f"{date.today() - timedelta(days=7):%m%d%Y}")
    day(hands, "plan_end", f"{date.today() + timedelta(days=90):%m%d%Y}")
    hands.fill("plan_students_intended", "104")
    for column, measure in (("leading", "Calls made"), ("lagging", "Families feel heard")):
        hands.pick(hands.at(f"plan_{column}").locator("input").first, measure, typed=measure)
        hands.page.keyboard.press("Escape")
    hands.press("charter_save")


def check_in(hands):
    for place in range(2):
        hands.choose("act_action", IDEAS[place])
        for field, count in (("planned", "10"), ("delivered", "9999")):
            hands.fill(f"checkin_{field}", count)
        hands.press("checkin_save")
        assert "slip of the finger" in hands.text("checkin_form")
        hands.fill("checkin_delivered", "8")
        hands.press("checkin_save")
    assert "80.0%" in hands.text("fidelity_panel")


def write_log(hands):
    hands.at("log_kind").get_by_text("Event").click()
    hands.fill("log_text", "<script>alert(1)</script> 😀 the bus was late")
    hands.press("log_add")
    assert "<script>" in hands.text("log_table")


def decide(hands, place):
    hands.choose("act_action", IDEAS[place])
    with hands._redrawn():
        hands.page.locator("[class*=st-key-decide_][class*=_choice]").get_by_text("Keep going", exact=True).click()
    hands.page.locator("[class*=st-key-decide_][class*=_reason] textarea").fill("Families answer")
    against = hands.page.locator("[class*=st-key-decide_][class*=_against] textarea")
    if against.count():
        against.fill("We saw enough")
    hands.press("decision_save")
    assert hands.has("decided_so_far")


def day(hands, key, digits):
    hands.at(key).locator("[role=spinbutton]").first.focus()
    hands.page.keyboard.type(digits)
    hands.page.keyboard.press("Escape")
    hands.page.keyboard.press("Tab")
