from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from equity_core.privacy import Rules, release
from equity_core.sealed import Cells, Row
from tests.privacy.attack import attack
from tests.privacy.worlds import one_way, rows, source, with_schools

RULES = Rules()
MANY_SCHOOLS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SOME_DISTRICTS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def one_line(sizes: dict[str, int], counts: dict[str, int], **changed):
    """Release one measure by race: sizes and counts by group."""
    rows = [Row("absent", "2024-25", (("race", g),), n, counts[g]) for g, n in sizes.items()]
    rows.append(Row("absent", "2024-25", (), sum(sizes.values()), sum(counts.values())))
    return release(Cells(rows), source=source({"race": tuple(sizes)}, **changed)).table("absent", "2024-25", "race")


def statuses(table) -> dict[str, str]:
    return {name: count.status for name, count in table.groups}


def truth(rows: list[Row]) -> dict:
    return {(row.measure, row.at): row for row in rows}


def small_groups(rows: list[Row]) -> dict:
    return {(row.period, row.at): RULES.is_small_group(row.n) for row in rows if row.at}


def assert_true(released, rows: list[Row]) -> None:
    known = truth(rows)
    for table in released.tables:
        for name, count in [("", table.total), *table.groups]:
            at = table.at(name) if name else table.where
            row = known.get((table.measure, at), Row(table.measure, table.period, at, 0, 0))
            if count.status == "shown":
                assert (count.n, count.x) == (row.n, row.x)
                assert row.n >= RULES.min_group
                assert not RULES.is_small_count(row.x, row.n)
            elif count.status == "range":
                assert count.n == row.n >= RULES.min_group
                assert count.x_low <= row.x <= count.x_high
                assert count.x is None
            else:
                assert count == replace(count, n=None, x=None, x_low=None, x_high=None, rate=None)


def assert_nothing_narrow(found: dict, rows: list[Row]) -> None:
    """Every x that is not shown, and every size under 10, has at least five possible values.

    A size of 10 or more is no secret: it is shown wherever a count of it can be shown.
    """
    known = truth(rows)
    for (_, what, at), (low, high) in found.items():
        row = next((r for (m, a), r in known.items() if a == at and what in ("n", m)), Row("", "", at, 0, 0))
        value = row.n if what == "n" else row.x
        assert low <= value <= high
        if what != "n" or RULES.is_small_group(row.n):
            assert high - low >= RULES.min_width, (what, at, low, high)


@MANY_SCHOOLS
@given(one_way())
def test_nobody_can_work_out_a_hidden_count_of_a_school(world):
    made, rows = world
    released = release(Cells(rows), source=made)
    assert_true(released, rows)
    assert_nothing_narrow(attack(released), rows)


@MANY_SCHOOLS
@given(one_way())
def test_somebody_who_knows_which_groups_are_small_cannot_either_unless_all_are_hidden(world):
    made, rows = world
    released = release(Cells(rows), source=made)
    for table in released.tables:
        if all(count.status == "hidden" for _, count in table.groups):
            return
    assert_nothing_narrow(attack(released, small=small_groups(rows)), rows)


@SOME_DISTRICTS
@given(with_schools())
def test_nobody_can_work_out_a_hidden_count_of_a_school_in_a_district(world):
    made, rows = world
    released = release(Cells(rows), source=made)
    assert_true(released, rows)
    assert_nothing_narrow(attack(released), rows)


def test_hidden_schools_and_hidden_groups_add_up_to_what_is_shown_of_all():
    """15 of North's 20 count, 15 of A's 24, 20 of all: so at least 10 of the 10 students who are both."""
    dimensions = {"race": ("A", "B", "C", "D"), "school": ("North", "South", "East")}
    sizes = {"North": (10, 0, 5, 5), "South": (13, 0, 0, 0), "East": (1, 0, 0, 4)}
    absent = {"North": (10, 0, 0, 5), "South": (5, 0, 0, 0), "East": (0, 0, 0, 0)}
    students = [
        {"race": race, "school": school, "absent": int(i < absent[school][g]), "reading": 0}
        for school, by_race in sizes.items()
        for g, race in enumerate(dimensions["race"])
        for i in range(by_race[g])
    ]
    made = rows(students, dimensions)
    released = release(Cells(made), source=source(dimensions))
    assert_true(released, made)
    assert_nothing_narrow(attack(released), made)


def test_a_school_less_its_own_grades_is_not_one_student():
    """Everybody knows that El has no grade 7: Mid less its grade 7 would be the one fifth-grader there."""
    dimensions = {"school": ("El", "Mid"), "grade": ("5", "7")}
    places = [("El", "5")] * 25 + [("Mid", "7")] * 25 + [("Mid", "5")]
    students = [{"school": s, "grade": g, "absent": int(i % 5 < 3)} for i, (s, g) in enumerate(places)]
    made = rows(students, dimensions, ("absent",))
    found = attack(release(Cells(made), source=source(dimensions)))
    one = (("grade", "5"), ("school", "Mid"))
    spans = [high - low for (_, _, at), (low, high) in found.items() if at == one]
    assert len(spans) == 2
    assert min(spans) >= RULES.min_width


@MANY_SCHOOLS
@given(one_way())
def test_everyone_else_is_never_a_small_group_or_a_small_count(world):
    made, rows = world
    for table in release(Cells(rows), source=made).tables:
        for name, _ in table.groups:
            rest = table.rest(name)
            if rest.is_shown and rest.n:
                assert not RULES.is_small_group(rest.n)
                assert not RULES.is_small_count(rest.x, rest.n)


@pytest.mark.parametrize(
    ("x", "status"), [(0, "range"), (4, "range"), (5, "shown"), (35, "shown"), (36, "range"), (40, "range")]
)
def test_a_small_count_and_all_but_a_small_count_become_ranges(x, status):
    counts = {"A": x, "F": 30, **dict.fromkeys("BCDE", 2 if x < 20 else 58)}
    assert statuses(one_line({"A": 40, **dict.fromkeys("BCDEF", 60)}, counts))["A"] == status


DISTRICT = {"race": ("A", "B"), "gender": ("F", "M"), "school": ("North", "South")}
PUPILS = [
    {"race": "AB"[i % 2], "gender": "FM"[i % 3 // 2], "school": ("North", "South")[i % 5 // 3], "absent": i % 4 // 3}
    for i in range(200)
]


def test_the_gate_tells_how_much_is_decided_period_by_period():
    told = []
    both = [row._replace(period=p) for p in ("2023-24", "2024-25") for row in rows(PUPILS, DISTRICT, ("absent",))]
    found = release(Cells(both), told.append, source=source(DISTRICT))
    assert found == release(Cells(both), source=source(DISTRICT))
    assert told == sorted(told)
    assert (told[0] > 0, told[-1]) == (True, 1.0)
    assert len([share for share in told if share < 0.5]) == len([share for share in told if 0.5 < share < 1]) > 2


def test_a_gate_that_is_stopped_gives_nothing():
    def stop(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        release(Cells(rows(PUPILS, DISTRICT, ("absent",))), stop, source=source(DISTRICT))


def test_a_count_that_no_other_can_guard_hides_how_many_it_is_of_and_not_all_schools():
    of = {  # a guard of 13 students has 5 to 8 who count: four values, whatever is hidden beside it
        "North": ((80, 6), (40, 5), (40, 20)),
        "South": ((13, 3), (80, 40), (20, 5)),
        "West": ((20, 10), (80, 40), (12, 6)),
    }
    students = [
        {"school": school, "race": race, "absent": int(number < x)}
        for school, groups in of.items()
        for race, (n, x) in zip("ABC", groups, strict=True)
        for number in range(n)
    ]
    dimensions = {"race": ("A", "B", "C"), "school": ("North", "South", "West")}
    made = rows(students, dimensions, ("absent",))
    released = release(Cells(made), source=source(dimensions))
    assert (80, 6) in {(count.n, count.x) for table in released.tables if table.where for _, count in table.groups}
    assert_nothing_narrow(attack(released), made)
