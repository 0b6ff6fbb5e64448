from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from equity_core.metrics import MEASURES, baseline_pair, change, changes, move, pair
from equity_core.model import Baseline, BaselineSide, Query
from tests import worlds

READING, SUSPENDED = MEASURES["reading_proficient"], MEASURES["suspended"]
QUERY = Query(measure="reading_proficient", dimension="el_status", period="2022-23", group="Current EL")


def s4(group="Current EL"):
    then, now = (worlds.s4_reading(p) for p in ("2022-23", "2024-25"))
    return change(pair(then, group), pair(now, group), READING)


def test_s4_current_el_students_lost_two_points_and_nobody_can_tell():
    moved = s4()

    assert round(float(moved.group_change), 1) == -2.1
    assert (round(moved.group_change_low, 1), round(moved.group_change_high, 1)) == (-13.8, 9.8)
    assert moved.group_certainty == "cant_tell_yet"


def test_s4_ever_el_students_gained_six():
    then, now = (worlds.s4_reading(p).union(("Current EL", "Former EL")) for p in ("2022-23", "2024-25"))
    moved = move(then, now)

    assert round(float(moved.points), 1) == 6.2
    assert (round(moved.low, 1), round(moved.high, 1)) == (-3.3, 15.5)
    assert moved.certainty == "cant_tell_yet"


def test_connecticut_narrowed_in_points_and_widened_as_a_ratio():
    then, now = (
        worlds.connecticut("2009-10", 20, Fraction("5.4")),
        worlds.connecticut("2015-16", Fraction("16.2"), Fraction("3.9")),
    )
    black = "Black or African American"
    moved = change(pair(then, black, "group:White"), pair(now, black, "group:White"), SUSPENDED)

    assert float(moved.gap_change) == -2.3
    assert round(float(moved.ratio_after - moved.ratio_before), 4) == 0.4501
    assert moved.ratio_disagrees
    assert (moved.certainty, moved.gap_change_low) == (None, None)


def test_levelling_down_is_named():
    then = worlds.table("suspended", "1", "g", worlds.shown(36, 300), {"A": worlds.shown(20, 100)})
    now = worlds.table("suspended", "2", "g", worlds.shown(50, 300), {"A": worlds.shown(20, 100)})
    moved = change(pair(then, "A"), pair(now, "A"), SUSPENDED)

    assert moved.is_levelling_down
    assert moved.rest_lost
    assert not moved.group_improved


def test_a_hidden_period_has_no_change():
    table = worlds.s1_race()
    moved = change(pair(table, "Asian"), pair(table, "White"), SUSPENDED)

    assert (moved.gap_change, moved.how) == (None, None)


def test_a_frozen_baseline_is_a_pair():
    frozen = Baseline(
        query=QUERY,
        group=BaselineSide(n=120, x=36),
        rest=BaselineSide(n=460, x=284),
        frozen_at=datetime(2025, 1, 1),
        source="s",
    )
    assert baseline_pair(frozen).group == worlds.shown(36, 120)


def test_a_baseline_of_a_rate_has_no_count():
    side = BaselineSide(n=None, x=None, rate=Decimal("0.2"))
    frozen = Baseline(query=QUERY, group=side, rest=None, frozen_at=datetime(2025, 1, 1), source="s")

    assert baseline_pair(frozen).group.rate == Fraction(1, 5)
    assert baseline_pair(frozen).rest.status == "hidden"


def test_many_looks_make_a_change_less_sure():
    def pairs(x0, x1):
        sides = (
            worlds.table("suspended", "p", "g", worlds.shown(x + 90, 1000), {"A": worlds.shown(x, 400)})
            for x in (x0, x1)
        )
        return tuple(pair(t, "A") for t in sides)

    family = {"A": pairs(60, 95), **{f"B{i}": pairs(60, 61) for i in range(9)}}

    assert change(*family["A"], SUSPENDED).certainty == "clear"
    assert changes(family, SUSPENDED)["A"].certainty == "leaning"
    assert changes(family, SUSPENDED, named="A")["A"].certainty == "clear"
