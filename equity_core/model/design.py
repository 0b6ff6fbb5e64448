"""Ideas, what several people think of them, and the few that became actions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from equity_core.model.base import Document

Anchor = Annotated[int, Field(ge=1, le=5)]


class Idea(Document):
    """Something that could change a cause."""

    kind: ClassVar[str] = "idea"
    text: str
    causes: tuple[str, ...] = ()
    from_role: str = ""
    parked: bool = False


class Score(Document):
    """One person's private judgement of one idea, 1 to 5 on anchored scales. `seat` is a number, not a name."""

    kind: ClassVar[str] = "score"
    idea: str
    seat: int
    impact: Anchor
    cost: Anchor
    time: Anchor
    expertise: Anchor
    values: Anchor


class Ballot(Document):
    """One person's secret ballot: ids of ideas, the favourite first; empty when the seat abstained."""

    kind: ClassVar[str] = "ballot"
    seat: int
    ideas: tuple[str, ...] = ()


class Action(Document):
    """A chosen idea with its plan. At most three in a cycle."""

    kind: ClassVar[str] = "action"
    idea: str
    title: str
    no_cause_reason: str = ""  # asked for when the idea is linked to no cause
    values_reason: str = ""  # asked for when the median of "fits our values" is under 3
    core_parts: tuple[str, ...] = ()
    flexible_parts: tuple[str, ...] = ()
    owner_role: str = ""
    approver_role: str = ""
    start: date | None = None
    end: date | None = None
    students_intended: int | None = None
    sessions_per_week: int | None = None
    leading: tuple[str, ...] = ()  # what should move first, in the team's words or a measure id
    lagging: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()  # where it takes place, when only some schools take part: the others are compared
    needs: tuple[str, ...] = ()  # ids of the decisions that must be yes first
    uses: tuple[str, ...] = ()  # what costs nothing: what the community has, open resources
    dropped: bool = False


class Training(Document):
    """A skill that people need before an action can work."""

    kind: ClassVar[str] = "training"
    action: str
    skill: str
    who: str  # a role or group of roles
    people: int
    trained: int = 0
    by: date | None = None
    follow_up: str = ""  # coaching after the workshop
