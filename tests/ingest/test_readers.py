"""Files are judged by their content, and become one sheet of text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Unreadable
from equity_core.ingest import Sheet, readers
from equity_core.ingest.sheet import repaired, rows_below
from equity_core.store import Intake
from tests.ingest import books

ROWS = [["student_id", "race", "suspended"], ["001", "White", 1], ["002", "Black", 0]]
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
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        ("\ufeff" + TABLE).encode("utf-16-be"),
        TABLE.replace("\n", "\r\n", 1).replace("\n0", "\r0").encode(),
    ],
)
def test_every_spelling_of_a_table_is_the_same_table(content):
    sheet = readers.read("a.csv", content)
    assert sheet.header == ("student_id", "race", "suspended")
    assert sheet.sample == (("001", "Peña", "1"), ("002", "White", "0"))


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"%PDF-1.7 ...", "file.pdf"),
        (b"<html><table>", "file.web_page"),
        (b"<!DOCTYPE html><p>Please sign in</p>", "file.web_page"),
        (b"\x1f\x8b\x08", "file.zip"),
        (b"BM\x00\x00", "file.image"),
        (b"a,b\n1,\x00\x00\x01", "file.binary"),
        (books.packed({"word/document.xml": "<w/>"}), "file.document"),
        (books.packed({"Index/Document.iwa": "x"}), "file.numbers"),
        (books.packed({"students.csv": "a,b"}), "file.zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "file.damaged"),
        (books.xls(ROWS)[:2600], "file.damaged"),
    ],
)
def test_other_kinds_of_file_are_named(head, code):
    with pytest.raises(Unreadable) as found:
        readers.read("x.csv", head)
    assert found.value.code == code


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


@pytest.mark.parametrize("content", [books.xlsx(ROWS), books.xls(ROWS, hidden=[*ROWS, *ROWS]), books.ods(ROWS)])
def test_every_kind_of_workbook_is_the_same_table(content):
    sheet = readers.read("a", content)
    assert sheet.header == ("student_id", "race", "suspended")
    assert sheet.sample == (("001", "White", "1"), ("002", "Black", "0"))
    assert sheet.lines([0, 1]) == (2, 3)


@pytest.mark.parametrize("content", [books.xls(ROWS, hidden=[*ROWS, *ROWS]), books.ods(ROWS, hidden=[*ROWS, *ROWS])])
def test_a_hidden_sheet_of_any_workbook_is_never_read_and_the_other_is_named(content):
    sheet = readers.read("a", content)
    assert len(sheet.sample) == 2
    assert [(p.code, p.facts["sheet"]) for p in sheet.problems] == [("sheet_chosen", "data")]


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (books.ods([["a", "b"], ["&i;", "1"]], doctype=LAUGHS), "file.entities"),
        (books.packed({"xl/workbook.xml": "<workbook/>", "xl/styles.xml": LAUGHS + "<s/>"}), "file.entities"),
        (books.ods(ROWS, repeat=1_000_000, across=16_000), "file.too_big_inside"),
        (books.xlsx(ROWS, far="XFD1048576"), "file.too_big_inside"),
        (books.xlsx(ROWS, far="AA1048576"), "file.too_big_inside"),
        (books.packed({"xl/workbook.xml": "<workbook/>"}), "file.damaged"),
    ],
)
def test_a_workbook_that_is_a_bomb_is_never_opened(content, code):
    with pytest.raises(Unreadable) as found:
        readers.read("a.xlsx", content)
    assert found.value.code == code


WEB = """<html><head><style>td {mso-number-format:"@"}</style></head><body>
<table><tr><td>Springfield Unified</td></tr></table>
<table border=1><tr><th rowspan=2>School<th rowspan=2>Race<th colspan=2>2022-23<th colspan=2>2023-24</tr>
<tr><th>Enrolled<th>Suspended<th>Enrolled<th>Suspended</tr>
<tr><td rowspan=2>Peña<td>White<td>80<td>4<td>81<td>5</tr><tr><td>Black &amp; other<td>60<td>9<td>61<td>8
</table></body></html>"""


def test_a_workbook_with_a_damaged_part_or_cut_short_is_refused_in_words():
    book = bytearray(books.xlsx([["a", "b"], *([str(n), n] for n in range(200))]))
    part = book.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
    book[part : part + 40] = bytes(40)
    old = books.xls([["a", "b"], *([str(n), n] for n in range(200))])
    for content in (bytes(book), *(old[:size] for size in range(600, len(old), 2_003))):
        with pytest.raises(Unreadable) as found:
            readers.read("a.xls", content)
        assert found.value.code == "file.damaged"


def test_an_old_workbook_that_says_it_is_endless_ends_nothing_but_its_reader():
    book = bytearray(books.xls(ROWS))
    at = book.index(b"\x00\x02\x0e\x00") + 4  # the rows and columns that it says it has
    book[at : at + 4] = b"\x00\x00\x00\xd0"
    with pytest.raises(Unreadable) as found:
        readers.read("a.xls", bytes(book))
    assert found.value.code == "file.damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_table_in_a_web_page_named_xls_is_read(encoding):
    sheet = readers.read("report.xls", WEB.encode(encoding))
    assert sheet.header == ("School", "Race", "school_year", "Enrolled", "Suspended")
    assert sheet.sample == (
        ("Peña", "White", "2022-23", "80", "4"),
        ("Peña", "White", "2023-24", "81", "5"),
        ("Peña", "Black & other", "2022-23", "60", "9"),
        ("Peña", "Black & other", "2023-24", "61", "8"),
    )


def test_one_year_in_a_column_name_is_no_wide_table():
    sheet = readers.read("a.csv", b"student_id,race,suspended_2023_24,grades 10-11,grades 11-12\n1,White,0,1,1\n")
    assert sheet.width == 5


def test_one_bad_byte_does_not_turn_good_letters_into_others():
    body = "student_id,race\n1,Peña\n2,Ñandú\n3,Zoë\n".encode().replace(b"Zo", b"Z\xff")
    sheet = readers.read("a.csv", body)
    assert [row[1] for row in sheet.sample][:2] == ["Peña", "Ñandú"]
    assert [(p.code, p.lines) for p in sheet.problems] == [("unreadable_letters", (4,))]


def test_a_thousand_rows_after_a_stray_quotation_mark_are_not_swallowed():
    rows = "".join(f"{i},White,1\n" for i in range(1000))
    sheet = repaired(readers.read("a.csv", f'student_id,race,n\n0,"White,1\n{rows}'.encode()))
    assert len(list(rows_below(sheet))) == 1001
    assert [(p.code, p.lines) for p in sheet.problems] == [("open_quote", (2,))]


def test_a_quotation_mark_that_never_closes_among_others_is_named_by_its_line():
    rows = "".join(f'{i},"Black, or other",1\n' for i in range(9))
    with pytest.raises(Unreadable) as found:
        repaired(readers.read("a.csv", f'student_id,race,n\n0,White,1\n1,"White,1\n{rows}'.encode()))
    assert (found.value.code, found.value.facts["line"]) == ("file.open_quote", 3)


def test_two_thousand_columns_are_read_and_one_more_is_refused():
    def wide(n):
        names = ",".join(["student_id", "race", "suspended", *(f"item {i % 2}-{i}" for i in range(n - 3))])
        return f"{names}\n{','.join(['1'] * n)}\n".encode()

    assert readers.read("a.csv", wide(2000)).width == 2000
    with pytest.raises(Unreadable) as found:
        readers.read("a.csv", wide(2001))
    assert found.value.code == "file.too_wide"


def test_lines_stay_those_of_the_file_when_rows_are_repaired():
    sheet = repaired(readers.read("a.csv", b"Title\n\nstudent_id,race,n\n1,White,2\n\n2,Black\n3,White,4\n"))
    assert sheet.lines([0, 1, 2]) == (4, 6, 7)
    assert [(p.code, p.lines) for p in sheet.problems] == [("lines_above", (3,)), ("ragged_lines", (6,))]
