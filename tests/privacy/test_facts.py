"""What the gate must show of known files, and that two worlds with equal released cells give one release."""

from __future__ import annotations

import csv
import time

import pytest

from equity_core.privacy import from_json, release, to_json
from equity_core.sealed import Cells, Row
from tests.conftest import SHARED
from tests.privacy.worlds import cells, source

RIVERBEND = SHARED / "scenarios" / "fixtures" / "s1_sample" / "riverbend_2024-25.csv"
NAMES = {"race": "race_ethnicity", "el_status": "el_status", "disability": "disability", "gender": "sex"}
MEASURES = ("suspended", "absent", "reading")


@pytest.fixture(scope="module")
def riverbend():
    if not RIVERBEND.is_file():
        pytest.skip("the scenario's file is not here")
    with RIVERBEND.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    students = [
        {
            **{ours: row[theirs] for ours, theirs in NAMES.items()},
            "suspended": int(row["suspended"]),
            "absent": int(10 * float(row["days_absent"]) >= float(row["days_enrolled"])),
            "reading": int(row["reading_proficient"]),
        }
        for row in rows
    ]
    dimensions = {d: tuple(sorted({s[d] for s in students})) for d in NAMES}
    begun = time.process_time()
    released = release(cells(students, dimensions, MEASURES), source=source(dimensions))
    assert time.process_time() - begun < 1
    return released


def test_suspension_by_race_at_riverbend(riverbend):
    table = riverbend.table("suspended", "2024-25", "race")
    shown = {name: (count.n, count.x) for name, count in table.groups if count.is_shown}
    assert shown == {"Black or African American": (120, 24), "Hispanic or Latino": (210, 21), "White": (170, 10)}
    assert (table.total.n, table.total.x) == (600, 61)
    assert table.rest("Black or African American").x == 37
    assert table.hidden() == ("American Indian or Alaska Native", "Native Hawaiian or Pacific Islander")
    assert {table.group(name).status for name in ("Asian", "Two or more races")} <= {"range", "hidden"}


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("dimension", ["el_status", "disability", "gender"])
def test_everything_else_at_riverbend_is_shown(riverbend, measure, dimension):
    assert not [c for _, c in riverbend.table(measure, "2024-25", dimension).groups if not c.is_shown]


def test_a_release_is_the_same_after_it_was_written_and_read(riverbend):
    assert from_json(to_json(riverbend)) == riverbend
    assert from_json(to_json(riverbend, audit=False)).audit == ()


def test_a_text_that_is_no_release_is_told():
    for text in ("{}", "[]", '{"source": 1, "min_group": "x", "tables": []}', "nothing"):
        with pytest.raises(ValueError, match=r"."):
            from_json(text)


def world(counts: dict[str, tuple[int, int]]):
    rows = [Row("m", "24", (("race", g),), n, x) for g, (n, x) in counts.items()]
    rows.append(Row("m", "24", (), sum(n for n, _ in counts.values()), sum(x for _, x in counts.values())))
    return release(Cells(rows), source=source({"race": tuple(counts)}))


def test_two_worlds_with_equal_released_cells_give_the_same_text():
    one = world({"A": (6, 1), "B": (8, 6), "C": (48, 1), "D": (42, 4), "E": (200, 60)})
    two = world({"A": (8, 4), "B": (6, 2), "C": (48, 3), "D": (42, 3), "E": (200, 60)})
    assert to_json(one) == to_json(two)
