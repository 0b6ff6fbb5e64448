"""The words of the work as a team means them: what each seat wrote, and what the room agreed on."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from equity_core.model.base import Document

Hands = Annotated[int, Field(ge=0, le=60)]


class Definition(Document):
    """What one seat means by a word. Nobody sees it before all are revealed together, and nobody sees whose it is."""

    kind: ClassVar[str] = "definition"
    term: str
    text: str


class Agreement(Document):
    """What a team means by a word, with the thumbs of its check. It outlives a cycle (its id is the term's)."""

    kind: ClassVar[str] = "agreement"
    name: str
    revealed_in: str = ""  # id of the cycle in which the definitions were read together
    text: str = ""
    agree: Hands = 0
    live_with: Hands = 0
    not_yet: Hands = 0
    agreed_on: date | None = None
    review_on: date | None = None
