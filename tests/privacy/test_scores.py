"""Sums of numbers under attack: what somebody can work out about few students from all sums that are shown."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity_core.privacy import Rules, from_json, release, to_json
from equity_core.sealed import Cells, Sum
from tests.privacy.ends import ends
from tests.privacy.worlds import rows, source

RULES = Rules()
PERIOD = "2024-25"
LOW, HIGH, LIMIT = 0, 20, 10  # marks, and what passes
SCHOOLS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sums(students: list[dict], dimensions: dict[str, tuple[str, ...]], measures: dict[str, int]) -> list[Sum]:
    """Add up marks as the store does."""
    by = defaultdict(list)
    for one in students:
        ats = [(), *(((d, one[d]),) for d in dimensions)]
        if len(dimensions.get("school", ())) > 1:
            ats += [tuple(sorted(((d, one[d]), ("school", one["school"])))) for d in dimensions if d != "school"]
        for at in ats:
            by[at].append(one["mark"])
    ids, limits, found = tuple(measures), tuple((True, Decimal(limit)) for limit in measures.values()), []
    for at, marks in by.items():
        told = (len(marks), *map(Decimal, (sum(marks), sum(x * x for x in marks), min(marks), max(marks))))
        found.append(Sum("mark", PERIOD, at, ids, limits, ids, *told, len(set(marks))))
    return found


def released(students: list[dict], dimensions: dict[str, tuple[str, ...]], earlier=(), *, file="s", **limits: int):
    """Let a measure "mark of 10 or more" out, with its sums; `limits` are other measures in its place."""
    limits = limits or {"passed": LIMIT}
    for one in students:
        one |= {measure: int(one["mark"] >= limit) for measure, limit in limits.items()}
    cells = Cells(rows(students, dimensions, tuple(limits)), sums=sums(students, dimensions, limits))
    return release(cells, source=source(dimensions).model_copy(update={"id": file}), earlier=earlier)


def shown_sums(release) -> dict[tuple, tuple[int, Fraction]]:
    """Return what is shown of all students and of each group: how many, and their sum."""
    found = {}
    for table in release.tables:
        named = [(((table.dimension, name),), count) for name, count in table.groups]
        for at, count in [(table.where, table.total), *named]:
            if count.score is not None:
                assert not table.where or at == table.where
                found[at] = count.n, count.score.total
    return found


def students_of(sizes: dict[tuple[str, str], int], draw) -> list[dict]:
    found = []
    for (school, race), n in sizes.items():
        usual, spread = draw(st.integers(LOW, HIGH)), draw(st.integers(0, 8))
        for number in range(n):
            mark = usual + (number * 7 % (2 * spread + 1)) - spread
            found.append({"school": school, "race": race, "mark": max(LOW, min(HIGH, mark))})
    return found


@st.composite
def schools(draw, at_most=3):
    names = ("North", "South", "East")[: draw(st.integers(1, at_most))]
    groups = ("A", "B", "C", "D")[: draw(st.integers(1, 4))]
    near = st.one_of(st.integers(0, 14), st.integers(15, 120))
    sizes = {place: draw(near) for place in product(names, groups)}
    dimensions = {"race": groups} | ({"school": names} if len(names) > 1 else {})
    return students_of(sizes, draw), dimensions


@SCHOOLS
@given(schools())
def test_what_is_shown_is_true_and_of_groups_of_thirty_or_more(world):
    students, dimensions = world
    for at, (n, total) in shown_sums(released(students, dimensions)).items():
        mine = [one["mark"] for one in students if all(one[d] == g for d, g in at)]
        assert (n, total) == (len(mine), sum(mine))
        assert n >= 30


@SCHOOLS
@given(schools())
def test_no_sum_of_few_students_can_be_worked_out(world):
    """The attacker knows how many students are in each school and group, and the least and the greatest mark of all."""
    students, dimensions = world
    known = shown_sums(released(students, dimensions))
    if not known:
        return
    marks = [one["mark"] for one in students]
    low, wide = min(marks), max(marks) - min(marks)
    sizes, true = defaultdict(int), defaultdict(Fraction)
    for one in students:
        place = (one["school"], one["race"])
        sizes[place] += 1
        true[place] += Fraction(one["mark"] - low, wide)
    places = sorted(sizes)
    equal, to = [], []
    for at, (n, total) in known.items():
        asked = dict(at)
        equal.append([float(asked.get("school", s) == s and asked.get("race", g) == g) for s, g in places])
        to.append(float((total - n * low) / wide))
    bounds = [(0, sizes[place]) for place in places]
    groups = [[p for p in places if p[1] == g] for g in dimensions["race"]]
    groups += [[p for p in places if p[0] == s] for s in dimensions.get("school", ())]
    asked = [[p] for p in places] + [g for g in groups if g]
    for some in asked:
        n, x = sum(sizes[p] for p in some), sum(true[p] for p in some)
        if n >= RULES.min_group and RULES.small < x < n - RULES.small:
            continue  # nothing in it to protect
        least, most = ends([float(p in some) for p in places], equal=equal, fixed=to, bounds=bounds)
        assert most - least >= min(RULES.min_width, n) - 1e-6, (some, n, x, least, most)


@SCHOOLS
@given(schools(at_most=1), st.data())
def test_a_second_release_tells_nothing_of_who_came_or_went(world, data):
    students, dimensions = world
    first = released(students, dimensions)
    if not students:
        return
    gone = data.draw(st.integers(0, len(students) - 1))
    second = released([dict(one) for i, one in enumerate(students) if i != gone], dimensions, earlier=[first])
    then, now = shown_sums(first), shown_sums(second)
    for at in then.keys() & now.keys():
        assert then[at] == now[at]
    for table in second.tables:
        for name, _ in table.groups:
            rest, group = table.rest(name), table.group(name)
            assert (rest.score is None) or (group.score is not None and table.total.score is not None)


def test_everybody_alike_is_not_shown():
    """All of A have 10 of 0 to 20: the average and its spread would tell everybody's mark."""
    alike = [{"race": "A", "mark": 10} for _ in range(40)]
    others = [{"race": "B", "mark": mark} for mark in range(21) for _ in range(2)]
    shown = shown_sums(released(alike + others, {"race": ("A", "B")}))
    assert (("race", "A"),) not in shown
    assert (("race", "B"),) not in shown  # or all less B would be A


def test_nobody_makes_up_more_than_a_fifth():
    """One student missed 180 days and nobody else more than five: the sum is hers."""
    days = [{"race": "A", "mark": 180}] + [{"race": g, "mark": d} for g in "AB" for d in (0, 1, 2, 3, 4, 5) * 5]
    assert shown_sums(released(days, {"race": ("A", "B")})) == {}


@pytest.mark.parametrize("size", [29, 40])
def test_a_group_under_thirty_is_not_shown_and_does_not_follow(size):
    people = [{"race": g, "mark": 8 * i % 21} for g, n in {"A": 80, "B": 60, "C": size}.items() for i in range(n)]
    shown = {at[0][1] for at in shown_sums(released(people, {"race": ("A", "B", "C")})) if at}
    assert shown == ({"A"} if size < 30 else {"A", "B", "C"})


def test_sums_survive_being_kept():
    people = [{"race": g, "mark": 8 * i % 21} for g in "AB" for i in range(42)]
    out = released(people, {"race": ("A", "B")})
    assert shown_sums(out)
    assert from_json(to_json(out)) == out
