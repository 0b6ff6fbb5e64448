"""Our story so far: whole, empty, on the wall, as a file."""

from __future__ import annotations

from equity_core.model import Cycle, Evidence
from tests.pages.conftest import has, is_whole
from tests.workflow.test_kit import school
from tests.workflow.test_story import LINKS


def test_an_empty_story_invites_at_each_link(open_page):
    at = open_page("notebook")

    assert all(has(at, f"story_{link}") for link in LINKS)
    assert has(at, "story_go_gap")
    assert "begins with one gap" in at.info[0].value


def test_a_story_is_told_with_its_figures(open_page):
    at = open_page("notebook", school)
    told = " ".join(t.value for t in at.text)

    assert "24 of 120" in told
    assert has(at, "story_gap_chart")
    assert not has(at, "story_go_gap")
    assert has(at, "story_go_decided")


def test_earlier_cycles_are_folded_below(open_page):
    def two(ws):
        ws.save(ws.cycle.model_copy(update={"closed": ws.today(), "story": "It was not tested."}))
        ws.save(Cycle(number=2, started=ws.today()))

    at = open_page("notebook", two)

    assert "Cycle 1" in at.expander[0].label
    assert any("It was not tested." in t.value for t in at.text)


def test_the_notebook_file_is_prepared_and_then_downloaded(open_page, page_ws):
    at = open_page("notebook", school)
    assert not has(at, "story_ipynb")
    at.get_by_key("story_prepare").click().run()

    assert has(at, "story_ipynb")
    assert is_whole(at)


def test_the_wall_shows_card_by_card_and_no_voice_without_consent(open_page):
    def private(ws):
        ws.save(Evidence(cycle=ws.cycle.id, text="Between us", from_role="student"))

    at = open_page("notebook", private, view="stage")
    at.get_by_key("story_card_next").click().run()

    assert has(at, "story_voice")
    assert not has(at, "story_gap")
    assert not any("Between us" in t.value for t in at.text)
    assert not has(at, "story_prepare")
