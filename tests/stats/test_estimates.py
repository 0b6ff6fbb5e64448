from math import log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats.contingency import relative_risk
from statsmodels.stats.contingency_tables import Table2x2

from equity_core import stats
from equity_core.stats import Counts

FEW = settings(max_examples=60, deadline=None)
counts = st.integers(1, 300).flatmap(lambda n: st.builds(Counts, st.integers(0, n), st.just(n)))
inner = st.integers(2, 300).flatmap(lambda n: st.builds(Counts, st.integers(1, n - 1), st.just(n)))


def test_more_than_everybody_is_refused():
    with pytest.raises(ValueError, match="12 of 10"):
        Counts(12, 10)


@FEW
@given(counts, counts)
def test_a_difference_turned_round_is_its_mirror_image(a, b):
    there, back = stats.difference(a, b), stats.difference(b, a)
    assert there.value == -back.value
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


@FEW
@given(counts)
def test_a_rate_and_its_interval_stay_between_0_and_1(c):
    found = stats.rate(c)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


@FEW
@given(counts, counts)
def test_a_group_is_nearer_to_all_students_than_to_the_others(a, b):
    of_all, of_rest = stats.difference_from_all(a, stats.together((a, b))), stats.difference(a, b)
    assert abs(of_all.value) <= abs(of_rest.value)
    assert of_all.high - of_all.low <= of_rest.high - of_rest.low


@FEW
@given(inner, inner)
def test_the_interval_of_state_reports_agrees_with_scipy(a, b):
    theirs = relative_risk(*a, *b).confidence_interval(0.95)
    found = stats.ratio_for_state_reports(a, b)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


@FEW
@given(inner, inner)
def test_odds_agree_with_statsmodels(a, b):
    table = Table2x2([[a.x, a.n - a.x], [b.x, b.n - b.x]])
    found = stats.odds_ratio(a, b)
    assert float(found.value) == pytest.approx(table.oddsratio)
    assert (found.low, found.high) == pytest.approx(table.oddsratio_confint())


@pytest.mark.parametrize("undefined", [stats.difference, stats.ratio, stats.ratio_for_state_reports, stats.odds_ratio])
def test_nobody_is_never_0_and_never_infinite(undefined):
    assert undefined(Counts(3, 10), Counts(0, 0)) == (None, None, None)


def test_a_change_from_nothing_has_no_relative_change():
    assert stats.change_independent(Counts(0, 40), Counts(4, 40)).relative is None


def test_years_are_pooled_by_adding_up():
    assert stats.together((Counts(2, 12), Counts(3, 14), Counts(1, 11))) == Counts(6, 37)


def test_a_ratio_lies_about_the_middle_of_its_interval_on_a_log_scale():
    found = stats.ratio(Counts(40, 200), Counts(80, 800))
    assert sqrt(found.low * found.high) == pytest.approx(float(found.value), rel=0.02)
    assert log(found.high / found.low) > 0
