"""A calendar file that any calendar opens: RFC 5545, lines of at most 75 octets, times as the wall clock shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

MOST_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. Without an hour it takes the whole day; without an end, one hour."""

    uid: str
    title: str
    on: date
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    about: str = ""


def calendar(events: Sequence[Event], *, name: str, stamp: datetime) -> bytes:
    """Return a calendar file. Hours are floating: half past six is half past six wherever it is opened.

    `stamp` is when it was made, in local time where it has no zone; the file says it in UTC, as the standard asks.
    """
    made = f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Equity Loop//EN", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        told = (("SUMMARY", event.title), ("LOCATION", event.place), ("DESCRIPTION", event.about))
        lines += ["BEGIN:VEVENT", f"UID:{_escaped(event.uid)}@equity-loop", made, *_when(event)]
        lines += [f"{field}:{_escaped(text)}" for field, text in told if text]
        lines.append("END:VEVENT")
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _when(event: Event) -> tuple[str, str]:
    if event.starts is None:
        return f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    begins = datetime.combine(event.on, event.starts)
    ends = datetime.combine(event.on, event.ends) if event.ends else begins + timedelta(hours=1)
    return f"DTSTART:{begins:%Y%m%dT%H%M%S}", f"DTEND:{ends:%Y%m%dT%H%M%S}"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, no character cut, each next one begun with a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > MOST_OCTETS:
            pieces.append(piece)
            piece, size = "", 1  # the space
        piece += letter
        size += octets
    return "\r\n ".join([*pieces, piece])
