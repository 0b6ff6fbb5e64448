"""What the program cannot go on from. What a person did is data (`Problem`), never an exception.

EquityError
├── Refused            a request that the rules do not allow (exit code 2)
│   ├── Unreadable     a file that cannot be read at all
│   └── Unknown        a measure, dimension, group, period or document that is not there
├── Locked             the workspace is open in another process
└── Damaged            the workspace file cannot be opened
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any


class EquityError(Exception):
    """Carry a `code` (its text is the word `problem.<code>`) and the facts that the text needs."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts
        told = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{code}: {told}" if told else code)


class Refused(EquityError):
    """Say no to a request that the rules do not allow."""


class Unreadable(Refused):
    """Say that a file cannot be read at all, and why."""


class Unknown(Refused):
    """Say that something asked for is not there, and what comes close to it."""

    @classmethod
    def among(cls, code: str, asked: str, known: list[str]) -> Unknown:
        """Return the error for `asked`, with the nearest of `known` as a suggestion."""
        near = get_close_matches(asked, known, n=1)
        return cls(code, asked=asked, near=near[0] if near else "", known=", ".join(known))


class Locked(EquityError):
    """Say that another process holds the workspace."""


class Damaged(EquityError):
    """Say that the workspace file cannot be opened."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Name one doubt or fault in a person's file: where, what was seen, what will happen."""

    code: str
    column: str = ""
    lines: tuple[int, ...] = ()
    count: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
