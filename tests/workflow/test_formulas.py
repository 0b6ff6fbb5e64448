from __future__ import annotations

from fractions import Fraction

from equity_core.metrics import MEASURES, Pair, change, disparity
from equity_core.privacy import HIDDEN
from equity_core.words import Words
from equity_core.workflow import formulas
from tests import worlds

WORDS, SUSPENDED, READING = Words(), MEASURES["suspended"], MEASURES["reading_proficient"]
BLACK = "Black or African American"


def told(found, group):
    return formulas.of_group(WORDS, found, found.group(group))


def test_the_formula_has_the_numbers_of_its_own_figure():
    rate, gap, times, parity = told(disparity(worlds.s1_race(), SUSPENDED), BLACK)
    assert rate.startswith(f"{BLACK}: 24/120 = 20.0%")
    assert "24/120 − 37/480 = 12.3 points, 95% interval 5.5 to 20.6" in gap
    assert "24/120 ÷ 37/480 = 2.59" in times
    assert "(24 − k)/120 is 37/480 or less. k = 15." in parity


def test_behind_in_a_good_outcome_the_sign_is_written():
    _, gap, _, parity = told(disparity(worlds.s1_reading(), READING), "Current EL")
    assert "= −30.0 points" in gap
    assert "(45 + k)/150" in parity


def test_what_is_hidden_has_no_formula():
    found = disparity(worlds.s1_race(), SUSPENDED)
    assert told(found, "American Indian or Alaska Native") == ()
    assert told(found, "Asian") == ()


def test_students_to_parity_are_told_only_of_everyone_else():
    assert len(told(disparity(worlds.s1_race(), SUSPENDED, compare="all"), BLACK)) == 3


def test_a_change_has_four_shares_in_it():
    before, after = (
        Pair(worlds.shown(36, 120), worlds.shown(284, 460)),
        Pair(worlds.shown(29, 104), worlds.shown(317, 496)),
    )
    (formula,) = formulas.of_change(WORDS, change(before, after, READING))
    assert "(29/104 − 317/496) − (36/120 − 284/460)" in formula
    assert formulas.of_change(WORDS, change(before, Pair(HIDDEN, worlds.shown(3, 40)), READING)) == ()


def test_a_difference_that_rounds_to_nothing_has_no_sign():
    assert formulas._signed(WORDS, Fraction(-1, 1000)) == "0.0"
