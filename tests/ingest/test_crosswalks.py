"""What schools write for English learners, income, grades, years and plans, and what it becomes."""

from __future__ import annotations

import pytest

from equity_core.ingest import periods
from equity_core.ingest import vocabulary as words
from equity_core.workflow.data import bring_in


@pytest.mark.parametrize(
    ("dimension", "text", "group"),
    [
        ("el_status", "RFEP", "Former EL"),
        ("el_status", "LTEL", "Current EL"),
        ("el_status", "IFEP", "Never EL"),
        ("el_status", "EO", "Never EL"),
        ("el_status", "N", "Not a current EL"),
        ("el_status", "Ever EL", "Ever EL"),
        ("disability", "504 only", "504 plan only"),
        ("disability", "IEP", "Students with disabilities"),
        ("gender", "X", "X"),
        ("gender", "Genderfluid", "Genderfluid"),
        ("grade", "-1", "PK"),
        ("grade", "Half-day Kindergarten", "K"),
        ("grade", "1st Grade", "01"),
        ("grade", "Twelfth grade", "12"),
        ("grade", "Gr 09", "09"),
        ("race", "uri://ed-fi.org/RaceDescriptor#Black - African American", "Black or African American"),
    ],
)
def test_a_text_becomes_its_group(dimension, text, group):
    assert words.group_label(dimension, text) == group


@pytest.mark.parametrize(
    ("dimension", "text"),
    [*(("race", letter) for letter in "NAMPI"), *(("el_status", letter) for letter in "LRIE"), ("grade", "0")],
)
def test_a_letter_that_can_mean_two_things_is_asked_about(dimension, text):
    with pytest.raises(words.Doubt) as found:
        words.group_label(dimension, text)
    assert found.value.code == "ambiguous_group"


@pytest.mark.parametrize(
    "text", ["2024-25", "2024-2025", "24-25", "2425", "2024/25", "SY2025", "SY25", "SY 2024-25", "School Year 2024-25"]
)
def test_a_school_year_in_all_its_spellings(text):
    assert periods.school_year(text) == "2024-25"


@pytest.mark.parametrize(("text", "code"), [("2025", "year_alone"), ("34", "year_id")])
def test_a_year_that_can_mean_two_things_is_asked_about(text, code):
    with pytest.raises(words.Doubt) as found:
        periods.school_year(text)
    assert (found.value.code, found.value.suggests) == (code, "2024-25")


def checked(ws, **columns):
    names = ["student_id", "school_year", "race", "suspended", *columns]
    rows = [
        [f"{i:05d}", "2024-25", ("White", "Black")[i % 2], str(i % 3 == 0), *(of(i) for of in columns.values())]
        for i in range(100)
    ]
    text = "\n".join(",".join(row) for row in [names, *rows])
    (check,) = bring_in.check(ws, bring_in.read(ws, [("a.csv", text.encode())])).files
    return {q.code: q for q in check.questions}, {c.target: c for c in check.result.dimensions}, check


def test_meals_that_are_free_for_everybody_say_nothing_of_income(ws):
    questions, dimensions, _ = checked(ws, frl=lambda i: "N" if i < 5 else "F")
    assert "income" not in dimensions
    assert "direct certification" in bring_in.message(ws.words, questions["income_of_one_value"])
    questions, dimensions, _ = checked(ws, frl=lambda i: "N" if i < 6 else "F")
    assert "income" in dimensions


def test_a_school_with_few_low_incomes_may_keep_the_column(ws):
    questions, dimensions, _ = checked(ws, frl=lambda i: "F" if i < 5 else "P")
    assert questions["income_nearly_one"].answers == ("leave_out_column", "keep_column")
    assert "income" not in dimensions


def test_a_504_plan_is_a_group_of_its_own_and_never_a_disability(ws):
    _, dimensions, check = checked(ws, iep=lambda i: "YN"[i % 2], section504=lambda i: "NNNY"[i % 4])
    assert {"disability", "plan_504"} <= set(dimensions)
    values = dict(check.file.part.intake.values_of("plan_504"))
    assert values == {"Students with a 504 plan": 25, "Students without a 504 plan": 75}
