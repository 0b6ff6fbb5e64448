"""From a published file through the gate to the figures that ../shared/data/reference/facts.json gives for it."""

from __future__ import annotations

import json

import pytest

from equity_core.store import Store
from equity_core.workflow import Workspace, numbers
from equity_core.workflow.data import bring_in
from tests.conftest import SHARED, noon

FACTS = json.loads((SHARED / "data" / "reference" / "facts.json").read_text())
S1 = SHARED / "scenarios" / "fixtures" / "s1_sample" / "riverbend_2024-25.csv"
S4 = SHARED / "scenarios" / "fixtures" / "s4_english_learners" / "reading_by_el_status.csv"
CONNECTICUT = SHARED / "data" / "01_ct_suspension"
WITH, BLACK = "Students with disabilities", "Black or African American"


def school_of(*files):
    ws = Workspace(Store(":memory:", now=noon), now=noon)
    for file in files:
        bring_in.keep(ws, bring_in.read(ws, [(file.name, file.read_bytes())]))
    return ws


@pytest.fixture(scope="module")
def oulad():
    ws = school_of(SHARED / "data" / "02_oulad" / "studentInfo.csv")
    yield ws, numbers.measures(ws).measures[0].id
    ws.store.close()


@pytest.fixture(scope="module")
def connecticut():
    ws = school_of(*(CONNECTICUT / f"suspension-rates__{year}_race_ct.csv" for year in ("2009-10", "2015-16")))
    yield ws
    ws.store.close()


@pytest.fixture(scope="module")
def riverbend():
    ws = school_of(S1)
    yield ws
    ws.store.close()


def fact(id):
    return next(f["value"] for f in FACTS if f["id"] == id)


@pytest.mark.parametrize("period", ["2013J", "2014J"])
def test_oulad_students_with_disabilities(oulad, period):
    ws, id = oulad
    g = numbers.measure(ws, id, by="disability", period=period).group(WITH)
    n, x, rate, gap, (low, high), ratio = fact(f"disab_{period}")

    assert (g.n, g.x) == (n, x)
    found = [float(v) for v in (g.rate, g.gap, g.gap_low, g.gap_high, g.ratio)]
    assert found == pytest.approx([rate, gap, low, high, ratio], abs=5e-4)


def test_oulad_the_gap_grew_by_two_points(oulad):
    ws, id = oulad
    moved = numbers.change(ws, id, by="disability", before="2013J", after="2014J").group(WITH)

    assert float(moved.gap_change) == pytest.approx(fact("disab_change"), abs=5e-4)
    assert moved.how == "not_narrowed"


@pytest.mark.parametrize("period", ["2009-10", "2015-16"])
def test_connecticut_gives_rates_and_claims_nothing(connecticut, period):
    found = numbers.measure(connecticut, "suspended", by="race", period=period, compare="group:White")
    g, (black, white, gap, ratio) = found.group(BLACK), fact(f"bw_{period}")

    assert [float(v) for v in (g.rate * 100, g.reference_rate * 100, g.gap, g.ratio)] == pytest.approx(
        [black, white, gap, ratio], abs=1e-3
    )
    assert (g.certainty, g.gap_low) == (None, None)
    assert "note.rate_only" in found.notes


def test_connecticut_narrowed_in_points_and_widened_as_a_ratio(connecticut):
    moved = numbers.change(
        connecticut, "suspended", by="race", before="2009-10", after="2015-16", compare="group:White"
    ).group(BLACK)
    told = fact("abs_vs_rel")

    assert float(moved.gap_change) == pytest.approx(told["gap_pp_change"], abs=1e-3)
    assert float(moved.ratio_after - moved.ratio_before) == pytest.approx(told["risk_ratio_change"], abs=1e-3)
    assert moved.ratio_disagrees


@pytest.mark.parametrize(
    ("asked", "group", "counts", "rest", "parity"),
    [
        ({"id": "suspended", "by": "race"}, BLACK, (24, 120), (37, 480), 15),
        ({"id": "suspended", "by": "disability"}, WITH, (18, 90), (43, 510), 11),
        ({"id": "suspended", "by": "income"}, "Students from low-income families", (44, 330), (17, 270), 24),
        ({"id": "reading_proficient", "by": "el_status"}, "Current EL", (45, 150), (270, 450), 45),
    ],
)
def test_s1_from_the_file_to_the_gap(riverbend, *, asked, group, counts, rest, parity):
    g = numbers.measure(riverbend, **asked).group(group)

    assert ((g.x, g.n), (g.reference.x, g.reference.n)) == (counts, rest)
    assert (g.students_to_parity, g.certainty) == (parity, "clear")


def test_s1_small_groups_are_hidden_on_the_way(riverbend):
    found = numbers.measure(riverbend, "suspended", by="race")

    assert found.hidden == ("American Indian or Alaska Native", "Native Hawaiian or Pacific Islander")
    assert all(found.group(name).x is None for name in ("Asian", "Two or more races"))


def test_s4_from_the_file_to_the_change():
    ws = school_of(S4)
    offer = numbers.measures(ws)
    first, last = offer.periods[0], offer.periods[-1]
    moved = numbers.change(ws, "reading_proficient", by="el_status", before=first, after=last).group("Current EL")

    assert round(float(moved.group_change), 1) == -2.1
    assert moved.group_certainty == "cant_tell_yet"
    ws.store.close()
