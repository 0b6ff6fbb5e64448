"""A workbook through the browser: another of its sheets is chosen, and what takes long is cancelled."""

from __future__ import annotations

import pytest

from tests.browser.hands import Hands
from tests.workflow.data.test_sheets import many_rows, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RACES = ("White", "Asian")


@pytest.fixture
def hands(browser_page) -> Hands:
    yield Hands(browser_page)
    browser_page.must_be_clean()


def test_a_person_chooses_the_sheet_she_means(hands):
    hands.go("bring-in")
    hands.upload("upload_files", {"name": "book.xlsx", "mimeType": XLSX, "buffer": workbook()})
    hands.choose("sheet_0", "This year")
    hands.press("match_done")
    assert "“This year”" in hands.text("check_questions")
    hands.press("check_done")
    assert hands.text("receipt_kept") == "Rows kept: 60"
    assert "2024-25" in hands.text("snapshot_name")
    hands.press("bring_more")


def test_a_workbook_that_takes_long_is_cancelled_while_it_is_read(hands):
    hands.go("bring-in")
    given = hands.at("upload_files").locator("input[type=file]")
    given.set_input_files({"name": "long.xlsx", "mimeType": XLSX, "buffer": many_rows(60_000)})
    hands.page.wait_for_selector(".st-key-cancel_import button", timeout=30_000)
    hands.at("import_progress").get_by_text("Working on long.xlsx").wait_for()
    hands.press("cancel_import")
    assert not hands.has("match_table")
    assert not hands.has("import_progress")
    assert "long.xlsx" not in hands.text("upload_files")
    hands.go("sources")
    assert hands.has("own_groups")
    assert "long.xlsx" not in hands.page.content()


def test_a_large_text_is_cancelled_while_the_engine_is_at_work(hands, tmp_path):
    path = tmp_path / "long.csv"
    rows = (f"{n},2024-25,{n % 12 + 1},{RACES[n % 2]}\n" for n in range(600_000))
    path.write_text("student_id,school_year,grade,race\n" + "".join(rows))
    hands.go("bring-in")
    hands.at("upload_files").locator("input[type=file]").set_input_files(str(path))
    hands.page.wait_for_selector(".st-key-match_done", timeout=30_000)
    hands.at("match_done").locator("button").click()
    hands.page.wait_for_selector(".st-key-cancel_import button", timeout=30_000)
    hands.press("cancel_import")
    assert not hands.has("match_table")
    assert "long.csv" not in hands.text("upload_files")
