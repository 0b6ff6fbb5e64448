"""What the team decided after it looked."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from equity_core.model.base import Document

Choice = Literal["refine", "replace", "scale", "stop", "keep"]


class Decision(Document):
    """Refine, replace, scale, keep going or stop: with who approved it and when."""

    kind: ClassVar[str] = "decision"
    action: str = ""
    choice: Choice
    suggested: str
    reason: str = ""
    against_suggestion: str = ""  # the reason, where the team chose otherwise
    approver_role: str
    on: date
    review_on: date | None = None


class FirstSign(Document):
    """What the team saw of a leading measure that no file counts, such as "students come to advisory on time"."""

    kind: ClassVar[str] = "first_sign"
    action: str
    text: str  # the leading measure as the action names it
    moved: Literal["moved", "not_moved"]
    on: date
