from __future__ import annotations

from datetime import date

import pytest

from equity_core.model import Action, Champion, DecisionRight
from equity_core.workflow import loop
from equity_core.workflow.get_ready import commitment
from tests import worlds
from tests.worlds import shown

SOON, LATER = date(2025, 11, 10), date(2025, 12, 20)  # today is 2025-11-03


def right(ws, **told):
    kept = DecisionRight(cycle=ws.cycle.id, **{"what": "discipline", "approvers": ("Principal",), **told})
    ws.save(kept)
    return kept


@pytest.mark.parametrize(
    ("told", "flagged"),
    [
        ({"approvers": (), "lead_days": 5}, ["nobody approves it"]),
        ({"approvers": ("Principal", "Dean"), "lead_days": 5}, ["Principal and Dean approve it"]),
        ({}, ["how long an answer takes"]),
        ({"lead_days": 0}, []),
        ({"meets": SOON}, []),
        ({"meets": date(2025, 11, 2)}, ["the date has passed"]),
        ({"yes": "yes"}, ["what shows the yes"]),
        ({"yes": "yes", "evidence": "Minutes"}, []),
        ({"yes": "no"}, ["the answer was no"]),
    ],
)
def test_two_approvers_or_none_are_kept_and_flagged(ws, told, flagged):
    found = commitment.flags(ws, right(ws, **told))
    assert len(found) == len(flagged)
    assert all(part in line for part, line in zip(flagged, found, strict=True))


def test_a_name_is_asked_for_again_and_a_decision_stands_once(ws):
    right(ws)
    again = DecisionRight(cycle=ws.cycle.id, what="")
    found = commitment.keep_right(ws, again, what="discipline", approvers=("Ms. Alvarez",), evidence="Maria said so")
    assert [p.column for p in found] == ["what", "approvers", "evidence"]
    assert commitment.keep_right(ws, again, what="Use of the gym", approvers=("Dean", "Principal")) == ()
    assert [commitment.name(ws, r) for r in commitment.rights(ws)] == ["Discipline code", "Use of the gym"]
    assert "discipline" not in commitment.unmapped(ws)
    assert not commitment.is_mapped(ws)


@pytest.mark.parametrize(
    ("told", "until", "is_late"),
    [
        ({}, None, False),
        ({"lead_days": 7}, SOON, False),
        ({"lead_days": 8}, date(2025, 11, 11), True),
        ({"meets": LATER}, LATER, True),
        ({"meets": SOON, "lead_days": 30}, date(2025, 12, 3), True),
        ({"meets": date(2025, 11, 2), "lead_days": 1}, date(2025, 11, 4), False),
        ({"meets": SOON, "yes": "no"}, None, False),
    ],
)
def test_an_action_waits_until_a_yes_can_come(ws, told, until, is_late):
    needed = right(ws, **told)
    right(ws, what="schedule", yes="yes")
    action = Action(
        cycle=ws.cycle.id, idea="i", title="t", start=SOON, needs=tuple(r.id for r in commitment.rights(ws))
    )
    (wait,) = commitment.waits(ws, action)
    assert (wait.right, wait.until, wait.is_late) == (needed, until, is_late)
    assert "Principal" in commitment.said(ws, wait)
    assert "locked" in commitment.said(ws, wait)


def test_a_waiting_action_is_what_comes_next_in_implement(ws):
    needed = right(ws)
    ws.save(Action(cycle=ws.cycle.id, idea="i", title="t", needs=(needed.id,)))
    assert "approvals" in [check.id for check in loop.step(ws, "implement").open]
    ws.save(needed.model_copy(update={"yes": "yes"}))
    assert "approvals" not in [check.id for check in loop.step(ws, "implement").open]


def test_time_and_money_are_written_even_if_zero_and_three_levels_stand_up(ws):
    assert commitment.lip_service(ws) == ()
    assert commitment.keep(ws, hours=0, scope="classroom") == ()
    for level in ("students", "families", "families"):
        assert commitment.add_champion(ws, level, "Student", "Opens the meeting") == ()
    assert not commitment.is_written(ws)
    commitment.keep(ws, money=0)
    assert not commitment.is_written(ws)
    ws.save(Champion(cycle=ws.cycle.id, level="district", role="Board member", will_do="Asks"))
    assert commitment.is_written(ws)
    assert "words only" in " ".join(commitment.lip_service(ws))
    assert [p.column for p in commitment.add_champion(ws, "school", "", "")] == ["role", "will_do"]


def points(ws):
    return {r.scope: (r.students, r.points and round(r.points, 1)) for r in commitment.reaches(ws)}


def test_a_class_cannot_show_what_a_school_can(ws):
    """By hand: 2.8016 · √(p(1−p)·2/n), with p = 13/26 without numbers, 3/26 and 61/600 with them."""
    assert points(ws)["classroom"] == (26, 38.9)
    worlds.keep(ws, worlds.s1_race())
    assert points(ws) == {
        "classroom": (26, 24.8),
        "program": (None, None),
        "school": (600, 4.9),
        "district": (None, None),
    }


def test_with_several_schools_a_school_is_the_one_in_the_middle(ws):
    sizes = {"Adams": 100, "Burr": 400, "Clay": 250}
    schools = {name: shown(n // 10, n) for name, n in sizes.items()}
    worlds.keep(ws, worlds.table("suspended", "2024-25", "school", shown(75, 750), schools))
    assert points(ws)["school"][0] == 250
    assert points(ws)["district"][0] == 750
