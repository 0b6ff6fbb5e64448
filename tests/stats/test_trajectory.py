from fractions import Fraction

import pytest

from equity_core import stats

GOAL = {"baseline": Fraction(3, 10), "target": Fraction(1, 2), "start": Fraction(0), "end": Fraction(3)}


def test_a_year_of_the_goal_is_a_third_of_the_way():
    assert stats.pace_per_year(Fraction(3, 10), Fraction(1, 2), Fraction(3)) == Fraction(2, 30)


def test_met_is_decided_exactly():
    assert stats.trajectory(60, 120, **GOAL, now=Fraction(3)).status == "met"
    assert stats.trajectory(59, 120, **GOAL, now=Fraction(3)).status == "within_noise_below"


def test_a_goal_without_a_difference_is_refused():
    with pytest.raises(ValueError, match="different target"):
        stats.trajectory(1, 2, **{**GOAL, "target": GOAL["baseline"]}, now=Fraction(1))
