"""A calendar file by RFC 5545: sections 3.1 (folding), 3.3.5 (floating and UTC time), 3.3.11 (escaping)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from equity_core.reports import Event, calendar

STAMP = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DAY = date(2026, 12, 31)


def unfolded(file):
    return file.decode().replace("\r\n ", "").split("\r\n")


def value(file, field):
    return next(line.partition(":")[2] for line in unfolded(file) if re.match(rf"{field}[;:]", line))


def plain(text):
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], text)


def test_a_meeting_to_the_letter():
    event = Event("a1", "Listening session; families, staff", DAY, time(18, 30), time(20), "Room 4\\5", "One\ntwo")
    assert calendar([event], name="Plan", stamp=STAMP).decode() == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Equity Loop//EN\r\nX-WR-CALNAME:Plan\r\n"
        "BEGIN:VEVENT\r\nUID:a1@equity-loop\r\nDTSTAMP:20261126T090000Z\r\n"
        "DTSTART:20261231T183000\r\nDTEND:20261231T200000\r\n"
        "SUMMARY:Listening session\\; families\\, staff\r\nLOCATION:Room 4\\\\5\r\nDESCRIPTION:One\\ntwo\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def test_the_stamp_is_in_utc_and_the_hours_have_no_zone():
    eastern = STAMP.astimezone(timezone(timedelta(hours=-5)))
    file = calendar([Event("a", "x", DAY, time(18))], name="n", stamp=eastern)
    assert value(file, "DTSTAMP") == "20261126T090000Z"
    assert value(file, "DTSTART") == "20261231T180000"


def test_a_whole_day_ends_on_the_next_and_a_late_hour_too():
    file = calendar([Event("a", "x", DAY)], name="n", stamp=STAMP)
    assert "DTSTART;VALUE=DATE:20261231" in unfolded(file)
    assert "DTEND;VALUE=DATE:20270101" in unfolded(file)
    assert value(calendar([Event("a", "x", DAY, time(23, 30))], name="n", stamp=STAMP), "DTEND") == "20270101T003000"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n")))
def test_any_text_comes_back_and_no_line_is_longer_than_75_octets(text):
    file = calendar([Event("a", f"x{text}", DAY)], name="n", stamp=STAMP)
    assert max(map(len, file.split(b"\r\n"))) <= 75
    assert plain(value(file, "SUMMARY")) == f"x{text}"
    assert file.count(b"BEGIN:VEVENT") == 1
