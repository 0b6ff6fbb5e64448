"""Whom a team will hear and who can say yes, as somebody types it; then on the wall and on a phone."""

from __future__ import annotations

from datetime import date, timedelta

from equity_core.workflow.diagnose import causes
from equity_core.workflow.diagnose import listen as listen_to
from equity_core.workflow.files import SUFFIX, open_workspace
from tests import worlds
from tests.browser.hands import Hands

MONDAY = date.today() + timedelta(14 - date.today().weekday())


def test_a_team_plans_to_listen_and_maps_who_decides(serve, new_tab):
    server = serve("laptop")
    ws = open_workspace(server.home / f"workspace{SUFFIX}")
    worlds.keep(ws, worlds.s1_race())
    cause = causes.add(ws, "Letters go out in English only", lens="access").id
    card = listen_to.new_card(ws, "Ours came in Spanish", from_role="family", stance="questions", causes=(cause,))
    listen_to.add(ws, card)
    ws.store.close()
    tab = new_tab(server, width=1024, height=640)
    hands = Hands(tab)
    listen(hands)
    decide(hands)
    stays_off_paper(hands, "influence_map", "right_add", "champion_add", "promise_hours")
    hands.go("causes")
    assert not hands.at(f"on_paper_{cause}_against").is_visible()
    stays_off_paper(hands, f"at_desk_{cause}", "causes_open", "cause_add", f"cause_change_{cause}", cause_id=cause)
    hands.go("commitment")
    hands.page.reload()
    tab.ready()
    assert "Curriculum" in hands.text("decision_map")
    for address, part in (("listening", "coverage"), ("commitment", "decision_map")):
        hands.go(address, view="stage")
        box = hands.at(part).bounding_box()
        assert box["y"] + box["height"] <= 640, f"{address} scrolls on the wall"
        assert "Walk the hall" not in hands.page.content()
    hands.page.set_viewport_size({"width": 390, "height": 844})
    for address in ("listening", "commitment"):
        hands.go(address)
        too_wide = hands.page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
        assert not too_wide, f"{address} scrolls sideways"
    hands.must_never_see()


def listen(hands):
    hands.go("listening")
    assert "have" in hands.text("coverage")
    day(hands, "hear_on", MONDAY)
    hands.fill("hear_place", "Library")
    hands.press("hear_save")
    assert "whether families who work days can come" in hands.text("access_check"), "no hour is entered"
    assert "Library" in hands.text("listening_plan")
    with hands.page.expect_download() as saved:
        hands.at("listening_ics").locator("button").first.click()
    file = saved.value.path().read_bytes()
    assert file.startswith(b"BEGIN:VCALENDAR\r\n")
    assert f"DTSTART;VALUE=DATE:{MONDAY:%Y%m%d}".encode() in file


def decide(hands):
    hands.go("commitment")
    hands.pick(hands.at("right_what").locator("input").first, "Curriculum")
    hands.press("right_save")
    assert "nobody approves it" in hands.text("decision_map")
    hands.at("influence_map").locator("summary").click()
    hands.fill("influence_initials", "AP")
    hands.fill("influence_next_talk", "Walk the hall together")
    hands.press("influence_add")
    hands.at("influence_map").locator("summary").click()
    assert hands.saw("Walk the hall together")


def stays_off_paper(hands, *keys, cause_id=""):
    """Print the page as it stands at the desk."""
    marked = [hands.page.locator(f"[class*='st-key-{key}']").first for key in keys]
    assert all(place.is_visible() for place in marked)
    hands.page.emulate_media(media="print")
    assert not any(place.is_visible() for place in marked)
    to_fill = hands.page.locator("[data-testid=stMain]").locator("input, textarea, button, form, [role=combobox]")
    assert [place.inner_text() for place in to_fill.all() if place.is_visible()] == []
    if cause_id:
        assert hands.text(f"on_paper_{cause_id}_against") == "1 card stays at the desk."
    hands.page.emulate_media(media="screen")


def day(hands, key, when):
    """Type a day into Streamlit's date field, part by part."""
    hands.at(key).locator("[role=spinbutton]").first.focus()
    hands.page.keyboard.type(f"{when:%m%d%Y}")
