"""Published facts come out of the files that publish them (shared/data, reference/facts.json)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from equity_core.workflow.data import bring_in
from tests.conftest import SHARED

CT = SHARED / "data" / "01_ct_suspension"


def brought(ws, *paths):
    return bring_in.keep_all(ws, bring_in.read(ws, [(path.name, path) for path in paths]))


@pytest.mark.parametrize(("period", "n", "x"), [("2013J", 849, 353), ("2014J", 1077, 404)])
def test_oulad_disability(ws, period, n, x):
    brought(ws, SHARED / "data" / "02_oulad" / "studentInfo.csv")
    group = ws.table("final_result", period, "disability").group("Students with disabilities")
    assert (group.n, group.x) == (n, x)


def test_oulad_counts_registrations_and_says_so(ws):
    (source,) = brought(ws, SHARED / "data" / "02_oulad" / "studentInfo.csv")
    assert (source.rows_kept, source.one_row_is, source.periods) == (
        32593,
        "registration",
        ("2013B", "2013J", "2014B", "2014J"),
    )
    assert source.notes == ("data.note_registrations",)


def test_connecticut_state_rates(ws):
    found = brought(ws, *sorted(CT.glob("*_race_ct.csv")))
    assert len(found) == 12
    for period, black, white in (("2009-10", 200, 54), ("2015-16", 162, 39), ("2018-19", 140, 41), ("2020-21", 21, 13)):
        table = ws.table("suspended", period, "race")
        assert table.group("Black or African American").rate == Fraction(black, 1000)
        assert table.group("White").rate == Fraction(white, 1000)
        assert table.group("White").n is None


def test_connecticut_districts(ws):
    (source,) = brought(ws, CT / "suspension-rates__2018-19_race.csv")
    assert (source.rows_read, source.rows_kept) == (1256, 1256)
    assert {use.id: len(use.groups) for use in source.dimensions} == {"race": 7, "school": 202}


def test_connecticut_usable_rows(ws):
    draft = bring_in.read(ws, [("2018-19.csv", CT / "suspension-rates__2018-19_race.csv")])
    result = draft.files[0].result(ws.today())
    assert sum(1 for row in result.rows if row.status == "exact") == 413


def test_connecticut_other_dimensions(ws):
    folder = CT / "other_dimensions"
    brought(ws, folder / "suspension-rates__2015-16_sped_ct.csv")
    table = ws.table("suspended", "2015-16", "disability")
    assert table.group("Students with disabilities").rate == Fraction(122, 1000)
    assert not table.partitions


def test_waterbury_comes_out_as_published(ws):
    brought(ws, CT / "suspension-rates__2018-19_race.csv")
    table = ws.table("suspended", "2018-19", "race", (("school", "Waterbury School District"),))
    shown = {"Black or African American": (882, 202), "Hispanic or Latino": (1663, 148), "White": (249, 76)}
    for group, (x, per_mille) in shown.items():
        assert (table.group(group).x, table.group(group).rate) == (x, Fraction(per_mille, 1000)), group
    assert table.group("Native Hawaiian or Pacific Islander").status == "hidden_by_source"


def test_connecticut_by_gender_and_grade(ws):
    folder = CT / "other_dimensions"
    for kind in ("gender", "grade", "ell", "lunch"):
        brought(ws, folder / f"suspension-rates__2015-16_{kind}_ct.csv")
    gender = ws.table("suspended", "2015-16", "gender")
    assert gender.group("Male").rate / gender.group("Female").rate == pytest.approx(Fraction(20667, 10000), abs=1e-4)
    assert ws.table("suspended", "2015-16", "grade").group("K").status == "hidden_by_source"
    assert ws.table("suspended", "2015-16", "el_status").group("Current EL").rate == Fraction(85, 1000)
