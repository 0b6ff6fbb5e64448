"""Each template comes back as it was downloaded, and a filled one says nothing of its examples."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from equity_core import ingest
from equity_core.model import Source
from equity_core.words import Words
from equity_core.workflow.data import bring_in, templates

WORDS = Words()
ROWS = [t for t in ingest.templates() if t.shape in ("students", "counts")]


def filled(id, *rows):
    """The CSV of a template with rows typed under its examples."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return templates.one(WORDS, id).content + out.getvalue().encode()


def student(number, race, suspended):
    return (
        f"{number:05d}",
        "Hill",
        "2024-25",
        "07",
        "F",
        race,
        "Never EL",
        "None",
        "No" if number % 3 else "Yes",
        "180",
        "3",
        suspended,
        "1",
    )


STUDENTS = [student(i, "White" if i % 2 else "Asian", int(i % 5 == 0)) for i in range(60)]


@pytest.mark.parametrize("template", ingest.templates(), ids=lambda t: t.id)
def test_every_template_is_recognised_when_it_comes_back(template):
    found = templates.one(WORDS, template.id)
    (sheet,) = ingest.read_all(found.file, found.content)
    assert ingest.template_of(sheet.header) == template
    assert [p.code for p in sheet.problems] == ["only_examples"]
    assert len(sheet.sample) == 3


@pytest.mark.parametrize("template", ROWS, ids=lambda t: t.id)
def test_a_template_goes_in_as_it_is(ws, template):
    found = templates.one(WORDS, template.id)
    (source,) = bring_in.keep_all(ws, bring_in.read(ws, [(found.file, found.content)]))
    assert (source.shape, source.rows_kept) == (template.shape, 3)


def test_examples_above_own_rows_are_left_out_and_said(ws):
    draft = bring_in.read(ws, [("students.csv", filled("students", *STUDENTS))])
    (check,) = bring_in.check(ws, draft).files
    assert [(q.code, q.count, q.lines) for q in check.questions] == [("examples_left_out", 3, (2, 3, 4))]
    assert "3 rows of examples" in bring_in.message(ws.words, check.questions[0])
    assert bring_in.keep(ws, draft).rows_kept == 60
    assert ws.table("suspended", "2024-25", "race").total.x == 12


def test_the_lines_of_a_filled_template_are_those_of_the_file(ws):
    rows = [*STUDENTS[:4], student(4, "Martian", 0), *STUDENTS[5:]]
    draft = bring_in.read(ws, [("students.csv", filled("students", *rows))])
    (question,) = [q for q in bring_in.check(ws, draft).files[0].questions if q.code == "unknown_group"]
    assert question.lines == (9,)


def test_the_workbook_brings_every_sheet_that_was_filled(ws):
    book = openpyxl.load_workbook(io.BytesIO(templates.workbook(WORDS).content))
    for row in STUDENTS:
        book["students"].append(row)
    book["groups"].append(("Hill", "2023-24", "Spring", "suspended", "race", "White", "80", "20"))
    out = io.BytesIO()
    book.save(out)
    sources = bring_in.keep_all(ws, bring_in.read(ws, [("all.xlsx", out.getvalue())]))
    assert [(s.name, s.rows_kept) for s in sources] == [("all.xlsx: students", 60), ("all.xlsx: groups", 1)]
    assert len(ws.all(Source)) == 2


def test_the_workbook_offers_lists_and_hides_no_sheet():
    book = openpyxl.load_workbook(io.BytesIO(templates.workbook(WORDS).content))
    assert [sheet.title for sheet in book][1:] == [t.id for t in ingest.templates()]
    assert all(sheet.sheet_state == "visible" for sheet in book)
    lists = {str(rule.sqref): rule.formula1 for rule in book["students"].data_validations.dataValidation}
    assert "Two or more races" in lists["F2:F2000"]


def test_every_field_is_explained():
    names = {field.name for t in ingest.templates() for field in t.fields if not field.name.endswith(".")}
    assert not [name for name in names if not WORDS.has(f"template.field.{name}")]
