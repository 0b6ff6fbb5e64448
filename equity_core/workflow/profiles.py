"""What a tight year changes: little money, little time, few who are convinced, in any combination (UX.md §10).

The matrix is data (`equity_core/protocols/<language>/profiles.json`): screen, constraint, what changes there. A screen
asks for what changes on it. Nothing here can take a check away: it only knows what is added, folded or said first.
"""

from __future__ import annotations

import json
from functools import cache

from equity_core.workflow.get_ready.team import CONSTRAINTS
from equity_core.workflow.lists import FOLDER
from equity_core.workflow.workspace import Workspace


@cache
def matrix(language: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return what changes, by screen and constraint."""
    told = json.loads((FOLDER / language / "profiles.json").read_text(encoding="utf-8"))
    return {screen: {bound: tuple(ids) for bound, ids in changes.items()} for screen, changes in told.items()}


def changes(ws: Workspace, screen: str) -> tuple[str, ...]:
    """Return what this team's constraints change on a screen, each once."""
    there, bound = matrix(ws.words.language).get(screen, {}), ws.profile.constraints
    return tuple(dict.fromkeys(id for one in CONSTRAINTS if one in bound for id in there.get(one, ())))


def told(ws: Workspace, screen: str) -> tuple[str, ...]:
    """Return the same in sentences."""
    return tuple(ws.words(f"profile.{id}") for id in changes(ws, screen))
