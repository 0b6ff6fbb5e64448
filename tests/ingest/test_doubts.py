"""Doubts are questions with their lines: rows that are no students, two columns that disagree, days, scales."""

from __future__ import annotations

from datetime import date

import pytest

from equity_core.ingest import check, check_counts, guess
from equity_core.ingest.part import Part
from equity_core.ingest.readers import read
from equity_core.store import Intake

HEAD = "student_id,school,school_year,race,suspended,days_enrolled,days_absent\n"


def asked(text, name="a.csv", **said):
    """Return (questions by code, result) of a file."""
    sheet = read(name, text.encode())
    part = Part(sheet, guess(sheet), Intake(b"k"), dict(said))
    part.load()
    result = (check_counts if part.mapping.shape == "counts" else check)(part, today=date(2025, 11, 3))
    part.intake.close()
    return {question.code: question for question in result.questions}, result


def students(n, school="Lincoln"):
    return "".join(f"{i:04d},{school},2024-25,{'White' if i % 2 else 'Black'},0,180,{i}\n" for i in range(n))


def test_a_wholly_wrong_column_of_days_is_said_once():
    """Days enrolled is alone then, which is no second doubt; where no other column is matched, it is said."""
    wrong = "".join(f"{i:04d},Lincoln,2024-25,White,0,180,text {i}\n" for i in range(4_000))
    found, _ = asked(HEAD + wrong)
    assert set(found) == {"wrong_column"}
    alone = "".join(f"{i:04d},Lincoln,2024-25,White,0,180\n" for i in range(20))
    found, _ = asked(HEAD.replace(",days_absent", "") + alone)
    assert "days_alone" in found


def test_rows_that_are_no_students_are_left_out_and_said():
    more = ",,,,,,\nTotal,,2024-25,,0,3600,190\n" + HEAD + "* counts are not final,,,,,,\n"
    found, result = asked(HEAD + students(20) + more)
    assert {code: q.lines for code, q in found.items()} == {
        "blank_rows": (22,),
        "total_rows": (23,),
        "header_again": (24,),
        "lines_below": (25,),
    }
    assert result.rows_kept == 20


def test_a_student_with_an_id_alone_is_no_note():
    found, _ = asked(HEAD + students(20) + "0099,,,,,,\n")
    assert list(found) == ["unknown_period"]


def test_numbers_and_names_of_schools_that_fit_are_one_column():
    text = "student_id,school_id,school_name,school_year,race,suspended\n"
    rows = "".join(f"{i},{i % 2},{'Lincoln' if i % 2 else 'Douglass'},2024-25,White,0\n" for i in range(20))
    found, result = asked(text + rows)
    assert (found, [c.header for c in result.dimensions]) == ({}, ["school_name", "race"])


@pytest.mark.parametrize("answer", ["school_id", "school_name"])
def test_one_name_of_two_schools_is_asked_about(answer):
    text = "student_id,school_id,school_name,school_year,race,suspended\n"
    rows = "".join(f"{i},{i % 3},{'Lincoln' if i % 3 else 'Douglass'},2024-25,White,0\n" for i in range(21))
    found, result = asked(text + rows, two_schools=answer)
    assert found["two_schools"].default == "school_id"
    assert result.dimensions[0].header == answer
    assert result.also_read == (("school_id",) if answer == "school_id" else ())


@pytest.mark.parametrize(("answer", "yes"), [("use_first", False), ("use_last", True), ("leave_out_column", None)])
def test_which_of_two_columns_of_a_name_counts_is_a_question_with_its_lines(answer, yes):
    text = "student_id,school_year,race,suspended,suspended\n1,2024-25,White,0,1\n2,2024-25,White,1,1\n"
    found, result = asked(text, header_twice_differs=answer)
    assert (found["header_twice_differs"].lines, found["header_twice_differs"].default) == ((2,), "leave_out_column")
    values = next((p.values for p in result.plan if p.name == "suspended"), None)
    assert (values or {}).get(("0",), "none") == {False: False, True: "none", None: "none"}[yes]


def test_days_that_may_be_others_are_asked_about_unless_a_row_proves_their_order():
    log = "student_id,incident_date,incident_type\n1,5/9/2024,Fight\n2,9/5/2024,Fight\n"
    found, result = asked(log, date_order="day_first")
    assert (found["date_order"].lines, result.periods) == ((2, 3), ("2023-24", "2024-25"))
    assert next(p for p in result.plan if p.name == "day").values[("9/5/2024",)] == date(2024, 5, 9)
    found, result = asked(log + "3,9/13/2024,Fight\n")
    assert "date_order" not in found
    found, result = asked(log + "3,13/9/2024,Fight\n")
    assert next(p for p in result.plan if p.name == "day").values[("5/9/2024",)] == date(2024, 9, 5)


@pytest.mark.parametrize(("answer", "absent"), [("leave_out", None), ("share", 4), ("percent", 99)])
def test_a_share_among_percentages_is_asked_about(answer, absent):
    rows = "".join(f"{i},2024-25,White,{90 + i % 9}\n" for i in range(20))
    found, result = asked(
        "student_id,school_year,race,attendance rate\n" + rows + "77,2024-25,White,.96\n78,2024-25,White,0.96\n",
        mixed_scale=answer,
    )
    assert found["not_a_number"].lines == (22,)
    assert found["mixed_scale"].lines == (23,)
    value = next(p for p in result.plan if p.name == "days_absent").values[("0.96",)]
    assert value == (None if absent is None else pytest.approx(absent, abs=0.1))


def test_attendance_is_not_read_where_the_days_are_known():
    found, result = asked(HEAD.replace("\n", ",attendance\n") + students(20).replace("\n", ",97\n"))
    assert list(found) == ["attendance_not_read"]
    assert not result.by_attendance


def test_a_column_without_a_name_is_named_by_its_neighbour():
    found, _ = asked("student_id,race,,suspended,\n1,White,x,0,\n")
    assert found["blank_header"].facts == {"letter": "C", "before": "race"}


def test_a_rate_that_contradicts_its_counts_can_be_left_out():
    text = "school_year,race,enrolled,suspended,rate\n2024-25,White,200,10,5%\n2024-25,Black,100,10,25.0\n"
    found, result = asked(text)
    assert (found["rate_contradicts_counts"].lines, len(result.rows)) == ((3,), 2)
    _, result = asked(text, rate_contradicts_counts="leave_out_row")
    assert [row.group for row in result.rows] == ["White"]
