"""Published results, digit by digit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from equity_core import stats
from equity_core.stats import Counts

# Newcombe, Statistics in Medicine 17 (1998), table II, method 10
NEWCOMBE_1998 = {
    (56, 70, 48, 80): (0.0524, 0.3339),
    (9, 10, 3, 10): (0.1705, 0.8090),
    (6, 7, 2, 7): (0.0582, 0.8062),
    (5, 56, 0, 29): (-0.0381, 0.1926),
    (0, 10, 0, 20): (-0.1611, 0.2775),
    (0, 10, 0, 10): (-0.2775, 0.2775),
    (10, 10, 0, 20): (0.6791, 1.0000),
    (10, 10, 0, 10): (0.6075, 1.0000),
}
# DisImpact, vignette "Tutorial" of 2018-06-15 (vinhdizzo/DisImpact, commit 19cdbd2; 0.0.22 has the same table of all
# students): Transfer by Ethnicity. It prints by group: n, success, pct; moe and flag of di_ppg beside all students;
# di_prop_index; di_80_index and its flag
TUTORIAL = {
    ("all", "0.5264"): {
        "Asian": (6000, 4292, 0.7153333, 0.03000000, 0, 1.3589159, 1.0000000, 0),
        "Black": (2000, 607, 0.3035000, 0.03000000, 1, 0.5765578, 0.4242777, 1),
        "Hispanic": (4000, 847, 0.2117500, 0.03000000, 1, 0.4022606, 0.2960158, 1),
        "Multi-Ethnicity": (1000, 504, 0.5040000, 0.03099032, 0, 0.9574468, 0.7045666, 1),
        "Native American": (200, 78, 0.3900000, 0.06929646, 1, 0.7408815, 0.5452004, 1),
        "White": (6800, 4200, 0.6176471, 0.03000000, 0, 1.1733417, 0.8634395, 0),
    },
    ("2017", "0.5140"): {
        "Asian": (3000, 2062, 0.6873333, 0.03000000, 0, 1.3372244, 1.0000000, 0),
        "Black": (1000, 310, 0.3100000, 0.03099032, 1, 0.6031128, 0.4510184, 1),
        "Hispanic": (2000, 410, 0.2050000, 0.03000000, 1, 0.3988327, 0.2982541, 1),
        "Multi-Ethnicity": (500, 262, 0.5240000, 0.04382693, 0, 1.0194553, 0.7623666, 1),
        "Native American": (100, 43, 0.4300000, 0.09800000, 0, 0.8365759, 0.6256062, 1),
        "White": (3400, 2053, 0.6038235, 0.03000000, 0, 1.1747539, 0.8785017, 0),
    },
    ("2018", "0.5388"): {
        "Asian": (3000, 2230, 0.7433333, 0.03000000, 0, 1.3796090, 1.0000000, 0),
        "Black": (1000, 297, 0.2970000, 0.03099032, 1, 0.5512249, 0.3995516, 1),
        "Hispanic": (2000, 437, 0.2185000, 0.03000000, 1, 0.4055308, 0.2939462, 1),
        "Multi-Ethnicity": (500, 242, 0.4840000, 0.04382693, 1, 0.8982925, 0.6511211, 1),
        "Native American": (100, 35, 0.3500000, 0.09800000, 1, 0.6495917, 0.4708520, 1),
        "White": (3400, 2147, 0.6314706, 0.03000000, 0, 1.1719944, 0.8495120, 0),
    },
}
OWN_SHARES = {  # di_prop_index prints these as well: pct_success, pct_group
    "Asian": (0.407674772, 0.30),
    "Black": (0.057655775, 0.10),
    "Hispanic": (0.080452128, 0.20),
    "Multi-Ethnicity": (0.047872340, 0.05),
    "Native American": (0.007408815, 0.01),
    "White": (0.398936170, 0.34),
}
# the same with other choices: of whom, reference, least moe, whether of the own rate; where moe and flag are others
CHOICES = {
    "reference=0.54": ("all", "0.54", "0.03", False, {"Multi-Ethnicity": (0.03099032, 1)}),
    "reference=c(0.5, 0.55), 2017": ("2017", "0.5", "0.03", False, {}),
    "reference=c(0.5, 0.55), 2018": ("2018", "0.55", "0.03", False, {}),
    "min_moe=0.02": (
        "all",
        "0.5264",
        "0.02",
        False,
        {"Asian": (0.02, 0), "Black": (0.02191347, 1), "Hispanic": (0.02, 1), "White": (0.02, 0)},
    ),
    "min_moe=0.02, use_prop_in_moe": (
        "all",
        "0.5264",
        "0.02",
        True,
        {
            "Asian": (0.02, 0),
            "Black": (0.02015028, 1),
            "Hispanic": (0.02, 1),
            "Multi-Ethnicity": (0.03098933, 0),
            "Native American": (0.06759869, 1),
            "White": (0.02, 0),
        },
    ),
}
# DisImpact, vignette "Scaling DI Calculations" of 2021-08-25 (vinhdizzo/DisImpact, commit 002234c), what it prints: n,
# success, pct, reference; moe, flag, needed, parity; proportionality, flag, needed, parity; 80 %, flag, needed, parity
SCALING = {
    ("Math", "2017", "Deg/Transfer, First-time College"): {
        "Asian": (800, 698, 0.8725, 0.8150224, 0.03464823, 0, 0, 0, 1.0705227, 0, 0, 0, 1.0, 0, 0, 0),
        "Black": (260, 199, 0.7653846, 0.8150224, 0.06077702, 0, 0, 13, 0.9390964, 0, 0, 15, 0.8772317, 0, 0, 28),
        "Hispanic": (549, 390, 0.7103825, 0.8150224, 0.04182538, 1, 35, 58, 0.8716110, 0, 0, 73, 0.8141920, 0, 0, 90),
        "Multi-Ethnicity": (
            136,
            108,
            0.7941176,
            0.8150224,
            0.08403431,
            0,
            0,
            3,
            0.9743507,
            0,
            0,
            3,
            0.9101635,
            0,
            0,
            11,
        ),
        "Native American": (28, 22, 0.7857143, 0.8150224, 0.18520259, 0, 0, 1, 0.9640401, 0, 0, 1, 0.9005321, 0, 0, 3),
        "White": (903, 764, 0.8460687, 0.8150224, 0.03261236, 0, 0, 0, 1.0380925, 0, 0, 0, 0.9697062, 0, 0, 24),
    },
    ("English", "2017", "Deg/Transfer"): {
        "Female": (1916, 1424, 0.7432150, 0.7496751, 0.03, 0, 0, 13, 0.9913829, 0, 0, 25, 0.9812967, 0, 0, 28),
        "Male": (1863, 1411, 0.7573806, 0.7496751, 0.03, 0, 0, 0, 1.0102784, 0, 0, 0, 1.0, 0, 0, 0),
        "Other": (68, 49, 0.7205882, 0.7496751, 0.11884246, 0, 0, 2, 0.9612007, 0, 0, 3, 0.9514216, 0, 0, 3),
    },
    ("English", "2018", "Deg/Transfer"): {
        "Female": (2833, 2151, 0.7592658, 0.7597185, 0.03, 0, 0, 2, 0.9994041, 0, 0, 3, 0.9930641, 0, 0, 16),
        "Male": (3003, 2296, 0.7645688, 0.7597185, 0.03, 0, 0, 0, 1.0063843, 0, 0, 0, 1.0, 0, 0, 0),
        "Other": (132, 87, 0.6590909, 0.7597185, 0.08529805, 1, 3, 14, 0.8675462, 0, 0, 14, 0.8620427, 0, 0, 14),
    },
    ("English", "2019", "Deg/Transfer"): {
        "Female": (1385, 1032, 0.7451264, 0.7577753, 0.03, 0, 0, 18, 0.9833077, 0, 0, 36, 0.8279182, 0, 0, 215),
        "Male": (1308, 1003, 0.7668196, 0.7577753, 0.03, 0, 0, 0, 1.0119352, 0, 0, 0, 0.8520217, 0, 0, 175),
        "Other": (40, 36, 0.9, 0.7577753, 0.15495161, 0, 0, 0, 1.1876871, 0, 0, 0, 1.0, 0, 0, 0),
    },
    ("English", "2020", "Deg/Transfer"): {
        "Female": (307, 213, 0.6938111, 0.7192429, 0.05593155, 0, 0, 8, 0.9646408, 0, 0, 16, 0.9250814, 0, 0, 18),
        "Male": (315, 234, 0.7428571, 0.7192429, 0.05521674, 0, 0, 0, 1.0328321, 0, 0, 0, 0.9904762, 0, 0, 3),
        "Other": (12, 9, 0.75, 0.7192429, 0.28290163, 0, 0, 0, 1.0427632, 0, 0, 0, 1.0, 0, 0, 0),
    },
}
EVERYBODY = {  # of the same vignette, all students of each cohort: n, success, pct, moe; flagged nowhere
    ("Math", "2017"): (4691, 3828, 0.8160307, 0.03),
    ("Math", "2018"): (7416, 6108, 0.8236246, 0.03),
    ("Math", "2019"): (4622, 3772, 0.8160969, 0.03),
    ("Math", "2020"): (1855, 1573, 0.8479784, 0.03),
    ("English", "2017"): (5520, 4183, 0.7577899, 0.03),
    ("English", "2018"): (8543, 6532, 0.7646026, 0.03),
    ("English", "2019"): (3866, 2938, 0.7599586, 0.03),
    ("English", "2020"): (913, 678, 0.7426068, 0.0324333),
    ("Transfer", "2017"): (10000, 5140, 0.5140000, 0.03),
    ("Transfer", "2018"): (10000, 5388, 0.5388000, 0.03),
}
WHOM = {whom: {name: Counts(x=x, n=n) for name, (n, x, *_) in rows.items()} for (whom, _), rows in TUTORIAL.items()}
GROUPS = WHOM["all"]


@pytest.mark.parametrize(("counts", "interval"), NEWCOMBE_1998.items(), ids=str)
def test_newcombes_own_examples(counts, interval):
    assert stats.newcombe(*counts) == pytest.approx(interval, abs=5.1e-5)


@pytest.mark.parametrize(("whom", "reference"), TUTORIAL)
def test_every_table_of_disimpacts_tutorial(whom, reference):
    printed, groups = TUTORIAL[whom, reference], WHOM[whom]
    gaps = stats.ppg(groups, stats.PPG_RULES["ccc_2017"])
    shares, fourths = stats.proportionality(groups), stats.index_80(groups)
    for name, (_, _, rate, moe, flag, index, of_best, under) in printed.items():
        assert float(gaps[name].rate) == pytest.approx(rate, abs=5.1e-8)
        assert gaps[name].reference.rate == Fraction(reference)
        assert gaps[name].moe == pytest.approx(moe, abs=5.1e-9)
        assert gaps[name].flag == flag
        assert float(shares[name].index) == pytest.approx(index, abs=5.1e-8)
        assert (float(fourths[name].index), float(fourths[name].reference)) == pytest.approx(
            (of_best, printed["Asian"][2]), abs=5.1e-8
        )
        assert fourths[name].flag == under
        if whom == "all":
            assert (float(shares[name].share), float(shares[name].reference)) == pytest.approx(
                OWN_SHARES[name], abs=5.1e-10
            )


@pytest.mark.parametrize("choice", CHOICES)
def test_the_tutorials_tables_with_other_choices(choice):
    whom, rate, least, own, other = CHOICES[choice]
    rule = stats.PpgRule(f"rate:{rate}", Fraction(least), own_rate_in_moe=own)
    found = stats.ppg(WHOM[whom], rule)
    usual = {name: row[3:5] for (of, _), rows in TUTORIAL.items() if of == whom for name, row in rows.items()}
    for name, (moe, flag) in (usual | other).items():
        assert found[name].moe == pytest.approx(moe, abs=5.1e-9)
        assert found[name].flag == flag


def test_the_tutorials_tables_of_those_who_did_not_transfer_and_of_two_groups_in_one():
    did_not = {name: Counts(c.n - c.x, c.n) for name, c in GROUPS.items()}
    found = stats.ppg(did_not, stats.PPG_RULES["ccc_2017"])
    assert {each.reference.rate for each in found.values()} == {Fraction("0.4736")}
    assert [name for name, each in found.items() if each.flag] == ["Asian", "White"]  # flagged for doing so seldom
    together = {name: c for name, c in GROUPS.items() if name not in ("Black", "Hispanic")}
    together["Black/Hispanic"] = stats.together([GROUPS["Black"], GROUPS["Hispanic"]])
    found = stats.ppg(together, stats.PPG_RULES["ccc_2017"])
    assert together["Black/Hispanic"] == (1454, 6000)
    assert float(found["Black/Hispanic"].rate) == pytest.approx(0.2423333, abs=5.1e-8)
    assert {name for name, each in found.items() if each.flag} == {"Black/Hispanic", "Native American"}


@pytest.mark.parametrize("where", SCALING, ids=str)
def test_every_number_of_disimpacts_scaled_tables(where):
    printed = SCALING[where]
    named = {name: Counts(x, n) for name, (n, x, *_) in printed.items()}
    group = stats.Column.of([c.x for c in named.values()], [c.n for c in named.values()])
    everybody = stats.together(named.values())
    everybody = stats.Column.of([everybody.x] * len(named), [everybody.n] * len(named))
    best = stats.Column.of(*zip(*[best_of(named)] * len(named), strict=True))
    ppg = stats.ppg_column(group, everybody, stats.PPG_RULES["ccc_2017"])
    share, fourths = stats.proportionality_column(group, everybody), stats.index_80_column(group, best)
    for i, (_, _, rate, reference, moe, *rest) in enumerate(printed.values()):
        assert (ppg.rate[i], ppg.reference[i]) == pytest.approx((rate, reference), abs=5.1e-8)
        assert ppg.moe[i] == pytest.approx(moe, abs=5.1e-9)
        assert [ppg.flag[i], ppg.needed_not_flagged[i], ppg.needed_parity[i]] == rest[:3]
        for found, (index, *told) in ((share, rest[3:7]), (fourths, rest[7:])):
            assert found.index[i] == pytest.approx(index, abs=5.1e-8)
            assert [found.flag[i], found.needed_not_flagged[i], found.needed_parity[i]] == told


def best_of(named):
    """Return the best group's counts as DisImpact takes it: of any size."""
    return max(named.values(), key=lambda c: c.rate)


@pytest.mark.parametrize("cohort", EVERYBODY, ids=str)
def test_all_students_of_each_cohort_there_are_flagged_by_nothing(cohort):
    n, x, rate, moe = EVERYBODY[cohort]
    whole = {"- All": Counts(x, n)}
    ppg, share = stats.ppg(whole, stats.PPG_RULES["ccc_2017"])["- All"], stats.proportionality(whole)["- All"]
    assert (float(ppg.rate), float(ppg.reference.rate)) == pytest.approx((rate, rate), abs=5.1e-8)
    assert ppg.moe == pytest.approx(moe, abs=5.1e-8)
    assert (ppg.flag, ppg.needed_not_flagged, ppg.needed_parity) == (False, 0, 0)
    for found in (share, stats.index_80(whole)["- All"]):
        assert (found.index, found.flag, found.needed_not_flagged, found.needed_parity) == (1, False, 0, 0)


def test_a_target_that_stands_still_understates_parity_on_that_data():
    black, rest = GROUPS["Black"], stats.rest_of(GROUPS, "Black")
    assert stats.students_to_parity(black, rest, "all_fixed").students == 446
    assert stats.students_to_parity(black, rest).students == 496
    assert stats.proportionality(GROUPS)["Black"].needed_parity == 496


def test_floating_point_asked_for_one_student_too_many_on_that_data():
    assert stats.proportionality(GROUPS)["Hispanic"].needed_not_flagged == 997  # it prints 998


def test_the_intervals_cover_what_they_should_for_ten_students_beside_three_hundred():
    tenths = [0.05 + 0.1 * step for step in range(10)]
    assert min(covers(10, rate, 300, rest) for rate in tenths for rest in tenths) >= 0.93


def covers(n1, p1, n2, p2):
    """Return how often, of all outcomes there can be, the interval holds the true difference."""
    from scipy.stats import binom

    first, second = binom.pmf(range(n1 + 1), n1, p1), binom.pmf(range(n2 + 1), n2, p2)
    total = 0.0
    for x1, chance in enumerate(first):
        for x2, other in enumerate(second):
            if chance * other > 1e-12:
                low, high = stats.newcombe(x1, n1, x2, n2)
                total += chance * other * (low <= p1 - p2 <= high)
    return total
