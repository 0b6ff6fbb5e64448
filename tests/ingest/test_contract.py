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
from equity_core.ingest.contract import Cell, CountRow, StudentRow
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
        "0.1234567890123456",
        "0.12345678901234567",
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
    "own_number": "DECIMAL(28,16)",
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
    """Return each row's typed values and each row's blamed fields, the way that an import works them out.

    A column's texts are judged once each; what is plainly a number in a column of many texts, the engine reads itself.
    A group's name is judged with the dimension that its row says.
    """
    names = fields_of(model)
    intake = loaded(rows, len(names), glances=glances)
    judged = {}
    for index, name in enumerate(names):
        if intake.is_vocabulary(index):
            texts = [texts[0] for texts, _ in intake.distinct([index])]
        else:
            texts = [text for text, _ in intake.left(index, contract.plain(name))]
        judged[name] = contract.judge(model, name, texts) if name != "group" else contract.Judged({}, {})
    read_here = [n for n in names if n == "group" or any(isinstance(v, Cell) for v in judged[n].values.values())]
    by_engine = [name for name in names if name not in read_here]
    plan = [
        Planned(
            name,
            NUMBERS.get(
                name, "BOOLEAN" if any(isinstance(v, bool) for v in judged[name].values.values()) else "VARCHAR"
            ),
            (names.index(name),),
            {(t,): v for t, v in judged[name].values.items()} | {(t,): None for t in judged[name].doubts},
            plain=contract.plain(name),
        )
        for name in by_engine
    ]
    intake.type(plan)
    typed, raw = intake.typed_rows(), intake.texts(range(len(names)))
    intake.close()
    values, blamed = [], []
    for number, row in enumerate(raw):
        said = dict(zip(names, row, strict=True))
        kept = dict(zip(by_engine, typed[number][1:], strict=True))
        kept |= {n: judged[n].values.get(said[n]) for n in read_here}
        wrong = {n for n in names if said[n] in judged[n].doubts}
        if "group" in said:
            try:
                kept["group"] = contract.group_in(kept["dimension"], said["group"])
            except words.Doubt:
                wrong.add("group")
        values.append(kept)
        blamed.append(wrong)
    return values, blamed


def by_row(model, rows):
    """Return the same from Pydantic, a row at a time."""
    names = fields_of(model)
    values, blamed = [], []
    for row in rows:
        told = dict(zip(names, row, strict=True))
        wrong = set()
        try:
            model.model_validate(told)
        except ValidationError as error:
            wrong = {str(each["loc"][0]) if each["loc"] else "row" for each in error.errors()}
        kept = {n: t for n, t in told.items() if n not in wrong}
        try:
            good = model.model_validate(kept)
        except ValidationError:  # of the row as a whole
            good = model.model_validate({n: t for n, t in kept.items() if n not in ("numerator", "denominator")})
            wrong.add("row")
        values.append({n: None if n in wrong else getattr(good, n) for n in names})
        blamed.append(wrong)
    return values, blamed


NAMED = st.sampled_from(["race", "Race/Ethnicity", "el", "SWD", "All Students", "suspensions", "Suspended", "grade"])


@pytest.mark.parametrize("model", contract.MODELS.values(), ids=contract.MODELS)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_vocabulary_and_rows_agree(model, data):
    width = len(fields_of(model))
    cells = TEXT | NAMED if model is CountRow else TEXT
    rows = data.draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=12))
    values, blamed = by_vocabulary(model, rows, glances=data.draw(st.booleans()))
    expected, wrong = by_row(model, rows)
    for number, faults in enumerate(wrong):
        if "row" in faults:  # more students in part of a group than in all of it
            assert contract.exceeds(values[number]["numerator"], values[number]["denominator"])
            faults.remove("row")
            none = Cell(None, "missing")
            values[number] |= {"numerator": none, "denominator": none}
    assert blamed == wrong
    assert values == expected


def test_every_model_of_the_contract_is_compared():
    assert set(contract.MODELS.values()) == set(contract.Row.__subclasses__())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.from_regex(r" ?-?[0-9]{1,13}(\.[0-9]{0,7})? ?%{0,2} ?", fullmatch=True)
        | st.sampled_from(
            [
                "-99999999",
                "-99999999%",
                "-99999999 %",
                "5% ",
                "5 % %",
                "%",
                "-931415926",
                "1e3",
                "+1",
                ".5",
                "5.",
                "1_0",
                "0x1",
                "NaN",
                "inf",
                "366.0001",
            ]
        ),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from(sorted(contract.PLACES)),
)
def test_what_the_engine_takes_for_a_plain_number_has_the_value_of_its_field(texts, field):
    model = next(m for m in contract.MODELS.values() if field in m.model_fields)
    intake = loaded([[text, "x"] for text in texts], 2, glances=False)
    left = {text for text, _ in intake.left(0, contract.plain(field))}
    judged = contract.judge(model, field, sorted(set(texts)))
    assert not set(judged.doubts) - left
    intake.type(
        [Planned("n", NUMBERS[field], (0,), {(t,): judged.values.get(t) for t in left}, plain=contract.plain(field))]
    )
    assert [row[1] for row in intake.typed_rows()] == [judged.values.get(text) for text in texts]
    intake.close()


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
