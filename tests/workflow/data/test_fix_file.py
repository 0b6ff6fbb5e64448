"""Cells in doubt go out as a list, and come back corrected into the same draft."""

from __future__ import annotations

import csv
import io

import pytest

from equity_core.errors import Refused, Unreadable
from equity_core.workflow.data import bring_in

HEAD = "student_id,school_year,race,suspended,days_enrolled,days_absent\n"
ROWS = "".join(f"{i:04d},2024-25,{'White' if i % 2 else 'Black'},{i % 2},180,{i}\n" for i in range(60))
BAD = "0060,2024-25,Martian,1,180,17\n0061,2024-25,White,perhaps,180,=1+1\n0062,2024-25,White,0,180,-4\n"
COUNTS = "school_year,race,enrolled,suspended\n2024-25,White,80,4\n2024-25,Black,60,90\n2024-25,Asian,-20,1\n"


def drafted(ws, *texts):
    return bring_in.read(ws, [(f"file{i}.csv", text.encode()) for i, text in enumerate(texts)])


def listed(ws, draft):
    found = bring_in.cells_to_mend(ws, draft)
    return [] if found is None else list(csv.reader(io.StringIO(found.decode("utf-8-sig"))))


def filled(rows, right):
    """Return the list as somebody gives it back, `right` by what the file says."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([rows[0], *([*row[:4], right.get(row[3], "")] for row in rows[1:])])
    return out.getvalue().encode("cp1252")


def codes(ws, draft):
    return {q.code for found in bring_in.check(ws, draft).files for q in found.questions}


def test_every_cell_in_doubt_is_listed_with_its_line_and_none_besides(ws):
    rows = listed(ws, drafted(ws, HEAD + ROWS + BAD, COUNTS))
    assert [tuple(row[:4]) for row in rows[1:]] == [
        ("file0.csv", "62", "race", "Martian"),
        ("file0.csv", "63", "suspended", "perhaps"),
        ("file0.csv", "63", "days_absent", "'=1+1"),
        ("file0.csv", "64", "days_absent", "-4"),
        ("file1.csv", "3", "suspended", "90"),
        ("file1.csv", "4", "enrolled", "-20"),
    ]


def test_a_full_list_says_so_and_what_is_left_comes_with_the_next(ws):
    rows = "".join(f"{i:05d},2024-25,White,0,180,{i % 100 - 200}\n" for i in range(20_100))
    draft = drafted(ws, HEAD + rows + ROWS * 400)
    found = bring_in.cells_to_mend(ws, draft)
    cells = list(csv.reader(io.StringIO(found.decode("utf-8-sig"))))[1:]
    assert len(cells) == 20_000
    assert bring_in.is_full_list(found)
    out = io.StringIO(newline="")
    head = found.decode("utf-8-sig").split("\r\n", 1)[0].split(",")
    csv.writer(out).writerows([head, *([*cell[:4], "5"] for cell in cells)])
    assert bring_in.mend(ws, draft, out.getvalue().encode()).changed == 20_000
    left = bring_in.cells_to_mend(ws, draft)
    assert left.count(b"\r\n") == 101
    assert not bring_in.is_full_list(left)


def test_a_clean_file_has_no_list(ws):
    assert bring_in.cells_to_mend(ws, drafted(ws, HEAD + ROWS)) is None


def test_corrections_are_read_in_place_of_what_the_file_said(ws):
    draft = drafted(ws, HEAD + ROWS + BAD, COUNTS)
    right = {"Martian": "Asian", "perhaps": "0", "'=1+1": "2", "-4": "4", "90": "9", "-20": "20"}
    came = bring_in.mend(ws, draft, filled(listed(ws, draft), right))
    assert (came.changed, came.unknown) == (6, ())
    assert codes(ws, draft) == {"cells_mended"}
    first, second = bring_in.keep_all(ws, draft)
    assert (first.rows_read, first.rows_kept, second.rows_kept) == (63, 63, 3)
    assert first.decided[0].code == "cells_mended"
    assert "Asian" in next(use for use in first.dimensions if use.id == "race").groups


def test_what_is_left_empty_stays_and_what_fits_no_cell_is_said(ws):
    draft = drafted(ws, HEAD + ROWS + BAD)
    rows = listed(ws, draft)
    rows[1][1] = "3"
    came = bring_in.mend(ws, draft, filled(rows, {"Martian": "Asian"}))
    assert (came.changed, came.unknown) == (0, (2,))
    assert {"unknown_group", "unknown_value", "impossible_days", "not_a_number"} <= codes(ws, draft)


def test_another_file_is_no_list(ws):
    draft = drafted(ws, HEAD + ROWS + BAD)
    with pytest.raises(Refused) as found:
        bring_in.mend(ws, draft, b"a,b\n1,2\n")
    assert found.value.code == "import.no_fix_file"


def test_a_list_alone_asks_for_the_file_that_it_corrects(ws):
    draft = drafted(ws, HEAD + ROWS + BAD)
    with pytest.raises(Unreadable) as found:
        bring_in.read(ws, [("list.csv", bring_in.cells_to_mend(ws, draft))])
    assert found.value.code == "file.fix_file"


def test_no_list_shows_a_contact_or_the_id_of_a_student(ws):
    draft = drafted(ws, HEAD + ROWS + "secret77,2024-25,ann@example.org,call 555-010-7788,180,x\n")
    said = bring_in.cells_to_mend(ws, draft).decode()
    assert "example.org" not in said
    assert "555-010" not in said
    assert "secret77" not in said


def test_a_share_among_percentages_is_a_cell_to_mend(ws):
    rows = "".join(f"{i:04d},2024-25,White,{90 + i % 9}\n" for i in range(60))
    draft = drafted(ws, "student_id,school_year,race,attendance_pct\n" + rows + "0060,2024-25,White,0.955\n")
    assert [row[:4] for row in listed(ws, draft)[1:]] == [["file0.csv", "62", "attendance_pct", "0.955"]]
