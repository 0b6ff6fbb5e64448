"""Events are counted by group and by each level of what happened; students once, whatever they did."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity_core.model import Flag
from equity_core.sealed import Happened, unseal_happened
from equity_core.store import Store
from tests.store.test_counting import fill, measure, source

REFERRED = measure(Flag(column="referred"), "referred")
KINDS = {"defiance": "subjective", "fight": "objective", "firefight": "subjective"}
ROWS = "student_key TEXT, period TEXT, race TEXT, referred BOOLEAN"


@pytest.fixture
def store():
    opened = Store(":memory:")
    yield opened
    opened.close()


def counted(store, columns: str, *incidents: tuple, by: str = "race", meant: tuple[str, ...] = ("location",)) -> dict:
    fill(store, columns, *incidents, table="incidents_s")
    made = source(race=("A", "B")).model_copy(update={"columns_meant": {name.title(): name for name in meant}})
    found = unseal_happened(store.cells(made, (REFERRED,), events_by=by, kinds=KINDS))
    assert all(isinstance(one, Happened) and one.dimension == by for one in found)
    return {(one.period, one.group, one.path): one[4:] for one in found}


def test_events_are_counted_with_their_students_and_the_most_of_one(store):
    fill(store, ROWS, ("s1", "y", "A", True), ("s2", "y", "A", True), ("s3", "y", "B", False))
    found = counted(
        store,
        "student_key TEXT, period TEXT, behavior TEXT, location TEXT",
        ("s1", "y", "Defiance / Disrespect", "Bus"),
        ("s1", "y", "Defiance / Disrespect", "Bus"),
        ("s1", "y", "FIGHTING", None),
        ("s2", "y", "Defiance / Disrespect", "Gym"),
        ("s2", "y", "Fire-fight", "Gym"),
        ("s2", "y", None, "Gym"),
        ("s2", "elsewhere", "Fighting", "Gym"),
        ("s9", "y", "Fighting", "Gym"),
    )
    assert found["y", "A", ()] == (6, 2, 3)
    assert found["y", "A", ("subjective",)] == (4, 2, 2)
    assert found["y", "A", ("subjective", "Defiance / Disrespect")] == (3, 2, 2)
    assert found["y", "A", ("subjective", "Defiance / Disrespect", "Bus")] == (2, 1, 2)
    assert found["y", "A", ("subjective", "Fire-fight", "Gym")] == (1, 1, 1)
    assert found["y", "A", ("objective", "FIGHTING", "Not recorded")] == (1, 1, 1)
    assert found["y", "A", ("other", "Not recorded", "Gym")] == (1, 1, 1)
    assert not [at for at in found if at[1] != "A"]


def test_without_behaviors_there_are_places_and_without_places_behaviors(store):
    fill(store, ROWS, ("s1", "y", "A", True))
    found = counted(store, "student_key TEXT, period TEXT, location TEXT", ("s1", "y", "Bus"))
    assert set(found) == {("y", "A", ()), ("y", "A", ("Bus",))}
    store.drop_rows("s")
    fill(store, ROWS, ("s1", "y", "A", True))
    found = counted(store, "student_key TEXT, period TEXT, behavior TEXT", ("s1", "y", "Fight"), by="")
    assert set(found) == {("y", "", ()), ("y", "", ("objective",)), ("y", "", ("objective", "Fight"))}


def test_a_time_of_day_is_told_where_no_column_says_a_place_and_never_beside_one(store):
    fill(store, ROWS, ("s1", "y", "A", True))
    columns = "student_key TEXT, period TEXT, location TEXT, time_band TEXT"
    found = counted(store, columns, ("s1", "y", "Bus", "Morning"), meant=("location", "time"))
    assert set(found) == {("y", "A", ()), ("y", "A", ("Bus",))}
    store.drop_rows("s")
    fill(store, ROWS, ("s1", "y", "A", True))
    columns = "student_key TEXT, period TEXT, behavior TEXT, time_band TEXT"
    found = counted(store, columns, ("s1", "y", "Fight", "Morning"), meant=("behavior", "time"))
    assert ("y", "A", ("objective", "Fight", "Morning")) in found


def test_a_student_whom_the_list_has_twice_is_in_one_group_and_no_event_counts_twice(store):
    fill(store, ROWS, ("s1", "y", "B", True), ("s1", "y", "A", True), (None, "y", "A", True))
    found = counted(store, "student_key TEXT, period TEXT, location TEXT", ("s1", "y", "Bus"), (None, "y", "Bus"))
    assert found == {("y", "A", ()): (1, 1, 1), ("y", "A", ("Bus",)): (1, 1, 1)}


def test_a_source_without_incidents_or_places_has_no_events(store):
    fill(store, ROWS, ("s1", "y", "A", True))
    assert unseal_happened(store.cells(source(race=("A",)), (REFERRED,), events_by="race", kinds=KINDS)) == ()
    assert counted(store, "student_key TEXT, period TEXT", ("s1", "y")) == {}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(("Fight", "Defiance")), st.sampled_from("GH"))))
def test_counts_are_those_of_python(events):
    store = Store(":memory:")
    race = {"a": "A", "b": "A", "c": "B", "d": "B"}
    fill(store, ROWS, *((who, "y", race[who], True) for who in race))
    rows = [(who, "y", what, where) for who, what, where in events]
    found = counted(store, "student_key TEXT, period TEXT, behavior TEXT, location TEXT", *rows)
    store.close()
    kinds = {"Fight": "objective", "Defiance": "subjective"}
    theirs: Counter = Counter()
    for who, what, where in events:
        path = (kinds[what], what, where)
        theirs.update((("y", race[who], path[:n]), who) for n in range(4))
    expected: dict = {}
    for (at, _), n in theirs.items():
        expected.setdefault(at, []).append(n)
    assert found == {at: (sum(its), len(its), max(its)) for at, its in expected.items()}
