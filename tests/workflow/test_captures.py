"""Lines of a meeting: none is lost, none is doubled, and each becomes what it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Problem
from equity_core.model import Capture, Cause, DecisionRight, Evidence, Held, Idea, Prediction, Profile, Query
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


def a_cause(ws, text):
    return Cause(cycle=ws.cycle.id, text=text, lens="practice")


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


def test_what_blames_is_asked_for_other_words_about_the_school(ws):
    running = opened(ws, "root_cause", "silent")
    said_of = captures.reminder(ws, running, "Parents do not care")
    assert "“do not care”" in said_of
    assert "What in our system makes that likely?" in said_of
    assert "in languages that do not fit all of them" in said_of, "an example of other words"
    assert captures.reminder(ws, running, "Letters go out in English only") == ""
    running = opened(ws, "data_dialogue", "infer", query=GAP)
    assert "system" in captures.reminder(ws, running, "These kids won't try")
    running = opened(ws, "data_dialogue", "observe", query=GAP)
    assert "explains" in captures.reminder(ws, running, "It grew because of the bus"), "the protocol's own guard"


def test_a_why_goes_under_its_cause_and_comes_back(ws):
    bus, letters = a_cause(ws, "The bus leaves first"), a_cause(ws, "Letters go late")
    ws.save(bus, letters)
    running = opened(ws, "root_cause", "whys")
    assert list(captures.choices(ws, "why")) == [bus.id, letters.id]
    captures.take(ws, running, "The contract says four\nNobody asked for a later one", choice=bus.id)
    captures.take(ws, running, "One person sends them", choice=letters.id)
    captures.take(ws, running, "Families do not read", choice=letters.id)
    assert ws.get(Cause, bus.id).whys == ("The contract says four", "Nobody asked for a later one")
    assert ws.get(Cause, letters.id).whys == ("One person sends them",), "what blames is no answer"
    assert len(ws.of_cycle(Cause)) == 2
    for _ in range(2):
        captures.undo(ws, running.run)
    assert ws.get(Cause, letters.id).whys == ()
    captures.undo(ws, running.run)
    assert ws.get(Cause, bus.id).whys == (), "both lines of one paste"


def test_a_sixth_why_and_one_of_no_cause_stay_with_the_meeting(ws):
    ws.save(bus := a_cause(ws, "The bus leaves first").model_copy(update={"whys": tuple("abcde")}))
    running = opened(ws, "root_cause", "whys")
    captures.take(ws, running, "f", choice=bus.id)
    captures.take(ws, running, "g")
    captures.undo(ws, running.run)
    captures.undo(ws, running.run)
    assert ws.get(Cause, bus.id).whys == tuple("abcde")


def test_a_decision_goes_to_its_line_of_the_map_with_who_approves(ws):
    there = DecisionRight(cycle=ws.cycle.id, what="discipline", approvers=("Principal",), lead_days=20)
    ws.save(Profile(roles=("Principal", "Counselor")), there)
    running = opened(ws, "decision_map", "compare")
    captures.take(ws, running, "Budget for training", choice="Principal")
    captures.take(ws, running, "discipline code\nBus contract: counselor approves\nBus contract: Principal")
    found = {right.what: right.approvers for right in ws.of_cycle(DecisionRight)}
    assert found == {
        "discipline": ("Principal",),
        "pd_budget": ("Principal",),
        "Bus contract": ("Counselor", "Principal"),
    }
    captures.take(ws, running, "Discipline code", choice="Counselor")
    assert ws.get(DecisionRight, there.id).approvers == ("Principal", "Counselor"), "they thought of different ones"
    captures.undo(ws, running.run)
    assert ws.get(DecisionRight, there.id) == there
    captures.undo(ws, running.run)
    assert [right.what for right in ws.of_cycle(DecisionRight)] == ["discipline", "pd_budget"]
    captures.undo(ws, running.run)
    assert ws.of_cycle(DecisionRight) == [there]


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
