"""Our own questions become measures, from the template, from a form, and never from a single item of them."""

from __future__ import annotations

import csv
import io
import json

import pytest

from equity_core import ingest
from equity_core.ingest import fingerprints
from equity_core.ingest.question_sets import FOLDER, scales
from equity_core.metrics import MEASURES
from equity_core.workflow.data import bring_in

SCALES = {scale.id: scale for scale in scales()}
BELONGING = SCALES["belonging"].items


def form(header, *rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("Timestamp", "What is your grade?", *header), *rows])
    return out.getvalue().encode()


def answered(ws, header, *answers, grade="7"):
    """Return how many answered yes and no in each measure, as the rows have it: the gate would hide so few patterns."""
    rows = [("2024/10/01 9:00:00", grade, *given) for given in answers for _ in range(20)]
    draft = bring_in.read(ws, [("answers_2024-25.csv", form(header, *rows))])
    measures = bring_in.check(ws, draft).files[0].result.facts
    found = {name: dict(draft.files[0].part.intake.values_of(name)) for name in measures}
    return {name: (counts.get(True, 0), counts.get(False, 0)) for name, counts in found.items()}


def test_who_agrees_with_most_of_what_they_answered_counts(ws):
    yes, no = "Agree", "Disagree"
    found = answered(
        ws, BELONGING, (yes, yes, "Strongly agree", no), (yes, yes, no, no), (yes, "", yes, ""), (yes, "", "", "")
    )
    assert found["belonging"] == (40, 20)


@pytest.mark.parametrize("here", [2, 3])
def test_half_of_the_items_are_enough(ws, here):
    found = answered(ws, BELONGING[:here], ["Agree"] * here, ["Disagree"] * here)
    assert found["belonging"] == (20, 20)


def test_one_item_is_no_scale(ws):
    assert "belonging" not in answered(ws, BELONGING[:1], ["Agree"], ["Disagree"])


def test_every_scale_is_a_measure_and_in_its_template():
    headings = {name for template in ingest.templates() for name in template.header}
    for scale in SCALES.values():
        assert scale.id in MEASURES
        assert set(scale.items) <= headings
        assert 3 <= len(scale.items) <= 4


@pytest.mark.parametrize("role", ["student", "family", "staff"])
def test_a_form_with_our_questions_is_recognised(role):
    items = [item for scale in SCALES.values() if scale.role == role for item in scale.items]
    assert fingerprints.recognise(["Timestamp", *items]).id == f"our_survey_{role}"


def test_the_questions_say_their_licence_and_stay_short():
    told = json.loads((FOLDER / "en" / "questions.json").read_text())
    assert told["licence"] == "CC BY 4.0"
    items = [item for scale in SCALES.values() for item in scale.items]
    assert all(len(item.split()) <= 16 and "," not in item for item in items)


def test_staff_are_never_shown_by_group(ws):
    items = SCALES["staff_efficacy"].items
    rows = [(f"{i}", "staff", "2024-25", "White" if i % 2 else "Asian", *["Agree"] * 4) for i in range(60)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("respondent", "role", "school_year", "race", *items), *rows])
    source = bring_in.keep(ws, bring_in.read(ws, [("staff.csv", out.getvalue().encode())]))
    assert [use.id for use in source.dimensions] == ["role"]
    assert ws.table("staff_efficacy", "2024-25", "race") is None
