from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core import stats
from equity_core.stats import Counts

FEW = settings(max_examples=80, deadline=None)
sized = st.integers(1, 200).flatmap(lambda n: st.builds(Counts, st.integers(0, n), st.just(n)))
groups = st.lists(sized, min_size=2, max_size=5).map(lambda found: {f"Group {i}": c for i, c in enumerate(found)})


@FEW
@given(groups, st.booleans())
def test_so_many_students_take_a_flag_away_and_one_less_does_not(found, higher_better):
    rule = stats.PpgRule("rate:0.5", Fraction("0.03"), own_rate_in_moe=False)
    for name, each in stats.ppg(found, rule, higher_better=higher_better).items():
        k = each.needed_not_flagged
        assert (k > 0) <= each.flag
        if each.flag and higher_better and found[name].x + k <= found[name].n:
            more = stats.ppg({name: Counts(found[name].x + k, found[name].n)}, rule)[name]
            assert not more.flag or abs(more.gap) == pytest.approx(more.moe)
            assert stats.ppg({name: Counts(found[name].x + max(0, k - 1), found[name].n)}, rule)[name].flag


@FEW
@given(groups)
def test_a_good_outcome_and_its_opposite_are_flagged_alike(found):
    opposite = {name: Counts(c.n - c.x, c.n) for name, c in found.items()}
    rule = stats.PPG_RULES["ccc_2017"]
    good, bad = stats.ppg(found, rule), stats.ppg(opposite, rule, higher_better=False)
    assert [each.flag for each in good.values()] == [each.flag for each in bad.values()]
    assert [each.needed_parity for each in good.values()] == [each.needed_parity for each in bad.values()]


def test_a_gap_of_exactly_the_margin_is_flagged():
    rule = stats.PPG_RULES["ccc_2017"]._replace(compare="rate:0.53")
    assert stats.ppg({"A": Counts(1000, 2000)}, rule)["A"].flag


def test_too_few_students_have_no_flag_by_the_rule_of_2022():
    found = stats.ppg({"A": Counts(0, 10), "B": Counts(90, 100)}, stats.PPG_RULES["ccc_2022"])
    assert found["A"].flag is None
    assert found["B"].flag is False


def test_nobody_is_not_flagged():
    found = stats.ppg({"A": Counts(0, 0), "B": Counts(5, 10)}, stats.PPG_RULES["ccc_2017"])
    assert (found["A"].rate, found["A"].flag) == (None, None)


@FEW
@given(groups)
def test_added_students_bring_a_group_to_its_share_and_one_less_does_not(found):
    everybody = stats.together(found.values())
    for name, each in stats.proportionality(found).items():
        c, k = found[name], each.needed_parity
        if everybody.x and c.n < everybody.n:
            assert Fraction(c.x + k, everybody.x + k) >= Fraction(c.n, everybody.n)
            assert k == 0 or Fraction(c.x + k - 1, everybody.x + k - 1) < Fraction(c.n, everybody.n)
        if each.index is not None:
            assert each.index <= each.ceiling


@FEW
@given(sized, sized)
def test_a_target_that_moves_with_the_group_is_the_rate_of_the_others(group, rest):
    moving = stats.students_to_parity(group, rest, "all_moving")
    assert moving.students == stats.students_to_parity(group, rest).students
    assert stats.students_to_parity(group, rest, "all_fixed").students <= moving.students
    everybody = stats.together((group, rest))
    assert Fraction(group.x + moving.students, group.n) >= Fraction(everybody.x + moving.students, everybody.n)


def test_parity_with_nobody_is_refused():
    with pytest.raises(ValueError, match="nobody"):
        stats.students_to_parity(Counts(1, 2), Counts(0, 0))
    with pytest.raises(ValueError, match="nobody"):
        stats.fewer_students_to_parity(Counts(1, 2), Counts(0, 0))


def test_a_handful_of_students_is_no_yardstick():
    found = {"Two": Counts(2, 2), "Many": Counts(60, 100), "More": Counts(30, 50)}
    assert stats.best(found, higher_better=True) == (Fraction(3, 5), ("Many", "More"))
    assert stats.best(found, higher_better=False).rate == Fraction(3, 5)
    assert stats.best({"Two": Counts(2, 2)}, higher_better=True).rate is None


def test_idea_compares_with_the_state_where_the_district_is_too_small():
    group, few, state = Counts(31, 90), Counts(6, 80), Counts(8200, 140000)
    found = stats.idea_risk_ratio(group, few, state_comparison=state, threshold=Fraction(3))
    assert found.kind == "alternate_risk_ratio"
    assert stats.idea_risk_ratio(group, few, threshold=Fraction(3)).reason == "comparison_below_minimum"


def test_a_ratio_exactly_at_the_threshold_does_not_exceed_it():
    found = stats.idea_risk_ratio(Counts(30, 100), Counts(10, 100), threshold=Fraction(3))
    assert (found.ratio, found.exceeds) == (3, False)


def test_two_years_are_not_three():
    found = stats.idea_multi_year([Fraction(4), Fraction(4)], threshold=Fraction(3), min_drop=Fraction("0.25"))
    assert not found.identified
