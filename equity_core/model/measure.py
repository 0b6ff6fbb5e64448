"""What is counted: a measure is a record with a rule, not code."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from equity_core.model.base import Document, Record


class Flag(Record):
    """Count students whose yes/no `column` is yes, among those who have a value."""

    kind: Literal["flag"] = "flag"
    column: str


class OneOf(Record):
    """Count students whose text `column` holds one of `values`, among those who have a value."""

    kind: Literal["one_of"] = "one_of"
    column: str
    values: tuple[str, ...]


class AtLeast(Record):
    """Count students whose number in `column` is `value` or more, among those who have a value."""

    kind: Literal["at_least"] = "at_least"
    column: str
    value: Decimal


class ShareAtLeast(Record):
    """Count students for whom part / whole >= share, among those whose whole >= min_whole. Exact decimals."""

    kind: Literal["share_at_least"] = "share_at_least"
    part: str
    whole: str
    share: Decimal
    min_whole: Decimal


class Given(Record):
    """A count that a source published as it is: nothing to compute from rows."""

    kind: Literal["given"] = "given"


Rule = Annotated[Flag | OneOf | AtLeast | ShareAtLeast | Given, Field(discriminator="kind")]


class Measure(Document):
    """Say what is counted, of whom, and which way is better.

    Built-in measures have the words `measure.<id>.label`, `.definition`, `.trap`; a team's own carry `label`.
    """

    kind: ClassVar[str] = "measure"
    rule: Rule
    direction: Literal["higher_better", "lower_better"]
    timing: Literal["leading", "lagging"]
    is_test_score: bool = False
    unit: Literal["students"] = "students"
    label: str = ""
    definition: str = ""
