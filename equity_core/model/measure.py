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


class Limit(Record):
    """Count students by what a limit says of their number in `column`, among those who have a value."""

    kind: str
    column: str
    value: Decimal


class AtLeast(Limit):
    """Count students whose number is `value` or more."""

    kind: Literal["at_least"] = "at_least"


class MoreThan(Limit):
    """Count students whose number is more than `value`."""

    kind: Literal["more_than"] = "more_than"


class AtMost(Limit):
    """Count students whose number is `value` or less."""

    kind: Literal["at_most"] = "at_most"


class LessThan(Limit):
    """Count students whose number is less than `value`."""

    kind: Literal["less_than"] = "less_than"


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


class Headcount(Record):
    """Count every student: how many are in a group, of all. There is no rate to compare, only a share of the school."""

    kind: Literal["headcount"] = "headcount"


OneColumn = Annotated[Flag | OneOf | AtLeast | MoreThan | AtMost | LessThan | ShareAtLeast, Field(discriminator="kind")]


class Combined(Record):
    """Count students for whom all of these rules hold, or any of them, among those who have a value for each."""

    kind: Literal["combined"] = "combined"
    how: Literal["all", "any"]
    rules: tuple[OneColumn, ...] = Field(min_length=1, max_length=3)


Rule = Annotated[
    Flag | OneOf | AtLeast | MoreThan | AtMost | LessThan | ShareAtLeast | Combined | Given | Headcount,
    Field(discriminator="kind"),
]


def columns_of(rule: Rule) -> frozenset[str]:
    """Return the typed columns that a rule speaks of; none for what a source published as it is."""
    if isinstance(rule, Combined):
        return frozenset().union(*map(columns_of, rule.rules))
    if isinstance(rule, Given | Headcount):
        return frozenset()
    return frozenset({rule.part, rule.whole} if isinstance(rule, ShareAtLeast) else {rule.column})


Direction = Literal["higher_better", "lower_better", "parity"]  # parity: neither is, the same rate for all is wanted


class Measure(Document):
    """Say what is counted, of whom, and which way is better.

    Built-in measures have the words `measure.<id>.label`, `.definition`, `.trap`; a team's own carry `label`, and the
    `header` of the column that it is read from, so that the next file is read the same way.
    """

    kind: ClassVar[str] = "measure"
    rule: Rule
    direction: Direction
    timing: Literal["leading", "lagging"]
    is_test_score: bool = False
    unit: Literal["students"] = "students"
    label: str = ""
    definition: str = ""
    header: str = ""


class OwnDimension(Document):
    """A team's own way to group students, so that the next file is read the same way. Its id is the dimension's.

    `names`: what a text in the file is called, where it is a code ("U" is "Urban").
    """

    kind: ClassVar[str] = "dimension"
    label: str
    header: str
    names: dict[str, str] = Field(default_factory=dict)
