"""What a team agrees on before it looks: whom it will hear, who can say yes, and what was promised."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from equity_core.model.base import Document

Setting = Literal["session", "conversation", "interviews", "calls", "survey"]
Support = Literal["childcare", "food", "transport", "materials"]
Yes = Literal["not_asked", "asked", "yes", "no", "conditional"]
Scope = Literal["", "classroom", "program", "school", "district"]
Level = Literal["students", "families", "teachers", "school", "district"]
Amount = Annotated[int, Field(ge=0)]
OneToThree = Annotated[int, Field(ge=1, le=3)]


class Listening(Document):
    """One planned occasion to listen: whom, when, where, what makes it possible to come, and the promise afterward."""

    kind: ClassVar[str] = "listening"
    setting: Setting = "session"
    with_role: str = "family"
    groups: tuple[str, ...] = ()  # the most affected groups that it is for
    on: date | None = None
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    is_remote: bool = False  # people can also take part from where they are
    languages: tuple[str, ...] = ()  # spoken or interpreted there
    supports: tuple[Support, ...] = ()
    invites: str = ""  # the role that invites people
    report_back: date | None = None  # when the team comes back with what it heard
    reported_on: date | None = None


class ListeningPlan(Document):
    """What all listening of a cycle is measured by (id is the cycle's id)."""

    kind: ClassVar[str] = "listening_plan"
    groups: tuple[str, ...] = ()  # most affected, beside the focus
    languages: tuple[str, ...] = ()  # spoken in at least 5 % of families
    school_starts: time = time(8)
    school_ends: time = time(15, 30)
    assets: tuple[str, ...] = ()  # what the community has, by kind


class DecisionRight(Document):
    """One kind of decision: who drives it, who approves, who is asked and told, and where the yes stands."""

    kind: ClassVar[str] = "decision_right"
    what: str  # the id of a usual one (words `commitment.decision_<id>`), or the team's own words
    drivers: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()  # exactly one is asked for; two or none are kept and flagged
    contributors: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    lead_days: Amount | None = None
    body: str = ""  # who decides, such as the school board
    meets: date | None = None  # its next date
    yes: Yes = "not_asked"
    evidence: str = ""  # what shows the answer, or its condition


class Commitment(Document):
    """What was promised for this cycle, and for how large a piece of work (id is the cycle's id)."""

    kind: ClassVar[str] = "commitment"
    hours: Amount | None = None  # released in a month, all together
    money: Amount | None = None  # dollars; 0 is an answer
    said_by: str = ""  # the role that said it so that others heard
    said_where: str = ""
    authority: str = ""  # what the team may decide by itself
    data_access: Literal["", "yes", "partly", "no"] = ""
    scope: Scope = ""
    class_size: Amount = 26
    program_size: Amount | None = None


class Champion(Document):
    """A role that stands up for the work at its level, and what it will do."""

    kind: ClassVar[str] = "champion"
    level: Level
    role: str
    will_do: str


class Influence(Document):
    """One role on the private map, by initials. For the desk only: never on a wall, on paper or in a copy to share."""

    kind: ClassVar[str] = "influence"
    initials: str
    interest: OneToThree = 2
    influence: OneToThree = 2
    concern: str = ""
    next_talk: str = ""
    hears_best: str = ""
