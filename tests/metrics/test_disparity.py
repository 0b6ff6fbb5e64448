from fractions import Fraction

import pytest

from equity_core.errors import Refused, Unknown
from equity_core.metrics import MEASURES, disparity, pair
from equity_core.privacy import HIDDEN, Released
from tests import worlds

SUSPENDED, READING = MEASURES["suspended"], MEASURES["reading_proficient"]


def groups(n):
    return {"A": worlds.shown(n // 4, n), "B": worlds.shown(n // 10, n)}


def test_s1_black_students_against_everyone_else():
    g = disparity(worlds.s1_race(), SUSPENDED).group("Black or African American")

    assert (g.n, g.x, g.reference.n, g.reference.x) == (120, 24, 480, 37)
    assert round(float(g.gap), 1) == 12.3
    assert int(g.ratio * 100) == 259
    assert (round(g.gap_low, 1), round(g.gap_high, 1)) == (5.5, 20.6)
    assert (g.students_to_parity, g.certainty) == (15, "clear")


def test_s1_current_el_is_45_readers_from_everyone_else():
    g = disparity(worlds.s1_reading(), READING).group("Current EL")

    assert (g.gap, g.ratio, g.students_to_parity) == (-30, Fraction(1, 2), 45)


def test_a_hidden_group_has_a_name_and_nothing_else():
    g = disparity(worlds.s1_race(), SUSPENDED).group("American Indian or Alaska Native")

    assert g.certainty == "hidden"
    assert (g.n, g.x, g.rate, g.gap, g.ratio, g.students_to_parity, g.low) == (None,) * 7


def test_a_count_under_five_gives_no_rate():
    g = disparity(worlds.s1_race(), SUSPENDED).group("Asian")

    assert (g.certainty, g.rate, g.gap, g.x_high) == ("hidden", None, None, 4)


def test_against_all_students_the_gap_is_a_share_of_the_gap_against_the_rest():
    table = worlds.s1_race()
    rest, all_ = (disparity(table, SUSPENDED, compare=c).group("Black or African American") for c in ("rest", "all"))

    assert all_.gap == rest.gap * Fraction(480, 600)
    assert all_.gap_low == pytest.approx(rest.gap_low * 0.8)
    assert all_.students_to_parity == rest.students_to_parity


def test_a_group_is_not_compared_with_itself():
    found = disparity(worlds.s1_race(), SUSPENDED, compare="group:White")

    assert found.group("White").gap is None
    assert found.group("Black or African American").gap == Fraction(2400, 120) - Fraction(1300, 220)


def test_a_rate_can_be_the_yardstick():
    g = disparity(worlds.s1_reading(), READING, compare="rate:0.5").group("Current EL")

    assert (g.gap, g.students_to_parity, g.certainty) == (-20, 30, "clear")


@pytest.mark.parametrize(
    "compare", ["worst", "rate:x", "rate:1.2", "rate:1/0", "rate:1e99999999", "rate:1e-99999999", "group:"]
)
def test_a_comparison_that_cannot_be_read_is_refused(compare):
    with pytest.raises(Refused):
        disparity(worlds.s1_race(), SUSPENDED, compare=compare)


def test_a_group_that_is_not_there_is_answered_with_the_nearest():
    with pytest.raises(Unknown) as told:
        pair(worlds.s1_race(), "Whites")
    assert told.value.facts["near"] == "White"


def test_rates_alone_give_points_and_ratio_and_claim_nothing():
    found = disparity(worlds.connecticut("2009-10", 20, Fraction("5.4")), SUSPENDED, compare="group:White")
    g = found.group("Black or African American")

    assert (float(g.gap), round(float(g.ratio), 4)) == (14.6, 3.7037)
    assert (g.certainty, g.low, g.gap_low, g.students_to_parity) == (None, None, None, None)
    assert "note.rate_only" in found.notes


def test_ever_el_is_current_and_former_together():
    found = worlds.s1_reading().union(("Current EL", "Former EL"))

    assert (found.x, found.n) == (108, 240)


def test_a_union_with_a_hidden_part_is_hidden():
    assert worlds.s1_race().union(("White", "Asian")).status == "hidden"


@pytest.mark.parametrize(("n", "word"), [(28, "too_few_to_judge"), (2000, "clear")])
def test_under_thirty_students_nothing_is_judged(n, word):
    table = worlds.table("suspended", "p", "race", worlds.shown(n // 4 + n // 10, 2 * n), groups(n))
    assert disparity(table, SUSPENDED).group("A").certainty == word


def test_a_difference_below_the_practical_threshold_is_never_clear():
    counts = {"A": worlds.shown(2000, 100_000), "B": worlds.shown(1000, 100_000)}
    table = worlds.table("suspended", "p", "race", worlds.shown(3000, 200_000), counts)
    assert disparity(table, SUSPENDED).group("A").certainty == "no_sign"


def test_what_was_named_beforehand_is_not_adjusted():
    counts = {"A": worlds.shown(20, 100), **{f"B{i}": worlds.shown(11, 100) for i in range(8)}}
    table = worlds.table("suspended", "p", "race", worlds.shown(108, 900), counts)

    assert disparity(table, SUSPENDED).group("A").certainty == "leaning"
    assert disparity(table, SUSPENDED, named="A").group("A").certainty == "clear"


def test_the_best_group_is_one_of_thirty_or_more_and_says_what_it_does():
    found = disparity(worlds.s1_race(), SUSPENDED, compare="best")
    kind, _, named = found.comparison.partition(":")

    assert ("note.best" in found.notes, kind, found.group(named).gap) == (True, "group", None)
    assert found.group(named).n >= 30
    assert all(g.gap is None or g.gap >= 0 for g in found.groups)


def test_without_thirty_students_nobody_is_the_best_group():
    table = Released("s", "suspended", "2024-25", "race", HIDDEN, tuple(groups(20).items()))
    with pytest.raises(Refused, match=r"compare\.no_best"):
        disparity(table, SUSPENDED, compare="best")
