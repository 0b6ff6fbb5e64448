"""Where parity is wanted (gifted, special education): a gap on either side is one; nobody gains or loses by a move."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_core import stats
from equity_core.errors import Refused
from equity_core.metrics import MEASURES, Pair, change, compatibility, disparity
from equity_core.words import Words
from equity_core.workflow.compatibility import Report
from tests.worlds import shown, table

GIFTED = MEASURES["gifted_identified"]
counts = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def of_two(mine, theirs):
    groups = {"A": shown(*mine), "B": shown(*theirs)}
    return table("gifted_identified", "p", "race", shown(mine[0] + theirs[0], mine[1] + theirs[1]), groups)


@given(mine=counts, theirs=counts)
def test_so_many_students_close_a_gap_on_either_side_and_one_less_does_not(mine, theirs):
    (x, n), rest = mine, Fraction(*theirs)
    found = disparity(of_two(mine, theirs), GIFTED).group("A")
    k, side = found.students_to_parity, 1 if found.gap < 0 else -1

    assert found.has_gap is (Fraction(x, n) != rest)
    assert (rest - Fraction(x + side * k, n)) * side <= 0
    assert k == 0 or (rest - Fraction(x + side * (k - 1), n)) * side > 0


@given(sides=st.tuples(counts, counts, counts, counts))
def test_a_gap_narrows_only_towards_none_and_alike_for_those_in_and_those_not_in(sides):
    def moved(g0, r0, g1, r1):
        return change(Pair(shown(*g0), shown(*r0)), Pair(shown(*g1), shown(*r1)), GIFTED)

    told, mirrored = moved(*sides), moved(*((n - x, n) for x, n in sides))
    before, after = told.gap_before, told.gap_after
    nearer = before * after >= 0 and abs(after) < abs(before)

    assert told.how == mirrored.how
    assert (told.how == "narrowed_to_parity") is nearer
    assert (told.how == "crossed_parity") is (before * after < 0)
    assert (told.group_improved, told.rest_lost, told.is_levelling_down) == (None, None, False)


def test_fewer_on_both_sides_is_levelling_down_elsewhere_and_nearer_here():
    sides = {"group_before": 20, "rest_before": 8, "group_after": 10, "rest_after": 4}
    rates = {name: Fraction(rate, 100) for name, rate in sides.items()}
    assert stats.how_it_moved(**rates, higher_better=True) == "narrowed_levelling_down"
    assert stats.how_it_moved(**rates, higher_better=None) == "narrowed_to_parity"


def test_there_is_no_best_group_and_no_flag_of_a_rule_about_more():
    two = of_two((9, 60), (30, 100))
    with pytest.raises(Refused, match=r"compare\.best_of_parity"):
        disparity(two, GIFTED, compare="best")
    (one, _) = compatibility(two, GIFTED).groups
    assert (one.ppg, one.proportionality, one.index_80) == ({}, None, None)
    assert one.composition.index == Fraction(9, 39) / Fraction(60, 160)
    assert "Percentage point gap" not in (page := Report(compatibility(two, GIFTED), Words(), "G").html().decode())
    assert "<h1" in page
