"""A team's own measure: kept from JSON, released for the files that have its columns, refused with one reason."""

from __future__ import annotations

import json

import pytest

from equity_core import samples
from equity_core.errors import Refused
from equity_core.model import Measure
from equity_core.workflow import numbers
from equity_core.workflow.data import bring_in
from equity_core.workflow.data.define import define, report

OWN = {
    "label": "Absent 18 days or more",
    "direction": "lower_better",
    "timing": "leading",
    "rule": {"kind": "at_least", "column": "days_absent", "value": "18"},
}


@pytest.fixture
def school(ws):
    for id in ("spring", "counts"):
        file = samples.school().file(id)
        bring_in.keep(ws, bring_in.read(ws, [(file.name, file.content)]))
    return ws


def test_it_is_released_for_the_files_that_have_its_columns(school):
    defined = define(school, "absent_18", json.dumps(OWN))
    assert report(defined)["periods"] == ["2024-25"]
    found = numbers.measure(school, "absent_18", by="income")
    assert (found.total.x, found.total.n) == (132, 600)
    assert school.measure_label("absent_18") == "Absent 18 days or more"


def test_what_was_released_before_stays(school):
    before = numbers.as_json(numbers.measure(school, "suspended", by="race", period="2024-25"))
    define(school, "absent_18", json.dumps(OWN))
    assert numbers.as_json(numbers.measure(school, "suspended", by="race", period="2024-25")) == before


@pytest.mark.parametrize(
    ("id", "text", "code"),
    [
        ("suspended", json.dumps(OWN), "define.built_in"),
        ("mine", "{", "define.not_json"),
        ("mine", "[]", "define.other_id"),
        ("mine", json.dumps({**OWN, "id": "other"}), "define.other_id"),
        ("mine", json.dumps({**OWN, "direction": "up"}), "define.invalid"),
        ("mine", json.dumps({**OWN, "rule": {"kind": "flag", "column": "nothing"}}), "define.no_column"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(school, id, text, code):
    with pytest.raises(Refused) as refused:
        define(school, id, text)
    assert refused.value.code == code
    assert school.words(f"problem.{code}", **refused.value.facts)
    assert not school.all(Measure)
