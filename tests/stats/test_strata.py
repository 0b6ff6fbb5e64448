"""Kitagawa, excess, adjusted gaps: what they add up to, whatever the numbers."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from equity_core import stats
from equity_core.stats import Counts, Stratum
from equity_core.stats.kitagawa import sides

FEW = settings(max_examples=60, deadline=None)
counts = st.integers(0, 60).flatmap(lambda n: st.builds(Counts, st.integers(0, n), st.just(n)))
filled = st.integers(2, 60).flatmap(lambda n: st.builds(Counts, st.integers(1, n - 1), st.just(n)))


def of(cells):
    return st.lists(st.builds(Stratum, cells, cells), min_size=1, max_size=5).map(
        lambda found: {f"School {i}": stratum for i, stratum in enumerate(found)}
    )


@FEW
@given(of(counts))
def test_composition_and_rate_are_the_gap_exactly(strata):
    found, (group, reference) = stats.kitagawa(strata), sides(strata)
    if not (group.n and reference.n):
        assert found is None
        return
    assert found.composition + found.rate == found.gap == group.rate - reference.rate
    assert sum(part.total_centred for part in found.strata.values()) == found.gap
    assert sum(part.composition_centred for part in found.strata.values()) == found.composition


@FEW
@given(of(counts))
def test_excess_and_composition_are_the_groups_gap_in_students(strata):
    found, (group, reference) = stats.excess(strata), sides(strata)
    if found is not None:
        assert found.total + found.composition == found.crude == group.n * (group.rate - reference.rate)


@FEW
@given(of(filled))
def test_pooled_ratios_agree_with_statsmodels(strata):
    tables = [
        [[s.group.x, s.group.n - s.group.x], [s.reference.x, s.reference.n - s.reference.x]] for s in strata.values()
    ]
    theirs, found = StratifiedTable(tables), stats.standardised_gap(strata)
    assert float(found.mh_odds_ratio) == pytest.approx(theirs.oddsratio_pooled)
    assert float(found.mh_ratio) == pytest.approx(theirs.riskratio_pooled)


@FEW
@given(filled, filled)
def test_one_stratum_explains_nothing(group, reference):
    found = stats.simpson({"only": Stratum(group, reference)})
    assert found.adjusted_gap == found.crude_gap
    assert found.verdict == "none"
    assert not found.share_explained


def test_a_stratum_with_one_side_is_left_out_of_what_is_adjusted():
    strata = {"A": Stratum(Counts(5, 10), Counts(2, 10)), "B": Stratum(Counts(1, 10), Counts(0, 0))}
    assert stats.standardised_gap(strata).gap == Fraction(3, 10)
    assert stats.simpson({"B": strata["B"]}) is None


def test_an_incident_type_that_points_the_other_way_takes_the_shares_away():
    found = stats.contributions({"fights": (10, 5), "phones": (0, 9)}, n_group=100, n_reference=100)
    assert (found.gap, found.share, found.order) == (-4, None, ["phones", "fights"])


def test_a_gap_without_its_only_school_is_not_there():
    found = stats.leave_one_out({"A": Stratum(Counts(5, 10), Counts(2, 10))})
    assert (found.gap, found.without, found.influence) == (Fraction(3, 10), {"A": None}, {"A": None})


@FEW
@given(st.lists(filled, min_size=4, max_size=4))
def test_being_in_two_groups_adds_nothing_where_rates_add_up(cells):
    names = [("EL", "SWD"), ("EL", "not"), ("other", "SWD"), ("other", "not")]
    found = stats.intersection(dict(zip(names, cells, strict=True)))
    a, b, c, d = (cell.rate for cell in cells)
    assert found.interaction == a - b - c + d


def test_an_empty_cell_has_no_rate_and_no_interaction():
    cells = {
        ("EL", "SWD"): Counts(0, 0),
        ("EL", "not"): Counts(2, 9),
        ("o", "SWD"): Counts(1, 8),
        ("o", "not"): Counts(1, 5),
    }
    found = stats.intersection(cells)
    assert (found.cells["EL", "SWD"].rate, found.interaction) == (None, None)


@FEW
@given(st.lists(filled, min_size=2, max_size=6))
def test_a_shrunken_rate_lies_between_its_own_and_that_of_all(cells):
    found = stats.shrink({str(i): c for i, c in enumerate(cells)})
    for group in found.groups.values():
        assert 0 <= group.weight <= 1
        assert min(group.raw, found.overall) <= group.rate <= max(group.raw, found.overall)


def test_groups_that_differ_by_chance_alone_are_all_alike():
    found = stats.shrink({"A": Counts(5, 10), "B": Counts(5, 10), "C": Counts(0, 0)})
    assert [group.rate for group in found.groups.values()] == [Fraction(1, 2)] * 2
    assert stats.shrink({"C": Counts(0, 0)}) is None


def test_a_small_school_has_wide_limits():
    wide, narrow = (stats.funnel_limits(Fraction(3, 10), n, 0.95) for n in (20, 400))
    assert wide[0] < narrow[0] < 0.3 < narrow[1] < wide[1]
