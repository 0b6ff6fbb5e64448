"""Periods together where a group is too small to judge in one."""

from __future__ import annotations

from typing import get_args

from equity_core import metrics
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


def test_how_it_was_computed_has_the_counts_of_every_year(ws):
    years(ws, y2021=9, y2022=8, y2023=9, y2024=8)
    how = gaps.look(ws, ASIAN).figure.method

    # Newcombe's interval of 25/60 and 60/900
    assert (
        "2022-23, 2023-24 and 2024-25: (8 + 9 + 8)/(20 + 20 + 20) − (20 + 20 + 20)/(300 + 300 + 300) = 35.0 points, "
        "95% interval 23.3 to 47.7."
    ) in how
    assert any("adjusted for the 2 groups that have these periods" in step for step in how)
    assert not any(FORBIDDEN.search(step) for step in how)


def test_without_a_line_of_several_years_nothing_is_said_of_it(ws):
    worlds.keep(ws, worlds.s1_race())
    assert not any("Several periods" in step for step in gaps.look(ws, ASIAN).figure.method)


def test_three_years_say_what_one_cannot(ws):
    told = years(ws, y2021=9, y2022=8, y2023=9, y2024=8)

    assert told.startswith("2022-23, 2023-24 and 2024-25 together: 41.7% (25 of 60) of Asian students")
    assert "6.7% (60 of 900) of other students, 35.0 points apart. How sure: leaning." in told
    assert "count more than once" in told
    assert not FORBIDDEN.search(told)
    assert not BARE.search(told)


def test_the_same_students_in_several_years_are_never_clear_nor_without_a_sign():
    judged = {certainty: metrics.of_a_pool(certainty) for certainty in get_args(metrics.Certainty)}
    assert judged == {
        "hidden": "hidden",
        "too_few_to_judge": "too_few_to_judge",
        "clear": "leaning",
        "leaning": "leaning",
        "no_sign": "cant_tell_yet",
        "cant_tell_yet": "cant_tell_yet",
    }


def test_a_hidden_year_ends_the_pool(ws):
    assert years(ws, y2021=9, y2022=8, y2023=None, y2024=8) == ""


def test_a_pool_that_is_still_too_small_says_nothing(ws):
    assert years(ws, y2024=8) == ""


def test_a_group_that_is_large_enough_alone_is_not_pooled(ws):
    worlds.keep(ws, worlds.s1_race())
    assert gaps.look(ws, ASIAN.model_copy(update={"group": "White"})).pooled == ""
