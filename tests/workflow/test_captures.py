"""Lines of a meeting: none is lost, none is doubled, and each becomes what it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Problem
from equity_core.model import Capture, Cause, Evidence, Held, Idea, Prediction, Query
from equity_core.store import Store
from equity_core.workflow import Workspace, captures, meet
from equity_core.workflow.captures import LANDS, Taken
from tests.conftest import SHARED, noon

GAP = Query(measure="suspended", dimension="race", period="2024-25")
SCRIPT = SHARED / "scenarios" / "fixtures" / "s5_meeting" / "meeting_script.json"


def opened(ws, protocol="find_ideas", phase="", **how):
    running = meet.start(ws, protocol, minutes=60, seats=8, **how)
    if phase:
        meet.go_to(ws, running.run, phase)
    return meet.current(ws)


def said(ws, running):
    return [line.text for line in captures.of_run(ws, running.run)]


def test_ten_ideas_of_a_real_meeting_become_ideas_and_none_of_them_waits(ws):
    running = opened(ws, phase="silent")
    typed = json.loads(SCRIPT.read_text("utf-8"))["ideas"]
    for text in typed:
        captures.take(ws, running, text)
    assert said(ws, running) == typed
    assert [idea.text for idea in ws.of_cycle(Idea)] == typed
    assert captures.waiting(ws, running.run) == []


def test_pasted_lines_lose_their_bullets_and_come_and_go_at_once(ws):
    running = opened(ws, phase="silent")
    captures.take(ws, running, "Tutoring at lunch")
    captures.take(ws, running, "- Late bus\n\n 2) Greet at the door\n• Call home\n")
    assert said(ws, running) == ["Tutoring at lunch", "Late bus", "Greet at the door", "Call home"]
    captures.undo(ws, running.run)
    assert said(ws, running) == ["Tutoring at lunch"]
    assert len(ws.of_cycle(Idea)) == 1


@pytest.mark.parametrize(
    ("protocol", "phase", "text", "choice", "model"),
    [
        ("find_ideas", "silent", "Late bus", "", Idea),
        ("root_cause", "silent", "The last bus leaves at three", "access", Cause),
        ("listening_session", "stories", "We could not come, the bus had left", "family", Evidence),
        ("data_dialogue", "predict", "Two groups apart", "", Prediction),
    ],
)
def test_a_line_becomes_what_it_is_and_undo_takes_both(ws, protocol, phase, text, *, choice, model):
    running = opened(ws, protocol, phase, query=GAP)
    captures.take(ws, running, text, choice=choice)
    (made,) = ws.of_cycle(model)
    assert made.text == text
    assert choice in ("", getattr(made, "lens", ""), getattr(made, "from_role", ""))
    captures.undo(ws, running.run)
    assert ws.of_cycle(model) == []
    assert ws.of_cycle(Capture) == []


def test_every_landing_belongs_to_a_line_that_a_protocol_takes(ws):
    taken = {p.capture.type for one in meet.offered(ws).values() for p in one.phases if p.capture}
    assert set(LANDS) <= taken


def test_what_somebody_went_on_with_is_not_undone(ws):
    running = opened(ws, phase="silent")
    captures.take(ws, running, "Late bus")
    (idea,) = ws.of_cycle(Idea)
    ws.save(idea.model_copy(update={"text": "Late bus on Tuesdays"}))
    captures.undo(ws, running.run)
    assert [i.text for i in ws.of_cycle(Idea)] == ["Late bus on Tuesdays"]
    assert said(ws, running) == []


def test_a_cause_that_blames_stays_in_the_meeting_and_is_no_cause(ws):
    running = opened(ws, "root_cause", "silent")
    captures.take(ws, running, "Parents don't care")
    assert ws.of_cycle(Cause) == []
    assert said(ws, running) == ["Parents don't care"]


NAMING = ["Ask Maria about the bus", "Everybody saw Ngoc on the bus", "Call 555 123 4567", "write to pat@example.org"]


@pytest.mark.parametrize("text", NAMING)
def test_a_line_that_may_name_somebody_waits_off_the_wall(ws, text):
    running = opened(ws, phase="silent")
    assert captures.take(ws, running, text).waiting
    assert captures.listed(ws, running) == []
    assert ws.of_cycle(Idea) == []
    (line,) = captures.waiting(ws, running.run)
    assert captures.reword(ws, line, text).seen, "the same words wait on"
    captures.reword(ws, line, "Ask a driver about the bus")
    assert [idea.text for idea in ws.of_cycle(Idea)] == ["Ask a driver about the bus"]
    captures.take(ws, running, text)
    captures.let_through(ws, captures.waiting(ws, running.run)[0])
    assert [c.text for c in captures.listed(ws, running)] == ["Ask a driver about the bus", text]


def test_what_people_told_in_a_session_is_never_on_the_wall_and_kept_once(ws):
    running = opened(ws, "listening_session", "stories")
    captures.take(ws, running, "The form came in English only", choice="family")
    captures.take(ws, running, "Maria Lopez lost the form", choice="family")
    assert captures.listed(ws, running) == []
    assert said(ws, running) == ["", ""]
    assert [e.text for e in ws.of_cycle(Evidence)] == ["The form came in English only"]
    assert len(ws.of_cycle(Held)) == 1
    assert b"English" not in captures.contribution(ws, running)


def test_silent_predictions_do_not_lead_the_others(ws):
    running = opened(ws, "data_dialogue", "predict", query=GAP)
    captures.take(ws, running, "Grade 8 is far apart")
    assert captures.listed(ws, running) == []
    meet.go_to(ws, running.run, "share")
    assert [c.text for c in captures.listed(ws, meet.current(ws))] == ["Grade 8 is far apart"]


def test_a_form_export_gives_its_answers_once(ws):
    running = opened(ws, phase="silent")
    content = "Timestamp,What could we try?\n1,Late bus\n2,\n3,late bus.\n4,Call home\n".encode("utf-16")
    form = captures.read_form("answers.csv", content)
    assert form.columns == ("Timestamp", "What could we try?")
    assert captures.take_form(ws, running, form, form.columns[1]).known == 1
    assert said(ws, running) == ["Late bus", "Call home"]
    assert captures.take_form(ws, running, form, form.columns[1]).kept == ()


def test_a_file_that_is_none_is_told_and_changes_nothing(ws):
    running = opened(ws, phase="silent")
    assert isinstance(captures.read_form("x.csv", b""), Problem)
    for content in (b"", b"[]", b'{"format":"other","protocol":"find_ideas","lines":[]}', b"\xff\xfe"):
        assert isinstance(captures.merge(ws, running, content), Problem)
    assert said(ws, running) == []


lines = st.lists(st.text("abcdefgh ", min_size=1, max_size=8).map(str.strip).filter(bool), max_size=8, unique=True)


@settings(max_examples=25, deadline=None)
@given(mine=lines, theirs=lines)
def test_a_colleagues_file_loses_nothing_and_doubles_nothing(mine, theirs):
    stores = [Store(":memory:", now=noon) for _ in range(2)]
    (ws, other) = (Workspace(store, now=noon) for store in stores)
    here, there = opened(ws, phase="silent"), opened(other, phase="silent")
    for text in mine:
        captures.take(ws, here, text)
    captures.take(other, there, "\n".join(theirs))
    file = captures.contribution(other, there)
    before = said(ws, here)
    assert before == mine
    first = captures.merge(ws, here, file)
    assert isinstance(first, Taken)
    assert said(ws, here)[: len(before)] == before
    assert set(said(ws, here)) == set(mine) | set(theirs)
    assert len(said(ws, here)) == len(set(mine) | set(theirs))
    again = captures.merge(ws, here, file)
    assert again.kept == ()
    assert again.known == len(theirs)
    if first.kept:
        captures.undo(ws, here.run)
    assert said(ws, here) == before
    for store in stores:
        store.close()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.just("undo"), st.text("abcdefgh", min_size=1, max_size=5)), max_size=24))
def test_undo_takes_back_exactly_the_last_line_ten_deep_and_more(did):
    store = Store(":memory:", now=noon)
    ws = Workspace(store, now=noon)
    running, expected = opened(ws, phase="silent"), []
    for act in did:
        if act == "undo":
            captures.undo(ws, running.run)
            del expected[-1:]
        else:
            captures.take(ws, running, act)
            expected.append(act)
    ws = Workspace(store, now=noon)  # as after a reload
    assert said(ws, running) == expected
    assert {idea.text for idea in ws.of_cycle(Idea)} == set(expected)
    for _ in range(12):
        captures.undo(ws, running.run)
        del expected[-1:]
    assert said(ws, running) == expected
    store.close()
