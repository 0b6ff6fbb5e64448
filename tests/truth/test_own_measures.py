"""A team's own measures on a real file: marks of 395 students (shared/data/03_uci_student), defined before it comes."""

from __future__ import annotations

import csv
import json
from fractions import Fraction

import pytest

from equity_core.model import Query
from equity_core.store import Store
from equity_core.workflow import Workspace, averages, numbers
from equity_core.workflow.data import bring_in
from equity_core.workflow.data.define import define
from equity_core.workflow.diagnose import gaps
from tests.conftest import SHARED, noon

FILE = SHARED / "data" / "03_uci_student" / "student-mat.csv"
SURVEY = SHARED / "data" / "04_science_survey" / "sci_mo_processed.csv"
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
    define(ws, "absent_4", _measure("Absent 4 days or fewer", "at_most", "days_absent", 4, "higher_better"))
    define(ws, "absent_3", _measure("Absent fewer than 4 days", "less_than", "days_absent", 4, "higher_better"))
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


@pytest.mark.parametrize("mark", ["G1", "G3"])
def test_average_marks_of_girls_and_boys(marks, mark):
    """The file's own facts: both means, their difference, Welch's interval, Cohen's d."""
    g = averages.averages(marks, f"passed_{mark}", by="gender", compare="group:Male").group("Female")
    female, male, difference, interval, d = FACTS[f"mean_sex_{mark}"]

    assert [float(g.average), float(g.reference_average)] == pytest.approx([female, male], abs=5e-4)
    assert float(g.difference) == pytest.approx(difference, abs=5e-4)
    assert [g.low, g.high, g.cohens_d] == pytest.approx([*interval, d], abs=5e-4)


def test_the_gaps_page_says_the_averages(marks):
    asked = Query(measure="passed_G1", dimension="gender", period="2005-06", group="Female")
    assert gaps.look(marks, asked).average == (
        "Average of “G1”: 10.6 for Female students, 11.2 for other students. "
        "Difference: −0.6, likely between −1.3 and 0.0."
    )
    how = gaps.look(marks, asked).figure.method
    assert "Female: 2209.0 ÷ 208 = 10.6." in how
    assert (
        "Difference of averages: 10.6 − 11.2 = −0.6, 95% interval −1.3 to 0.0; 187 students are compared with." in how
    )


def test_days_absent_of_girls_and_boys(marks):
    """Means come from sums; 4 is in the middle: more than half missed 4 days or fewer, and fewer than half under 4."""
    (female, middle), (male, his_middle), _ = FACTS["absences"]
    g = averages.averages(marks, "absent_18", by="gender").group("Female")
    assert [float(g.average), float(g.reference_average)] == pytest.approx([female, male], abs=5e-4)

    assert middle == his_middle == 4
    for sex in ("Female", "Male"):
        at_most, fewer = (numbers.measure(marks, id, by="gender").group(sex).rate for id in ("absent_4", "absent_3"))
        assert fewer < Fraction(1, 2) < at_most


def test_more_than_eighteen_days_absent(marks):
    total = numbers.measure(marks, "absent_18", by="gender").total
    assert (total.x, total.n) == (FACTS["absences"][2], 395)
    assert total.rate == Fraction(20, 395)


def test_final_grades_of_a_survey_with_its_marks():
    """Set 04: grades with seven digits after the point, some of them missing; all semesters as one."""
    ws = Workspace(Store(":memory:", now=noon), now=noon)
    define(ws, "grade_60", _measure("Final grade of 60 or more", "at_least", "FinalGradeCEMS", 60, "higher_better"))
    draft = bring_in.read(ws, [(SURVEY.name, SURVEY)])
    draft.remap(0, draft.files[0].part.sheet.header.index("semester"), "not_read")
    bring_in.keep(ws, bring_in.answer(draft, "period_missing", "2016-17"))

    g = averages.averages(ws, "grade_60", by="gender", compare="group:Male").group("Female")
    mean, n, male, of_males, difference, d, _ = FACTS["final_grade"]
    assert (g.n, g.reference_n) == (n, of_males)
    assert [float(g.average), float(g.reference_average)] == pytest.approx([mean, male], abs=5e-4)
    assert [float(g.difference), g.cohens_d] == pytest.approx([difference, d], abs=5e-4)
    assert g.low < 0 < g.high  # the file says Welch p = 0.76
    ws.store.close()


def test_an_average_that_is_surer_than_the_rate_says_why_that_is_no_contradiction(marks):
    for mark, is_surer in (("G2", True), ("G1", False)):
        asked = Query(measure=f"passed_{mark}", dimension="home", period="2005-06", group="Rural")
        told = gaps.look(marks, asked)
        assert told.certainty.startswith("How sure: can't tell yet")
        assert ("no contradiction" in told.average) == is_surer
