from __future__ import annotations

from datetime import date, time

from equity_core.model import Barrier, Focus, Listening, Query
from equity_core.workflow import loop
from equity_core.workflow.diagnose import listen
from equity_core.workflow.get_ready import listening

MONDAY = date(2025, 11, 10)  # the workspace's today is Monday, November 3
GAP = Query(measure="suspended", dimension="race", period="2024-25", group="Asian")


def test_what_cannot_take_place_is_said_at_its_field_and_not_kept(ws):
    typed = {"starts": time(18), "ends": time(18), "invites": "Ms. Alvarez"}
    found = listening.keep(ws, listening.new(ws), **typed)
    assert [p.column for p in found] == ["on", "ends", "invites"]
    found = listening.keep(ws, listening.new(ws), on=MONDAY, report_back=MONDAY)
    assert [p.code for p in found] == ["listening_back_first"]
    found = listening.keep(ws, listening.new(ws), on=date(2025, 10, 1), report_back=date(2025, 11, 2))
    assert [p.code for p in found] == ["listening_back_past"]
    assert listening.sessions(ws) == []
    assert listening.keep_plan(ws, school_starts=time(9), school_ends=time(9))[0].column == "school_ends"


def test_calls_and_surveys_need_no_day(ws):
    assert listening.keep(ws, listening.new(ws), setting="calls") == ()
    assert len(listening.sessions(ws)) == 1


def test_who_is_most_affected_comes_from_the_focus_or_what_is_suspected(ws):
    ws.save(Barrier(id=ws.cycle.id, cycle=ws.cycle.id, text="Letters", who="Families who speak Arabic"))
    assert listening.groups(ws) == ("Families who speak Arabic",)
    ws.save(Focus(id=ws.cycle.id, cycle=ws.cycle.id, query=GAP))
    listening.keep_plan(ws, groups=("Current EL",))
    assert listening.groups(ws) == ("Asian", "Current EL")


def test_the_check_is_done_when_each_group_is_heard_and_hears_back(ws):
    def holds():
        return next(c.done for c in loop.step(ws, "get_ready").checks if c.id == "listening")

    listening.keep_plan(ws, groups=("Asian", "Current EL"))
    session = Listening(cycle=ws.cycle.id, on=MONDAY, groups=("Asian",), report_back=date(2025, 12, 1))
    ws.save(session)
    assert not holds()
    ws.save(session.model_copy(update={"groups": ("Asian", "Current EL")}))
    assert holds()
    ws.save(Listening(cycle=ws.cycle.id, on=MONDAY))
    assert not holds()


def test_what_was_held_before_the_cycle_is_recorded_and_meets_no_check(ws):
    long_ago = date(2020, 3, 7)  # a Saturday
    held = Listening(cycle=ws.cycle.id, on=long_ago, starts=time(18), groups=("Asian",), report_back=MONDAY)
    ws.save(held)
    assert listening.sessions(ws) == [held]
    assert listening.check(ws) == ()
    assert not listening.is_planned(ws)


def test_a_week_is_planned_once(ws):
    listening.plan_quick(ws)
    listening.plan_quick(ws)
    assert [s.setting for s in listening.sessions(ws)] == ["survey", "calls"]
    assert len(listen.calls(ws)) == 5
    assert listening.is_planned(ws)


def test_a_promise_is_overdue_the_day_after_and_is_kept(ws):
    back = {day: Listening(cycle=ws.cycle.id, on=date(2025, 10, 1), report_back=date(2025, 11, day)) for day in (2, 3)}
    ws.save(*back.values())
    assert [p.is_overdue for p in listening.promises(ws)] == [True, False]
    listening.reported(ws, back[2])
    assert [p.session.id for p in listening.promises(ws)] == [back[3].id]


def test_the_calendar_has_the_meeting_and_the_way_back(ws):
    listening.keep(
        ws,
        listening.new(ws),
        on=MONDAY,
        starts=time(18),
        ends=time(19, 30),
        place="Library",
        report_back=date(2025, 12, 1),
    )
    file = listening.calendar(ws).decode()
    assert "DTSTART:20251110T180000\r\nDTEND:20251110T193000" in file
    assert "DTSTART;VALUE=DATE:20251201" in file
    (row,) = listening.rows(ws)
    assert "Monday, November 10, 2025, 6:00 pm – 7:30 pm" in row.values()


def test_what_costs_nothing_can_be_used_by_an_action(ws):
    listening.keep_plan(ws, assets=("A choir",))
    offered = listening.free_to_use(ws, ("A van",))
    assert offered[0] == "A choir"
    assert offered[-1] == "A van"
    assert "OER Commons" in offered
