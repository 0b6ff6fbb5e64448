"""What every kept record has: a kind, an id, and no way to be changed in place."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field


def new_id() -> str:
    """Return a short random id for a document."""
    return uuid4().hex[:12]


class Record(BaseModel):
    """A frozen record that refuses fields it does not know. Its validator is made when it is first used."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


class Document(Record):
    """A record that the workspace keeps. Change one with `doc.model_copy(update=…)` and save it again."""

    kind: ClassVar[str]
    id: str = Field(default_factory=new_id)
    cycle: str = ""  # id of the Cycle it belongs to; empty for what outlives a cycle
