from fractions import Fraction

import pytest

from equity_core import stats

SIDES = {"group_before": (36, 120), "rest_before": (284, 460), "group_after": (29, 104), "rest_after": (317, 496)}


@pytest.mark.parametrize(
    ("group", "rest", "higher_better", "how"),
    [
        (("20", "14"), ("8", "8"), False, "narrowed_group_improved"),
        (("20", "20"), ("8", "12"), False, "narrowed_levelling_down"),
        (("20", "22"), ("8", "14"), False, "narrowed_levelling_down"),
        (("20", "16"), ("8", "9"), False, "narrowed_mixed"),
        (("20", "7"), ("8", "8"), False, "reversed"),
        (("20", "20"), ("8", "7"), False, "not_narrowed"),
        (("30", "40"), ("60", "60"), True, "narrowed_group_improved"),
        (("30", "30"), ("60", "50"), True, "narrowed_levelling_down"),
        (("60", "60"), ("30", "40"), True, "narrowed_rest_improved"),
        (("60", "50"), ("30", "30"), True, "narrowed_levelling_down"),
    ],
)
def test_who_moved_has_a_name_in_both_directions(group, rest, higher_better, how):
    g0, g1, r0, r1 = (Fraction(v) / 100 for v in (*group, *rest))
    found = stats.how_it_moved(
        group_before=g0, rest_before=r0, group_after=g1, rest_after=r1, higher_better=higher_better
    )
    assert found == how


def test_p_agrees_with_the_interval():
    p = stats.gap_of_gaps_p(**SIDES)
    moved = stats.gap_of_gaps(**SIDES, level=1 - p)
    assert min(abs(moved.low), abs(moved.high)) < 1e-6


def test_a_side_without_students_has_no_change():
    assert stats.gap_of_gaps(**{**SIDES, "rest_after": (0, 0)}) is None
    assert stats.gap_of_gaps_p(**{**SIDES, "rest_after": (0, 0)}) is None
