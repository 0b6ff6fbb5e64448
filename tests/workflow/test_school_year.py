from datetime import date
from fractions import Fraction

import pytest

from equity_core.workflow.school_year import moment, moment_of_day, term


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2022-23", 2023),
        ("2022-23 Spring", 2023),
        ("2022-2023", 2023),
        ("2022-23 Fall", Fraction(4045, 2)),
        ("2022-23 Winter", 2023 - Fraction(1, 4)),
        ("1999-00", 2000),
        ("2013J", 2013),
        ("2023", 2023),
        ("G1", None),
    ],
)
def test_a_period_stands_where_its_school_year_ends(period, expected):
    assert moment(period) == expected


def test_a_day_belongs_to_a_time_of_year():
    assert moment_of_day(date(2026, 3, 1)) == moment_of_day(date(2026, 7, 31)) == 2026
    assert moment_of_day(date(2026, 10, 1)) == Fraction(4053, 2)
    assert moment_of_day(date(2026, 1, 31)) == 2026 - Fraction(1, 4)


def test_the_term_is_what_is_left_without_the_year():
    assert [term(p) for p in ("2022-23", "2022-23 Spring", "2013J", "G1")] == ["", "spring", "j", "g1"]
