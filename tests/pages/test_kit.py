"""Kit: empty, prepared, stale."""

from __future__ import annotations

from equity_core.model import Assumption
from tests.pages.conftest import has, is_whole
from tests.workflow.test_kit import SCRIPT, school


def test_nothing_yet_says_what_to_do_first(open_page):
    at = open_page("kit")

    assert has(at, "kit_empty")
    assert not has(at, "kit_prepare")


def test_a_page_is_prepared_and_then_downloaded(open_page):
    at = open_page("kit", lambda ws: school(ws, text=SCRIPT))
    assert has(at, "kit_preset")
    assert "Groups under 10 students" in at.text[-1].value or has(at, "kit_privacy_line")
    at.get_by_key("kit_prepare").click().run()

    assert has(at, "kit_download")
    at.get_by_key("kit_xlsx_prepare").click().run()
    assert has(at, "kit_download")
    assert has(at, "kit_xlsx_download")
    assert is_whole(at)


def test_an_edit_makes_the_prepared_page_old(open_page, page_ws):
    at = open_page("kit", school)
    at.get_by_key("kit_prepare").click().run()
    page_ws.save(Assumption(cycle=page_ws.cycle.id, text="Later"))
    at.run()

    assert not has(at, "kit_download")
    assert has(at, "kit_prepare")


def test_the_kit_is_not_on_the_wall(open_page):
    at = open_page("kit", school, view="stage")

    assert not has(at, "kit_preset")
