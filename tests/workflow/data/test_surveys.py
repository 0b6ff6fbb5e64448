"""Answers on a scale become measures; what people wrote waits for a person, names struck out."""

from __future__ import annotations

import json

import pytest

from equity_core.model import Evidence, Held
from equity_core.workflow.data import bring_in
from equity_core.workflow.diagnose import listen
from tests.conftest import SHARED
from tests.workflow.data.worlds import brought, table

FORM = SHARED / "messy" / "29_google_forms_export.csv"
SCALE = ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree")
LONG = ["The bus is late every day", "Quillon hit me and nobody cared", "call my mom at 555-010-7788 please"]
MORE = [
    "maria lopez is never on time",
    "I am 12 years old and I sit alone",
    "We live at 100 Elm Street near Jordan White",
]


def survey(n=60, *, comments=(), role=""):
    rows = []
    for i in range(n):
        said = f'"{comments[i]}"' if i < len(comments) else ""
        answers = SCALE[i % 5], "" if i < 12 else SCALE[(i + 1) % 5]
        rows.append((("White", "Black")[i % 2], *answers, said, *([role] if role else [])))
    head = "Race,I can be myself here.,Adults are fair here.,Anything else?"
    return table(f"{head},Role" if role else head, rows)


def period(ws):
    return ws.sources()[-1].periods[0]


def test_a_form_is_a_survey_with_a_measure_for_each_question(ws):
    (source,) = brought(ws, (FORM.name, FORM))
    assert (source.shape, source.one_row_is, source.rows_kept) == ("survey", "response", 150)
    assert source.measures == ("belonging", "adults_here_treat_students_fairly")
    total = ws.table("adults_here_treat_students_fairly", "2023-24", "gender").total
    assert (total.n, total.x) == (135, 60)  # a blank is not in the denominator
    assert ws.table("belonging", "2023-24", "race").group("Two or more races").n == 25
    assert ws.measure_label("adults_here_treat_students_fairly") == "Adults here treat students fairly."


def test_how_many_answered_is_a_measure_and_no_small_count_of_it_is_shown(ws):
    rows = [("White" if i < 60 else "Black", "" if i < 20 or i >= 67 else "Agree", "") for i in range(100)]
    brought(ws, ("s.csv", table("Race,Are adults always fair?,Do you belong?", rows)))
    answered = ws.table("answered_survey", period(ws), "race")
    few = answered.group("Black or African American")  # 7 of 40
    assert few.x is None
    assert (few.status, few.x_low, few.x_high) in {("range", 0, 9), ("hidden", None, None)}
    assert answered.total.x == 47


@pytest.mark.parametrize(("answer", "x"), [("five", 30), ("four", 60)])
def test_numbers_without_a_five_are_asked_about(ws, answer, x):
    rows = [("White", 1 + i % 4) for i in range(120)]
    brought(ws, ("s.csv", table("Race,q1", rows)), scale_of_four=answer)
    assert ws.table("q1", period(ws), "race").total.x == x


def test_two_long_questions_that_begin_alike_stay_apart(ws):
    heads = [f"Adults at this school treat students of every {what} with respect" for what in ("race", "gender")]
    brought(ws, ("s.csv", table(f"Race,{heads[0]},{heads[1]}", [("White", SCALE[i % 5], "Agree") for i in range(50)])))
    assert len(set(ws.sources()[0].measures)) == 2


def test_a_survey_of_staff_has_no_groups_but_who_answered(ws):
    rows = [("2024-25", SCALE[i % 5]) for i in range(40)]
    brought(ws, ("staff.csv", table("school_year,I can help every student in my class.", rows)), survey_role="staff")
    assert ws.table("i_can_help_every_student_in_my_class", period(ws), "role").total.n == 40


@pytest.mark.parametrize(("staff", "others"), [("Staff", "Student"), ("Teacher", "Parent"), ("school staff", "")])
def test_staff_are_by_no_group_whoever_else_answered(ws, staff, others):
    head = "school_year,Role,Race,Gender,I can be myself here."
    rows = [
        (
            "2024-25",
            staff if i % 2 else others or staff,
            ("White", "Asian")[i // 2 % 2],
            ("F", "M")[i // 3 % 2],
            "Agree",
        )
        for i in range(200)
    ]
    (source,) = brought(ws, ("s.csv", table(head, rows)))
    assert [use.id for use in source.dimensions] == ["role"]
    assert {t.dimension for release in ws.releases() for t in release.tables} == {"role"}
    assert "staff_by_role_only" in [decided.code for decided in source.decided]


def test_staff_are_by_no_group_where_somebody_says_that_they_answered(ws):
    (source,) = brought(ws, ("s.csv", survey()), survey_role="staff")
    assert [use.id for use in source.dimensions] == ["role"]
    assert {t.dimension for release in ws.releases() for t in release.tables} == {"role"}
    assert "staff_by_role_only" in [decided.code for decided in source.decided]


def test_answers_without_staff_are_compared_by_group(ws):
    (source,) = brought(ws, ("s.csv", survey(role="Student")))
    assert {use.id for use in source.dimensions} == {"race", "role"}


def test_what_people_wrote_waits_with_names_struck_out(ws):
    brought(ws, ("s.csv", survey(comments=LONG + MORE)))
    texts = [held.card.text for held in listen.queue(ws)]
    assert len(texts) == 6
    assert "The bus is late every day" in texts
    for secret in ("Quillon", "555-010", "maria", "12 years", "Elm Street", "Jordan", "White"):
        assert secret not in "\n".join(texts)
    assert listen.board(ws).voices == 0
    assert ws.of_cycle(Evidence) == []


def test_the_names_of_a_list_in_the_same_go_are_the_dictionary(ws):
    rows = [(i, f'"Zornig{i}, Braxil"', "White", "2024-25") for i in range(30)]
    names = table("student_id,Last First,race,school_year", rows)
    comments = ["we all know braxil lies", *LONG, *MORE]
    brought(ws, ("list.csv", names), ("s.csv", survey(comments=comments)))
    assert "we all know […] lies" in [held.card.text for held in listen.queue(ws)]
    assert "braxil" not in json.dumps([e.body for e in ws.store.events()]).lower()


@pytest.mark.parametrize("count", [1, 4])
def test_words_of_fewer_than_five_people_are_not_kept(ws, count):
    draft = bring_in.read(ws, [("s.csv", survey(comments=LONG[:1] * count))])
    assert "comments_of_few" in [q.code for q in bring_in.check(ws, draft).files[0].questions]
    bring_in.keep(ws, draft)
    assert ws.all(Held) == []
    assert "bus is late" not in json.dumps([e.body for e in ws.store.events()])


def test_a_yes_lets_a_comment_out_as_a_paraphrase_of_its_role(ws):
    brought(ws, ("s.csv", survey(comments=LONG + MORE, role="Family")))
    held = next(h for h in listen.queue(ws) if "bus" in h.card.text)
    assert "s.csv" in listen.why_held(ws, held)
    card = listen.let_through(ws, held)
    assert (card.from_role, card.consent) == ("family", "paraphrase")
    assert listen.board(ws).voices == 1
    assert listen.board(ws, stage=True).voices == 0
