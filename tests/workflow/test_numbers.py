from __future__ import annotations

import json

import pytest

from equity_core.errors import EquityError, Refused, Unknown
from equity_core.model import Focus, Query
from equity_core.privacy import HIDDEN
from equity_core.workflow import numbers
from tests import worlds

KEYS = [
    *("group", "status", "n", "x", "x_low", "x_high", "rate", "low", "high"),
    *("gap", "gap_low", "gap_high", "ratio", "certainty", "students_to_parity"),
]


@pytest.fixture
def s1(ws):
    return worlds.keep(ws, worlds.s1_race(), worlds.s1_reading())


@pytest.fixture
def two_schools(ws):
    north, south = worlds.shown(30, 200), worlds.shown(20, 200)
    tables = [
        worlds.table("suspended", "2024-25", "school", worlds.shown(50, 400), {"North": north, "South": south}),
        worlds.table("suspended", "2024-25", "race", worlds.shown(50, 400), {"White": worlds.shown(40, 300)}),
    ]
    there = worlds.table("suspended", "2024-25", "race", north, {"White": worlds.shown(20, 150), "Asian": HIDDEN})
    return worlds.keep(ws, *tables, worlds.narrowed(there, school="North"))


def test_measure_has_the_names_of_the_contract(s1):
    told = numbers.as_json(numbers.measure(s1, "suspended", by="race"))

    assert list(told) == ["measure", "by", "period", "comparison", "groups", "total", "notes", "method"]
    assert list(told["groups"][0]) == KEYS
    assert json.loads(json.dumps(told)) == told


def test_rates_are_proportions_and_gaps_are_points(s1):
    told = numbers.as_json(numbers.measure(s1, "suspended", by="race"))
    black = next(g for g in told["groups"] if g["group"].startswith("Black"))

    assert (black["rate"], round(black["gap"], 2), round(black["ratio"], 3)) == (0.2, 12.29, 2.595)


def test_hidden_groups_have_no_number_in_json(s1):
    told = numbers.as_json(numbers.measure(s1, "suspended", by="race"))
    hidden = next(g for g in told["groups"] if g["group"].startswith("Native"))

    assert {k for k, v in hidden.items() if v is not None} == {"group", "status", "certainty"}


def test_measures_says_what_can_be_asked(s1):
    told = numbers.as_json(numbers.measures(s1))

    assert {"id": "suspended", "label": "Suspended at least once", "unit": "students", "direction": "lower_better"} in (
        told["measures"]
    )
    assert [d["id"] for d in told["dimensions"]] == ["race", "el_status"]
    assert told["periods"] == ["2024-25"]


def test_change_adds_before_after_and_how(ws):
    worlds.keep(ws, *(worlds.s4_reading(p) for p in worlds.S4))
    told = numbers.as_json(numbers.change(ws, "reading_proficient", by="el_status", before="2022-23", after="2024-25"))
    group = told["groups"][0]

    assert (told["from"], told["to"]) == ("2022-23", "2024-25")
    assert group["before"]["x"] == 36
    assert group["after"]["x"] == 29
    assert round(group["gap_change"], 1) == -4.3
    assert group["gap_change_low"] < group["gap_change"] < group["gap_change_high"]
    assert group["how"] == "not_narrowed"


def test_the_latest_period_is_the_default(ws):
    worlds.keep(ws, *(worlds.s4_reading(p) for p in worlds.S4))
    assert numbers.measure(ws, "reading_proficient", by="el_status").period == "2024-25"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"id": "nothing", "by": "race"}, "unknown.measure"),
        ({"id": "belonging", "by": "race"}, "unknown.measure_here"),
        ({"id": "suspended", "by": "rase"}, "unknown.dimension"),
        ({"id": "suspended", "by": "race", "period": "1999-00"}, "unknown.period"),
    ],
)
def test_what_is_not_there_has_a_name_and_a_text(s1, asked, code):
    with pytest.raises(Unknown) as told:
        numbers.measure(s1, **asked)
    assert told.value.code == code
    assert s1.words(f"problem.{code}", **told.value.facts)


def test_two_dimensions_are_answered_where_one_is_the_school(two_schools):
    told = numbers.as_json(numbers.measure(two_schools, "suspended", by="school,race"))

    assert told["by"] == ["school", "race"]
    assert [g["group"] for g in told["groups"]] == [["North", "Asian"], ["North", "White"]]
    assert [g["status"] for g in told["groups"]] == ["hidden", "shown"]


def test_two_other_dimensions_are_refused(s1):
    with pytest.raises(Refused):
        numbers.measure(s1, "suspended", by="race,el_status")


def test_one_school_can_be_asked_for(two_schools):
    found = numbers.measure(two_schools, "suspended", by="race", where={"school": "North"})

    assert (found.total.n, found.group("White").n) == (200, 150)


@pytest.mark.parametrize(
    ("where", "code"), [({"school": "West"}, "unknown.group"), ({"race": "White"}, "where.unreleased")]
)
def test_a_narrowing_that_is_not_there_is_named_also_without_a_period(two_schools, where, code):
    with pytest.raises(EquityError) as told:
        numbers.measure(two_schools, "suspended", by="race", where=where)

    assert told.value.code == code
    assert two_schools.words(f"problem.{code}", **told.value.facts)


def test_one_school_of_a_file_with_one_is_refused_by_its_own_reason(s1):
    with pytest.raises(Refused) as told:
        numbers.measure(s1, "suspended", by="race", where={"school": "North"})

    assert told.value.code == "where.unreleased"


def test_the_focus_is_named_beforehand_only_for_newer_numbers(ws):
    worlds.keep(ws, *(worlds.s4_reading(p) for p in worlds.S4))
    query = Query(measure="reading_proficient", dimension="el_status", period="2023-24", group="Current EL")
    ws.save(Focus(id=ws.cycle.id, cycle=ws.cycle.id, query=query))

    named = {
        p: numbers.measure(ws, query.measure, by=query.dimension, period=p).method["named_beforehand"]
        for p in worlds.S4
    }
    assert named == {"2022-23": "", "2023-24": "", "2024-25": "Current EL"}
