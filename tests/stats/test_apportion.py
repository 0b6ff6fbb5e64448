"""Whole units by weight: they add up, equal weights get equal parts, and who has more weight never gets less."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_core.stats import largest_remainders

amounts, weights = st.integers(0, 10_000), st.lists(st.integers(0, 5_000), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("amount", "given_weights", "expected"),
    [
        (120, [216, 190, 194], (43, 38, 39)),  # exact 43.2, 38, 38.8
        (10, [1, 1, 1], (4, 3, 3)),  # a tie goes to who comes first
        (3, [0, 5, 0], (0, 3, 0)),
        (0, [1, 2], (0, 0)),
        (100, [9061, 7179, 5259, 3319, 1182], (35, 28, 20, 13, 4)),  # exact 34.85, 27.61, 20.23, 12.77, 4.55
        (7, [0, 0], None),
    ],
)
def test_worked_cases(amount, given_weights, expected):
    assert largest_remainders(amount, given_weights) == expected


def test_nothing_under_zero_is_shared():
    for amount, given_weights in ((-1, [1]), (1, [1, -1])):
        with pytest.raises(ValueError, match="under zero"):
            largest_remainders(amount, given_weights)


@given(amounts, weights)
def test_parts_add_up_and_each_is_within_one_of_its_exact_part(amount, given_weights):
    parts = largest_remainders(amount, given_weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, given_weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(given_weights))) < 1


@given(amounts, weights)
def test_more_weight_never_gets_less_and_equal_weights_differ_by_one_at_most(amount, given_weights):
    told = sorted(zip(given_weights, largest_remainders(amount, given_weights), strict=True))
    for (weight, part), (more, its) in pairwise(told):
        assert part <= its
        assert weight != more or its - part <= 1


@given(amounts, weights, st.integers(1, 50))
def test_only_the_proportions_count(amount, given_weights, times):
    assert largest_remainders(amount, [w * times for w in given_weights]) == largest_remainders(amount, given_weights)
