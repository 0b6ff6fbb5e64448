"""The vocabulary is validated, not the rows: the same as Pydantic row by row, for every model, on hostile texts."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from equity_core.ingest import Planned, contract
from equity_core.ingest import vocabulary as words
from equity_core.ingest.contract import Cell, CountRow, IncidentRow, StudentRow
from equity_core.store import Intake

KEY = b"k" * 32
HOSTILE = st.sampled_from(
    [
        "",
        " ",
        "1",
        "0",
        "1.0",
        "1.5",
        "-1",
        "17,5",
        "1,204",
        "366",
        "367",
        "1e3",
        "NaN",
        "inf",
        "0x1",
        "١٢",
        "½",
        "²",
        "*",
        "N/A",
        "n<10",
        "<10%",
        ">95%",
        "None",
        "NA",
        "null",
        "epoch",
        "2024/01/05",
        "2024-25",
        "24-25",
        "2425",
        "SY2025",
        "2025",
        "2024-26",
        "W",
        "white ",
        "WHITE",
        "m",
        "M",
        "BlackOrAfricanAmerican",
        "Martian",
        "-1 ",
        "K",
        "Yes",
        "TRUE",
        "t",
        "strongly agree",
        "5",
        '="001"',
        '"',
        "a,b",
        "a\nb",
        "=1+1",
        "ﬁ",
        "\ufeff1",
        "504",
        "IEP",
        "100",
        "100.1",
        "20.0%",
        "5.",
        ".5",
        "1_000",
        "+1",
        "0.12345",
        "0.1234567",
        "999999999999",
        "9" * 40,
    ]
)
TEXT = HOSTILE | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8)
NUMBERS = {
    "days_enrolled": "DECIMAL(9,4)",
    "days_absent": "DECIMAL(9,4)",
    "days": "DECIMAL(9,4)",
    "attendance": "DECIMAL(9,4)",
    "own_number": "DECIMAL(18,6)",
}


def fields_of(model):
    return [name for name in get_type_hints(model) if name in model.model_fields]


def loaded(rows, width, *, glances=True):
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["h"] * width, *rows])
    intake = Intake(KEY, glances=glances)
    intake.load(out.getvalue().encode(), delimiter=",", skip=1, width=width, wanted=range(width))
    return intake


def by_vocabulary(model, rows, *, glances):
    """Return each row's typed values and each row's blamed fields, the way that an import works them out."""
    names = fields_of(model)
    intake = loaded(rows, len(names), glances=glances)
    judged = {}
    for index, name in enumerate(names):
        judged[name] = contract.judge(model, name, [texts[0] for texts, _ in intake.distinct([index])])
    plain = [n for n in names if not any(isinstance(v, Cell) for v in judged[n].values.values())]
    plan = [
        Planned(
            name,
            NUMBERS.get(
                name, "BOOLEAN" if any(isinstance(v, bool) for v in judged[name].values.values()) else "VARCHAR"
            ),
            (names.index(name),),
            {(t,): v for t, v in judged[name].values.items()} | {(t,): None for t in judged[name].doubts},
        )
        for name in plain
    ]
    intake.type(plan)
    typed = intake.typed_rows()
    raw = intake.texts(range(len(names)))
    intake.close()
    blamed = [{n for n, text in zip(names, row, strict=True) if text in judged[n].doubts} for row in raw]
    values = []
    for number, row in enumerate(raw):
        kept = dict(zip(plain, typed[number][1:], strict=True))
        kept |= {n: judged[n].values.get(row[names.index(n)]) for n in names if n not in plain}
        values.append(kept)
    return values, blamed


def by_row(model, rows, *, names=None):
    """Return the same from Pydantic, a row at a time."""
    names = names or fields_of(model)
    values, blamed = [], []
    for row in rows:
        told = dict(zip(names, row, strict=True))
        wrong = set()
        try:
            model.model_validate(told)
        except ValidationError as error:
            wrong = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
        good = model.model_validate({n: t for n, t in told.items() if n not in wrong})
        values.append({n: None if n in wrong else getattr(good, n) for n in names})
        blamed.append(wrong)
    return values, blamed


@pytest.mark.parametrize("model", [StudentRow, IncidentRow])
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_vocabulary_and_rows_agree(model, data):
    width = len(fields_of(model))
    rows = data.draw(st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=1, max_size=12))
    values, blamed = by_vocabulary(model, rows, glances=data.draw(st.booleans()))
    expected, wrong = by_row(model, rows)
    assert blamed == wrong
    assert values == expected


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=12))
def test_published_numbers_agree(rows):
    for denominator, numerator, rate in rows:
        told = {"denominator": denominator, "numerator": numerator, "rate": rate}
        judged = {name: contract.judge(CountRow, name, [text]) for name, text in told.items()}
        single = {name for name, text in told.items() if text in judged[name].doubts}
        try:
            row = CountRow.model_validate(told)
        except ValidationError as error:
            blamed = {str(each["loc"][0]) if each["loc"] else "row" for each in error.errors()}
            exceeds = not single and contract.exceeds(
                judged["numerator"].values[numerator], judged["denominator"].values[denominator]
            )
            assert blamed == (single or {"row"} if exceeds or single else set())
        else:
            assert not single
            assert {name: getattr(row, name) for name in told} == {n: judged[n].values[t] for n, t in told.items()}


COUNT_WORDS = ("school", "school_year", "term", "period", "measure", "dimension", "group")
NAMED = st.sampled_from(["race", "Race/Ethnicity", "el", "SWD", "All Students", "suspensions", "Suspended", "grade"])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(TEXT | NAMED, min_size=7, max_size=7), min_size=1, max_size=12))
def test_the_words_of_published_rows_agree(rows):
    told = [dict(zip(COUNT_WORDS, row, strict=True)) for row in rows]
    judged = {
        name: contract.judge(CountRow, name, list(dict.fromkeys(row[name] for row in told)))
        for name in COUNT_WORDS
        if name != "group"
    }
    groups = {}
    for dimension, text in {(judged["dimension"].values[row["dimension"]], row["group"]) for row in told}:
        try:
            groups[dimension, text] = contract.group_in(dimension, text)
        except words.Doubt:
            continue
    values, blamed = [], []
    for row in told:
        wrong = {name for name in judged if row[name] in judged[name].doubts}
        place = judged["dimension"].values[row["dimension"]], row["group"]
        blamed.append(wrong if place in groups else wrong | {"group"})
        values.append(
            {n: None if n in wrong else judged[n].values[row[n]] for n in judged} | {"group": groups.get(place)}
        )
    expected, faults = by_row(CountRow, rows, names=COUNT_WORDS)
    assert blamed == faults
    assert values == expected


@pytest.mark.parametrize(
    ("text", "days"), [("17.5", Decimal("17.5")), ("17,5", Decimal("17.5")), ("", None), ("18.0", Decimal(18))]
)
def test_half_days_are_days(text, days):
    assert contract.judge(StudentRow, "days_absent", [text]).values == {text: days}


@pytest.mark.parametrize("text", ["*", "N/A", "<10", "n<10", "Suppressed: N<10", "≤5", ">95%", "TFS"])
def test_a_token_is_never_a_number(text):
    assert contract.judge(CountRow, "numerator", [text]).values[text].value is None


@pytest.mark.parametrize("text", ["N", "A", "M", "P", "I"])
def test_a_letter_with_two_meanings_is_asked_about(text):
    assert contract.judge(StudentRow, "race", [text]).doubts[text][0] == "ambiguous_group"


def test_a_no_is_not_a_claim_about_the_past():
    assert contract.judge(StudentRow, "el_status", ["N"]).values == {"N": "Not a current EL"}


def test_504_is_kept_apart():
    assert contract.judge(StudentRow, "disability", ["504"]).values == {"504": "504 plan only"}


def test_a_sealed_header_row_knows_no_other_field():
    with pytest.raises(ValidationError):
        StudentRow.model_validate({"name": "Ada"})
