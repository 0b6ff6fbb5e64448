"""The rules for many groups at once say the same as the rules for each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core import stats
from equity_core.stats import Counts, columns

MANY = settings(max_examples=300, deadline=None)
sizes = st.one_of(st.integers(0, 40), st.integers(0, 4000), st.sampled_from([2401, 2500, 9604, 10_000, 2**26 - 1]))
sized = sizes.flatmap(lambda n: st.builds(Counts, st.integers(0, n), st.just(n)))
tables = st.lists(st.lists(sized, min_size=1, max_size=5), min_size=1, max_size=6)
rules = st.sampled_from(list(stats.PPG_RULES.values()))


def column(counts):
    return columns.Column.of([c.x for c in counts], [c.n for c in counts])


def same(value, fraction):
    return np.isnan(value) if fraction is None else value == pytest.approx(float(fraction), rel=1e-13, abs=1e-300)


def same_gap(found, i, each):
    assert same(found.rate[i], each.rate)
    assert same(found.reference[i], each.reference.rate)
    assert same(found.gap[i], each.gap)
    assert same(found.moe[i], each.moe)
    assert (bool(found.flag[i]) if found.is_judged[i] else None) == each.flag
    assert (found.needed_not_flagged[i], found.needed_parity[i]) == (each.needed_not_flagged, each.needed_parity)


def same_index(found, i, each):
    assert same(found.share[i], each.share)
    assert same(found.reference[i], each.reference)
    assert same(found.index[i], each.index)
    assert found.flag[i] == each.flag
    assert (found.needed_not_flagged[i], found.needed_parity[i]) == (each.needed_not_flagged, each.needed_parity)


@MANY
@given(tables, rules, st.booleans())
def test_gaps_are_those_of_each_table(found, rule, higher_better):
    groups = [c for table in found for c in table]
    named = [{str(i): c for i, c in enumerate(table)} for table in found]
    pairs = [(name, counts, table) for table in named for name, counts in table.items()]
    others = [
        stats.rest_of(table, name) if rule.compare == "rest" else stats.together(table.values())
        for name, _, table in pairs
    ]
    if max(c.n for c in others) >= columns.MOST:
        with pytest.raises(ValueError, match="n <"):
            column(others)
        return
    told = columns.ppg_column(column(groups), column(others), rule, higher_better=higher_better)
    for i, (name, _, table) in enumerate(pairs):
        same_gap(told, i, stats.ppg(table, rule, higher_better=higher_better)[name])


@MANY
@given(st.integers(4, 32), st.floats(0, 1), st.integers(-1, 1))
def test_a_gap_of_exactly_its_margin_is_decided_in_fractions(root, place, beyond):
    n = root * root  # 1.96 times the root of a quarter over n is 49 / 50 root
    x = round(place * (n - root))
    other = Counts(50 * x + 49 * root + beyond, 50 * n)
    rule = stats.PPG_RULES["ccc_2017"]
    told = columns.ppg_column(column([Counts(x, n)]), column([other]), rule)
    same_gap(told, 0, stats.ppg_of(Counts(x, n), stats.Reference(other.rate), rule))
    assert told.flag[0] == (beyond >= 0)


@MANY
@given(tables)
def test_indices_are_those_of_each_table(found):
    if max(sum(c.n for c in table) for table in found) >= columns.MOST:
        return
    groups = [c for table in found for c in table]
    number = np.repeat(np.arange(len(found)), [len(table) for table in found])
    everybody = column([stats.together(table) for table in found for _ in table])
    proportional = columns.proportionality_column(column(groups), everybody)
    best = columns.best_column(column(groups), number)
    fourths = columns.index_80_column(column(groups), best)
    i = 0
    for table in found:
        named = {str(place): c for place, c in enumerate(table)}
        for name in named:
            same_index(proportional, i, stats.proportionality(named)[name])
            same_index(fourths, i, stats.index_80(named)[name])
            i += 1


def test_one_gap_of_exactly_the_margin_is_flagged_and_needs_nobody():
    rule = stats.PPG_RULES["ccc_2017"]
    told = columns.ppg_column(column([Counts(1000, 2000)]), column([Counts(53, 100)]), rule)
    assert told.flag.tolist() == [True]
    assert told.needed_not_flagged.tolist() == [0]


def test_rates_of_large_groups_that_differ_least_are_told_apart():
    low, high = Counts(2**25 - 2, 2**26 - 3), Counts(2**25 - 1, 2**26 - 1)
    assert low.rate < high.rate
    for order in ([low, high], [high, low]):
        best = columns.best_column(column(order), np.zeros(2, dtype=np.int64))
        assert list(zip(best.x.tolist(), best.n.tolist(), strict=True)) == [tuple(high)] * 2


def test_counts_that_do_not_fit_are_refused():
    for x, n in (([2], [1]), ([-1], [1]), ([1], [2**26])):
        with pytest.raises(ValueError, match="0 <= x <= n"):
            columns.Column.of(x, n)
