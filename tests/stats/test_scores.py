import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, ttest_ind

from equity_core import stats
from equity_core.stats import Scores

FEW = settings(max_examples=60, deadline=None)
values = st.lists(st.integers(100, 300).map(float), min_size=3, max_size=40).filter(lambda v: len(set(v)) > 1)


@FEW
@given(values, values)
def test_means_agree_with_welch_in_scipy(a, b):
    theirs = ttest_ind(a, b, equal_var=False).confidence_interval(0.95)
    found = stats.mean_difference(Scores.of(a), Scores.of(b))
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))
    assert abs(found.hedges_g) <= abs(found.cohens_d)


def test_one_score_has_no_interval():
    found = stats.mean_difference(Scores.of([210.0]), Scores.of([200.0, 204.0]))
    assert (found.difference, found.low, found.cohens_d) == (8, None, None)


def test_equal_scores_have_no_standard_deviation_to_measure_with():
    found = stats.mean_difference(Scores.of([5.0, 5.0]), Scores.of([4.0, 4.0]))
    assert (found.low, found.high, found.cohens_d) == (1, 1, None)


@FEW
@given(values, values)
def test_a_pilot_that_moved_as_the_comparison_did_has_no_effect(a, b):
    found = stats.difference_in_differences(
        pilot_before=Scores.of(a),
        pilot_after=Scores.of(b),
        comparison_before=Scores.of(a),
        comparison_after=Scores.of(b),
    )
    assert found.difference == 0
    assert found.low < 0 < found.high


@FEW
@given(st.integers(0, 40), st.integers(0, 40))
def test_the_same_students_twice_agree_with_the_binomial_test(gained, lost):
    found = stats.change_paired(no_to_yes=gained, yes_to_no=lost, n=100)
    assert found.p == pytest.approx(binomtest(gained, gained + lost).pvalue if gained + lost else 1)
    assert -1 <= found.low <= found.change <= found.high <= 1


def test_nobody_has_no_change():
    assert stats.change_paired(no_to_yes=0, yes_to_no=0, n=0).change is None
