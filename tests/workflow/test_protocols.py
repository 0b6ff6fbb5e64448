"""The contract of every protocol record, so that a new one, or one that a team edited, is tested once it is there."""

from __future__ import annotations

import json
import re

import pytest
from pydantic import ValidationError

from equity_core.words import Words
from equity_core.workflow.protocols import Protocol, protocols
from tests.rules.test_words import BRITISH, NEVER

RECORDS = protocols("en")
UX_7 = {  # UX.md §7: minutes of the whole, of the short version, and of each phase
    "P1": (25, 10, (4, 4, 6, 8, 3)),
    "P2": (30, None, (5, 6, 10, 7, 2)),
    "P3": (15, None, (5, 7, 3)),
    "P4": (45, 25, (3, 5, 6, 12, 12, 5, 2)),
    "P4b": (45, None, (5, 10, 10, 10, 10)),
    "P5": (14, None, (3, 2, 5, 4)),
    "P6": (68, None, (8, 35, 12, 8, 5)),
    "P7": (45, 25, (6, 7, 8, 14, 8, 2)),
    "P8": (25, None, (3, 7, 8, 5, 2)),
    "P9": (58, 25, (2, 8, 15, 12, 5, 10, 4, 2)),
}


def texts(protocol):
    yield from (protocol.title, *protocol.materials)
    for phase in protocol.phases:
        yield from (phase.title, phase.say, phase.coach, phase.reminder.replace("{word}", "word"))


def test_the_minutes_are_those_of_the_design():
    found = {p.code: (p.minutes, p.short_minutes, tuple(phase.minutes for phase in p.phases)) for p in RECORDS.values()}
    assert found == UX_7
    assert list(found) == list(UX_7), "in the order of their codes"
    assert [given for _, given in RECORDS["data_dialogue"].planned(is_short=True)] == [2, 3, 3, 7, 7, 3]


@pytest.mark.parametrize("protocol", RECORDS.values(), ids=RECORDS)
def test_what_others_rest_on_is_never_left_out(protocol):
    for phase in protocol.phases:
        if re.search("consent|describe|observe|do we see|check", f"{phase.title} {phase.key}", re.IGNORECASE):
            assert phase.keep, phase.key


@pytest.mark.parametrize("protocol", RECORDS.values(), ids=RECORDS)
def test_a_wall_has_room_for_what_a_phase_says(protocol):
    for phase in protocol.phases:
        assert len(phase.say.split()) <= 20, phase.key
        assert len(phase.title.split()) <= 6, phase.key
        assert bool(phase.guards) == bool(phase.reminder), phase.key


@pytest.mark.parametrize("protocol", RECORDS.values(), ids=RECORDS)
def test_no_word_of_a_protocol_harms_or_overclaims(protocol):
    for text in texts(protocol):
        assert not NEVER.search(text), text
        assert not BRITISH.search(text), text


@pytest.mark.parametrize("protocol", RECORDS.values(), ids=RECORDS)
def test_nothing_is_revealed_before_it_was_written(protocol):
    shown = [phase.reveal for phase in protocol.phases]
    assert shown == sorted(shown)
    assert all(phase.reveal for phase in protocol.phases if phase.object in ("gap_chart", "definitions", "gaps"))


@pytest.mark.parametrize("protocol", RECORDS.values(), ids=RECORDS)
def test_every_kind_of_line_has_its_words(protocol):
    for phase in protocol.phases:
        if phase.capture:
            assert Words().has(f"meet.type_{phase.capture.type}")


def changed(**how):
    record = json.loads(RECORDS["choose_focus"].model_dump_json())
    return {**record, **how}


@pytest.mark.parametrize(
    "record",
    [
        changed(minutes=15),
        changed(short_minutes=10),
        changed(phases=[]),
        changed(colour="blue"),
        changed(phases=[{**p, "keep": False} for p in changed()["phases"]]),
        changed(short_minutes=2, phases=[{**p, "short": 0 if p["keep"] else 2} for p in changed()["phases"]]),
        changed(phases=[{**p, "key": "same"} for p in changed()["phases"]]),
        changed(phases=[{**p, "capture": {"type": "gossip"}} for p in changed()["phases"]]),
        changed(phases=[{**p, "object": "pie"} for p in changed()["phases"]]),
    ],
)
def test_a_record_that_cannot_run_is_refused(record):
    Protocol.model_validate(changed())
    with pytest.raises(ValidationError):
        Protocol.model_validate(record)


def test_a_guard_is_a_whole_word_and_only_reminds():
    observe = RECORDS["data_dialogue"].phase("observe")
    assert "because" in observe.guarded("The gap grew BECAUSE of the bus")
    assert observe.guarded("they don’t care")
    assert observe.guarded("I see that more than half of the rows overlap") == ""
