"""A team makes a measure of a column; next year's file is counted the same way, and beside the year before."""

from __future__ import annotations

import pytest

from tests.browser.hands import Hands

GROUPS = ("White",) * 5 + ("Black",) * 4 + ("Hispanic",) * 3


@pytest.fixture
def hands(browser_page):
    return Hands(browser_page)


def marks(year, many):
    rows = (f"RAW{i:05d},{year},{GROUPS[i % 12]},{i % 20 + 1}" for i in range(many))
    text = "\n".join(["student_id,school_year,race,mark", *rows])
    return {"name": f"marks_{year}.csv", "mimeType": "text/csv", "buffer": text.encode()}


def keep(hands):
    hands.press("match_done")
    hands.press("check_done")
    assert hands.has("receipt")


def test_a_mark_of_ten_or_more_is_counted_in_both_years(hands):
    hands.go("bring-in")
    hands.upload("upload_files", marks("2023-24", 520))
    meaning = "Our own measure: a number"
    with hands._redrawn():
        hands.pick(hands.at("match_0_3").locator("input").first, meaning, typed=meaning)
    hands.write("label_0_3", "Mark of 10 or more")
    hands.write("least_0_3", "10")
    assert "“mark” is 10 or more" in hands.text("own_0_3")
    keep(hands)
    hands.press("bring_more")
    hands.upload("upload_files", marks("2024-25", 470))
    assert "“mark” is 10 or more" in hands.text("own_0_3")
    keep(hands)
    assert "9.6% fewer students than in 2023-24 (520 then, 470 now)" in hands.text("receipt")
    hands.go("sources")
    assert "In: marks_2023-24.csv and marks_2024-25.csv" in hands.text("own_measures")
    hands.must_never_see("RAW00")
