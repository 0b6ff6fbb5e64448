"""A meeting's clock, phases and close. Time passes by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equity_core.errors import Problem
from equity_core.model import LogEntry, Meeting, Profile, ProtocolRun
from equity_core.store import Store
from equity_core.workflow import Workspace, captures, home, meet
from equity_core.workflow.files import open_workspace
from equity_core.workflow.protocols import protocols

KEPT = {id: {phase.title for phase in p.phases if phase.keep} for id, p in protocols("en").items()}
NINE = datetime(2025, 11, 3, 9, 0)


class Clock:
    def __init__(self) -> None:
        self.at = NINE

    def __call__(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def room(clock):
    store = Store(":memory:", now=clock)
    yield Workspace(store, now=clock)
    store.close()


def started(ws, protocol="find_ideas", **how):
    return meet.start(ws, protocol, **{"minutes": 60, "seats": 8} | how)


def left(ws):
    return meet.seconds_left(meet.current(ws).run, ws.now())


def test_the_agenda_adds_up_to_the_slot_or_says_what_to_cut(ws):
    for protocol in meet.offered(ws):
        for minutes in (10, 25, 30, 45, 60, 90):
            for is_short in (False, True):
                agenda = meet.agenda(ws, protocol, minutes, is_short=is_short)
                assert sum(given for _, given in agenda.lines) + agenda.spare == minutes
                freed = sum(given for _, given in agenda.cut)
                left = meet.agenda(ws, protocol, minutes, is_short=is_short, leaves_out=True)
                assert left.total == agenda.total - freed
                assert bool(agenda.needs) == (freed < -agenda.spare), "it fits then, or says what it needs"
                assert agenda.needs == 0 or agenda.needs > minutes
                assert not {title for title, _ in agenda.cut} & KEPT[protocol]
    agenda = meet.agenda(ws, "listening_session", 25, is_short=False)
    assert (agenda.cut, agenda.needs, agenda.shorter) == ((), 56, 0)
    assert meet.agenda(ws, "root_cause", 30, is_short=False).shorter == 25


@pytest.mark.parametrize("protocol", KEPT)
def test_a_cut_meeting_takes_as_long_as_it_says_and_keeps_what_others_rest_on(room, protocol):
    running = started(room, protocol)
    for phase in running.run.phases:
        meet.skip(room, running.run, phase.key) if phase.key != running.run.at else None
    assert KEPT[protocol] <= {running.protocol.phase(p.key).title for p in meet.current(room).run.phases}
    meet.close(room, running)
    running = started(room, protocol)
    goes_to, needs = meet.cut_to(running), meet.cut_needs(room, running)
    run = meet.cut(room, running)
    assert KEPT[protocol] <= {running.protocol.phase(p.key).title for p in run.phases}
    took = sum(p.minutes for p in run.phases)
    assert took == needs if needs else took <= goes_to
    assert not meet.can_cut(meet.current(room))


def test_ideas_fit_an_hour_and_have_a_short_version_for_half_of_it(ws):
    assert meet.agenda(ws, "find_ideas", 60, is_short=False).total == 58
    assert not meet.suggests_short(ws, "find_ideas", 60)
    assert meet.suggests_short(ws, "find_ideas", 30)
    ws.save(Profile(constraints=("limited_time",)))
    assert meet.suggests_short(ws, "find_ideas", 60)
    assert sum(p.minutes for p in started(ws).run.phases) == 25


def test_one_seat_is_no_meeting(ws):
    assert isinstance(started(ws, seats=1), Problem)
    assert meet.current(ws) is None


def test_reload_restart_and_sleep_change_neither_phase_nor_time(tmp_path, clock):
    file = tmp_path / "w.duckdb"
    ws = open_workspace(file)
    ws._now = clock
    meet.next_phase(ws, started(ws).run)
    captures.take(ws, meet.current(ws), "Late bus")
    clock.wait(100)
    ws.store.close()
    again = open_workspace(file)
    again._now = clock
    clock.wait(50)
    running = meet.current(again)
    assert running.run.at == "silent"
    assert left(again) == 8 * 60 - 150
    assert [line.text for line in captures.of_run(again, running.run)] == ["Late bus"]
    again.store.close()


def test_time_over_counts_up_and_more_time_begins_from_now(room, clock):
    run = started(room).run
    clock.wait(2 * 60 + 90)
    assert left(room) == -90
    meet.add(room, run, 3)
    assert left(room) == 180


steps = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(0, 900)),
        st.tuples(st.sampled_from(["pause", "resume", "reload"]), st.just(0)),
        st.tuples(st.just("add"), st.sampled_from([1, 3])),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_only_time_that_passes_while_the_clock_goes_is_taken_from_it(did):
    clock = Clock()
    store = Store(":memory:", now=clock)
    ws = Workspace(store, now=clock)
    started(ws)
    expected, goes = 120.0, True
    for act, much in did:
        run = meet.current(ws).run
        if act == "wait":
            clock.wait(much)
            expected -= much if goes else 0
        elif act == "pause":
            meet.pause(ws, run)
            goes = False
        elif act == "resume":
            meet.resume(ws, run)
            goes = True
        elif act == "add":
            meet.add(ws, run, much)
            expected = max(expected, 0) + 60 * much
        else:
            ws = Workspace(store, now=clock)
        assert left(ws) == pytest.approx(expected)
    store.close()


def test_phases_go_on_back_and_elsewhere_and_the_last_one_ends_them(room, clock):
    run = started(room, "listening_plan").run
    run = meet.next_phase(room, run)
    assert run.at == "slots"
    run = meet.back(room, run)
    assert (run.at, left(room)) == ("missing", 300)
    run = meet.go_to(room, run, "invite")
    run = meet.next_phase(room, run)
    assert run.at == "missing", "what was left undone comes round again"
    run = meet.move_up(room, run, "slots")
    assert [p.key for p in run.phases] == ["slots", "missing", "invite"]
    run = meet.skip(room, run, "slots")
    run = meet.next_phase(room, run)
    assert run.at == ""
    assert meet.current(room).phase is None


def test_a_cut_keeps_what_was_spent_and_leaves_out_what_the_short_version_leaves_out(room, clock):
    run = started(room, "data_dialogue").run
    run = meet.next_phase(room, run)
    clock.wait(60)
    running = meet.current(room)
    assert meet.can_cut(running)
    run = meet.cut(room, running)
    assert [(p.key, p.minutes) for p in run.phases if not p.is_done] == [
        ("predict", 3), ("share", 3), ("observe", 7), ("infer", 7), ("ask", 3),
    ]  # fmt: skip
    assert left(room) == 120
    assert not meet.can_cut(meet.current(room))


def test_it_is_told_when_the_rest_no_longer_fits(room, clock):
    started(room, "shared_language", minutes=30)
    assert meet.minutes_over(meet.current(room), clock()) == 0
    clock.wait(15 * 60)
    assert meet.minutes_over(meet.current(room), clock()) == 6


def test_what_a_meeting_is_planned_for_and_an_ended_tour_outlive_an_undo(ws):
    ws.save(Profile(school="Harbor"))
    ws.save(Profile(school="Harbour"))
    meet.expect(ws, purpose="root_cause", minutes=35, seats=9)
    home.go_to_stop(ws, None)
    ws.undo()
    kept = ws.profile
    assert (kept.school, kept.meeting_for, kept.meeting_minutes, kept.seats) == ("Harbor", "root_cause", 35, 9)
    assert kept.tour is None


def test_the_word_goes_round_all_seats(room):
    started(room, seats=3)
    assert [meet.next_seat(room, meet.current(room)).seat for _ in range(4)] == [2, 3, 1, 2]


def test_a_meeting_closes_with_decisions_that_stand_in_the_log(room):
    meeting = started(room).meeting
    assert isinstance(meet.decide(room, meeting, "  "), Problem)
    assert isinstance(meet.decide(room, meeting, "Ask Maria Lopez about the bus"), Problem)
    meeting = meet.decide(room, meeting, "Ask the bus company", role="Counselor", by=date(2025, 11, 10))
    meet.close(room, meet.current(room), plus=["All spoke", " "], delta=["Start on time"], missing="Families")
    assert meet.current(room) is None
    (kept,) = room.of_cycle(Meeting)
    assert (kept.plus, kept.delta, kept.missing) == (("All spoke",), ("Start on time",), "Families")
    (entry,) = room.of_cycle(LogEntry)
    assert entry.form == "decision"
    assert "November 10" in entry.text
    assert entry.role == "Counselor"
    assert meet.earlier(room)[0].meeting == kept


def test_what_was_left_open_moves_to_the_next_meeting_of_its_kind(room):
    first = started(room, "listening_plan")
    captures.take(room, first, "Families on the night shift", phase="slots")
    meet.close(room, first)
    assert captures.of_run(room, started(room, "shared_language").run) == []
    meet.close(room, meet.current(room))
    assert [c.text for c in captures.of_run(room, started(room, "listening_plan").run)] == [
        "Families on the night shift"
    ]


def test_a_clock_is_no_edit(room):
    run = started(room).run
    captures.take(room, meet.current(room), "Late bus")
    for _ in range(20):
        run = meet.resume(room, meet.pause(room, run))
    assert room.undo()
    assert captures.of_run(room, run) == []
    assert room.get(ProtocolRun, run.id) is not None


def test_a_window_that_shows_an_older_state_overwrites_nothing(room, clock):
    """A facilitator has the desk and the wall open; a button of one holds what was there when it was drawn."""
    old = started(room)
    meet.skip(room, old.run, "final")
    meet.move_up(room, old.run, "merge")
    assert meet.go_to(room, meet.move_up(room, old.run, "final"), "final").at == "question", "it is left out"
    clock.wait(30)
    meet.next_phase(room, old.run)
    meet.next_phase(room, old.run)  # a double click
    run = meet.current(room).run
    assert run.at == "silent"
    assert [p.key for p in run.phases] == ["question", "silent", "merge", "round", "rank", "discuss", "close"]
    for text in ("One", "Two"):
        meet.decide(room, old.meeting, text)
    meet.close(room, old)
    (kept,) = room.of_cycle(Meeting)
    assert [promise.text for promise in kept.decisions] == ["One", "Two"]
