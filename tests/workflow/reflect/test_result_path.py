"""The path to the goal, what a rate does by itself, and schools that take part beside the others."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from equity_core.model import DimensionUse, Gap, Query, Source
from equity_core.privacy import Count, Release, Released
from equity_core.workflow.reflect import results
from tests.rules.test_language import BARE, FORBIDDEN
from tests.workflow.reflect.test_results import reading
from tests.workflow.reflect.worlds import act, freeze, give

BLACK = "Black or African American"
RACES = ("Asian", BLACK, "Hispanic or Latino", "White")


def by_race(*counts):
    return dict(zip(RACES, counts, strict=True))


def suspended(ws, then, now, *, target=12, by=date(2027, 6, 15)):
    give(ws, "suspended", "race", {"2023-24": then, "2024-25": now})
    freeze(ws, "suspended", "race", "2023-24", BLACK, target=target, by=by)
    return results.outcome(ws)


THEN = by_race((4, 80), (30, 120), (20, 150), (13, 220))


def now(x):
    return by_race((4, 80), (x, 120), (20, 150), (13, 220))


# -- the path to the goal ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "told"),
    [
        (5, "The goal of 12.0% is met: 4.2%"),
        (20, "On the good side of the path, which asks for 20.7% in 2024-25: 16.7%"),
        (27, "Short of the path, which asks for 20.7% in 2024-25: 22.5%"),
        (45, "Behind the path, which asks for 20.7% in 2024-25: 37.5%"),
    ],
)
def test_the_path_says_where_the_group_is(ws, x, told):
    assert suspended(ws, THEN, now(x)).path[0].startswith(told)


def test_the_path_counts_students_and_the_pace(ws):
    found = suspended(ws, THEN, now(27))

    # 20.67 % of 120 is 24.8: three fewer leave 24; the goal, 12 %, leaves 14
    assert "3 fewer now would be on the path, 13 fewer would be the goal" in found.path[1]
    assert "So far it moved −2.5 points a year. From here the goal asks for −5.3 points a year" in found.path[2]
    assert any("25.0% + (12.0% − 25.0%) × 1.0 ÷ 3.0 years = 20.7%" in line for line in found.time_figure.method)


def test_further_from_the_goal_than_the_baseline_is_said(ws):
    assert "further from the goal than the baseline" in suspended(ws, THEN, now(45)).path[1]


def test_after_the_date_the_goal_itself_is_asked_for(ws):
    found = suspended(ws, THEN, now(40), by=date(2025, 3, 15))
    assert "asks for 12.0%" in found.path[0]
    assert not any("a year" in line for line in found.path)


def test_rates_without_counts_have_no_path(ws):
    reading(ws)
    assert results.outcome(ws).path
    ws.store.keep_release(Release("numbers", 10, tuple(_rate_only(t) for r in ws.releases() for t in r.tables)))
    assert results.outcome(ws).path == ()


def _rate_only(table):
    groups = tuple((name, Count("shown", rate=Fraction(c.x, c.n))) for name, c in table.groups)
    return Released(table.source, table.measure, table.period, table.dimension, Count("missing"), groups)


# -- what a rate does by itself ---------------------------------------------------------------------------------------


def flag(found):
    return next((f.text for f in found.flags if f.code == "regression"), "")


def test_a_group_chosen_for_being_furthest_behind_comes_back_by_itself(ws):
    found = suspended(ws, THEN, now(24))

    assert "rate for Black or African American students was the one furthest behind (25.0%)" in flag(found)
    assert "It moved −5.0 points." in flag(found)
    assert any(line.startswith("By itself: 11.8% + 0.8") for line in found.pair_figure.method)


def test_it_stands_in_the_place_of_the_plain_warning(ws):
    for group in RACES[:2]:
        ws.save(Gap(cycle=ws.cycle.id, query=Query(measure="suspended", dimension="race", period="p", group=group)))
    codes = [f.code for f in suspended(ws, THEN, now(24)).flags]
    assert "regression" in codes
    assert "chosen" not in codes


def test_a_group_that_was_not_the_furthest_behind_is_not_told_so(ws):
    assert flag(suspended(ws, by_race((40, 80), (30, 120), (20, 150), (13, 220)), now(24))) == ""


def test_two_groups_cannot_say_what_is_chance(ws):
    two = {BLACK: (30, 120), "White": (13, 220)}
    assert flag(suspended(ws, two, two | {BLACK: (24, 120)})) == ""


def test_that_the_same_students_are_not_followed_is_in_words(ws):
    assert "how those went on is not known" in ws.words("results.same_students")


# -- schools that take part -------------------------------------------------------------------------------------------

SCHOOLS = {
    "Adams": ((20, 60), (8, 60)),
    "Bryant": ((18, 60), (10, 60)),
    "Chavez": ((17, 60), (17, 60)),
    "Douglass": ((19, 60), (20, 60)),
}


def with_schools(ws, schools=SCHOOLS, *, taking=("Adams", "Bryant")):
    """Keep suspensions of Black and White students in each school: {school: (then, now)}, None where hidden."""
    tables = []
    for place, period in enumerate(("2023-24", "2024-25")):
        cells = {name: _shown(sides[place]) for name, sides in schools.items()}
        white = Count("shown", n=100, x=9)
        for name, cell in cells.items():
            total = Count("shown", n=cell.n + 100, x=cell.x + 9) if cell.is_shown else Count("hidden")
            tables.append(
                Released(
                    "s", "suspended", period, "race", total, ((BLACK, cell), ("White", white)), (("school", name),)
                )
            )
        tables.append(
            Released(
                "s",
                "suspended",
                period,
                "school",
                Count("shown", n=600, x=90),
                tuple((name, Count("shown", n=150, x=25)) for name in schools),
            )
        )
        known = [c for c in cells.values() if c.is_shown]
        black = Count("shown", n=sum(c.n for c in known), x=sum(c.x for c in known))
        groups = ((BLACK, black), ("White", Count("shown", n=400, x=36)))
        total = Count("shown", n=black.n + 400, x=black.x + 36)
        tables.append(Released("s", "suspended", period, "race", total, groups))
    about = {"rows_read": 1, "rows_kept": 1, "periods": ("2023-24", "2024-25"), "measures": ("suspended",)}
    uses = (DimensionUse(id="race", groups=(BLACK, "White")), DimensionUse(id="school", groups=tuple(schools)))
    ws.save(
        Source(id="s", name="s.csv", shape="students", fingerprint="", imported_at=ws.now(), dimensions=uses, **about)
    )
    ws.store.keep_release(Release("s", 10, tuple(tables)))
    freeze(ws, "suspended", "race", "2023-24", BLACK, target=12, by=date(2027, 6, 15))
    action = act(ws, weeks=((80, 78, 76),))
    ws.save(action.model_copy(update={"schools": taking}))
    return results.outcome(ws)


def _shown(cell):
    return Count("shown", n=cell[1], x=cell[0]) if cell else Count("hidden")


def test_schools_that_take_part_are_set_beside_the_others(ws):
    (pilot,) = with_schools(ws).pilots

    assert (
        "the schools that take part (2) went from 31.7% (38 of 120) to 15.0% (18 of 120), −16.7 points"
        in (pilot.sentences[0])
    )
    assert "The other schools (2) went from 30.0% (36 of 120) to 30.8% (37 of 120), +0.8 points" in pilot.sentences[0]
    assert pilot.sentences[1].startswith("The first change less the second: −17.5 points, clear")
    assert any("(18/120 − 37/120) − (38/120 − 36/120)" in line for line in pilot.figure.method)


def test_what_such_a_comparison_takes_for_granted_is_said(ws):
    (pilot,) = with_schools(ws).pilots
    told = " ".join(pilot.cautions)

    assert "would have moved alike" in told
    assert "differ from schools that do not" in told
    assert "the interval is too narrow" in told
    assert "fewer than three schools" in told


def test_a_school_that_is_hidden_in_one_period_is_left_out_and_named(ws):
    (pilot,) = with_schools(ws, SCHOOLS | {"Bryant": ((18, 60), None)}).pilots

    assert "(1) went from 33.3% (20 of 60)" in pilot.sentences[0]
    assert pilot.sentences[-1] == "Left out, because they may not be shown in both periods: Bryant."


def test_a_side_without_a_school_that_may_be_shown_is_no_comparison(ws):
    (pilot,) = with_schools(ws, SCHOOLS | {"Adams": (None, (8, 60))}, taking=("Adams",)).pilots

    assert pilot.figure is None
    assert "cannot be compared" in pilot.sentences[0]


def test_an_action_in_all_schools_has_no_comparison(ws):
    assert with_schools(ws, taking=()).pilots == ()


def test_no_sentence_blames_or_overclaims(ws):
    found = with_schools(ws)
    (pilot,) = found.pilots
    told = (*found.path, *pilot.sentences, *pilot.cautions, *pilot.figure.method, *found.time_figure.method)
    told += (*(f.text for f in found.flags), ws.words("results.same_students"), pilot.figure.description)
    for sentence in told:
        assert not FORBIDDEN.search(sentence), sentence
        assert not BARE.search(sentence), sentence
