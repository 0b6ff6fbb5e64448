from datetime import date

import pytest

from equity_core.model import Action, Assumption, Decision, LogEntry
from equity_core.workflow.implement import log


def texts(lines):
    return [line.text for line in lines]


def test_a_new_log_begins_with_the_cycle(ws):
    assert texts(log.timeline(ws)) == ["Cycle 1 began."]


def test_a_line_is_kept_with_date_and_role(ws):
    log.add(ws, form="adjustment", text="Moved to first period", on=date(2025, 11, 2), role="Dean")
    line = log.timeline(ws, ["adjustment"])[0]
    assert (line.on, line.text, line.role) == (date(2025, 11, 2), "Moved to first period", "Dean")


@pytest.mark.parametrize(
    ("typed", "column"),
    [({"form": None}, "kind"), ({"text": "  "}, "text"), ({"on": date(2025, 11, 4)}, "on")],
)
def test_a_line_without_kind_words_or_possible_date_is_not_kept(ws, typed, column):
    doubts = log.add(ws, **{"form": "note", "text": "x", **typed})
    assert [problem.column for problem in doubts] == [column]
    assert ws.of_cycle(LogEntry) == []


def test_a_correction_is_another_line_and_the_first_stays(ws):
    first = log.add(ws, form="event", text="Bus cancelled Monday", on=date(2025, 11, 3))
    log.add(ws, form="event", text="It was Tuesday", on=date(2025, 11, 3), corrects=first.id)
    old, new = log.timeline(ws)[1:]
    assert (old.text, old.is_corrected) == ("Bus cancelled Monday", True)
    assert (new.text, new.corrects) == ("It was Tuesday", "Bus cancelled Monday")
    assert ws.get(LogEntry, first.id) == first


def test_what_the_app_kept_stands_in_time_order_among_the_lines(ws):
    cycle = ws.cycle.id
    action = Action(cycle=cycle, idea="i", title="Check-ins")
    ws.save(action, Assumption(cycle=cycle, text="We go on without a voice"))
    decision = Decision(
        cycle=cycle, action=action.id, choice="refine", suggested="refine", approver_role="Principal",
        on=date(2026, 5, 1),
    )  # fmt: skip
    ws.save(decision)
    log.add(ws, form="note", text="Long ago", on=date(2025, 9, 1))
    assert texts(log.timeline(ws)) == [
        "Long ago",
        "Cycle 1 began.",
        'Chosen as an action: "Check-ins".',
        "We go on without a voice",
        'Decided about "Check-ins": refine it.',
    ]
    assert log.timeline(ws)[-1].role == "Principal"


def test_an_action_that_left_the_basket_has_two_lines(ws):
    action = Action(cycle=ws.cycle.id, idea="i", title="Check-ins")
    ws.save(action)
    ws.save(action.model_copy(update={"dropped": True}))
    assert texts(log.timeline(ws, ["decision"])) == [
        'Chosen as an action: "Check-ins".',
        'Taken out of the basket: "Check-ins".',
    ]


def test_the_log_is_filtered_by_kind(ws):
    log.add(ws, form="note", text="a note")
    ws.save(Assumption(cycle=ws.cycle.id, text="skipped"))
    assert texts(log.timeline(ws, ["assumption"])) == ["skipped"]
    assert texts(log.timeline(ws, ["note", "assumption"])) == ["a note", "skipped"]


def test_a_line_is_told_with_what_it_mends_and_who_kept_it(ws):
    first = log.add(ws, form="note", text="one")
    log.add(ws, form="note", text="two", corrects=first.id)
    told = [log.told(ws, line)["What, and why"] for line in log.timeline(ws)]
    assert told == ["Cycle 1 began. (kept by the app)", "one (corrected by a later line)", 'two (corrects: "one")']
