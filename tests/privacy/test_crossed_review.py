"""What a reviewer found of crossings: each of these failed."""

from __future__ import annotations

from random import Random

import pytest

from equity_core.privacy import Rules, release
from equity_core.sealed import Cells
from tests.privacy.attack_crossed import attack
from tests.privacy.schools import patterns_of
from tests.privacy.test_crossed import MEASURES, crossed_rows
from tests.privacy.worlds import source

RULES = Rules()
ZONES = {"N": "1", "E": "1", "S": "2", "W": "2"}


def students_of(seed: int, schools: str = "") -> list[dict]:
    chance, found = Random(seed), []
    for _ in range(chance.choice((200, 400, 800))):
        one = {"race": chance.choices("ABC", (8, 20, 60))[0], "gender": chance.choice("FM")}
        one |= {"school": chance.choices(schools, (3, 2, 2, 1)[: len(schools)])[0]} if schools else {}
        found.append({**one, "absent": int(chance.random() < 0.15), "reading": int(chance.random() < 0.35)})
    return found


def released(students, dimensions, *, groups=None):
    named = {d: tuple(sorted({s[d] for s in students} | set((groups or {}).get(d, ())))) for d in dimensions}
    its = source(named).model_copy(update={"measures": MEASURES, "periods": ("2024-25",)})
    counted = crossed_rows(students, named)
    return release(Cells(counted, patterns_of(students, MEASURES)), source=its, crossed="race"), named


def weak(students, dimensions, fits, *, dimension: str) -> dict:
    """Return what somebody can work out of race within schools and within a dimension, who knows which go together."""
    found, named = released(students, dimensions)
    nobody = {((dimension, g), ("school", s)) for g in named[dimension] for s in named["school"] if not fits(g, s)}
    return {
        key: span
        for key, span in attack(found, nobody=nobody).items()
        if any(d == "race" for d, _ in key[1]) and key[2] == "x" and span[1] - span[0] < RULES.min_width
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_zone_that_the_school_tells_gives_nobody_away(seed):
    students = [{**s, "zone": ZONES[s["school"]]} for s in students_of(seed, "NSWE")]
    assert not weak(students, ("gender", "race", "school", "zone"), lambda z, s: ZONES[s] == z, dimension="zone")


@pytest.mark.parametrize("seed", [0, 2])
def test_a_bus_that_tells_the_school_gives_nobody_away(seed):
    chance = Random(seed)
    students = [{**s, "bus": s["school"] + chance.choice("12")} for s in students_of(seed, "NSW")]
    assert not weak(students, ("bus", "gender", "race", "school"), lambda b, s: b[0] == s, dimension="bus")


def test_a_grade_that_nobody_is_in_this_period_does_not_stop_the_release():
    chance = Random(1)
    students = [{**s, "grade": chance.choice(("06", "07"))} for s in students_of(1)]
    found, _ = released(students, ("gender", "grade", "race"), groups={"grade": ("08",)})
    assert found.tables


def test_a_grade_that_has_no_test_does_not_stop_the_release():
    chance = Random(1)
    students = [{**s, "grade": chance.choice(("06", "07", "08"))} for s in students_of(1)]
    students = [{**s, "reading": None if s["grade"] == "08" else s["reading"]} for s in students]
    found, _ = released(students, ("gender", "grade", "race"))
    assert found.tables


@pytest.mark.parametrize("seed", range(5))
def test_a_quarter_that_the_bus_tells_gives_no_bus_away(seed):
    """Buses N1 and N2 run in quarter N: who knows that takes N2 from N. Buses and quarters alone, nothing crossed."""
    chance = Random(seed)
    students = [
        {**s, "bus": chance.choices(("N1", "N2", "S1", "S2"), (1, 9, 9, 9))[0]} for s in students_of(seed)[:150]
    ]
    students = [{**s, "quarter": s["bus"][0]} for s in students]
    found, _ = released(students, ("bus", "gender", "quarter", "race"))
    for measure in MEASURES:
        bus, quarter = (found.table(measure, "2024-25", dimension) for dimension in ("bus", "quarter"))
        is_open = {name: count.is_shown for name, count in (*bus.groups, *quarter.groups)}
        for name in ("N", "S"):
            assert not (is_open[name] and is_open[f"{name}1"] != is_open[f"{name}2"])
