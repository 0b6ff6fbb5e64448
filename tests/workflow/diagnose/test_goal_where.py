"""A goal for a part of the students: what it counts, what it is held against, and what it must not be mixed up with."""

from datetime import date
from decimal import Decimal

import pytest

from equity_core.model import Focus, Query
from equity_core.privacy import HIDDEN, Release
from equity_core.store.released_copy import _goals
from equity_core.workflow.diagnose import gap_choices, gaps, goal, goal_letters, goal_numbers
from equity_core.workflow.reflect import results
from tests.worlds import keep, narrowed, shown, table

NORTH = (("school", "North"),)
BLACK = "Black or African American"
YEARS = {  # North's Black and other students, then everybody's: North halves what all together do not
    "2023-24": ((30, 120), (20, 200), (60, 240), (40, 400)),
    "2024-25": ((15, 120), (20, 200), (66, 240), (40, 400)),
}


def of(black, white, period):
    total = shown(black[0] + white[0], black[1] + white[1])
    return table("suspended", period, "race", total, {BLACK: shown(*black), "White": shown(*white)})


@pytest.fixture
def two_schools(ws):
    found = []
    for period, (north_black, north_white, black, white) in YEARS.items():
        found += [of(black, white, period), narrowed(of(north_black, north_white, period), school="North")]
    return keep(ws, *found)


def asked(where=NORTH):
    return Query(measure="suspended", dimension="race", period="2023-24", group=BLACK, where=where)


def frozen(ws, where=NORTH):
    told = goal.draft(ws, asked(where), target_percent=Decimal(12), by=date(2026, 6, 15))
    return told, goal.freeze(ws, told)


def test_a_goal_of_one_school_counts_says_and_is_held_against_that_school_alone(two_schools):
    told, kept = frozen(two_schools)

    assert (kept.baseline.group.x, kept.baseline.group.n, kept.baseline.rest.n) == (30, 120, 200)
    assert "students whom our school suspends" in told.sentence
    assert told.sentence.endswith("Counted here: School: North only.")
    assert goal.told(two_schools, kept).sentence == told.sentence
    assert ("2024-25", "12.5%") in told.lines[0].values
    found = results.outcome(two_schools)
    assert "from 25.0% (30 of 120)" in found.sentence
    assert "to 12.5% (15 of 120)" in found.sentence
    assert "School: North" in found.sentence
    assert found.pair_figure.question.where == NORTH
    assert "School: North" in results.baseline_sentence(two_schools, kept)
    assert results.offered_periods(two_schools) == ["2024-25"]


def test_numbers_of_one_school_are_not_held_against_the_baseline_of_all(two_schools):
    frozen(two_schools, ())
    north = asked().model_copy(update={"period": "2024-25"})

    assert gap_choices.goal_of(two_schools, "suspended", "race") is not None
    assert gap_choices.goal_of(two_schools.narrowed(NORTH), "suspended", "race") is None
    assert (
        "From 2023-24 to 2024-25, our school's gap between Black"
        in gaps.look(two_schools, north).over_time.sentences[0]
    )
    assert "from 15.0 to 2.5 points" in gaps.look(two_schools, north).over_time.sentences[0]  # both of North


def test_a_focus_of_another_part_is_another_focus(two_schools):
    two_schools.save(Focus(id=two_schools.cycle.id, cycle=two_schools.cycle.id, query=asked()))
    assert [option.code for option in goal.narrowings(two_schools, "suspended", "race")] == ["school=North", ""]
    for where, warned, earned in ((NORTH, False, True), ((), True, False)):
        told, kept = frozen(two_schools, where)
        assert ("not_focus" in {note.code for note in told.warnings}) is warned
        assert goal_letters.letters(two_schools, kept)[0].is_earned is earned


@pytest.mark.parametrize("left", ["nothing of North", "North hidden"])
def test_what_is_not_released_of_a_part_any_more_hides_its_baseline(two_schools, left):
    _, kept = frozen(two_schools)
    assert [goal.id for goal in _goals(two_schools.store)] == [kept.id]
    tables = [of(*YEARS[period][2:], period) for period in YEARS]
    if left == "North hidden":
        gone = table("suspended", "2023-24", "race", HIDDEN, {BLACK: HIDDEN, "White": HIDDEN})
        tables.append(narrowed(gone, school="North"))
    two_schools.store.keep_release(Release("s", 20, tuple(tables)))

    assert goal_numbers.is_hidden_since(two_schools, kept.baseline)
    assert goal.told(two_schools, kept).math == ()
    assert _goals(two_schools.store) == []  # nor is it in the copy beside the workspace
