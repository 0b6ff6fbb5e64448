"""Steps of a way in: a worked case, what is hidden, what is refused, and properties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equity_core.errors import Refused
from equity_core.metrics import access_steps
from equity_core.privacy import HIDDEN
from tests import worlds

NAMES = ("eligible", "told", "enrolled")


def step(measure, mine, theirs, n=100, n_others=200):
    groups = {"A": mine if mine is HIDDEN else worlds.shown(mine, n), "B": worlds.shown(theirs, n_others)}
    total = HIDDEN if mine is HIDDEN else worlds.shown(mine + theirs, n + n_others)
    return worlds.table(measure, "2024-25", "race", total, groups)


def steps(*counts):
    return [step(name, *count) for name, count in zip(NAMES, counts, strict=False)]


def test_a_worked_case():
    """100 and 200 students; 60 and 120 are eligible, 24 and 96 of them told, 20 and 80 of those enrolled."""
    found = access_steps(steps((60, 120), (24, 96), (20, 80)), "A")
    eligible, told, enrolled = found.steps
    assert (eligible.share, eligible.share_others, eligible.fewer) == (Fraction(3, 5), Fraction(3, 5), 0)
    assert (told.before, told.x, told.before_others, told.x_others) == (60, 24, 120, 96)
    assert (told.share, told.share_others, told.gap, told.fewer) == (Fraction(2, 5), Fraction(4, 5), -40, 24)
    assert (round(told.gap_low, 1), round(told.gap_high, 1)) == (-53.0, -25.0)
    assert (enrolled.fewer, enrolled.certainty) == (0, "too_few_to_judge")
    assert (told.certainty, found.steepest, found.method["family"]) == ("clear", told, 3)


def test_where_no_step_is_at_least_leaning_none_is_the_steepest():
    found = access_steps(steps((60, 120), (47, 96)), "A")
    assert found.steps[1].fewer == 1
    assert (found.steps[1].certainty, found.steepest) == ("cant_tell_yet", None)


@pytest.mark.parametrize("hidden", [0, 1, 2])
def test_what_is_hidden_hides_the_step_after_it(hidden):
    counts = [(60, 120), (50, 96), (40, 80)]
    counts[hidden] = (HIDDEN, 96)
    found = access_steps(steps(*counts), "A")
    assert [s.share is None for s in found.steps] == [i in (hidden, hidden + 1) for i in range(3)]
    assert {s.certainty for s in found.steps if s.share is None} == {"hidden"}


def test_after_fewer_than_ten_students_nothing_is_told():
    found = access_steps(steps((60, 120), (9, 96), (7, 80)), "A")
    assert found.steps[1].x == 9
    assert (found.steps[2].share, found.steps[2].x, found.steps[2].before) == (None, None, None)


@pytest.mark.parametrize(
    ("tables", "code", "before", "later"),
    [
        (steps((60, 120), (61, 96)), "more_later", "eligible", "told"),
        (steps((60, 120), (50, 121)), "more_later", "eligible", "told"),
        (steps((60, 120), (HIDDEN, 96), (61, 80)), "more_later", "eligible", "enrolled"),
        ([step("eligible", 60, 120), step("told", 50, 96, n=99)], "other_students", "eligible", "told"),
        ([step("eligible", 60, 120), step("told", 50, 96, n_others=201)], "other_students", "eligible", "told"),
    ],
)
def test_what_is_no_way_in_is_refused_by_name(tables, code, before, later):
    with pytest.raises(Refused) as told:
        access_steps(tables, "A")
    assert told.value.code == f"access.{code}"
    assert told.value.facts == {"before": before, "step": later}


@st.composite
def ways(draw):
    def falling(n):
        found = [n]
        for _ in range(draw(st.shared(st.integers(2, 6), key="steps"))):
            found.append(draw(st.integers(0, found[-1])))
        return found

    return falling(draw(st.integers(10, 400))), falling(draw(st.integers(10, 400)))


@given(ways())
def test_it_is_never_more_students_than_there_are(way):
    mine, theirs = way
    tables = [step(f"m{i}", *both, n=mine[0], n_others=theirs[0]) for i, both in enumerate(zip(*way, strict=True)) if i]
    found = access_steps(tables, "A")
    for place, one in enumerate(found.steps):
        assert (one.fewer is None) is (min(mine[place], theirs[place]) < 10)
        if one.fewer is not None:
            assert -mine[place + 1] <= one.fewer <= mine[place] - mine[place + 1]
            assert (one.fewer > 0) is (one.gap < 0)
    assert found.steepest is None or found.steepest.fewer == max(
        one.fewer for one in found.steps if one.certainty in ("clear", "leaning")
    )


@given(ways(), st.integers(1, 5))
def test_equal_shares_leave_nobody_missing(way, times):
    mine, _ = way
    tables = [step(f"m{i}", x, x * times, n=mine[0], n_others=mine[0] * times) for i, x in enumerate(mine) if i]
    found = access_steps(tables, "A")
    assert {one.fewer for one in found.steps if one.fewer is not None} == {0}
    assert found.steepest is None
