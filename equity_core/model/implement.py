"""What really happened, week by week, and why it was changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from equity_core.model.base import Document

Whole = Annotated[int, Field(ge=0)]


class CheckIn(Document):
    """One week of one action: planned, delivered, reached. Counts of sessions and students, no names."""

    kind: ClassVar[str] = "checkin"
    action: str
    week_of: date
    planned: Whole
    delivered: Whole
    with_core_parts: Whole | None = None  # of the delivered
    reached: Whole | None = None  # students so far or this week, as the team counts
    intended: Whole | None = None
    worked: str = ""
    hindered: str = ""
    drift: Literal["", "know", "agree", "time", "stuff"] = ""


class LogEntry(Document):
    """A line in the append-only log. A correction is another line that names the first in `corrects`."""

    kind: ClassVar[str] = "log"
    form: Literal["decision", "adjustment", "outcome", "event", "note"]
    text: str
    on: date
    role: str = ""
    action: str = ""
    corrects: str = ""
