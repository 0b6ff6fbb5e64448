"""A goal where the same rate for all is wanted, from its first draft to the decision."""

from datetime import date
from decimal import Decimal

import pytest

from equity_core.model import Query
from equity_core.workflow.diagnose import goal, goal_checks, goal_words
from equity_core.workflow.reflect import decide, results
from tests.rules.test_language import JUDGING
from tests.workflow.reflect.worlds import act, freeze, give

BEFORE = {"Black or African American": (12, 120), "White": (150, 500)}


def two_years(ws, after, target):
    give(ws, "gifted_identified", "race", {"2023-24": BEFORE, "2024-25": after})
    return freeze(
        ws, "gifted_identified", "race", "2023-24", "Black or African American", target=target, by=date(2025, 6, 15)
    )


def test_a_target_must_be_nearer_to_everyone_else_from_either_side(ws):
    give(ws, "gifted_identified", "race", {"2023-24": BEFORE})
    for group, good, bad in (("Black or African American", (11, 30, 49), (9, 10, 50)), ("White", (29, 10), (31, 30))):
        query = Query(measure="gifted_identified", dimension="race", period="2023-24", group=group)
        for target in (*good, *bad):
            found = goal.draft(ws, query, target_percent=Decimal(target), by=date(2027, 6, 1))
            assert found.is_ready is (target in good), (group, target)
            assert not any(JUDGING.search(line) for line in (found.sentence, *found.math, *found.method))
            assert not any(JUDGING.search(note.text) for note in (*found.refusals, *found.warnings))
            way = "raise" if target > (10 if group != "White" else 30) else "lower"
            assert found.sentence.startswith(f"We aim to {way}") or not found.is_ready


@pytest.mark.parametrize(
    ("after", "outcome", "rule"),
    [
        ({"Black or African American": (33, 120), "White": (150, 500)}, "nearer", "worked_to_parity"),
        ({"Black or African American": (12, 120), "White": (60, 500)}, "nearer", "worked_to_parity"),
        ({"Black or African American": (12, 120), "White": (160, 500)}, "not_nearer", "unknown"),
        ({"Black or African American": (60, 120), "White": (150, 500)}, "crossed", "unknown"),
    ],
)
def test_only_a_smaller_difference_on_the_same_side_counts_as_nearer(ws, after, outcome, rule):
    kept = two_years(ws, after, target=25)
    action = act(ws, weeks=((80, 78, 76),), reached=40)
    found = results.outcome(ws)
    known = results.facts(ws, action, found)
    advice = decide.suggest(known, ws.words)
    told = (
        goal.sentence(ws, kept),
        *goal_words.math(ws, kept),
        *(note.text for note in goal_checks.warnings(ws, kept)),
        found.sentence,
        *found.others,
        *found.path,
        *(flag.text for flag in found.flags),
        found.pair_figure.subtitle,
        found.time_figure.subtitle,
        advice.why,
        *advice.reasons,
        advice.unless,
    )

    assert (known.outcome, advice.rule) == (outcome, rule)
    assert (known.harmed, known.lost) == ((), ())
    assert not [line for line in told if JUDGING.search(line)]
    assert any("nearer" in line for line in (*found.others, *advice.reasons)) or outcome != "nearer"
