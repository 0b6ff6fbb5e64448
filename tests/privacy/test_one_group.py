"""A file that tells of one group only (homeless students, say): everyone else is the difference, in every school."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from equity_core.model import DimensionUse
from equity_core.privacy import HIDDEN, Release, Rules, release
from equity_core.sealed import Cells, Row
from tests.privacy.attack import attack
from tests.privacy.test_gate import assert_true
from tests.privacy.worlds import source

GROUP, REST, PERIOD = "Homeless", "everyone else", "2024-25"
RULES = Rules()
Numbers = dict[tuple[str, str], tuple[int, int]]  # (school, group or everyone else): n and x


def released(numbers: Numbers, kept_back: str = "") -> tuple[Release, list[Row]]:
    """Release a file of counts by school: all students, and one group, which the source kept back in some schools."""
    schools = tuple(sorted({school for school, _ in numbers}))
    made = source({"housing": (GROUP,), "school": schools}, shape="counts")
    uses = tuple(use.model_copy(update={"partitions": use.id == "school"}) for use in made.dimensions)
    assert isinstance(uses[0], DimensionUse)
    rows = [_row(numbers, [(s, g) for g in (GROUP, REST)], (("school", s),)) for s in schools]
    rows += [_row(numbers, list(numbers), ())]
    for s in schools:
        at = (("housing", GROUP), ("school", s))
        is_told = s not in kept_back
        rows.append(
            _row(numbers, [(s, GROUP)], at) if is_told else Row("absent", PERIOD, at, None, None, "hidden_by_source")
        )
    of_all = _row(numbers, [(s, GROUP) for s in schools], (("housing", GROUP),))
    rows.append(of_all if not kept_back else Row("absent", PERIOD, of_all.at, None, None, "missing"))
    made = made.model_copy(update={"dimensions": uses})
    return release(Cells(rows), source=made), rows


def _row(numbers: Numbers, places: list, at: tuple) -> Row:
    return Row("absent", PERIOD, at, sum(numbers[p][0] for p in places), sum(numbers[p][1] for p in places))


def with_the_rest(found: Release) -> Release:
    """Return a release as somebody reads it who knows that everyone else is who is left."""
    whole = [
        replace(t, partitions=True, groups=(*t.groups, (REST, HIDDEN))) if t.dimension == "housing" else t
        for t in found.tables
    ]
    return replace(found, tables=tuple(whole), audit=())


def assert_nobody_works_out(numbers: Numbers, kept_back: str = "") -> Release:
    found, rows = released(numbers, kept_back)
    if not kept_back:
        assert_true(found, rows)
    for (_, what, at), (low, high) in attack(with_the_rest(found)).items():
        school, group = dict(at).get("school"), dict(at).get("housing")
        if kept_back and (school is None or school in kept_back):
            continue  # what the source did not tell us is not ours to give away
        mine = [v for (s, g), v in numbers.items() if school in (None, s) and group in (None, g)]
        n, x = sum(v[0] for v in mine), sum(v[1] for v in mine)
        assert low <= (n if what == "n" else x) <= high
        if RULES.is_small_group(n) or (what != "n" and RULES.is_small_count(x, n)):
            assert high - low >= RULES.min_width, (what, at, n, x, low, high)
    return found


def test_all_but_six_of_a_school_are_in_the_group():
    found = assert_nobody_works_out(
        {("N", GROUP): (94, 40), ("N", REST): (6, 2), ("S", GROUP): (60, 20), ("S", REST): (80, 30)}
    )
    assert not found.table("absent", PERIOD, "housing", (("school", "N"),)).group(GROUP).is_shown


def test_next_to_nobody_else_in_a_school_counts():
    assert_nobody_works_out(
        {("N", GROUP): (40, 20), ("N", REST): (60, 1), ("S", GROUP): (60, 20), ("S", REST): (80, 30)}
    )


def test_where_nobody_is_given_away_all_is_shown():
    numbers = {(s, g): (100, 30 + i) for i, s in enumerate("NSE") for g in (GROUP, REST)}
    found = assert_nobody_works_out(numbers)
    assert all(c.is_shown for t in found.tables for _, c in (("", t.total), *t.groups))


def made_up(seed: int, schools: int) -> Numbers:
    """Return schools of which some have a small group, a small rest, or next to nobody who counts."""
    chance, numbers = Random(seed), {}
    for school in range(schools):
        for group, most in ((GROUP, 120), (REST, 700)):
            n = chance.randint(2, most)
            x = chance.randint(0, min(n, 6)) if chance.random() < 0.2 else chance.randint(n // 4, n // 2)
            numbers[f"{school:02}", group] = (n, x)
    return numbers


@pytest.mark.parametrize("seed", range(4))
def test_many_schools_do_not_hide_each_other(seed):
    found = assert_nobody_works_out(made_up(seed, 24))
    cells = [count for t in found.tables if t.where for _, count in t.groups]
    assert 3 * sum(count.is_shown for count in cells) > len(cells)


@pytest.mark.parametrize("kept_back", ["", "N", "NS"])
@pytest.mark.parametrize("seed", range(30))
def test_nobody_works_out_the_rest_of_a_school(seed, kept_back):
    chance = Random(seed)
    numbers = {}
    for school in "NSEW"[: chance.randint(2, 4)]:
        for group in (GROUP, REST):
            n = chance.choice((chance.randint(0, 14), chance.randint(10, 90), chance.randint(10, 90)))
            x = min(n, chance.choice((chance.randint(0, 6), chance.randint(0, n))))
            numbers[school, group] = (n, n - x if chance.random() < 0.5 else x)
    assert_nobody_works_out(numbers, kept_back)
