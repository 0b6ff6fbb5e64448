from __future__ import annotations

import pytest

from equity_core.privacy import release
from equity_core.privacy.published import students
from equity_core.sealed import Cells, Row
from tests.privacy.worlds import source


def released(*cells: tuple, total: Row | None = None):
    """Release published cells (group, x, rate, status) by race."""
    rows = [Row("m", "24", (("race", group),), None, x, status, rate) for group, x, rate, status in cells]
    made = source({"race": tuple(cell[0] for cell in cells)}, shape="counts")
    table = release(Cells([*rows, *([total] if total else [])]), source=made).table("m", "24", "race")
    return {name: count.status for name, count in table.groups}


@pytest.mark.parametrize(
    ("x", "rate", "low", "high"), [(117, "0.307", 381, 381), (209, "0.112", 1858, 1874), (5, "0.5", 10, 11)]
)
def test_a_count_and_its_rounded_rate_tell_how_many_students_there_can_be(x, rate, low, high):
    found = students(x, rate)
    assert found.low <= low <= high <= found.high


@pytest.mark.parametrize(
    ("x", "rate", "status"),
    [
        (209, "0.112", "shown"),
        (4, "0.020", "hidden"),  # fewer than five
        (5, "0.714", "hidden"),  # five of seven
        (50, "0.980", "hidden"),  # all but one
        (None, "0.112", "hidden"),  # of how many, nobody knows
        (209, None, "hidden"),
    ],
)
def test_a_rate_without_a_size_is_shown_only_when_it_proves_to_be_safe(x, rate, status):
    assert released(("A", x, rate, "exact"))["A"] == status


def test_what_the_source_hid_is_passed_on_and_not_computed():
    total = Row("m", "24", (), None, 300, "exact", "0.100")
    found = released(("A", 290, "0.110", "exact"), ("B", None, None, "hidden_by_source"), total=total)
    assert found == {"A": "shown", "B": "hidden_by_source"}


def test_what_we_hid_is_not_told_by_a_published_total():
    total = Row("m", "24", (), None, 303, "exact", "0.100")
    cells = [("A", 3, "0.05", "exact"), ("B", 100, "0.100", "exact"), ("C", 200, "0.100", "exact")]
    assert released(*cells, total=total) == {"A": "hidden", "B": "hidden", "C": "shown"}


def test_groups_of_english_learners_are_all_shown():
    sizes = {"Current EL": (120, 36), "Former EL": (80, 56), "Never EL": (380, 228)}
    rows = [Row("reading", "2022-23", (("el_status", g),), n, x) for g, (n, x) in sizes.items()]
    rows.append(Row("reading", "2022-23", (), 580, 320))
    table = release(Cells(rows), source=source({"el_status": tuple(sizes)}, shape="counts")).tables[0]
    assert {count.status for _, count in table.groups} == {"shown"}
    assert table.rest("Current EL").n == 460


def test_two_hundred_districts_take_no_time():
    districts = tuple(f"District {i:03}" for i in range(200))
    races = tuple("ABCDEFG")
    rows = [
        Row("m", "24", (("race", race), ("school", district)), None, 20 + i, "exact", "0.1")
        for i, race in enumerate(races)
        for district in districts
    ]
    made = source({"race": races, "school": districts}, shape="counts")
    assert len(release(Cells(rows), source=made).tables) == 200
