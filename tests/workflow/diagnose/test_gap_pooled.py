"""Periods together where a group is too small to judge in one."""

from __future__ import annotations

from equity_core.model import Query
from equity_core.privacy import HIDDEN
from equity_core.workflow.diagnose import gaps
from tests import worlds
from tests.rules.test_language import BARE, FORBIDDEN

ASIAN = Query(measure="suspended", dimension="race", period="2024-25", group="Asian")


def years(ws, **counts):
    """Keep years of one small group beside 300 others: {"y2024": x of 20, or None where hidden}."""
    tables = []
    for name, x in counts.items():
        year = int(name[1:])
        small = worlds.shown(x, 20) if x is not None else HIDDEN
        total = worlds.shown(x + 20, 320) if x is not None else HIDDEN
        groups = {"Asian": small, "White": worlds.shown(20, 300)}
        tables.append(worlds.table("suspended", f"{year}-{(year + 1) % 100:02}", "race", total, groups))
    worlds.keep(ws, *tables)
    return gaps.look(ws, ASIAN).pooled


def test_three_years_say_what_one_cannot(ws):
    told = years(ws, y2021=9, y2022=8, y2023=9, y2024=8)

    assert told.startswith("2022-23, 2023-24 and 2024-25 together: 41.7% (25 of 60) of Asian students")
    assert "6.7% (60 of 900) of other students, 35.0 points apart. How sure: clear." in told
    assert "count more than once" in told
    assert not FORBIDDEN.search(told)
    assert not BARE.search(told)


def test_a_hidden_year_ends_the_pool(ws):
    assert years(ws, y2021=9, y2022=8, y2023=None, y2024=8) == ""


def test_a_pool_that_is_still_too_small_says_nothing(ws):
    assert years(ws, y2024=8) == ""


def test_a_group_that_is_large_enough_alone_is_not_pooled(ws):
    worlds.keep(ws, worlds.s1_race())
    assert gaps.look(ws, ASIAN.model_copy(update={"group": "White"})).pooled == ""
