"""How many answered a survey, and what they answered, do not tell of each other's hidden groups."""

from __future__ import annotations

from random import Random

import pytest

from equity_core.privacy import Rules, release
from tests.privacy.attack_together import sizes, spans
from tests.privacy.schools import PERIOD, SIZES, cells_of
from tests.privacy.test_together import value
from tests.privacy.worlds import source

ANSWERED = "answered_survey"
RULES = Rules()


def survey(seed: int, *, schools: int = 1, items: int = 2) -> tuple[list[dict], dict, tuple[str, ...]]:
    """Return people who were asked: some answered nothing, some left a question out."""
    chance = Random(f"survey {seed}")
    measures = (ANSWERED, *(f"q{i}" for i in range(items)))
    asked = []
    for name, size in zip("ABCDE", chance.choice(SIZES), strict=False):
        answers, blank = chance.choice((0.2, 0.5, 0.7, 0.95)), chance.choice((0, 0, 0.02, 0.1))
        for _ in range(max(1, size + chance.randint(-3, 3))):
            said = [None if chance.random() < blank else int(chance.random() < 0.6) for _ in range(items)]
            if chance.random() > answers:
                said = [None] * items
            one = dict(zip(measures, [int(any(s is not None for s in said)), *said], strict=True))
            asked.append(one | {"race": name, "gender": chance.choice("FM"), "school": chance.choice("NSE"[:schools])})
    return asked, dimensions_of(asked, schools), measures


def dimensions_of(asked: list[dict], schools: int) -> dict[str, tuple[str, ...]]:
    names = ("race", "gender", "school") if schools > 1 else ("race", "gender")
    return {d: tuple(sorted({one[d] for one in asked})) for d in names}


def released(asked, dimensions, measures):
    made = source(dimensions).model_copy(update={"measures": measures, "periods": (PERIOD,), "one_row_is": "response"})
    return release(cells_of(asked, dimensions, measures), source=made, answered=ANSWERED)


def assert_nobody_is_told(found, asked, measures, dimension) -> int:
    patterns = [dict(p) for p in sorted({tuple((m, one[m]) for m in measures) for one in asked}, key=str)]
    for (measure, at), (low, high) in sizes(found, patterns, measures, dimension, PERIOD).items():
        n = sum(one[dimension] == at[0][1] and one[measure] is not None for one in asked)
        assert low <= n <= high
        if RULES.is_small_group(n):
            assert high - low >= RULES.min_width, (measure, "n", at, n, low, high)
    for (factors, at), (low, high) in spans(found, patterns, measures, dimension, PERIOD).items():
        n, x = value(asked, factors, measures, at)
        assert low <= x <= high
        of = next((m for f, m in zip(factors, measures, strict=True) if f), "")
        if sum(map(abs, factors)) == 1 and (x < 10 if of == ANSWERED else is_small(asked, of, at)):
            assert high - low >= RULES.min_width, (of, at, x, n, low, high)


def is_small(asked, measure, at) -> bool:
    said = [one[measure] for one in asked if all(one[d] == g for d, g in at) and one[measure] is not None]
    return RULES.is_small_count(sum(said), len(said))


def test_the_group_that_guards_the_answers_is_the_one_that_guards_how_many_answered():
    """A: 7 of 30 answered. C, the smallest that answered, guards A's answers; B, the smallest asked, guards the 7."""
    made = {"A": (30, 7), "B": (40, 30), "C": (50, 26), "D": (200, 150)}
    asked = [
        {"race": name, ANSWERED: int(i < answered), "q0": (int(i % 2) if i < answered else None)}
        for name, (size, answered) in made.items()
        for i in range(size)
    ]
    found = released(asked, {"race": tuple(made)}, (ANSWERED, "q0"))
    assert_nobody_is_told(found, asked, (ANSWERED, "q0"), "race")
    shown = {g for g, c in found.table("q0", PERIOD, "race").groups if c.n is not None}
    assert "D" in shown


@pytest.mark.parametrize("seed", range(25))
def test_nobody_works_out_how_few_answered(seed):
    asked, dimensions, measures = survey(seed)
    found = released(asked, dimensions, measures)
    for dimension in ("race", "gender"):
        assert_nobody_is_told(found, asked, measures, dimension)


@pytest.mark.parametrize("seed", range(5))
def test_nobody_works_out_how_few_answered_in_districts(seed):
    asked, dimensions, measures = survey(seed, schools=3)
    assert_nobody_is_told(released(asked, dimensions, measures), asked, measures, "race")


def test_twelve_questions_are_planned_beside_who_answered():
    asked, dimensions, measures = survey(3, items=12)
    found = released(asked, dimensions, measures)
    assert {table.measure for table in found.tables} == set(measures)
