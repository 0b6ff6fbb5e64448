from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core import stats

counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(counts, counts)
def test_so_many_more_reach_the_rate_and_one_less_does_not(group, rest):
    (x, n), rate = group, Fraction(*rest)
    k = stats.more_to_parity(x, n, *rest)
    assert Fraction(x + k, n) >= rate
    assert k == 0 or Fraction(x + k - 1, n) < rate


@settings(deadline=None)
@given(counts, counts)
def test_so_many_fewer_reach_the_rate_and_one_less_does_not(group, rest):
    (x, n), rate = group, Fraction(*rest)
    k = stats.fewer_to_parity(x, n, *rest)
    assert Fraction(x - k, n) <= rate
    assert k == 0 or Fraction(x - k + 1, n) > rate


def test_floating_point_would_ask_for_one_too_many():
    assert stats.more_to_parity(70, 100, 80, 100) == 10
