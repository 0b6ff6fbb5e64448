"""Who gets what: a fixed amount, and how a school hands it out now."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from equity_core.model.base import Document, Record

Kind = Literal["hours", "funds", "materials", "seats"]
Whole = Annotated[int, Field(ge=0)]


class Portion(Record):
    """What one school, grade or class gets now; its students and those with the need where the team typed them."""

    name: Annotated[str, Field(min_length=1)]
    now: Whole
    students: Whole | None = None
    need: Whole | None = None


class Share(Document):
    """A fixed amount of one thing and who gets how much of it. The shares beside it are worked out anew each time.

    With a `dimension`, students and need are asked of the released numbers (`measure`, `period`), and the need is the
    number of students who do not have the good outcome; without one they are typed.
    """

    kind: ClassVar[str] = "share"
    what: Annotated[str, Field(min_length=1)]
    of: Kind
    measure: str = ""
    dimension: str = ""
    period: str = ""
    portions: tuple[Portion, ...] = ()
