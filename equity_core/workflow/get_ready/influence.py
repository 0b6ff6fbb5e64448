"""The private map of who can help: initials of roles, interest and influence, what to talk about next.

It is for the desk of whoever leads. No wall, no paper, no kit, no notebook and no copy to share shows it; the private
backup keeps it.
"""

from __future__ import annotations

from equity_core.errors import Problem
from equity_core.model import Influence
from equity_core.workflow import naming
from equity_core.workflow.workspace import Workspace

MOST_INITIALS = 5
TEXTS = ("concern", "next_talk", "hears_best")
MUCH = 3


def lines(ws: Workspace) -> list[Influence]:
    """Return the map, by initials. It outlives a cycle."""
    return sorted(ws.all(Influence), key=lambda line: line.initials)


def add(ws: Workspace, **typed: object) -> tuple[Problem, ...]:
    """Keep one line; or nothing, and the problems by field."""
    line = Influence.model_validate(typed)
    is_wrong = not 0 < len(line.initials) <= MOST_INITIALS or not line.initials.isupper()
    problems = (
        *((Problem("influence_initials", column="initials"),) if is_wrong else ()),
        *naming.problems(ws, **{text: getattr(line, text) for text in TEXTS}),
    )
    if not problems:
        ws.save(line)
    return problems


def remove(ws: Workspace, line: Influence) -> None:
    """Take a line away; `undo` brings it back."""
    ws.remove(line)


def advice(ws: Workspace, line: Influence) -> str:
    """Return what to do with somebody of this interest and influence."""
    much = "much" if line.influence == MUCH else "some"
    return ws.words(f"influence.{much}_{'keen' if line.interest == MUCH else 'cool'}")


def rows(ws: Workspace) -> list[dict[str, str]]:
    """Return the map in words."""
    words = ws.words
    told = []
    for line in lines(ws):
        cells = {
            "initials": line.initials,
            "interest": words(f"influence.level_{line.interest}"),
            "influence": words(f"influence.level_{line.influence}"),
            "concern": line.concern,
            "next_talk": line.next_talk,
            "hears_best": line.hears_best,
            "advice": advice(ws, line),
        }
        told.append({words(f"influence.column_{id}"): cell for id, cell in cells.items()})
    return told
