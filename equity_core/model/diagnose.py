"""From a gap to a problem statement on a frozen baseline."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal

from equity_core.model.base import Document, Record

Lens = Literal["policy", "practice", "expectations", "resources", "access", "outside"]
Stance = Literal["supports", "questions", "mixed"]
Told = Literal["", "yes", "no", "unsure"]
Consent = Literal["paraphrase", "team", "public"]


class Query(Record):
    """A question to the released numbers. It is asked again each time: a figure is never pasted."""

    measure: str
    dimension: str
    period: str
    group: str = ""
    compare: str = "rest"
    path: tuple[str, ...] = ()  # of events: kind, behavior, place; the measure is then of who had any
    after: str = ""  # of a way in: the step before, and the measure is then of who went on from there
    where: tuple[tuple[str, str], ...] = ()  # narrowed to a group of another dimension: (("school", "North"),)


class Prediction(Document):
    """What somebody expected before the reveal; empty text says that it was skipped. `seat` is a number, not a name."""

    kind: ClassVar[str] = "prediction"
    text: str = ""
    query: Query
    seat: int = 1


class Observation(Document):
    """What somebody saw in a picture of a gap, before anybody explains it."""

    kind: ClassVar[str] = "observation"
    text: str
    query: Query


class Gap(Document):
    """A gap that the team found and may choose. The order is the team's own: nothing sorts it by size."""

    kind: ClassVar[str] = "gap"
    query: Query  # query.group is who is most affected
    matters: str = ""  # to students and families
    in_our_control: str = ""
    fits_plan: str = ""  # an existing plan that it is part of
    voices: tuple[str, ...] = ()  # ids of the cards that say that it matters
    policy_can_move: bool = False  # a rule or a form, and no money, could move it
    place: int = 0


class Barrier(Document):
    """What the team suspects in its own words, before any number (id is the cycle's id)."""

    kind: ClassVar[str] = "barrier"
    text: str
    who: str = ""  # who is most affected, in words


class Call(Document):
    """One of the first phone calls: planned with a role, done when a card is written from it."""

    kind: ClassVar[str] = "call"
    to_role: str
    by_role: str = ""
    on: date | None = None  # the day it is planned for
    evidence: str = ""  # id of the card; empty until somebody called


class Focus(Document):
    """The one gap of this cycle (id is the cycle's id, so there is exactly one)."""

    kind: ClassVar[str] = "focus"
    query: Query  # query.group is who is most affected
    matters: str = ""  # why it matters to students and families
    in_our_control: str = ""
    fits_plan: str = ""
    voices: tuple[str, ...] = ()
    parked: tuple[Query, ...] = ()


class Evidence(Document):
    """A voice, a number, an observation, a finding of an audit, who gets what or a tally, and what it speaks for."""

    kind: ClassVar[str] = "evidence"
    form: Literal["voice", "number", "observation", "audit", "share", "tally"] = "voice"
    text: str = ""
    from_role: str = ""  # student, family, teacher …; never a name
    people: int = 1
    most_affected: bool = False
    groups: tuple[str, ...] = ()  # of the most affected groups, where there are several
    consent: Consent = "paraphrase"
    stance: Stance = "supports"
    causes: tuple[str, ...] = ()  # ids of the causes it is about; empty: the gap itself
    numbers: tuple[str, ...] = ()  # ids of the number cards that it helps to explain or doubts; empty: the focus
    themes: tuple[str, ...] = ()
    themes_again: tuple[str, ...] | None = (
        None  # as a second person hears it, without the first; None: nobody has read it
    )
    query: Query | None = None  # form "number"
    sheet: str = ""  # forms "audit" and "share": id of the document that it is worked out from each time
    item: str = ""  # form "audit": which of the audit's items
    heard_on: date | None = None


class Held(Document):
    """A card that may hold a name or a way to reach somebody: kept apart until a person says yes or rewrites it."""

    kind: ClassVar[str] = "held"
    card: Evidence
    seen: tuple[str, ...]  # the words that stopped it
    source: str = ""  # id of the survey that it came with: its names are struck out already
    is_decided: bool = False  # somebody said yes, or wrote it anew


class Cause(Document):
    """A policy, practice or condition of the school that may produce the gap. Never a trait of children.

    Its status is computed, never typed: a hunch; a hypothesis once it is worked out so that it can be tested; supported
    once a number and a voice support it.
    """

    kind: ClassVar[str] = "cause"
    text: str
    lens: Lens
    will_act: bool = False
    whys: tuple[str, ...] = ()  # why is that so? asked again of each answer, at most five times
    recurs: Told = ""  # would the gap come back if we mended this?
    influence: Told = ""  # can we change it?
    upstream: Told = ""  # is it where the difference begins?
    begins: str = ""  # how early it starts, in words
    looked_against: bool = False  # the team looked for what speaks against it


class BaselineSide(Record):
    """Released counts of one side at the freeze; n and x are None where the source gave a rate only."""

    n: int | None
    x: int | None
    rate: Decimal | None = None  # a published proportion, only where n is unknown


class Baseline(Record):
    """Released numbers, copied at the freeze. New data never change it."""

    query: Query
    group: BaselineSide
    rest: BaselineSide | None
    together: BaselineSide | None = None  # the group with those who leave it (Ever EL), where both were shown
    frozen_at: datetime
    source: str  # id of the Source
    rebased_because: str = ""


class Goal(Document):
    """What will be different, for whom, by when, from the frozen baseline."""

    kind: ClassVar[str] = "goal"
    baseline: Baseline
    target_percent: Decimal
    by: date
    shaped_by: tuple[str, ...] = ()  # ids of the cards of most affected people who shaped it
    equity: str = ""  # how it shares power
    leading: str = ""  # what should move first, and when it is seen
    is_approved: bool = False  # the role that approves has said yes
    tracked_with: tuple[str, ...] = ()  # watched together with the goal's group: Former EL makes Ever EL
    accepted_warnings: tuple[str, ...] = ()  # codes of the warnings that were shown at the freeze
    note: str = ""


class Criterion(Record):
    """One line of a screening rule: who counts in a measure, with another limit where it has one."""

    measure: str
    limit: Decimal | None = None


class AccessPath(Document):
    """The steps of a way into a program, as measures in their order (id is the cycle's id)."""

    kind: ClassVar[str] = "access_path"
    steps: tuple[str, ...]


class Screening(Document):
    """A rule that looks at every student, beside who is in a program now (id is the cycle's id)."""

    kind: ClassVar[str] = "screening"
    program: str  # the measure that counts who is in it now
    how: Literal["all", "any"] = "all"
    criteria: tuple[Criterion, ...]
