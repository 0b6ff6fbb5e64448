from __future__ import annotations

from fractions import Fraction

import pytest

from equity_core import stats
from equity_core.errors import Refused
from equity_core.metrics import MEASURES, StateRule, compatibility
from equity_core.privacy import HIDDEN, Released
from equity_core.stats import Counts
from tests import worlds

SUSPENDED, READING = MEASURES["suspended"], MEASURES["reading_proficient"]
BLACK = "Black or African American"


def by_name(found):
    return {group.group: group for group in found.groups}


def year(black, rest):
    groups = (("A", worlds.shown(*black)), ("B", worlds.shown(*rest)))
    return Released("s", "suspended", "y", "race", worlds.shown(black[0] + rest[0], black[1] + rest[1]), groups)


def test_gaps_are_those_of_each_years_rule():
    black = by_name(compatibility(worlds.s1_race(), SUSPENDED))[BLACK]
    assert black.ppg["ccc_2017"].reference.rate == Fraction(61, 600)  # all students
    assert black.ppg["ccc_2022"].reference.rate == Fraction(37, 480)  # everyone else
    assert black.ppg["ccc_2022"].flag
    assert black.ratio == stats.ratio_for_state_reports(Counts(24, 120), Counts(37, 480))
    assert black.ratio.value == black.composition.risk_ratio
    assert black.odds.value == black.composition.odds_ratio
    assert (black.ppg["ccc_2022"].needed_parity, black.composition.risk_ratio) == (15, Fraction(24 * 480, 120 * 37))


def test_groups_that_are_not_shown_are_named_and_not_counted():
    found = compatibility(worlds.s1_race(), SUSPENDED)
    assert BLACK in by_name(found)
    assert "American Indian or Alaska Native" in found.left_out
    assert not set(by_name(found)) & set(found.left_out)


def test_indices_that_ask_for_more_of_an_outcome_are_not_made_of_a_bad_one():
    bad, good = compatibility(worlds.s1_race(), SUSPENDED), compatibility(worlds.s1_reading(), READING)
    assert all(g.proportionality is None and g.index_80 is None for g in bad.groups)
    assert all(g.proportionality is not None and g.index_80 is not None for g in good.groups)


def test_no_risk_ratio_without_the_states_threshold_and_none_of_a_good_outcome():
    state = StateRule(Fraction(3))
    assert all(not g.risk_ratios for g in compatibility(worlds.s1_race(), SUSPENDED).groups)
    assert all(not g.risk_ratios for g in compatibility(worlds.s1_reading(), READING, state=state).groups)


def test_three_years_over_the_threshold_identify_and_a_hidden_year_does_not():
    state = StateRule(Fraction(3), min_drop=Fraction("0.25"))
    over = [("1", year((40, 100), (40, 400))), ("2", year((40, 100), (40, 400)))]
    now = year((41, 100), (40, 400))

    assert by_name(compatibility(now, SUSPENDED, state=state, earlier=over))["A"].multi_year.identified
    for gap in (None, Released("s", "suspended", "y", "race", HIDDEN, (("A", HIDDEN), ("B", HIDDEN)))):
        found = by_name(compatibility(now, SUSPENDED, state=state, earlier=[("1", gap), over[1]]))["A"]
        assert found.risk_ratios[0][1] is None
        assert not found.multi_year.identified


def test_without_a_standard_of_progress_nothing_is_said_about_several_years():
    over = [("1", year((40, 100), (40, 400)))] * 2
    found = compatibility(year((40, 100), (40, 400)), SUSPENDED, state=StateRule(Fraction(3)), earlier=over)
    assert by_name(found)["A"].multi_year is None


def test_groups_that_overlap_have_no_everyone_else():
    table = Released("s", "suspended", "y", "race", HIDDEN, (("A", worlds.shown(20, 100)),))
    with pytest.raises(Refused, match=r"compatibility\.no_rest"):
        compatibility(table, SUSPENDED)
