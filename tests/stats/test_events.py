import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from equity_core import stats
from equity_core.stats import Counts

FEW = settings(max_examples=60, deadline=None)


@FEW
@given(st.integers(0, 400), st.integers(1, 900))
def test_event_rates_agree_with_statsmodels(events, exposure):
    found = stats.event_rate(events, exposure, per=1)
    assert (found.low, found.high) == pytest.approx(confint_poisson(events, exposure, method="exact-c"), nan_ok=True)


@FEW
@given(st.integers(0, 200), st.integers(0, 200))
def test_exact_intervals_agree_with_statsmodels(x, more):
    n = x + more
    if n:
        assert stats.clopper_pearson(x, n) == pytest.approx(proportion_confint(x, n, method="beta"))


def test_a_rate_of_events_may_exceed_the_students():
    found = stats.event_rates(events=413, students=47, n=199)
    assert found.incidence > 100
    assert found.risk < 1


def test_nobody_has_no_rate():
    assert stats.event_rate(0, 0).value is None
    assert stats.event_rates(events=0, students=0, n=0) == (None, None, None)
    assert stats.event_rate_ratio(3, 40, 0, 50) == (None, (pytest.approx(0.5165, abs=0.0001), None), None)
    assert stats.reliability(Counts(0, 0)) is None


def test_a_wide_interval_is_a_note():
    assert stats.reliability(Counts(15, 40)).status == "unreliable_width"
    assert stats.reliability(Counts(0, 60)).review
