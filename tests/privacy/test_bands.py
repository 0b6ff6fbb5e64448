import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_core.privacy.bands import percent_band

counts = st.integers(0, 900).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_a_band_holds_the_rounded_percentage_and_is_wider_for_fewer(xn):
    x, n = xn
    band = percent_band(x, n)
    if n < 10:
        assert band.display == "suppressed"
    else:
        assert band.low <= 100 * x / n + 0.5
        assert 100 * x / n - 0.5 <= band.high
        assert band.high - band.low >= (8 if n < 40 else 0)


def test_a_higher_threshold_hides_more():
    assert percent_band(5, 12, min_group=20).display == "suppressed"


@pytest.mark.parametrize(("x", "n"), [(0, 50), (50, 50)])
def test_nobody_and_everybody_look_like_a_few_more(x, n):
    assert percent_band(x, n).display in ("<=5%", ">=95%")
