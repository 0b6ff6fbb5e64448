"""Surveys, themes, agreement, ballots, weighted criteria."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare
from statsmodels.stats.inter_rater import cohens_kappa, to_table

from equity_core import stats
from equity_core.stats import Counts, Voice

FEW = settings(max_examples=50, deadline=None)
IDEAS = ("Bus route", "Fee waiver", "Home calls", "Mentors")
ballots = st.lists(st.permutations(IDEAS).flatmap(lambda p: st.integers(0, 4).map(lambda n: p[:n])), max_size=8)
asked = st.integers(1, 200).flatmap(lambda n: st.builds(Counts, st.integers(0, n), st.just(n)))


@FEW
@given(st.lists(asked, min_size=2, max_size=5))
def test_weights_bring_back_the_shares_of_the_people(cells):
    groups = {str(i): c for i, c in enumerate(cells)}
    found = stats.representativeness(groups)
    if all(c.x for c in cells):
        n, x = sum(c.n for c in cells), sum(c.x for c in cells)
        assert all(found.weights[name] * Fraction(c.x, x) == Fraction(c.n, n) for name, c in groups.items())
        assert 0 < found.effective_n <= x
    if found.chi2 is not None:
        expected = [float(c.n * sum(g.x for g in cells) / sum(g.n for g in cells)) for c in cells]
        assert found.chi2 == pytest.approx(chisquare([c.x for c in cells], expected).statistic)


def test_a_survey_that_nobody_answered_represents_nobody():
    found = stats.representativeness({"A": Counts(0, 20), "B": Counts(0, 5)})
    assert (found.overall, found.ratio, found.largest_gap) == (0, {"A": None, "B": None}, None)


def test_who_left_an_item_out_is_left_out():
    whole = [[3, 4, 4], [2, 2, 3], [5, 4, 5], [1, 2, 1]]
    assert stats.cronbach_alpha([*whole, [3, None, 3]]) == stats.cronbach_alpha(whole)


def test_a_person_counts_once_for_a_theme():
    found = stats.theme_counts(
        [Voice("family", ("fees", "fees", "bus")), Voice("staff", ()), Voice("family", ("fees",))]
    )
    assert found.people == {"bus": 1, "fees": 2}
    assert found.mentions == {"bus": 1, "fees": 3}
    assert found.reach["fees"] == Fraction(2, 3)
    assert found.by_group == {"family": {"bus": 1, "fees": 2}, "staff": {"bus": 0, "fees": 0}}
    assert found.together == {("bus", "fees"): 1}


@FEW
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=40))
def test_kappa_agrees_with_statsmodels(pairs):
    first, second = zip(*pairs, strict=True)
    found = stats.coder_agreement(first, second)
    if found.kappa is not None and len({*first, *second}) > 1:
        table, _ = to_table(pairs, bins=None)
        assert float(found.kappa) == pytest.approx(cohens_kappa(table, return_results=False))


def test_coders_who_always_agree_agree_by_every_measure():
    found = stats.coder_agreement("abab", "abab")
    assert found == (1, 1, 1, 1, 1)


def test_raters_who_rank_alike_have_one_ranking():
    assert stats.kendall_w([[1, 2, 3]] * 4).w == 1
    assert stats.kendall_w([[2, 2, 2]] * 4).w is None


@FEW
@given(ballots)
def test_every_filled_ballot_gives_out_its_points(cast):
    found = stats.nominal_group(IDEAS, cast, top=4)
    assert sum(found.points.values()) == sum(sum(range(4, 4 - len(b), -1)) for b in cast)
    assert found.ballots == sum(bool(b) for b in cast)
    assert sorted(found.order) == sorted(IDEAS)
    assert [found.rank[idea] for idea in found.order] == sorted(found.rank.values())


@FEW
@given(ballots)
def test_an_idea_that_beats_all_others_is_the_only_one(cast):
    found = stats.copeland(IDEAS, cast)
    assert [idea for idea in IDEAS if found.beats[idea] == 3] == (
        [found.condorcet_winner] if found.condorcet_winner else []
    )
    assert sum(found.beats.values()) <= 6


scores = st.lists(st.integers(1, 5), min_size=3, max_size=3)


@FEW
@given(st.lists(scores, min_size=2, max_size=4), st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_past_its_switch_another_option_is_as_good(given_scores, weights):
    options = {f"Option {i}": s for i, s in enumerate(given_scores)}
    criteria = dict(zip(("impact", "feasibility", "values"), weights, strict=True))
    found = stats.weigh(options, criteria)
    assert sum(found.first_share.values()) == 1
    for name, switch in found.switches.items():
        for at in (switch.lower, switch.upper):
            if at is None or at == 1:
                continue
            others = sum(Fraction(w) for other, w in criteria.items() if other != name)
            moved = {o: at if o == name else (1 - at) * w / others for o, w in criteria.items()}
            again = stats.weigh(options, moved)
            assert any(again.score[o] >= again.score[found.order[0]] for o in options if o != found.order[0])


def test_a_bad_option_does_not_change_how_the_others_score():
    criteria = {"impact": 2, "feasibility": 1}
    two = stats.weigh({"A": [4, 3], "B": [3, 5]}, criteria)
    three = stats.weigh({"A": [4, 3], "B": [3, 5], "C": [1, 1]}, criteria)
    assert {name: three.score[name] for name in "AB"} == two.score
    assert ("A", "C") in three.dominates
