"""Meeting protocols: one record a file in `equity_core/protocols/<language>/protocols/`, for a team to edit."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from equity_core.model.base import Record
from equity_core.workflow.lists import FOLDER

Minutes = Annotated[int, Field(ge=1, le=120)]
CaptureType = Literal[
    "prediction", "observation", "inference", "question", "note", "definition", "agreement", "decision_right",
    "listening", "voice", "cause", "why", "goal", "idea", "next_step",
]  # fmt: skip
Shows = Literal[
    "none", "term", "definitions", "thumbs", "blank_axis", "gap_chart", "list", "gaps", "focus", "causes", "goal",
    "decisions", "asks", "fishbone", "access", "count",
]  # fmt: skip


class Line(Record):
    """What the capture line of a phase takes: one kind of line, of each seat or of the room."""

    type: CaptureType
    per: Literal["seat", "team"] = "team"


class Phase(Record):
    """One part of a protocol. `short` are its minutes in the short version: 0 leaves it out there.

    What others rest on (consent, describing before explaining) has `keep`: it is never left out.

    `say` is what the wall says, `coach` what the facilitator listens for; both may be read by everybody. A word of
    `guards` in a line lights `reminder` and stops nothing. Without `reveal`, what was written stays closed.
    """

    key: str
    title: str
    minutes: Minutes
    short: Annotated[int, Field(ge=0, le=120)] | None
    mode: Literal["silent", "round", "talk", "pairs", "vote"]
    object: Shows
    say: str
    coach: str
    capture: Line | None
    keep: bool = False
    guards: tuple[str, ...] = ()
    reminder: str = ""
    reveal: bool = False

    def guarded(self, text: str) -> str:
        """Return the reminder for a line, naming the word that lit it; empty where there is none."""
        low = text.casefold().replace("’", "'")
        lit = next((word for word in self.guards if re.search(rf"\b{re.escape(word)}\b", low)), "")
        return self.reminder.format(word=lit) if lit else ""


class Protocol(Record):
    """A way to run a meeting: what it is for, and its phases, whose minutes add up to `minutes`."""

    code: str  # P1, P4b: the order of the list
    id: str
    title: str
    purpose: str
    minutes: Minutes
    short_minutes: Minutes | None
    needs: tuple[Literal["gap", "gaps", "term"], ...] = ()
    materials: tuple[str, ...] = ()
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(phase.minutes for phase in self.phases) != self.minutes:
            raise ValueError(f"{self.id}: the minutes do not add up to {self.minutes}")
        shorts = [phase.short for phase in self.phases if phase.short is not None]
        if self.short_minutes is None and shorts:
            raise ValueError(f"{self.id}: short phases without a short version")
        if self.short_minutes is not None and (len(shorts) < len(self.phases) or sum(shorts) != self.short_minutes):
            raise ValueError(f"{self.id}: the short minutes do not add up to {self.short_minutes}")
        kept = [phase.short for phase in self.phases if phase.keep]
        if not kept or 0 in kept:
            raise ValueError(f"{self.id}: no phase is kept, or one to keep is left out of the short version")
        if len({phase.key for phase in self.phases}) < len(self.phases):
            raise ValueError(f"{self.id}: two phases with one key")
        return self

    def phase(self, key: str) -> Phase:
        """Return one phase by its key."""
        return next(phase for phase in self.phases if phase.key == key)

    def planned(self, *, is_short: bool) -> tuple[tuple[Phase, int], ...]:
        """Return the phases with their minutes; in the short version those of 0 minutes are left out."""
        if not is_short or self.short_minutes is None:
            return tuple((phase, phase.minutes) for phase in self.phases)
        return tuple((phase, phase.short) for phase in self.phases if phase.short)


@cache
def protocols(language: str) -> dict[str, Protocol]:
    """Return every protocol of a language by its id, in the order of their codes."""
    files = (FOLDER / language / "protocols").glob("*.json")
    read = [Protocol.model_validate_json(file.read_text(encoding="utf-8")) for file in files]
    return {protocol.id: protocol for protocol in sorted(read, key=_order)}


def _order(protocol: Protocol) -> tuple[int, str]:
    number = re.search(r"\d+", protocol.code)
    return int(number.group()) if number else 0, protocol.code
