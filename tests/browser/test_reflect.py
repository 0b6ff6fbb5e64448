"""Reflect in a real browser: a decision, the next cycle, the paper that is downloaded, the story on the wall."""

from __future__ import annotations

import pytest

from equity_core.workflow import sample_school
from equity_core.workflow.files import open_workspace
from tests.browser.conftest import start, stop
from tests.workflow.reflect.worlds import give

LATER = {
    "2025-26": {
        "Asian": (6, 50),
        "Black or African American": (18, 122),
        "Hispanic or Latino": (22, 208),
        "White": (20, 172),
    }
}


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    """The app over the sample school with one more year of numbers."""
    home = tmp_path_factory.mktemp("reflect")
    ws = open_workspace(home / "workspace.duckdb")
    sample_school.open_sample(ws)
    give(ws, "suspended", "race", LATER, source="later")
    ws.store.close()
    server = start("laptop", home)
    yield server
    stop(server)


@pytest.fixture
def tab(laptop, new_tab):
    return new_tab(laptop)


def test_results_draw_both_charts_in_the_fixed_order(tab):
    page = tab.open("results")
    order = page.locator(".st-key-result_order").inner_text()
    told = [order.index(f"{number} ·") for number in (1, 2, 3, 4)]

    assert told == sorted(told)
    for key in ("result_pair_chart", "result_time_chart"):
        page.wait_for_selector(f".st-key-{key} [aria-roledescription$=mark], .st-key-{key} .mark-symbol")
    assert "14.8% (18 of 122)" in tab.text("result_sentence")
    tab.must_be_clean()


def test_the_story_goes_card_by_card_on_the_wall(tab):
    tab.page.set_viewport_size({"width": 1024, "height": 640})
    page = tab.open("notebook", view="stage")
    for place in range(1, 9):
        page.wait_for_function(f"() => document.body.innerText.includes('{place} of 8')")
        assert not page.get_by_role("link", name="Workspace", exact=True).is_visible()
        if place < 8:
            page.locator(".st-key-story_card_next button").click()
    tab.must_be_clean()


def test_the_paper_that_is_downloaded_has_the_numbers_of_the_screen(tab):
    page = tab.open("kit")
    page.locator(".st-key-kit_prepare button").click()
    with page.expect_download() as got:
        page.locator(".st-key-kit_download button").click()
    paper = got.value.path().read_text()

    assert "24 of 120 Black or African American students (20.0%) and 37 of 480 other students (7.7%)" in paper
    assert "hidden" in paper
    assert "<script" not in paper
    tab.must_be_clean()


def test_a_decision_and_then_the_next_cycle(tab):
    page = tab.open("decide")
    page.locator("[class*=st-key-decide_0_choice]").get_by_text("Refine", exact=True).click()
    page.locator(".st-key-decision_save button").click()
    page.wait_for_selector(".st-key-decided_so_far, .st-key-decide_problem")
    if page.locator(".st-key-decide_problem").count():
        page.locator("[class*=st-key-decide_0_against] textarea").fill("We saw enough")
        page.locator(".st-key-decision_save button").click()
        page.wait_for_selector(".st-key-decided_so_far")
    page = tab.open("next")
    assert "21.2% (25 of 118)" in tab.text("carry_table")
    page.locator(".st-key-next_cycle button").click()
    page.wait_for_function("() => document.body.innerText.includes('Cycle 3 has begun')")
    tab.must_be_clean()
