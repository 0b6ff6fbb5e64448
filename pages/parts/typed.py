"""What somebody typed, on the screen again: text that is only text, and on the wall not a word of what is in doubt."""

from __future__ import annotations

import re
from typing import Any

from equity_core.errors import Problem
from equity_core.words import Words

NAMES = ("names_somebody", "term_names", "meet_decision_names", "team_role_is_name")
_GLUE = "\u2060"  # has no width: keeps an address from becoming a link
_ADDRESS = re.compile(r"(:(?=//)|@|www(?=\\\.))", re.IGNORECASE)
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=])")


def plain(text: str) -> str:
    r"""Return typed text for a table cell or a label, so that it makes no links and loads no pictures.

    >>> plain("![x]")
    '\\!\\[x\\]'
    """
    return _ADDRESS.sub(rf"\1{_GLUE}", _MARKS.sub(r"\\\1", " ".join(text.split())))


def said(words: Words, problem: Problem, *, wall: bool) -> str:
    """Return what a problem says to a person; what was typed stands in it as text that is only text.

    On the wall nothing that was typed is said again, for the room reads along.
    """
    if wall and any(isinstance(fact, str) and fact for fact in problem.facts.values()):
        return words("problem.names_on_the_wall" if problem.code in NAMES else "frame.refused_on_the_wall")
    counted = {"count": problem.count} if problem.count else {}
    facts: dict[str, Any] = {
        name: plain(fact) if isinstance(fact, str) else fact for name, fact in problem.facts.items()
    }
    return words(f"problem.{problem.code}", **counted, **facts)
