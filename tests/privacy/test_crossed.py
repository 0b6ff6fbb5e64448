"""Two dimensions at once tell nothing that single ones, and schools, hide."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from equity_core.privacy import Rules, release
from equity_core.sealed import Cells, Row
from tests.privacy.attack_crossed import attack
from tests.privacy.schools import patterns_of
from tests.privacy.worlds import rows, source

RULES = Rules()
MEASURES = ("absent", "reading")
SHARES = {
    "race": {"A": 1, "B": 6, "C": 20, "D": 60},
    "gender": {"F": 48, "M": 48, "X": 4},
    "grade": {"06": 30, "07": 40, "08": 30},
}


def made(seed: int, *, schools: int = 1, students: int = 0):
    """Return (source, cells, rows) of a school or district by a seed."""
    chance = Random(seed)
    shares = {d: {g: s * chance.choice((0.3, 1, 1, 2)) for g, s in its.items()} for d, its in SHARES.items()}
    if schools > 1:
        shares["school"] = {name: chance.choice((1, 3, 5)) for name in "NSEW"[:schools]}
    found = []
    for _ in range(students or chance.choice((90, 150, 300, 600))):
        one = {d: chance.choices(list(its), list(its.values()))[0] for d, its in shares.items()}
        lift = 1 + "ABCD".index(one["race"]) / 3
        one |= {"absent": int(chance.random() < 0.12 * lift), "reading": int(chance.random() < 0.3 * lift)}
        found.append(one)
    dimensions = {d: tuple(sorted({s[d] for s in found})) for d in shares}
    its = source(dimensions).model_copy(update={"measures": MEASURES, "periods": ("2024-25",)})
    counted = crossed_rows(found, dimensions)
    return its, Cells(counted, patterns_of(found, MEASURES)), counted


def crossed_rows(students, dimensions) -> list[Row]:
    counted = rows(students, dimensions, MEASURES)
    for a, b in combinations([d for d in dimensions if d != "school"], 2):
        both = [{**s, "both": f"{s[a]}\t{s[b]}"} for s in students]
        for row in rows(both, {"both": tuple(sorted({s["both"] for s in both}))}, MEASURES):
            if row.at:
                names = row.at[0][1].split("\t")
                counted.append(row._replace(at=tuple(sorted(zip((a, b), names, strict=True)))))
    return counted


def assert_safe(released, counted) -> None:
    known = {(row.measure, row.at): row for row in counted}
    for (measure, at, what), (low, high) in attack(released).items():
        row = known.get((measure, at), Row(measure, "2024-25", at, 0, 0))
        value = row.n if what == "n" else row.x
        assert low <= value <= high
        if what == "x" or RULES.is_small_group(row.n):
            assert high - low >= RULES.min_width, (measure, at, what, low, high)


@pytest.mark.parametrize("seed", range(12))
def test_nobody_can_work_out_a_hidden_number_of_a_school(seed):
    its, cells, counted = made(seed)
    released = release(cells, source=its, crossed="race")
    assert_safe(released, counted)


@pytest.mark.parametrize(("schools", "seed"), [(2, 1), (2, 3), (2, 10), (4, 3), (4, 6), (4, 8)])
def test_nobody_can_in_a_district_either(schools, seed):
    its, cells, counted = made(seed, schools=schools)
    assert_safe(release(cells, source=its, crossed="race"), counted)


def test_something_is_left_to_see_and_single_dimensions_stay_as_they_are():
    seen = 0
    for seed in range(12):
        its, cells, _ = made(seed)
        alone, both = release(cells, source=its), release(cells, source=its, crossed="race")
        new = [table for table in both.tables if "," in table.dimension]
        assert [table for table in both.tables if table not in new] == list(alone.tables)
        seen += sum(count.is_shown for table in new for _, count in table.groups)
    assert seen > 5


def test_a_second_dimension_is_not_crossed_where_another_was():
    its, cells, _ = made(10)
    first = release(cells, source=its, crossed="race")
    assert any("," in table.dimension for table in first.tables)
    second = release(cells, source=its, crossed="gender", earlier=[first])
    assert not [table for table in second.tables if "," in table.dimension]
