"""Published numbers of students: who is in a school, at one level, and nothing that could be compared."""

from __future__ import annotations

import json

import pytest

from equity_core.store import Store
from equity_core.workflow import Workspace, numbers
from equity_core.workflow.data import bring_in
from equity_core.workflow.diagnose import gap_choices
from tests.conftest import SHARED, noon

FOLDER = SHARED / "data" / "05_wa_enrollment"
FACTS = {f["id"]: f["value"] for f in json.loads((SHARED / "data" / "reference" / "facts.json").read_text())}


@pytest.fixture(scope="module")
def washington():
    ws = Workspace(Store(":memory:", now=noon), now=noon)
    for path in sorted(FOLDER.glob("*.csv")):
        draft = bring_in.answer(bring_in.read(ws, [(path.name, path)]), "which_level", "district")
        bring_in.keep(ws, draft)
    yield ws
    ws.store.close()


@pytest.mark.parametrize("period", ["2018-19", "2021-22"])
def test_the_share_of_a_district_comes_out(washington, period):
    n, total, share = FACTS[f"auburn_lowinc_{period}"]
    found = numbers.measure(
        washington, "enrolled", by="income", period=period, where={"school": "Auburn School District"}
    )
    low = found.group("Students from low-income families")
    assert (low.n, found.total.n) == (n, total)
    assert float(low.rate) == pytest.approx(share, abs=1e-6)


def test_levels_are_not_added_together(washington):
    assert numbers.measure(washington, "enrolled", by="race", period="2021-22").total.n == FACTS["double_count"][0]


def test_both_years_have_the_same_dimensions_though_their_columns_drift(washington):
    first, second = washington.sources()
    assert {use.id for use in first.dimensions} == {use.id for use in second.dimensions}
    assert (first.one_row_is, first.measures) == ("headcount", ("enrolled",))


def test_no_gap_is_offered_from_numbers_of_students(washington):
    assert not gap_choices.has_numbers(washington)


def test_grades_add_half_days_to_whole_ones(washington):
    found = numbers.measure(washington, "enrolled", by="grade", period="2021-22")
    assert sum(g.n for g in found.groups) == found.total.n


def test_a_small_group_is_hidden_with_one_that_guards_it(ws):
    head = "SchoolYear,OrganizationLevel,County,DistrictName,SchoolName,GradeLevel,All Students,Female,Gender X,Male\n"
    text = head + "2021-22,School,King,Hill,Cedar,AllGrades,300,150,6,144\n"
    bring_in.keep(ws, bring_in.read(ws, [("a.csv", text.encode())]))
    found = numbers.measure(ws, "enrolled", by="gender")
    assert {g.group: g.n for g in found.groups} == {"Female": None, "Male": 144, "X": None}
