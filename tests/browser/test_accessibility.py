"""No page has a serious fault by axe-core: every page of the sample school, light and dark, and on the wall."""

from __future__ import annotations

import pytest

from pages.parts.registry import PAGES
from tests.browser.conftest import watched
from tests.browser.hands import Hands

axe_core_python = pytest.importorskip("axe_core_python.sync_playwright")

ADDRESSES = tuple(page.address for page in PAGES.values())
ON_THE_WALL = tuple(page.address for page in PAGES.values() if not page.desk_only)
IN_THE_DARK = ("", "team", "gaps", "listen", "goal", "plan", "training", "results", "kit")  # one of each kind of thing
ASKED = {"resultTypes": ["violations"]}  # elements that pass are not listed: it takes half as long then
OUTSIDE = {  # Streamlit's own fields of days and hours: their parts are react-aria's, which axe-core reads otherwise
    "exclude": [["[data-testid=stDateInputField]"], ["[data-testid=stTimeInputTimeDisplay]"]]
}


def faults(hands: Hands) -> list[str]:
    found = axe_core_python.Axe().run(hands.page, context=OUTSIDE, options=ASKED)
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def walk(hands: Hands, addresses: tuple[str, ...], **query: str) -> dict[str, list[str]]:
    found = {}
    hands.go(addresses[0], **query)
    for address in addresses:
        hands.turn_to(address, **query)
        if hands.has("predict_skip"):
            hands.press("predict_skip")
        found[address] = faults(hands)
        if not query and hands.page.get_by_role("heading", level=1).count() != 1:
            found[address].append("one heading of the first level on each page at the desk")
    return {address: told for address, told in found.items() if told}


@pytest.fixture(scope="module")
def school(laptop, chromium):
    """The server with the sample school open."""
    context = chromium.new_context()
    hands = Hands(watched(context.new_page(), laptop))
    hands.go()
    hands.press("open_sample")
    context.close()
    return laptop


def test_no_page_has_a_serious_fault(school, new_tab):
    assert walk(Hands(new_tab(school)), ADDRESSES) == {}


def test_no_page_has_a_serious_fault_in_the_dark(school, chromium):
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, color_scheme="dark")
    assert walk(Hands(watched(context.new_page(), school)), IN_THE_DARK) == {}
    context.close()


def test_no_page_on_the_wall_has_a_serious_fault(school, new_tab):
    assert walk(Hands(new_tab(school, width=1024, height=640)), ON_THE_WALL, view="stage") == {}


def test_the_first_page_of_an_empty_home_has_no_serious_fault(serve, new_tab):
    assert walk(Hands(new_tab(serve("laptop"))), ("", "team", "suspect", "bring-in", "gaps")) == {}
