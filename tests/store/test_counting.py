from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from equity_core.metrics import MEASURES
from equity_core.model import (
    AtLeast,
    AtMost,
    Combined,
    DimensionUse,
    Flag,
    Given,
    LessThan,
    Measure,
    MoreThan,
    OneOf,
    ShareAtLeast,
    Source,
)
from equity_core.sealed import unseal, unseal_patterns
from equity_core.store import Store


@pytest.fixture
def store():
    opened = Store(":memory:")
    yield opened
    opened.close()


def source(shape="students", **dimensions: tuple[str, ...]) -> Source:
    uses = tuple(DimensionUse(id=d, groups=g) for d, g in dimensions.items())
    when = datetime(2025, 1, 1)
    return Source(
        id="s", name="f", shape=shape, fingerprint="", rows_read=1, rows_kept=1, imported_at=when, dimensions=uses
    )


def measure(rule, id: str = "m") -> Measure:
    return Measure(id=id, rule=rule, direction="lower_better", timing="lagging")


def fill(store, columns: str, *rows: tuple, table: str = "rows_s") -> None:
    with store.writing() as cursor:
        cursor.execute(f"CREATE TABLE {table} ({columns})")
        for row in rows:
            cursor.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", list(row))


def counted(store, made: Source, *measures: Measure) -> dict:
    return {(row.measure, row.period, row.at): row[3:] for row in unseal(store.cells(made, measures))}


@pytest.mark.parametrize(
    ("absent", "enrolled", "n", "x"),
    [
        ("18.0", "180", 1, 1),
        ("17.99", "180", 1, 0),
        ("17.9999", "180", 1, 0),
        ("0.3", "3", 0, 0),  # enrolled under ten days: not eligible
        ("1", "10", 1, 1),
        (None, "180", 0, 0),
        ("18.0", None, 0, 0),
    ],
)
def test_chronic_absence_is_decided_in_exact_decimals(store, absent, enrolled, n, x):
    fill(store, "period VARCHAR, days_absent DECIMAL(9,4), days_enrolled DECIMAL(9,4)", ("24", absent, enrolled))
    found = counted(store, source(), MEASURES["chronic_absence"])
    assert found["chronic_absence", "24", ()][:2] == (n, x)


@pytest.mark.parametrize(
    ("rule", "kind", "values", "counts"),
    [
        (Flag(column="fact"), "BOOLEAN", (True, False, None), (2, 1)),
        (OneOf(column="fact", values=("Pass", "O'Brien")), "VARCHAR", ("Pass", "O'Brien", "Fail", None), (3, 2)),
        (AtLeast(column="fact", value=Decimal("9.5")), "DECIMAL(9,4)", ("9.5", "9.4999", None), (2, 1)),
        (MoreThan(column="fact", value=Decimal("9.5")), "DECIMAL(9,4)", ("9.5", "9.5001", None), (2, 1)),
        (AtMost(column="fact", value=Decimal("9.5")), "DECIMAL(9,4)", ("9.5", "9.5001", None), (2, 1)),
        (LessThan(column="fact", value=Decimal("9.5")), "DECIMAL(9,4)", ("9.5", "9.4999", None), (2, 1)),
    ],
)
def test_each_rule_counts_those_who_have_a_value(store, rule, kind, values, counts):
    fill(store, f"period VARCHAR, fact {kind}", *[("24", value) for value in values])
    assert counted(store, source(), measure(rule))["m", "24", ()][:2] == counts


@pytest.mark.parametrize(("how", "counts"), [("all", (4, 1)), ("any", (4, 3))])
def test_rules_together_count_those_who_have_a_value_for_each(store, how, counts):
    rows = [(True, "9"), (True, "3"), (False, "9"), (False, "3"), (None, "9"), (True, None)]
    fill(store, "period VARCHAR, fact BOOLEAN, mark DECIMAL(9,4)", *[("24", *row) for row in rows])
    rule = Combined(how=how, rules=(Flag(column="fact"), AtLeast(column="mark", value=Decimal(9))))
    assert counted(store, source(), measure(rule))["m", "24", ()][:2] == counts


def test_every_rule_can_be_counted():
    from equity_core.store.counting import RULES

    ones = {Flag, OneOf, AtLeast, MoreThan, AtMost, LessThan, ShareAtLeast}
    assert set(RULES) == {*ones, Combined}  # Given has nothing to count


def test_the_lattice_is_all_students_each_dimension_and_schools_by_each_other(store):
    rows = [("24", "A", "F", "North", True), ("24", "B", "F", "South", False), ("25", "A", "M", "North", True)]
    fill(store, "period VARCHAR, race VARCHAR, gender VARCHAR, school VARCHAR, fact BOOLEAN", *rows)
    made = source(race=("A", "B"), gender=("F", "M"), school=("North", "South"))
    found = counted(store, made, measure(Flag(column="fact")))
    shapes = {tuple(d for d, _ in at) for _, _, at in found}
    assert shapes == {(), ("race",), ("gender",), ("school",), ("race", "school"), ("gender", "school")}
    assert found["m", "24", (("race", "A"), ("school", "North"))][:2] == (1, 1)
    assert found["m", "25", ()][:2] == (1, 1)


PAIRS = [
    ("24", "A", "F", "North", True, 3),
    ("24", "B", "F", "South", False, 12),
    ("24", "B", None, "South", None, None),
    ("25", "A", "M", "North", True, 12),
    ("25", "A", "M", "North", True, 1),
]


def test_other_combinations_are_counted_when_asked_for(store):
    fill(
        store, "period VARCHAR, race VARCHAR, gender VARCHAR, school VARCHAR, fact BOOLEAN, days DECIMAL(9, 2)", *PAIRS
    )
    made = source(race=("A", "B"), gender=("F", "M"), school=("North", "South"))
    found = unseal(
        store.cells(made, [measure(Flag(column="fact"))], sets=[("school", "race"), ("gender", "race", "school")])
    )
    assert {tuple(d for d, _ in row.at) for row in found} == {("race", "school"), ("gender", "race", "school")}
    cells = {(row.period, row.at): (row.n, row.x) for row in found}
    assert cells["25", (("race", "A"), ("school", "North"))] == (2, 2)
    assert cells["24", (("gender", "F"), ("race", "B"), ("school", "South"))] == (1, 0)


def test_rows_that_are_alike_are_counted_together_first_and_nothing_changes(store):
    fill(
        store, "period VARCHAR, race VARCHAR, gender VARCHAR, school VARCHAR, fact BOOLEAN, days DECIMAL(9, 2)", *PAIRS
    )
    made = source(race=("A", "B"), gender=("F", "M"), school=("North", "South"))
    asked = [measure(Flag(column="fact"), "fact"), measure(AtLeast(column="days", value=Decimal(10)), "days")]
    whole = made.model_copy(update={"rows_kept": 10_000})  # so many that it pays
    assert counted(store, whole, *asked) == counted(store, made, *asked)
    assert counted(store, whole, *asked)["days", "24", ()][:2] == (2, 1)


def test_names_from_data_cannot_become_sql(store):
    name = 'x" FROM rows_s; DROP TABLE rows_s; --'
    fill(store, "period VARCHAR, fact BOOLEAN", ("24", True))
    assert counted(store, source(**{name: ("A",)}), measure(Flag(column="fact")))["m", "24", ()][:2] == (1, 1)
    assert not counted(store, source(), measure(Flag(column=name)))
    assert store.has_rows("s")


def test_a_given_measure_has_nothing_to_count_in_rows(store):
    fill(store, "period VARCHAR, fact BOOLEAN", ("24", True))
    assert not counted(store, source(), measure(Given()))


COUNTS = (
    'measure VARCHAR, period VARCHAR, dimension VARCHAR, "group" VARCHAR, school VARCHAR, n BIGINT, x BIGINT, '
    "rate VARCHAR, status VARCHAR"
)


def test_exact_groups_of_a_dimension_add_up_to_all_students(store):
    fill(
        store,
        COUNTS,
        ("m", "24", "el_status", "Current EL", "", 120, 36, None, "exact"),
        ("m", "24", "el_status", "Never EL", "", 380, 228, None, "exact"),
        table="counts_s",
    )
    made = source("counts", el_status=("Current EL", "Never EL"))
    assert counted(store, made, measure(Given()))["m", "24", ()][:2] == (500, 264)


def test_groups_with_a_hidden_one_do_not_and_a_published_total_is_kept(store):
    fill(
        store,
        COUNTS,
        ("m", "24", "race", "A", "", 120, 36, None, "exact"),
        ("m", "24", "race", "B", "", None, None, None, "hidden_by_source"),
        ("m", "25", "race", "A", "", 120, 36, None, "exact"),
        ("m", "25", "race", "B", "", None, None, None, "hidden_by_source"),
        ("m", "25", "", "All students", "", 130, 40, None, "exact"),
        table="counts_s",
    )
    found = counted(store, source("counts", race=("A", "B")), measure(Given()))
    assert ("m", "24", ()) not in found
    assert found["m", "25", ()][:2] == (130, 40)
    assert found["m", "25", (("race", "B"),)][:4] == (None, None, "hidden_by_source", None)


def test_students_are_counted_by_the_measures_that_they_count_in(store):
    rows = [("24", True, True), ("24", True, False), ("24", True, False), ("24", False, None), ("25", None, None)]
    fill(store, "period VARCHAR, late BOOLEAN, tested BOOLEAN", *rows)
    two = [measure(Flag(column="late"), "late"), measure(Flag(column="tested"), "tested")]
    assert unseal_patterns(store.cells(source(), two)) == (
        ("24", (("late", False),), 1),
        ("24", (("late", True), ("tested", False)), 2),
        ("24", (("late", True), ("tested", True)), 1),
        ("25", (), 1),
    )
    assert unseal_patterns(store.cells(source(), two[:1])) == ()


def test_a_rule_over_numbers_is_in_a_pattern_as_a_yes_or_a_no(store):
    fill(
        store,
        "period VARCHAR, late BOOLEAN, days DECIMAL(9, 2)",
        ("24", True, 12),
        ("24", True, 15),
        ("24", None, None),
    )
    two = [measure(Flag(column="late"), "late"), measure(AtLeast(column="days", value=Decimal(13)), "days")]
    assert unseal_patterns(store.cells(source(), two)) == (
        ("24", (), 1),
        ("24", (("days", False), ("late", True)), 1),
        ("24", (("days", True), ("late", True)), 1),
    )


@pytest.mark.parametrize(("rule", "x"), [(AtLeast, 1), (MoreThan, 1), (AtMost, 0), (LessThan, 0)])
def test_a_limit_is_exact_to_the_last_digit_of_a_spreadsheet(store, rule, x):
    fill(store, "period TEXT, mark DECIMAL(28, 16)", ("y", "10.0000000000000001"))
    made = measure(rule(column="mark", value=Decimal(10)))
    assert counted(store, source(), made)["m", "y", ()][:2] == (1, x)
