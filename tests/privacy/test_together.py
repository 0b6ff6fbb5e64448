"""Measures that add up, nest or count slightly different students give no small count away."""

from __future__ import annotations

import pytest

from equity_core.privacy import Rules, release
from equity_core.sealed import Cells
from tests.privacy.attack_together import sizes, spans
from tests.privacy.schools import KINDS, PERIOD, patterns_of, school
from tests.privacy.test_gate import assert_true
from tests.privacy.worlds import rows, source

RULES = Rules()


def value(students, factors, measures, at):
    mine = [s for s in students if all(s[dimension] == group for dimension, group in at)]
    return len(mine), sum(f * (s[m] or 0) for s in mine for f, m in zip(factors, measures, strict=True))


def assert_nothing_follows(released, patterns, students, measures, dimension):
    """Every count that follows from several measures and is small has at least five possible values."""
    for (factors, at), (low, high) in spans(released, patterns, measures, dimension, PERIOD).items():
        n, x = value(students, factors, measures, at)
        assert low <= x <= high
        if n and RULES.is_small_count(x, n):
            assert high - low >= RULES.min_width, (dict(zip(measures, factors, strict=True)), at, x, n, low, high)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [*range(10), 692])
def test_what_follows_from_several_measures_stays_uncertain(kind, seed):
    made, cells, students, measures, patterns = school(kind, seed)
    released = release(cells, source=made)
    assert_true(released, rows(students, {d.id: d.groups for d in made.dimensions}, measures))
    for dimension in ("race", "gender"):
        assert_nothing_follows(released, patterns, students, measures, dimension)


@pytest.mark.parametrize("seed", range(20))
def test_a_few_students_without_a_test_do_not_tell_how_small_a_group_is(seed):
    made, cells, students, measures, patterns = school("tested", seed)
    released = release(cells, source=made)
    for (measure, at), (low, high) in sizes(released, patterns, measures, "race", PERIOD).items():
        n = sum(s["race"] == at[0][1] and s[measure] is not None for s in students)
        assert low <= n <= high
        if RULES.is_small_group(n):
            assert high - low >= RULES.min_width, (seed, measure, at, n, low, high)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_what_follows_stays_uncertain_in_districts_too(kind, seed):
    made, cells, students, measures, patterns = school(kind, seed, schools=3)
    released = release(cells, source=made)
    assert_nothing_follows(released, patterns, students, measures, "race")


def test_four_levels_of_the_same_students_do_not_tell_the_smallest():
    """The example of docs/privacy.md: 2 of 48 at level 1, where 15, 23 and 8 were shown beside it."""
    counts = {"A": (2, 15, 23, 8), "B": (12, 40, 50, 30), "C": (20, 60, 70, 50)}
    names = ("level1", "level2", "level3", "level4")
    students = [
        {"race": group, **{m: int(m == mine) for m in names}}
        for group, by in counts.items()
        for mine, n in zip(names, by, strict=True)
        for _ in range(n)
    ]
    made = source({"race": ("A", "B", "C")}).model_copy(update={"measures": names})
    released = release(Cells(rows(students, {"race": "ABC"}, names), patterns_of(students, names)), source=made)
    shown = [m for m in names if released.table(m, PERIOD, "race").group("A").is_shown]
    assert len(shown) < 3
    patterns = [{m: m == mine for m in names} for mine in names]
    assert_nothing_follows(released, patterns, students, names, "race")


def test_measures_that_have_nothing_to_do_with_each_other_are_all_shown():
    students = [
        {"race": "AB"[i % 2], "absent": int(i % 5 == 0), "reading": int(i % 3 == 0), "suspended": int(i % 7 == 0)}
        for i in range(420)
    ]
    names = ("absent", "reading", "suspended")
    made = source({"race": ("A", "B")}).model_copy(update={"measures": names})
    released = release(Cells(rows(students, {"race": "AB"}, names), patterns_of(students, names)), source=made)
    assert all(count.is_shown for table in released.tables for _, count in (("", table.total), *table.groups))
