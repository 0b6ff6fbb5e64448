"""Hidden groups put together: computed from what is shown, and told only where the rules let it be."""

from __future__ import annotations

from equity_core.model import Profile, Query
from equity_core.privacy import HIDDEN, Count
from equity_core.workflow.diagnose import gaps
from tests import worlds
from tests.rules.test_language import BARE, FORBIDDEN

WHITE = Query(measure="suspended", dimension="race", period="2024-25", group="White")


def told(ws, *years, **other):
    """Keep years of two hidden groups beside 300 others: (x, n) of the two; return what is said."""
    tables = []
    for back, (x, n) in enumerate(reversed(years)):
        year = 2024 - back
        groups = {"Asian": HIDDEN, "Black or African American": HIDDEN, "White": worlds.shown(20, 300)} | other
        total = worlds.shown(x + 20, n + 300)
        tables.append(worlds.table("suspended", f"{year}-{(year + 1) % 100:02}", "race", total, groups))
    worlds.keep(ws, *tables, shape="students")
    return gaps.look(ws, WHITE).together


def test_what_all_students_leave_is_told_as_one_group(ws):
    said = told(ws, (20, 50))
    assert said.startswith(
        "Put together, the groups that are not shown (Asian and Black or African American): 40.0% (20 of 50); "
        "everyone else: 6.7% (20 of 300); 33.3 points apart. How sure: clear."
    )
    assert not FORBIDDEN.search(said)
    assert not BARE.search(said)


def test_a_range_beside_a_hidden_group_is_among_them(ws):
    small = Count("range", n=30, x_low=0, x_high=4)
    assert "(Asian, Black or African American and Two or more races): 40.0%" in told(
        ws, (20, 50), **{"Two or more races": small}
    )


def test_too_few_students_or_too_few_who_count_are_not_told(ws):
    assert "still too few" in told(ws, (3, 9))
    assert "still too few" in told(ws, (4, 40))
    assert "still too few" in told(ws, (36, 40))


def test_a_raised_threshold_is_the_threshold_here_too(ws):
    ws.save(Profile(min_group=51))
    assert "still too few" in told(ws, (20, 50))


def test_years_together_say_what_one_cannot(ws):
    assert "over 2022-23, 2023-24 and 2024-25: 40.0% (12 of 30)" in told(ws, (4, 10), (4, 10), (4, 10), (4, 10))
    assert "over 2022-23, 2023-24 and 2024-25: 50.0% (30 of 60)" in told(ws, (10, 20), (10, 20), (10, 20))


def test_one_group_alone_or_none_is_not_put_together(ws):
    assert told(ws, (20, 50), Asian=worlds.shown(5, 20)) == ""


def test_nothing_is_told_where_it_does_not_follow_from_what_is_shown(ws):
    assert told(ws, (20, 50), Asian=Count("hidden_by_source")) == ""
    hidden = {"Asian": HIDDEN, "Black or African American": HIDDEN, "White": HIDDEN}
    worlds.keep(ws, worlds.table("suspended", "2024-25", "race", worlds.shown(40, 350), hidden), shape="students")
    assert gaps.look(ws, WHITE).together == ""
    worlds.keep(
        ws,
        worlds.table("suspended", "2024-25", "race", HIDDEN, hidden | {"White": worlds.shown(20, 300)}),
        shape="students",
    )
    assert gaps.look(ws, WHITE).together == ""
    overlap = worlds.table(
        "suspended", "2024-25", "race", worlds.shown(40, 350), hidden | {"White": worlds.shown(2, 30)}, partitions=False
    )
    worlds.keep(ws, overlap, shape="students")
    assert gaps.look(ws, WHITE).together == ""


def test_published_counts_are_not_subtracted(ws):
    worlds.keep(ws, worlds.s1_race())
    assert gaps.look(ws, WHITE).together == ""
    worlds.keep(ws, worlds.s1_race(), shape="students")
    assert "8.2% (9 of 110)" in gaps.look(ws, WHITE).together
