from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, false_discovery_control, fisher_exact
from statsmodels.stats.proportion import proportions_ztest

from equity_core import stats

counts = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(counts, counts)
def test_fishers_test_agrees_with_scipy(a, b):
    theirs = fisher_exact([[a[0], a[1] - a[0]], [b[0], b[1] - b[0]]]).pvalue
    assert stats.fisher_exact(*a, *b) == pytest.approx(theirs, abs=1e-9)


def test_large_tables_use_the_pooled_z():
    assert stats.two_proportion_p(24, 120, 37, 480) == pytest.approx(proportions_ztest([24, 37], [120, 480])[1])


def test_small_tables_use_fishers_test():
    assert stats.two_proportion_p(3, 12, 1, 20) == stats.fisher_exact(3, 12, 1, 20)


@settings(deadline=None)
@given(counts, st.integers(0, 1000))
def test_a_few_students_beside_a_given_rate_agree_with_scipy(count, thousandths):
    x, n = count
    rate = Fraction(thousandths, 1000)
    assume(min(rate, 1 - rate) * n < 5)
    assert stats.one_proportion_p(x, n, rate) == pytest.approx(binomtest(x, n, float(rate)).pvalue, abs=1e-9)


def test_when_everybody_has_the_outcome_chance_explains_it_all():
    assert stats.two_proportion_p(12, 12, 40, 40) == 1


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusting_agrees_with_scipy(p):
    assert stats.benjamini_hochberg(p) == pytest.approx(list(false_discovery_control(p)), abs=1e-12)


@settings(deadline=None)
@given(counts, counts)
def test_more_students_could_show_a_smaller_difference(a, b):
    doubled = stats.smallest_detectable(2 * a[0], 2 * a[1], 2 * b[0], 2 * b[1])
    assert doubled < stats.smallest_detectable(*a, *b)
