"""No sentence claims more than its numbers: made-up schools in which nothing differs, and cases worked by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from equity_core import stats
from equity_core.metrics import MEASURES, Pair, change, disparity, judge
from equity_core.privacy import Count, Released

SCHOOLS = 600
READING, SUSPENDED = MEASURES["reading_proficient"], MEASURES["suspended"]
SIZES = {"Asian": 40, "Black": 96, "Hispanic": 130, "Two or more": 32, "White": 302}


def shown(x, n):
    return Count("shown", n=int(n), x=int(x))


@pytest.mark.parametrize("rate", [0.08, 0.3, 0.6])
def test_where_no_group_differs_few_schools_have_a_clear_one_in_a_family(rate):
    random = np.random.default_rng(20261122)
    found = 0
    for _ in range(SCHOOLS):
        groups = tuple((name, shown(random.binomial(n, rate), n)) for name, n in SIZES.items())
        total = shown(sum(c.x for _, c in groups), sum(SIZES.values()))
        table = Released("s", "suspended", "p", "race", total, groups)
        found += any(g.certainty == "clear" for g in disparity(table, SUSPENDED).groups)

    assert found <= 0.05 * SCHOOLS


@pytest.mark.parametrize(("behind", "ahead"), [(0.3, 0.6), (0.2, 0.08), (0.5, 0.5)])
def test_where_nothing_changed_a_gap_has_seldom_clearly_narrowed(behind, ahead):
    random = np.random.default_rng(20261123)
    claimed = 0
    for _ in range(SCHOOLS):
        pairs = [Pair(shown(random.binomial(120, behind), 120), shown(random.binomial(480, ahead), 480)) for _ in "ab"]
        moved = change(*pairs, READING)
        claimed += moved.certainty == "clear" and moved.how != "not_narrowed"

    assert claimed <= 0.05 * SCHOOLS


def test_what_is_claimed_has_an_interval_without_no_change():
    random = np.random.default_rng(20261124)
    for _ in range(SCHOOLS):
        sides = [(int(random.binomial(n, random.random())), n) for n in (40, 200, 40, 200)]
        a, b, c, d = (shown(*side) for side in sides)
        moved = change(Pair(a, b), Pair(c, d), READING)
        if moved.certainty in ("clear", "leaning"):
            assert moved.gap_change_low > 0 or moved.gap_change_high < 0
            assert abs(moved.gap_change) >= 3
        elif moved.certainty == "no_sign":
            assert -3 < moved.gap_change_low < moved.gap_change_high < 3


@pytest.mark.parametrize(
    ("points", "interval", "p", "fewest", "word"),
    [
        (20, (10.0, 30.0), 0.0001, 29, "too_few_to_judge"),  # few students come before everything
        (20, (10.0, 30.0), 0.05, 30, "clear"),
        (20, (10.0, 30.0), 0.0501, 30, "leaning"),  # the interval alone
        (3, (0.1, 5.9), 0.01, 400, "clear"),  # at the threshold, not over it
        (Fraction(29, 10), (0.1, 5.7), 0.01, 400, "cant_tell_yet"),  # under it, whatever the test says
        (1, (-0.9, 2.9), 0.4, 4000, "no_sign"),
        (1, (-0.9, 3.0), 0.4, 4000, "cant_tell_yet"),  # the interval touches the threshold
        (20, (-1.0, 41.0), 0.04, 30, "cant_tell_yet"),  # an interval that includes no difference claims nothing
    ],
)
def test_the_order_of_the_words(points, interval, p, fewest, word):
    assert judge(Fraction(points), interval, adjusted_p=p, fewest=fewest, practical_points=3) == word


@pytest.mark.parametrize("n", [7, 10, 100, 120])
def test_students_to_parity_are_whole_and_never_one_more(n):
    for x in range(n + 1):
        for x_rest, n_rest in ((37, 480), (8, 10), (80, 100), (1, 3)):
            rest = Fraction(x_rest, n_rest)
            more, fewer = stats.more_to_parity(x, n, x_rest, n_rest), stats.fewer_to_parity(x, n, x_rest, n_rest)
            assert Fraction(x + more, n) >= rest
            assert Fraction(x - fewer, n) <= rest
            assert more == 0 or Fraction(x + more - 1, n) < rest
            assert fewer == 0 or Fraction(x - fewer + 1, n) > rest


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        (("30%", "60%"), ("40%", "60%"), "narrowed_group_improved"),
        (("30%", "60%"), ("30%", "50%"), "narrowed_levelling_down"),
        (("30%", "60%"), ("25%", "45%"), "narrowed_levelling_down"),  # both lost, the others more
        (("30%", "60%"), ("35%", "55%"), "narrowed_mixed"),
        (("30%", "60%"), ("65%", "60%"), "reversed"),
        (("30%", "60%"), ("40%", "70%"), "not_narrowed"),  # both gained alike
        (("60%", "30%"), ("60%", "40%"), "narrowed_rest_improved"),
    ],
)
def test_who_moved_a_gap_where_higher_is_better(before, after, how):
    (g0, r0), (g1, r1) = ([Fraction(int(text[:-1]), 100) for text in pair] for pair in (before, after))
    told = {"group_before": g0, "rest_before": r0, "group_after": g1, "rest_after": r1}
    assert stats.how_it_moved(**told) == how
    mirrored = {name: 1 - rate for name, rate in told.items()}
    assert stats.how_it_moved(**mirrored, higher_better=False) == how
