"""A frozen goal must not keep showing what a raised threshold hides: what it shows could be taken from the rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from equity_core.model import Query
from equity_core.store import Store, released_path
from equity_core.workflow import Workspace, kit, story, story_notebook
from equity_core.workflow.data import bring_in
from equity_core.workflow.diagnose import focus, gaps, goal
from equity_core.workflow.reflect import results
from equity_core.workflow.release import raise_threshold
from tests.conftest import noon

SCHOOL = {
    "American Indian or Alaska Native": (12, 6),
    "Asian": (30, 11),
    "Black or African American": (120, 24),
    "White": (220, 13),
}
SECRETS = ("6 of 12", "11 of 30", "50.0%", "36.7%", "of 370", "of 352")


@pytest.fixture(params=["American Indian or Alaska Native", "Asian"])
def raised(ws, request):
    """A goal for a group that a raise hides: because it is small, or to guard the one that is."""
    set_up(ws, request.param)
    assert any(secret in repr(goal.told(ws, goal.current(ws))) for secret in SECRETS)
    raise_threshold(ws, 20)
    assert not ws.table("suspended", "2023-24", "race").group(request.param).is_shown
    return ws


def set_up(ws, group):
    told = ["Student ID,Race/Ethnicity,Suspended"]
    for race, (n, x) in SCHOOL.items():
        for i in range(n):
            told.append(f"{900_000 + len(told)},{race},{'Y' if i < x else 'N'}")
    bring_in.keep(ws, bring_in.read(ws, [("2023-24 students.csv", "\n".join(told).encode())]))
    query = Query(measure="suspended", dimension="race", period="2023-24", group=group)
    focus.choose(ws, gaps.add_to_focus(ws, query))
    goal.freeze(ws, goal.draft(ws, query, target_percent=Decimal(20), by=date(2027, 6, 15)))


def test_the_goal_says_that_its_baseline_is_hidden(raised):
    found = goal.told(raised, goal.current(raised))
    shown = repr((found.sentence, found.baseline, found.math, found.method, found.warnings, found.differs, found.lines))
    assert [secret for secret in SECRETS if secret in shown] == []
    assert "hidden" in found.sentence
    assert "hidden" in found.baseline


def test_nothing_else_tells_it_either(raised):
    now = goal.current(raised)
    query = now.baseline.query
    told = [
        repr(gaps.look(raised, query.model_copy(update={"compare": "baseline"}))),
        repr(results.outcome(raised)) + results.baseline_sentence(raised, now),
        repr(story.story(raised)),
        repr(goal.history(raised, now)),
        kit.build(raised).decode(),
        story_notebook.build(raised, workspace="w").decode(),
    ]
    kept = f"baseline={now.baseline!r}"
    told = [text.replace(kept, "") for text in told]
    assert [secret for secret in SECRETS for text in told if secret in text] == []


def test_its_aim_cannot_be_changed_and_nothing_typed_is_answered_with_a_number(raised):
    now = goal.current(raised)
    for target in (1, 49, 99):
        said = goal.change_aim(raised, now, target_percent=Decimal(target), by=date(2027, 6, 15), track_together=False)
        assert [note.code for note in said] == ["baseline_hidden"]
        assert [secret for secret in SECRETS if secret in repr(said)] == []


def test_the_released_copy_beside_the_workspace_does_not_tell_it(tmp_path):
    store = Store(tmp_path / "w.duckdb", now=noon)
    ws = Workspace(store, now=noon)
    set_up(ws, "Asian")
    copy = released_path(tmp_path / "w.duckdb")
    assert '"x": 11' in copy.read_text(encoding="utf-8")
    raise_threshold(ws, 20)
    assert '"x": 11' not in copy.read_text(encoding="utf-8")
    store.close()
