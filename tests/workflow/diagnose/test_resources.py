"""Who gets what: three ways to hand out the same amount, and nothing worked out of a number that is hidden."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Problem
from equity_core.model import Evidence
from equity_core.privacy import HIDDEN, Count
from equity_core.store import Store
from equity_core.workflow import Workspace
from equity_core.workflow.diagnose import causes, listen, resources, share_numbers
from tests import worlds
from tests.rules.test_language import BARE, FORBIDDEN
from tests.worlds import shown

GRADES = {"06": shown(20, 200), "07": shown(30, 200), "08": shown(50, 200)}


def keep(ws, groups, measure="course_failure"):
    worlds.keep(ws, worlds.table(measure, "2025-26", "grade", HIDDEN, groups))


def a_share(ws, groups=GRADES, measure="course_failure"):
    keep(ws, groups, measure)
    share = resources.begin(ws, "Reading tutor", of="hours", measure=measure, dimension="grade")
    resources.hand_out(ws, share, {"06": 60, "07": 30, "08": 30})
    return share_numbers.work_out(ws, resources.shares(ws)[0])


def test_equality_and_equity_are_seen_apart(ws):
    shared = a_share(ws)
    assert [(r.label, r.now, r.equal, r.by_need) for r in shared.rows] == [
        ("Grade 06", 60, 40, 24),
        ("Grade 07", 30, 40, 36),
        ("Grade 08", 30, 40, 60),
    ]
    assert shared.sentence == (
        "Our school now gives 60 of 120 hours (Reading tutor) to Grade 06. At an equal share for each student it would "
        "be 40. By need it would be 24. Equal is not the same as by need here: by need, Grade 08 gets 20 more than "
        "at an equal share."
    )
    assert shared.notes == ()


def test_of_a_good_outcome_the_need_is_who_does_not_have_it_yet(ws):
    shared = a_share(ws, measure="reading_proficient")
    assert [r.need for r in shared.rows] == [180, 170, 150]
    assert "not yet counted" in shared.need_is


@pytest.mark.parametrize("cell", [HIDDEN, Count("range", n=200, x_low=0, x_high=4), Count("hidden_by_source")])
def test_nothing_is_worked_out_of_a_hidden_number(ws, cell):
    shared = a_share(ws, {**GRADES, "08": cell})
    assert all(r.by_need is None for r in shared.rows)
    assert all(r.equal is None for r in shared.rows) == (cell.n is None)
    assert "is not shown" in " ".join(shared.notes)
    assert shared.rows[2].need_text == "hidden"
    drawn = share_numbers.figure(ws, shared)
    assert {row["role"] for row in drawn.rows} == ({"baseline"} if cell.n is None else {"baseline", "rest"})


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(10, 400), st.integers(0, 100)), min_size=2, max_size=7), st.integers(0, 500))
def test_the_shares_add_up_and_follow_students_and_need(rows, each):
    ws = Workspace(Store(":memory:"))
    keep(ws, {f"{i:02}": shown(min(x, n), n) for i, (n, x) in enumerate(rows)})
    share = resources.begin(ws, "Seats", of="seats", measure="course_failure", dimension="grade")
    resources.hand_out(ws, share, {f"{i:02}": each for i in range(len(rows))})
    shared = share_numbers.work_out(ws, resources.shares(ws)[0])
    ws.store.close()
    assert sum(r.equal for r in shared.rows) == shared.amount == each * len(rows)
    by_students = sorted(shared.rows, key=lambda r: (r.students, r.equal))
    assert [r.equal for r in by_students] == sorted(r.equal for r in shared.rows)
    if any(r.need for r in shared.rows):
        assert sum(r.by_need for r in shared.rows) == shared.amount
        by_need = sorted(shared.rows, key=lambda r: (r.need, r.by_need))
        assert [r.by_need for r in by_need] == sorted(r.by_need for r in shared.rows)


def test_typed_numbers_that_could_point_at_somebody_are_not_kept(ws):
    share = resources.begin(ws, "Laptops", of="materials")
    for students, need, code in (
        (8, None, "share.few_students"),
        (30, 3, "share.few_need"),
        (30, 27, "share.few_need"),
        (30, 31, "share.more_than_students"),
    ):
        doubt = resources.add(ws, share, "Class A", now=4, students=students, need=need)
        assert isinstance(doubt, Problem)
        assert doubt.code == code
    assert resources.add(ws, share, "Ms. Johnson", now=4).code == "share.names_somebody"
    assert resources.add(ws, share, " ", now=4).code == "share.no_name"
    assert resources.begin(ws, " ", of="funds").code == "share.no_what"
    assert resources.shares(ws)[0].portions == ()


def test_typed_classes_are_changed_by_the_same_name_and_undone(ws):
    share = resources.begin(ws, "Laptops", of="materials")
    for name, now, students, need in (("Room 2", 20, 25, 6), ("Room 1", 20, 25, 18)):
        resources.add(ws, resources.shares(ws)[0], name, now=now, students=students, need=need)
    shared = share_numbers.work_out(ws, resources.shares(ws)[0])
    assert [(r.name, r.equal, r.by_need) for r in shared.rows] == [("Room 1", 20, 30), ("Room 2", 20, 10)]
    resources.add(ws, resources.shares(ws)[0], "room 1", now=24)
    shared = share_numbers.work_out(ws, resources.shares(ws)[0])
    assert shared.amount == 44
    assert "An equal share needs the number of students of each." in shared.notes
    ws.undo()
    assert share_numbers.work_out(ws, resources.shares(ws)[0]).amount == 40
    assert share.id == resources.shares(ws)[0].id


def test_it_is_evidence_that_is_worked_out_anew(ws):
    cause = causes.add(ws, "Our tutor’s hours follow last year’s schedule", lens="resources")
    shared = a_share(ws)
    card = resources.use(ws, shared.share, cause=cause.id)
    assert "60 of 120 hours" in listen.as_card(ws, card).text
    resources.hand_out(ws, shared.share, {"06": 24, "07": 36, "08": 60})
    assert "24 of 120 hours" in listen.as_card(ws, card).text
    assert resources.use(ws, shared.share).id == card.id
    assert len(ws.of_cycle(Evidence)) == 1
    assert causes.triangulation(ws)[0]["Observation or audit"] == "● supports"
    resources.remove(ws, resources.shares(ws)[0])
    assert "no longer there" in listen.as_card(ws, card).text


def test_the_paper_has_the_picture_the_table_and_how_and_blames_nobody(ws):
    shared = a_share(ws)
    paper = resources.sheet(ws, shared).decode()
    assert "<svg" in paper
    assert "largest remainders" in paper
    for text in (shared.sentence, *share_numbers.figure(ws, shared).method, *shared.notes):
        assert not FORBIDDEN.search(text), text
        assert not BARE.search(text), text
