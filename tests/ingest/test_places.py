"""A published file of several levels is read at one of them, and levels are never added."""

from __future__ import annotations

import pytest

from equity_core.workflow.data import bring_in

CALIFORNIA = (
    "Academic Year,Aggregate Level,County Code,District Code,School Code,County Name,District Name,School Name,"
    "Charter School,DASS,Reporting Category,ChronicAbsenteeismEligibleCumulativeEnrollment,"
    "ChronicAbsenteeismCount,ChronicAbsenteeismRate\n"
)


def row(level, school, category, n, x, *, district="Hill Unified", charter="No"):
    return f"2024-25,{level},1,2,3,Example,{district},{school},{charter},No,{category},{n},{x},*\n"


def file(*rows):
    return [("chronic.csv", (CALIFORNIA + "".join(rows)).encode())]


def asked(ws, draft):
    (check,) = bring_in.check(ws, draft).files
    return {q.code: q for q in check.questions}, check


SCHOOL = [row("S", "Cedar", c, n, x) for c, n, x in (("TA", 200, 60), ("RB", 80, 30), ("RW", 120, 30))]
DISTRICT = [
    row("D", "", c, n, x, charter=charter)
    for charter, k in (("All", 10), ("No", 7), ("Yes", 3))
    for c, n, x in (("TA", 200 * k, 60 * k), ("RB", 80 * k, 30 * k), ("RW", 120 * k, 30 * k))
]


def test_schools_are_read_where_there_are_schools(ws):
    draft = bring_in.read(ws, file(*SCHOOL, *DISTRICT))
    questions, _ = asked(ws, draft)
    assert (questions["which_level"].answers, questions["which_level"].answer) == (("school", "district"), "school")
    bring_in.keep(ws, draft)
    assert ws.table("chronic_absence", "2024-25", "race").total.n == 200


def test_the_district_is_an_answer_and_its_parts_are_not_added(ws):
    draft = bring_in.answer(bring_in.read(ws, file(*SCHOOL, *DISTRICT)), "which_level", "district")
    bring_in.keep(ws, draft)
    table = ws.table("chronic_absence", "2024-25", "race")
    assert (table.total.n, table.group("Black or African American").x) == (2000, 300)


def test_one_level_is_no_question(ws):
    questions, _ = asked(ws, bring_in.read(ws, file(*SCHOOL)))
    assert "which_level" not in questions


def test_what_is_called_a_district_and_is_none_is_not_read(ws):
    rows = [row("D", "", "TA", 500, 90, district=name, charter="All") for name in ("Hill", "East")]
    rows.append(row("D", "", "TA", 9000, 900, district="ESD 9 acting as a school district", charter="All"))
    questions, check = asked(ws, bring_in.read(ws, file(*rows)))
    assert "ESD 9" in questions["not_a_district"].facts["names"]
    assert {r.school for r in check.result.rows} == {"Hill", "East"}


def test_schools_with_one_name_in_two_districts_stay_two(ws):
    rows = [row("S", "Lincoln", "TA", 500, 90, district=name) for name in ("Hill", "East")]
    _, check = asked(ws, bring_in.read(ws, file(*rows)))
    assert {r.school for r in check.result.rows} == {"Lincoln (Hill)", "Lincoln (East)"}


def test_categories_that_count_students_again_are_left_out_and_said(ws):
    again = [row("S", "Cedar", "GRK8", 200, 60), row("S", "Cedar", "ZZ", 20, 6)]
    questions, check = asked(ws, bring_in.read(ws, file(*SCHOOL, *again)))
    assert questions["categories_left_out"].facts["names"] == "GRK8, ZZ"
    assert {r.group for r in check.result.rows} == {"", "Black or African American", "White"}


@pytest.mark.parametrize("n", ["*", "9"])
def test_a_group_that_the_state_hides_is_hidden_and_raises_our_limit(ws, n):
    draft = bring_in.read(ws, file(*SCHOOL, row("S", "Cedar", "RI", n, "*")))
    questions, _ = asked(ws, draft)
    assert questions["source_threshold"].facts["min_group"] == 11
    assert "10 or fewer" in bring_in.message(ws.words, questions["hidden_by_state"])
    source = bring_in.keep(ws, draft)
    assert ws.profile.min_group == 11
    assert "source_threshold" in [d.code for d in source.decided]
    table = ws.table("chronic_absence", "2024-25", "race")
    assert table.group("American Indian or Alaska Native").status == "hidden_by_source"


def test_a_raised_limit_holds_for_what_was_there_before(ws):
    text = "school_year,metric,dimension,group,denominator,numerator\n"
    text += "".join(f"2024-25,suspended,race,{g},{n},{x}\n" for g, n, x in (("White", 90, 30), ("Asian", 10, 5)))
    bring_in.keep(ws, bring_in.read(ws, [("a.csv", text.encode())]))
    assert ws.table("suspended", "2024-25", "race").group("Asian").status == "shown"
    bring_in.keep(ws, bring_in.read(ws, file(*SCHOOL)))
    assert ws.table("suspended", "2024-25", "race").group("Asian").status == "hidden"


def test_two_schools_by_group_add_up_to_both(ws):
    text = "school,school_year,metric,dimension,group,denominator,numerator\n"
    for school, k in (("A", 1), ("B", 2)):
        text += "".join(
            f"{school},2024-25,suspended,race,{group},{n * k},{x * k}\n"
            for group, n, x in (("White", 100, 10), ("Black", 60, 20))
        )
    bring_in.keep(ws, bring_in.read(ws, [("a.csv", text.encode())]))
    table = ws.table("suspended", "2024-25", "race")
    assert (table.group("White").n, table.group("Black or African American").x, table.total.n) == (300, 60, 480)
    assert ws.table("suspended", "2024-25", "race", (("school", "A"),)).group("White").n == 100
