import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from equity_core import stats

counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(counts)
def test_wilson_agrees_with_statsmodels(xn):
    assert stats.wilson(*xn) == pytest.approx(proportion_confint(*xn, method="wilson"), abs=1e-9)


@settings(deadline=None)
@given(counts, counts)
def test_newcombe_agrees_with_statsmodels(a, b):
    theirs = confint_proportions_2indep(*a, *b, method="newcomb", compare="diff")
    assert stats.newcombe(*a, *b) == pytest.approx(theirs, abs=1e-9)


def test_newcombe_reproduces_its_own_paper():
    assert stats.newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@settings(deadline=None)
@given(counts, counts)
def test_a_ratio_lies_in_its_interval(a, b):
    low, high = stats.ratio_mover(*a, *b)
    if b[0]:
        ratio = (a[0] / a[1]) / (b[0] / b[1])
        assert low - 1e-9 <= ratio <= high + 1e-9


@settings(deadline=None)
@given(counts)
def test_a_group_that_is_everybody_differs_from_nobody(xn):
    assert stats.versus_overall(*xn, *xn) is None
