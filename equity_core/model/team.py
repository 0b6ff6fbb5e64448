"""Who the team is, and which time round the loop."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from equity_core.model.base import Document

Weight = Annotated[int, Field(ge=1, le=5)]
Constraint = Literal["low_budget", "limited_time", "low_buy_in"]


class Profile(Document):
    """One per workspace (id "profile"): the school, the team's roles (never names), who can say yes."""

    kind: ClassVar[str] = "profile"
    id: str = "profile"
    school: str = ""
    level: str = ""
    roles: tuple[str, ...] = ()
    approver_role: str = ""
    decide_by: date | None = None  # when the team decides about this cycle
    constraints: tuple[Constraint, ...] = ()
    minutes_per_meeting: int = 45
    seats: int = 0  # how many people meet, as the last meeting was asked for; 0 before anybody said so
    meeting_for: str = ""  # the protocol of the meeting that is being planned
    meeting_minutes: int = 0  # and its minutes; 0 for as many as a meeting usually has
    min_group: int = 10  # the privacy threshold: may be raised, never lowered
    practical_points: int = 3  # the smallest difference that the team calls worth acting on, in points
    is_sample: bool = False
    tour: int | None = 0  # the stop at which the tour of the sample stands; None once somebody ended it


class Cycle(Document):
    """One time round the loop. `original_goal` is the goal whose baseline later cycles keep showing."""

    kind: ClassVar[str] = "cycle"
    number: int = 1
    title: str = ""
    started: date
    closed: date | None = None
    before: str = ""  # id of the cycle before
    original_goal: str = ""
    seats: int = 2  # how many people score the ideas; results stay closed until all have
    weights: tuple[Weight, Weight, Weight] = (1, 1, 1)  # of impact, feasibility, values, when the ideas are weighed
    race_form: Literal["", "federal", "spd15"] = ""  # how more than one race is counted: chosen once, by the first file
    story: str = ""  # what this cycle taught, in the team's words


class Assumption(Document):
    """Something the team goes on without knowing, how it would know, and what came of the test."""

    kind: ClassVar[str] = "assumption"
    text: str
    comes_from: Literal["gate", "cause", "arrow", "promise", "goal"] = "gate"
    about: str = ""  # id of the document it is about, or of the ready check that was passed by
    know_if: str = ""  # we would know if …
    test: Literal["", "measure", "checkin", "listening"] = ""
    due: date | None = None
    status: Literal["untested", "holding", "broken"] = "untested"
