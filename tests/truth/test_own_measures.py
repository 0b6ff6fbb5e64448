"""A team's own measures on a real file: marks of 395 students (shared/data/03_uci_student), defined before it comes."""

from __future__ import annotations

import csv
import json
from fractions import Fraction

import pytest

from equity_core.store import Store
from equity_core.workflow import Workspace, numbers
from equity_core.workflow.data import bring_in
from equity_core.workflow.data.define import define
from tests.conftest import SHARED, noon

FILE = SHARED / "data" / "03_uci_student" / "student-mat.csv"
FACTS = {f["id"]: f["value"] for f in json.loads((SHARED / "data" / "reference" / "facts.json").read_text())}
REFERENCE = SHARED / "data" / "reference" / "03_uci_student_pass_by_group.csv"
NAMES = {"U": "Urban", "R": "Rural"}
DIMENSIONS = {"sex": "gender", "address": "home", "internet": "internet"}
GROUPS = {"F": "Female", "M": "Male", **NAMES}


@pytest.fixture(scope="module")
def marks():
    ws = Workspace(Store(":memory:", now=noon), now=noon)
    define(ws, "home", json.dumps({"kind": "dimension", "label": "Home", "column": "address", "names": NAMES}))
    define(ws, "internet", json.dumps({"kind": "dimension", "label": "Internet at home", "column": "internet"}))
    for mark in ("G1", "G2", "G3"):
        define(ws, f"passed_{mark}", _measure(f"Mark of 10 or more in {mark}", "at_least", mark, 10, "higher_better"))
    define(ws, "absent_18", _measure("Absent more than 18 days", "more_than", "days_absent", 18, "lower_better"))
    bring_in.keep(ws, bring_in.read(ws, [("student-mat_2005-06.csv", FILE)]))
    yield ws
    ws.store.close()


def _measure(label, way, column, value, direction):
    rule = {"kind": way, "column": column, "value": value}
    return json.dumps({"label": label, "direction": direction, "timing": "lagging", "rule": rule})


@pytest.mark.parametrize("mark", ["G1", "G3"])
def test_pass_rates_of_rural_students(marks, mark):
    g = numbers.measure(marks, f"passed_{mark}", by="home", compare="group:Urban").group("Rural")
    n, x, rate, gap = FACTS[f"rural_{mark}"]

    assert (g.n, g.x) == (n, x)
    assert [float(g.rate), float(g.gap)] == pytest.approx([rate, gap], abs=5e-4)


def test_every_row_of_the_reference_table_comes_out(marks):
    seen = 0
    for row in csv.DictReader(REFERENCE.read_text().splitlines()):
        if row["dimension"] in DIMENSIONS:
            g = numbers.measure(marks, f"passed_{row['period']}", by=DIMENSIONS[row["dimension"]]).group(
                GROUPS.get(row["group"], row["group"])
            )
            assert (g.n, g.x) == (int(row["n"]), int(row["x"]))
            assert float(g.low) == pytest.approx(float(row["wilson_lo"]), abs=1e-6)
            seen += 1
    assert seen == 18


def test_more_than_eighteen_days_absent(marks):
    total = numbers.measure(marks, "absent_18", by="gender").total
    assert (total.x, total.n) == (FACTS["absences"][2], 395)
    assert total.rate == Fraction(20, 395)
