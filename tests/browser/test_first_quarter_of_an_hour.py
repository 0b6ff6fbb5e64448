"""Scenario S1, steps 1–10, as a principal does it: the first fifteen minutes, at 1366×768."""

from __future__ import annotations

import re

import pytest

from tests.browser.hands import Hands
from tests.conftest import SHARED

HIDDEN = ("American Indian or Alaska Native", "Native Hawaiian or Pacific Islander")
RAW_IDS = ("S1000", "S1001", "S1599")


@pytest.fixture
def sample(browser_page) -> Hands:
    """The sample school, just opened."""
    hands = Hands(browser_page)
    hands.go()
    if hands.has("open_sample"):
        hands.press("open_sample")
    yield hands
    hands.must_never_see(*RAW_IDS)


def see(hands: Hands, measure: str, dimension: str, period: str = "2024-25") -> None:
    hands.go("gaps")
    hands.choose("sel_measure", measure)
    hands.choose("sel_dimension", dimension)
    hands.choose("sel_period", period)
    if hands.has("predict_skip"):
        assert not hands.has("gap_chart"), "the answer is there before the question"
        hands.press("predict_skip")
    hands.at("gap_table").locator("tbody tr").first.wait_for()


def row(hands: Hands, group: str) -> list[str]:
    cells = hands.at("gap_table").locator("tr", has=hands.page.get_by_text(group, exact=True)).first
    return cells.locator("th, td").all_inner_texts()


def test_the_sample_opens_on_home_with_words_on_the_loop_and_its_watermark(sample):
    strip = sample.text("loop_strip")
    for word in ("Get ready", "Diagnose", "Design", "Implement", "Reflect"):
        assert re.search(rf"{word} \S (decided|ready|working|not started)", strip), word
    assert "SAMPLE" in sample.text("sample_watermark")
    assert sample.page.get_by_role("dialog").count() == 0


def test_the_tour_has_four_short_stops_and_ends_on_home(sample):
    for _ in range(4):
        sample.press("tour_next")
        assert len(sample.text("tour_text").split()) <= 45
    sample.press("tour_end")
    assert not sample.has("tour_text")
    assert sample.page.url.rstrip("/") == sample.tab.server.url


def test_suspensions_by_race_name_the_school_and_hide_who_must_be_hidden(sample):
    see(sample, "Suspended at least once", "Race/ethnicity")
    headline = sample.text("headline")
    assert headline.startswith("Our school")
    for fact in ("24", "120", "20.0%", "7.7%"):
        assert fact in headline
    assert "about 15 fewer" in sample.text("people_to_parity")
    assert "clear" in sample.text("certainty")
    assert "2.6 times" in sample.page.locator("[data-testid=stMain]").inner_text()
    assert row(sample, "All students")[1:4] == ["600", "61", "10.2%"]
    assert "2.59" in row(sample, "Black or African American")
    assert "10.0%" in row(sample, "Hispanic or Latino")
    assert "5.9%" in row(sample, "White")
    groups = sample.at("gap_table").locator("tbody tr").all_inner_texts()
    assert groups[0].startswith("All students")
    assert groups[1:] == sorted(groups[1:])
    for group in HIDDEN:
        assert group in sample.text("hidden_note")
        assert not re.search(r"\d", " ".join(row(sample, group)[1:]))
    note = "Not shown: fewer than 10 students, a count too small, or needed to protect such a group."
    assert note in sample.text("hidden_note")
    for group in ("Asian", "Two or more races"):
        assert re.search("hidden|under 5", " ".join(row(sample, group)))
        assert "%" not in " ".join(row(sample, group))


def test_disability_reading_and_absence_have_the_facts_of_the_file(sample):
    see(sample, "Suspended at least once", "Disability")
    assert "20.0%" in sample.text("headline")
    assert "8.4%" in sample.text("headline")
    assert "about 11" in sample.text("people_to_parity")
    see(sample, "Reading proficient", "English learner status")
    assert "30.0%" in row(sample, "Current EL")
    assert "70.0%" in row(sample, "Former EL")
    assert "57.5%" in row(sample, "Never EL")
    everything = sample.page.locator("[data-testid=stMain]").inner_text()
    assert "reclassification" in everything.lower()
    assert "45.0%" in everything
    assert "108 of 240" in everything
    see(sample, "Chronic absence", "Family income")
    assert "30.0%" in row(sample, "Students from low-income families")
    assert "12.2%" in row(sample, "Students from other families")
    assert row(sample, "All students")[1:4] == ["600", "132", "22.0%"]


def test_the_principals_page_is_one_offline_sheet_with_the_same_numbers(sample, tmp_path, chromium):
    sample.go("kit")
    sample.press("kit_prepare")
    with sample.page.expect_download() as waiting:
        sample.at("kit_download").locator("button").click()
    file = tmp_path / "page.html"
    waiting.value.save_as(file)
    html = file.read_text(encoding="utf-8")
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert "https://" not in html
    assert "<script" not in html
    offline = chromium.new_context(offline=True)
    page = offline.new_page()
    page.goto(file.as_uri())
    told = page.inner_text("body")
    assert "20.0%" in told
    assert "7.7%" in told
    assert "groups under 10 students are not shown" in told.lower()
    paper = page.pdf(format="Letter", prefer_css_page_size=False)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1
    offline.close()


def test_home_says_what_must_be_decided_when_and_by_whom(sample):
    tile = sample.text("tile_decide")
    assert re.search(r"\w+ \d{1,2}, 20\d\d", tile)
    assert "Principal" in tile


def test_the_same_file_brought_in_by_hand_gives_the_same_numbers(browser_page):
    hands = Hands(browser_page)
    hands.go("bring-in")
    hands.upload("upload_files", SHARED / "scenarios/fixtures/s1_sample/riverbend_2024-25.csv")
    hands.press("match_done")
    hands.press("check_done")
    assert "600" in hands.text("receipt_read")
    assert "600" in hands.text("receipt_kept")
    see(hands, "Suspended at least once", "Race/ethnicity")
    assert "24 of 120" in hands.text("headline")
    hands.must_never_see(*RAW_IDS)
