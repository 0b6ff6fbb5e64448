"""Numbers in sentences: rounded half away from zero on their exact value, once."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_core.words import Words, half_up

NUMBERS = st.fractions(-1000, 1000) | st.floats(-1000, 1000) | st.decimals(-1000, 1000, places=4) | st.integers(-9, 9)


@given(NUMBERS, st.integers(0, 3))
def test_what_is_told_is_the_nearest_and_a_half_goes_away_from_zero(number, digits):
    told, unit = Fraction(half_up(number, digits)), Fraction(1, 10**digits)
    away = abs(told) - abs(Fraction(number))
    assert -unit / 2 < away <= unit / 2
    assert told == 0 or (told < 0) is (number < 0)
    assert -half_up(number, digits).as_tuple().exponent == digits


@given(NUMBERS, st.integers(0, 2))
def test_a_percentage_is_a_hundred_times_the_proportion(number, digits):
    assert Words().percent(number, digits) == f"{half_up(Fraction(number) * 100, digits)}%"


@pytest.mark.parametrize(
    ("number", "told"),
    [(Fraction(1, 8), "12.5%"), (Decimal("0.0005"), "0.1%"), (0, "0.0%"), (Fraction(-1, 2000), "-0.1%")],
)
def test_a_percentage_keeps_its_digit(number, told):
    assert Words().percent(number) == told
