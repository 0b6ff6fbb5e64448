"""Published results, digit by digit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from equity_core import stats
from equity_core.stats import Counts

# Newcombe, Statistics in Medicine 17 (1998), table II, method 10
NEWCOMBE_1998 = {
    (56, 70, 48, 80): (0.0524, 0.3339),
    (9, 10, 3, 10): (0.1705, 0.8090),
    (6, 7, 2, 7): (0.0582, 0.8062),
    (5, 56, 0, 29): (-0.0381, 0.1926),
    (0, 10, 0, 20): (-0.1611, 0.2775),
    (0, 10, 0, 10): (-0.2775, 0.2775),
    (10, 10, 0, 20): (0.6791, 1.0000),
    (10, 10, 0, 10): (0.6075, 1.0000),
}
# DisImpact 0.0.22 on CRAN, vignette "Tutorial": di_ppg(success=Transfer, group=Ethnicity, data=student_equity)
TUTORIAL = {  # n, success, pct, moe, di_indicator; the reference is 0.5264
    "Asian": (6000, 4292, 0.7153333, 0.03000000, False),
    "Black": (2000, 607, 0.3035000, 0.03000000, True),
    "Hispanic": (4000, 847, 0.2117500, 0.03000000, True),
    "Multi-Ethnicity": (1000, 504, 0.5040000, 0.03099032, False),
    "Native American": (200, 78, 0.3900000, 0.06929646, True),
    "White": (6800, 4200, 0.6176471, 0.03000000, False),
}
GROUPS = {name: Counts(x=x, n=n) for name, (n, x, *_) in TUTORIAL.items()}


@pytest.mark.parametrize(("counts", "interval"), NEWCOMBE_1998.items(), ids=str)
def test_newcombes_own_examples(counts, interval):
    assert stats.newcombe(*counts) == pytest.approx(interval, abs=5.1e-5)


@pytest.mark.parametrize("name", TUTORIAL)
def test_the_percentage_point_gaps_of_disimpacts_tutorial(name):
    found = stats.ppg(GROUPS, stats.PPG_RULES["ccc_2017"])[name]
    _, _, rate, moe, flag = TUTORIAL[name]
    assert float(found.rate) == pytest.approx(rate, abs=5.1e-8)
    assert found.reference.rate == Fraction("0.5264")
    assert found.moe == pytest.approx(moe, abs=5.1e-9)
    assert found.flag is flag


def test_a_target_that_stands_still_understates_parity_on_that_data():
    black, rest = GROUPS["Black"], stats.rest_of(GROUPS, "Black")
    assert stats.students_to_parity(black, rest, "all_fixed").students == 446
    assert stats.students_to_parity(black, rest).students == 496
    assert stats.proportionality(GROUPS)["Black"].needed_parity == 496


def test_floating_point_asked_for_one_student_too_many_on_that_data():
    assert stats.proportionality(GROUPS)["Hispanic"].needed_not_flagged == 997  # it prints 998


def test_the_intervals_cover_what_they_should_for_ten_students_beside_three_hundred():
    tenths = [0.05 + 0.1 * step for step in range(10)]
    assert min(covers(10, rate, 300, rest) for rate in tenths for rest in tenths) >= 0.93


def covers(n1, p1, n2, p2):
    """Return how often, of all outcomes there can be, the interval holds the true difference."""
    from scipy.stats import binom

    first, second = binom.pmf(range(n1 + 1), n1, p1), binom.pmf(range(n2 + 1), n2, p2)
    total = 0.0
    for x1, chance in enumerate(first):
        for x2, other in enumerate(second):
            if chance * other > 1e-12:
                low, high = stats.newcombe(x1, n1, x2, n2)
                total += chance * other * (low <= p1 - p2 <= high)
    return total
