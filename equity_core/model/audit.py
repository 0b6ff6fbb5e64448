"""Audits: sheets of questions about rules and rooms, and a team's answers. An audit costs no money and names nobody."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from equity_core.model.base import Document, Record
from equity_core.model.diagnose import Lens

Id = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
Text = Annotated[str, Field(min_length=1)]


class AuditAnswer(Record):
    """One answer, and how it counts: as fine, so in part, something to look into, or open because nobody could tell."""

    id: Id
    label: Text
    counts: Literal["fine", "partly", "look", "open"]


class AuditItem(Record):
    """One question that is asked of each thing, what a "no" suggests, and the sentence that its count makes.

    `finding` has the school, or what it made, as its subject and the facts {count}, {all} and {things}.
    """

    id: Id
    question: Text
    suggests: Text
    finding: Text


class Audit(Record):
    """One audit of the registry (`equity_core/protocols/<language>/audits/<id>.json`): it asks the same of each thing.

    `each` and `many` are what is gone through (an infraction, a course), `name` the label of its field, `have` what to
    have at hand, `lens` the bone on which what it finds mostly hangs, `origin` where the questions are from.
    """

    id: Id
    title: Text
    lens: Lens
    why: Text
    minutes: Annotated[int, Field(ge=5, le=90)]
    have: Annotated[tuple[Text, ...], Field(min_length=1)]
    each: Text
    many: Text
    name: Text
    origin: Text
    answers: Annotated[tuple[AuditAnswer, ...], Field(min_length=2)]
    items: Annotated[tuple[AuditItem, ...], Field(min_length=3, max_length=7)]


class AuditLine(Record):
    """One thing that was looked at, and its answers: the id of an answer by the id of an item."""

    name: Text
    answers: dict[str, str] = Field(default_factory=dict)


class AuditAnswers(Document):
    """A team's answers to one audit in one cycle, as far as it has come. What it finds is counted anew each time."""

    kind: ClassVar[str] = "audit"
    audit: str
    lines: tuple[AuditLine, ...] = ()
