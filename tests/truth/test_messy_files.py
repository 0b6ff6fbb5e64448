"""Every file of shared/messy ends as its expected.json says."""

from __future__ import annotations

import pytest

from equity_core.errors import Unreadable
from equity_core.ingest import readers
from equity_core.ingest.sheet import rows_below
from tests.conftest import SHARED

MESSY = SHARED / "messy"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("11_empty.csv", "file.empty"),
        ("12_no_header.csv", "file.no_header"),
        ("30_zip_bomb.xlsx", "file.too_big_inside"),
        ("31_password_protected.xlsx", "file.locked"),
        ("33_image.csv", "file.image"),
        ("34_truncated.xlsx", "file.damaged"),
    ],
)
def test_what_is_no_table_is_named_for_what_it_is(file, code):
    with pytest.raises(Unreadable) as found:
        readers.read(file, MESSY / file)
    assert found.value.code == code


def test_a_hidden_sheet_is_never_read():
    sheet = readers.read("a.xlsx", MESSY / "14_cover_sheet_hidden_sheet.xlsx")
    assert sheet.header[0] == "student_id"
    assert [problem.code for problem in sheet.problems] == ["sheet_chosen"]


def test_a_title_above_the_header_is_skipped_and_named():
    sheet = readers.read("a.csv", MESSY / "09_title_rows_and_footer.csv")
    assert sheet.skip == 4
    assert [problem.code for problem in sheet.problems] == ["lines_above"]


def test_names_in_two_rows_and_years_in_them_become_rows_and_merged_schools_are_filled_down():
    sheet = readers.read("a.xlsx", MESSY / "08_merged_two_row_header.xlsx")
    assert sheet.header == ("School", "Race/Ethnicity", "school_year", "Enrolled", "Suspended")
    rows = [row for _, row in rows_below(sheet)]
    assert len(rows) == 25  # 12 groups in two years, and the total in one
    assert sum(1 for row in rows if row[4] == "*") == 12
    assert ["Douglass MS", "Asian", "2023-24", "20", "*"] in rows
    assert sheet.lines([0, 1, 2]) == (5, 5, 6)
    assert {p.code for p in sheet.problems} == {
        "lines_above",
        "two_row_header",
        "merged_cells",
        "lines_below",
        "years_in_columns",
    }


def test_formulas_that_were_never_worked_out_are_named_and_missing():
    sheet = readers.read("a.xlsx", MESSY / "19_formulas_without_cached_values.xlsx")
    assert sheet.header[3] == "rate"
    assert {row[3] for row in sheet.sample} == {""}
    assert [(p.code, p.count, p.facts) for p in sheet.problems] == [("formulas_not_saved", 3, {"first": "D2"})]
