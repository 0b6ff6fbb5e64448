"""Run charts and control charts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from equity_core import stats

FEW = settings(max_examples=60, deadline=None)
series = st.lists(st.integers(0, 30).map(float), min_size=2, max_size=30)


@FEW
@given(series)
def test_a_run_chart_does_not_mind_which_way_time_or_the_scale_runs(values):
    there = stats.run_chart(values)
    for other in (stats.run_chart(values[::-1]), stats.run_chart([-v for v in values])):
        assert (there.longest_run, there.crossings, there.signal) == (other.longest_run, other.crossings, other.signal)


@FEW
@given(st.integers(2, 40))
def test_the_fewest_crossings_are_a_binomial_quantile(n):
    rising = [float(i) for i in range(n)]
    found = stats.run_chart(rising)
    assert found.crossings_min == binom.ppf(0.05, found.useful - 1, 0.5)


def test_a_series_without_change_says_nothing():
    found = stats.run_chart([4.0, 4.0, 4.0])
    assert (found.useful, found.signal, found.longest_run_max) == (0, False, None)
    assert stats.autocorrelation([4.0, 4.0, 4.0]) is None


@FEW
@given(series)
def test_who_is_better_only_renames_what_a_point_means(values):
    up, down = (stats.special_causes(values, higher_better=better) for better in (True, False))
    assert up.rules == down.rules
    turned = {"improvement": "concern", "concern": "improvement", "common_cause": "common_cause"}
    assert [turned[m] for m in up.meanings] == down.meanings


def test_seven_that_rise_are_a_trend_and_six_are_none():
    level = [50.0, 54.0, 48.0, 53.0, 47.0, 52.0]
    assert "rising" in stats.special_causes([*level, 46, 47, 48, 49, 50, 51, 52], higher_better=True).rules
    assert "rising" not in stats.special_causes([*level, 46, 47, 48, 49, 50, 51, 50], higher_better=True).rules


def test_under_twelve_points_limits_are_on_trial():
    assert stats.xmr([1.0, 2.0, 3.0]).trial_limits
    assert not stats.xmr([1.0, 2.0] * 6).trial_limits


def test_frozen_limits_do_not_move_with_later_values():
    values = [50.0, 52.0, 49.0, 51.0] * 3
    assert stats.xmr([*values, 90.0], baseline=12)[:4] == stats.xmr(values)[:4]
    assert stats.xmr([*values, 90.0], baseline=12).outside == [12]


def test_shares_stay_between_0_and_1_and_events_do_not():
    assert stats.p_chart([9, 10, 8], [10, 10, 10]).upper == [1.0, 1.0, 1.0]
    assert max(stats.u_chart([9, 12, 8], [10, 10, 10]).upper) > 1


def test_limits_of_very_many_widen_with_what_they_vary():
    found = stats.p_prime_chart([900, 950, 870, 990], [1000, 1000, 1000, 1000])
    plain = stats.p_chart([900, 950, 870, 990], [1000, 1000, 1000, 1000])
    assert found.sigma_z > 1
    assert found.upper[0] > plain.upper[0]


@pytest.mark.parametrize(("target", "better", "word"), [(90, True, "consistent_fail"), (90, False, "consistent_pass")])
def test_a_target_beyond_the_limits_is_met_always_or_never(target, better, word):
    assert stats.assurance([50.0, 52.0, 49.0, 51.0] * 3, target=target, higher_better=better).assurance == word
