"""Real public files go in through the browser, and their reference facts come out on the gaps page."""

from __future__ import annotations

import json
import re

import pytest

from tests.browser.hands import Hands
from tests.conftest import SHARED

DATA = SHARED / "data"


@pytest.fixture
def hands(browser_page) -> Hands:
    yield Hands(browser_page)
    browser_page.must_be_clean()


def facts() -> dict[str, object]:
    return {f["id"]: f["value"] for f in json.loads((DATA / "reference/facts.json").read_text())}


def row(hands: Hands, group: str) -> str:
    found = hands.at("gap_table").locator("tr", has=hands.page.get_by_text(group, exact=True)).first
    found.wait_for()
    return found.inner_text()


def reveal(hands: Hands) -> None:
    if hands.has("predict_skip"):
        hands.press("predict_skip")


def test_connecticut_shows_points_and_ratio_and_claims_no_plain_win(hands):
    hands.go("bring-in")
    hands.upload(
        "upload_files",
        *(DATA / f"01_ct_suspension/suspension-rates__{year}_race_ct.csv" for year in ("2009-10", "2015-16")),
    )
    hands.press("match_done")
    hands.press("check_done")
    assert hands.has("receipt")
    known = facts()
    for period in ("2009-10", "2015-16"):
        black, white, points, ratio = known[f"bw_{period}"]
        hands.go("gaps", measure="suspended", by="race")
        hands.choose("sel_period", period)
        hands.choose("sel_compare", "White")
        reveal(hands)
        told = row(hands, "Black or African American")
        assert f"{black:.1f}%" in told
        assert f"{points:.1f} higher" in told
        assert f"{ratio:.2f}" in told
        assert f"{white:.1f}%" in row(hands, "White")
    hands.press("over_time")
    change = hands.text("over_time_sentences")
    assert "2.3 points" in change
    assert re.search(r"3\.70.*4\.15", change, re.DOTALL), change


def test_open_university_success_is_made_from_a_column_and_gives_the_published_gaps(hands):
    hands.go("bring-in")
    hands.upload("upload_files", DATA / "02_oulad/studentInfo.csv")
    assert "Pass" in hands.text("match_table")
    hands.press("match_done")
    hands.press("check_done")
    assert "32593" in hands.text("receipt_read")
    assert "32593" in hands.text("receipt_kept")
    known = facts()
    for period in ("2013J", "2014J"):
        n, x, rate, points, _, ratio = known[f"disab_{period}"]
        hands.go("gaps")
        hands.choose("sel_measure", "Final result")
        hands.choose("sel_dimension", "Disability")
        hands.choose("sel_period", period)
        reveal(hands)
        told = row(hands, "Students with disabilities")
        for fact in (str(n), str(x), f"{rate:.1%}", f"{-points:.1f} lower", f"{ratio:.2f}"):
            assert fact in told, fact
    hands.press("over_time")
    assert "2.1 points" in hands.text("over_time_sentences")
    assert not hands.saw("11391"), "an id of the file has reached the browser"
