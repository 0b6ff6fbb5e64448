"""The frame in a real browser: deep links, menu, stage, phone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from pages.parts.registry import PAGES, exists
from tests.browser.hands import SMALLEST_ON_THE_WALL, smallest_letters

MENU = [
    "Home",
    "Get ready",
    "Data",
    "Diagnose",
    "Design",
    "Implement",
    "Reflect",
    "Notebook",
    "Meet",
    "Kit",
    "Workspace",
]


def test_a_cold_deep_link_shows_the_page_inside_the_frame(serve, new_tab):
    tab = new_tab(serve("laptop"))
    page = tab.open("gaps")
    assert page.locator(".st-key-loop_strip").is_visible()
    assert page.get_by_role("heading", name="Gaps", exact=True).is_visible()
    assert page.get_by_role("dialog").count() == 0
    tab.must_be_clean()


def test_a_cold_deep_link_to_a_file_right_in_pages_is_in_the_frame_too(serve, new_tab):
    tab = new_tab(serve("laptop"))
    page = tab.open("workspace")
    assert page.locator(".st-key-loop_strip").is_visible()
    assert page.get_by_role("link", name="Diagnose", exact=True).count() == 1
    tab.must_be_clean()


def test_the_menu_has_every_destination_by_name(browser_page):
    page = browser_page.open()
    for name in [n for n, p in zip(MENU, [p for p in PAGES.values() if p.in_menu], strict=True) if exists(p.id)]:
        assert page.get_by_role("link", name=name, exact=True).count() == 1, name


def test_the_stage_has_no_chrome_and_big_letters(laptop, new_tab):
    tab = new_tab(laptop, width=1024, height=768)
    page = tab.open("results", view="stage")
    assert not page.locator("[data-testid=stSidebar]").is_visible()
    assert not page.locator("[data-testid=stHeader]").is_visible()
    assert page.locator(".st-key-loop_strip").count() == 0
    assert smallest_letters(page) >= SMALLEST_ON_THE_WALL
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") >= 32
    tab.must_be_clean()


def test_the_stage_has_a_way_out(laptop, new_tab):
    tab = new_tab(laptop, width=1024, height=768)
    page = tab.open("gaps", view="stage")
    page.locator(".st-key-stage_exit a").click()
    page.wait_for_selector(".st-key-loop_strip")
    expect(page).not_to_have_url(re.compile("view=stage"))
    page.reload()
    assert tab.ready().locator(".st-key-loop_strip").is_visible()
    tab.must_be_clean()


def test_the_way_to_the_stage_is_in_the_address(laptop, new_tab):
    tab = new_tab(laptop)
    page = tab.open("gaps")
    page.locator(".st-key-to_stage a").click()
    expect(page).to_have_url(re.compile("view=stage"))
    page.reload()
    assert tab.ready().locator(".st-key-stage_exit").is_visible()
    tab.must_be_clean()


def test_a_link_on_the_stage_stays_on_the_stage(laptop, new_tab):
    tab = new_tab(laptop)
    page = tab.open("meet")
    page.locator(".st-key-meet_gaps a").click()
    page.wait_for_selector(".st-key-stage_title")
    assert "/gaps" in page.url
    assert "view=stage" in page.url
    tab.must_be_clean()


def test_a_phone_can_be_used(laptop, new_tab):
    tab = new_tab(laptop, width=390, height=844)
    page = tab.open("diagnose")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".st-key-next_act a").is_visible()
    page.locator("[data-testid=stExpandSidebarButton]").click()
    there = page.locator("[data-testid=stSidebarNav] a", has_text="Data")
    tab.click(there)
    expect(there).not_to_be_in_viewport()
    tab.must_be_clean()


OLD_AND_READY = """() => {
  const seen = [];
  const look = () => {
    if (!document.querySelector(".st-key-page_ready")) return;
    if (document.querySelector(".st-key-reveal")) seen.push("the page before the click");
  };
  document.querySelector(".st-key-predict_skip button").addEventListener("click", () => {
    setTimeout(() => setInterval(look, 1), 0);
  });
  window.seenReady = seen;
}"""


def test_from_a_click_on_the_page_is_not_called_ready_before_the_answer_is_drawn(serve, new_tab):
    tab = new_tab(serve("laptop"))
    page = tab.open()
    tab.click(page.locator(".st-key-open_sample button"))
    tab.open("gaps")
    field = page.locator(".st-key-sel_measure input")
    field.focus()
    field.press("ArrowDown")
    tab.click(page.get_by_role("option", name="Chronic absence", exact=True))
    page.evaluate(OLD_AND_READY)
    page.locator(".st-key-predict_skip button").click()
    page.locator(".st-key-headline").wait_for()
    tab.ready()
    assert page.evaluate("window.seenReady") == []
