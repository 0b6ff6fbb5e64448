"""A meeting as it runs: where its clock stands, and what was typed in it. Seats are numbers, never names."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from equity_core.model.base import Document, Record
from equity_core.model.diagnose import Query

Minutes = Annotated[int, Field(ge=0, le=240)]
Seats = Annotated[int, Field(ge=1, le=60)]


class Promise(Record):
    """A decision of the meeting: what, which role, by when."""

    text: str
    role: str = ""
    by: date | None = None


class Meeting(Document):
    """One meeting: what it is for, how long it may take, how many seats, and what it was closed with."""

    kind: ClassVar[str] = "meeting"
    purpose: str
    minutes: Minutes
    seats: Seats
    started: datetime
    closed: datetime | None = None
    decisions: tuple[Promise, ...] = ()
    plus: tuple[str, ...] = ()
    delta: tuple[str, ...] = ()
    missing: str = ""  # which roles or groups were not in the room


class PlannedPhase(Record):
    """A phase of a running protocol with the minutes that it was given here."""

    key: str
    minutes: Minutes
    is_done: bool = False


class ProtocolRun(Document):
    """A protocol as it runs. `ends_at` is there while the clock goes, `left` (seconds) while it is paused."""

    kind: ClassVar[str] = "protocol_run"
    meeting: str
    protocol: str
    is_short: bool = False
    phases: tuple[PlannedPhase, ...]
    at: str  # key of the phase that is open; empty once all are done
    ends_at: datetime | None = None
    left: float | None = None
    seat: int = 1  # whose turn it is in a round
    query: Query | None = None  # the gap that the room looks at
    term: str = ""  # id of the word that the room agrees on
    target_percent: Decimal | None = None  # of the goal that the room writes
    by: date | None = None


class Capture(Document):
    """One line that was typed in a meeting. `landed` is the kind and id of the object that it became."""

    kind: ClassVar[str] = "capture"
    run: str
    phase: str
    type: str
    text: str
    choice: str = ""  # what stands beside it: the bone of a cause, the role of a voice
    seat: int = 0  # 0: the room's
    act: str  # lines that came at once are taken back at once
    at: datetime
    seen: tuple[str, ...] = ()  # what may name somebody: until a person decides, it lands nowhere and is on no wall
    landed: tuple[str, str] | None = None
