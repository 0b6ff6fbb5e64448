"""From an idea to a week that was delivered, as a team types it; then read on a phone."""

from __future__ import annotations

from tests.browser.hands import Hands

IDEAS = ("Greet every student by name", "Late bus on Tuesdays")
PAGES = ("ideas", "choose", "plan", "training", "checkins", "log")


def test_a_team_goes_from_ideas_to_a_check_in(serve, new_tab):
    tab = new_tab(serve("laptop"))
    hands = Hands(tab)
    type_ideas(hands)
    choose_one(hands)
    plan_half(hands)
    train(hands)
    check_in(hands)
    write_log(hands)
    hands.page.set_viewport_size({"width": 390, "height": 844})
    for address in PAGES:
        hands.go(address)
        too_wide = hands.page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
        assert not too_wide, f"{address} scrolls sideways"
    tab.must_be_clean()


def type_ideas(hands):
    hands.go("ideas")
    for idea in IDEAS:
        field = hands.at("idea_text").locator("input")
        field.fill(idea)
        field.press("Enter")
        hands.at("idea_list").get_by_text(idea, exact=True).wait_for(timeout=10_000)
        hands.page.wait_for_function("() => document.querySelector('.st-key-idea_text input').value === ''")


def choose_one(hands):
    hands.go("choose")
    for seat in (1, 2):
        for _ in IDEAS:
            for part in ("impact", "cost", "time", "expertise", "values"):
                hands.at(f"score_{part}").locator("label").filter(has_text="4").last.click()
            hands.press("score_save")
        assert hands.has("seat_is_done")
        if seat == 1:
            assert "(spread" not in hands.text("score_table")
            hands.press("next_seat")
    assert "4 (spread 0)" in hands.text("score_table")
    hands.choose("basket_idea", IDEAS[0])
    assert "linked to no cause" in hands.text("basket_warning")
    hands.write("basket_warning", "Families asked for it")
    hands.press("basket_add")
    assert IDEAS[0] in hands.text("basket")


def plan_half(hands):
    hands.go("plan")
    hands.fill("plan_core_parts", "A greeter at each door")
    invent(hands, "plan_owner_role", "Dean")
    hands.press("charter_save")
    assert "still open" in hands.text("charter_state")
    assert "When does it start?" in hands.text("charter_form")
    assert hands.at("plan_core_parts").locator("textarea").input_value() == "A greeter at each door"


def train(hands):
    hands.go("training")
    hands.fill("training_skill", "Say every name right")
    invent(hands, "training_who", "Teachers")
    hands.fill("training_people", "12")
    hands.press("training_add")
    assert "One-off" in hands.text("training_list")


def check_in(hands):
    hands.go("checkins")
    for field, count in (("planned", 80), ("delivered", 58), ("with_core_parts", 41)):
        hands.fill(f"checkin_{field}", str(count))
    hands.press("checkin_save")
    assert "72.5%" in hands.text("fidelity_panel")
    assert "70.7%" in hands.text("fidelity_panel")


def write_log(hands):
    hands.go("log")
    hands.at("log_kind").get_by_text("Event").click()
    hands.fill("log_text", "The bus came late all week")
    hands.press("log_add")
    assert "The bus came late all week" in hands.text("log_table")


def invent(hands, key, role):
    field = hands.at(key).locator("input").first
    field.fill(role)
    field.press("Enter")
