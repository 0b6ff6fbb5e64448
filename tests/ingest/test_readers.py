"""Files are judged by their content, and become one sheet of text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Unreadable
from equity_core.ingest import Sheet, readers
from equity_core.store import Intake
from tests.conftest import SHARED

MESSY = SHARED / "messy"
TABLE = "student_id,race,suspended\n001,Peña,1\n002,White,0\n"


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.encode("cp1252"),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace(",", "\t").encode("utf-16"),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "|").encode(),
    ],
)
def test_every_spelling_of_a_table_is_the_same_table(content):
    sheet = readers.read("a.csv", content)
    assert sheet.header == ("student_id", "race", "suspended")
    assert sheet.sample == (("001", "Peña", "1"), ("002", "White", "0"))


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


@pytest.mark.parametrize(
    ("head", "code"),
    [(b"%PDF-1.7 ...", "file.pdf"), (b"<html><table>", "file.web_page"), (b"\x1f\x8b\x08", "file.zip")],
)
def test_other_kinds_of_file_are_named(head, code):
    with pytest.raises(Unreadable) as found:
        readers.read("x.csv", head)
    assert found.value.code == code


def test_a_hidden_sheet_is_never_read():
    sheet = readers.read("a.xlsx", MESSY / "14_cover_sheet_hidden_sheet.xlsx")
    assert sheet.header[0] == "student_id"
    assert [problem.code for problem in sheet.problems] == ["sheet_chosen"]


def test_a_title_above_the_header_is_skipped_and_named():
    sheet = readers.read("a.csv", MESSY / "09_title_rows_and_footer.csv")
    assert sheet.skip == 4
    assert [problem.code for problem in sheet.problems] == ["lines_above"]


def test_lines_are_those_of_the_file_when_a_cell_spans_two():
    body = b'id,note\n1,"a\nb"\n\n2,c\n'
    sheet = Sheet("a", body, ",", 1, ("id", "note"), (), rows=2)
    assert sheet.lines([0, 1]) == (2, 5)


CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=10))
def test_the_engine_reads_what_was_written(rows):
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["a", "b", "c"], *rows])
    intake = Intake(b"k")
    intake.load(out.getvalue().encode(), delimiter=",", skip=1, width=3, wanted=[0, 1, 2])
    assert intake.texts([0, 1, 2]) == [tuple(row) for row in rows]
    intake.close()
