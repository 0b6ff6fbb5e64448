"""Where numbers came from."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import Field

from equity_core.model.base import Document, Record

Shape = Literal["students", "counts", "incidents", "survey"]


class DimensionUse(Record):
    """A dimension that a source has, with its groups in alphabetical order ("Not recorded" last).

    `partitions`: every student is in exactly one group, so groups add up to all students.
    """

    id: str
    label: str = ""  # a team's own dimension; built-in ones have the word `dimension.<id>`
    groups: tuple[str, ...]
    partitions: bool = True


class Decided(Record):
    """One question of an import with the answer it got."""

    code: str
    column: str = ""
    text: str = ""  # what the file says, where the question was about one text
    answer: str
    by_default: bool = True
    count: int = 0


class Source(Document):
    """The receipt of one import: what was read, kept and dropped. It stays when the data are deleted."""

    kind: ClassVar[str] = "source"
    name: str  # the file's own name
    shape: Shape
    recognised_as: str = ""
    fingerprint: str  # keyed hash of the file's bytes: never on a page or in a share copy
    rows_read: int
    rows_kept: int
    columns_kept: tuple[str, ...] = ()
    columns_dropped: tuple[str, ...] = ()
    columns_meant: dict[str, str] = Field(default_factory=dict)  # header: its meaning, or the id of the team's own
    periods: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    dimensions: tuple[DimensionUse, ...] = ()
    decided: tuple[Decided, ...] = ()
    notes: tuple[str, ...] = ()  # word ids of notes that travel with every figure from this source
    race_form: Literal["", "federal", "spd15", "combination"] = ""  # how more than one race is counted
    one_row_is: Literal["student", "registration", "group", "incident", "response", "headcount"] = "student"
    definitions: dict[str, str] = Field(default_factory=dict)  # what each measure counted when the file came
    brought_by: str = ""  # a role, never a name
    joined_to: tuple[str, ...] = ()  # ids of the student lists that say who its ids are
    imported_at: datetime
    status: Literal["active", "replaced", "deleted"] = "active"
    keep_until: date | None = None  # the last day on which its rows are needed; None for counts and made-up data
    rows_deleted: date | None = None  # the day on which they were deleted while the released numbers stayed in use
    is_sample: bool = False

    @property
    def event_levels(self) -> tuple[str, str, str]:
        """Return by what events are told, from kind to where: a place; a time of day where no column says a place."""
        meant = set(self.columns_meant.values())
        return ("kind", "behavior", "time_band" if "time" in meant and "location" not in meant else "location")


class Snapshot(Document):
    """A name for the files that were in use at one time. Receipts stay, so it can always be looked up."""

    kind: ClassVar[str] = "snapshot"
    name: str
    sources: tuple[str, ...]
    made_at: datetime
