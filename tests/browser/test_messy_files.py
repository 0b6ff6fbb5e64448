"""Ten messy files of a school through the browser, one after the other: each says what was seen and what to do."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from tests.browser.hands import Hands
from tests.conftest import SHARED

MESSY = SHARED / "messy"
EXPECTED = {about["file"]: about for about in json.loads((MESSY / "expected.json").read_text())["files"]}
REFUSED = ("11_empty.csv", "30_zip_bomb.xlsx", "31_password_protected.xlsx", "33_image.csv")
ASKED = (
    "09_title_rows_and_footer.csv",
    "14_cover_sheet_hidden_sheet.xlsx",
    "15_duplicate_student_rows.csv",
    "17_negative_and_impossible_counts.csv",
)
KEPT = ("21_html_js_markdown.csv", "25_pii_ssn_emails.csv")
CORRECTED = "17_negative_and_impossible_counts.csv"


def correct(hands: Hands, right: dict[str, str]) -> None:
    """Download the cells in doubt, write what is right beside each, and give the list back."""
    hands.at("fix_file").locator("summary").click()
    with hands.page.expect_download() as given:
        hands.at("fix_download").locator("button").click()
    rows = list(csv.reader(given.value.path().read_text("utf-8-sig").splitlines()))
    out = io.StringIO()
    csv.writer(out).writerows([rows[0], *([*row[:4], right[row[3]]] for row in rows[1:])])
    hands.upload("fix_upload", {"name": "mended.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()})
    hands.page.get_by_test_id("stAlert").filter(has_text="corrected").first.wait_for()


@pytest.fixture
def hands(browser_page) -> Hands:
    yield Hands(browser_page)
    browser_page.must_be_clean()


def says(text: str, file: str) -> bool:
    return any(re.search(word, text, re.IGNORECASE) for word in EXPECTED[file]["must_say"])


def test_ten_messy_files_are_refused_asked_about_or_kept_in_words(hands):
    assert len(REFUSED + ASKED + KEPT) == 10
    hands.go("bring-in")
    for file in REFUSED:
        hands.upload("upload_files", MESSY / file)
        warning = hands.page.get_by_test_id("stAlert").filter(has_text=file).first
        warning.wait_for()
        assert says(warning.inner_text(), file), warning.inner_text()
        assert not hands.has("match_done")
        hands.go("bring-in")
    for file in ASKED:
        hands.upload("upload_files", MESSY / file)
        hands.press("match_done")
        asked = hands.text("check_questions")
        assert says(asked, file), asked
        lines = " ".join(re.findall(r"[Ll]ines?:? ([\d, ]+)", asked))
        assert all(re.search(rf"\b{line}\b", lines) for line in EXPECTED[file]["checks"].get("bad_lines", ())), asked
        assert hands.has("check_done")
        if file == CORRECTED:
            correct(hands, {"-20": "20", "9": "4", "4.5": "4"})
            assert "3 cells were corrected" in hands.page.get_by_test_id("stAlert").first.inner_text()
            assert not hands.has("fix_file")
            hands.press("check_done")
            assert hands.text("receipt_kept") == f"Rows kept: {len((MESSY / file).read_text().splitlines()) - 1}"
        hands.press("bring_more" if file == CORRECTED else "start_again")
    for file in KEPT:
        hands.upload("upload_files", MESSY / file)
        hands.press("match_done")
        hands.press("check_done")
        assert "480" in hands.text("receipt_kept")
        hands.press("bring_more")
    assert hands.page.locator("img[src=x], a[href^='javascript:']").count() == 0
    hands.must_never_see("0100008", "Ava Nguyen", "900-10-1000", "students.example.org", "Elm Street")
