"""Ideas that could change a cause: typed, linked, parked. The library opens after the team's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from equity_core.errors import Problem
from equity_core.model import Cause, Idea
from equity_core.model.base import Record
from equity_core.workflow import naming, profiles
from equity_core.workflow.workspace import Workspace

PROTOCOLS = Path(__file__).parents[2] / "protocols"
OWN_FIRST = 3  # so many ideas of the team's own before the library opens: suggestions end the thinking


class LibraryIdea(Record):
    """Something that other schools tried, with what it takes. The file is a district's to edit."""

    id: str
    text: str
    cost: str
    needs_money: bool
    works_if: str
    fails_if: str


@dataclass(frozen=True, slots=True)
class Line:
    """One idea with the causes that it could change, in words."""

    idea: Idea
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Every idea of the cycle in the order typed. `still_to_type`: how many before the library opens."""

    open: tuple[Line, ...]
    parked: tuple[Line, ...]
    still_to_type: int


def board(ws: Workspace) -> Board:
    """Return the cycle's ideas, open and parked, with their causes."""
    causes = {cause.id: cause for cause in ws.of_cycle(Cause)}
    ideas = ws.of_cycle(Idea)
    lines = [Line(idea, tuple(causes[c] for c in idea.causes if c in causes)) for idea in ideas]
    first = 0 if "tested_elsewhere" in profiles.changes(ws, "ideas") else OWN_FIRST
    return Board(
        open=tuple(line for line in lines if not line.idea.parked),
        parked=tuple(line for line in lines if line.idea.parked),
        still_to_type=max(0, first - len(ideas)),
    )


def halves(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines as two columns for the wall."""
    middle = (len(lines) + 1) // 2
    return lines[:middle], lines[middle:]


def add(ws: Workspace, text: str, *, causes: Sequence[str] = (), from_role: str = "") -> Idea | Problem:
    """Keep an idea; the problem when nothing was typed or the same words are there already."""
    idea = _named(ws, text, from_role) or draft(ws, text, causes=causes, from_role=from_role)
    if isinstance(idea, Idea):
        ws.save(idea)
    return idea


def draft(ws: Workspace, text: str, *, causes: Sequence[str] = (), from_role: str = "") -> Idea | Problem:
    """Return the idea that `add` would keep, or the problem."""
    return _doubt(ws, text) or Idea(cycle=ws.cycle.id, text=text, causes=tuple(causes), from_role=from_role)


def change(ws: Workspace, idea: Idea, *, text: str, causes: Sequence[str]) -> Idea | Problem:
    """Keep new words or links for an idea; the problem when its words cannot stand."""
    doubt = _doubt(ws, text, except_for=idea.id) or _named(ws, text)
    if doubt is not None:
        return doubt
    changed = idea.model_copy(update={"text": text.strip(), "causes": tuple(causes)})
    if changed != idea:
        ws.save(changed)
    return changed


def park(ws: Workspace, idea: Idea) -> None:
    """Put an idea aside; it is kept."""
    ws.save(idea.model_copy(update={"parked": True}))


def unpark(ws: Workspace, idea: Idea) -> None:
    """Bring a parked idea back."""
    ws.save(idea.model_copy(update={"parked": False}))


def library(ws: Workspace) -> tuple[LibraryIdea, ...]:
    """Return what other schools tried and the team does not have yet; what costs no money comes first."""
    taken = {_plain(idea.text) for idea in ws.of_cycle(Idea)}
    left = [entry for entry in _library(ws.words.language) if _plain(entry.text) not in taken]
    return tuple(sorted(left, key=lambda entry: entry.needs_money))


def take(ws: Workspace, id: str) -> Idea | Problem:
    """Keep one idea of the library as the team's own, to be adapted and linked."""
    entry = next(entry for entry in _library(ws.words.language) if entry.id == id)
    return add(ws, entry.text)


def _doubt(ws: Workspace, text: str, except_for: str = "") -> Problem | None:
    if not text.strip():
        return Problem("idea_empty", column="text")
    same = {_plain(idea.text) for idea in ws.of_cycle(Idea) if idea.id != except_for}
    return Problem("idea_twice", column="text") if _plain(text) in same else None


def _named(ws: Workspace, text: str, role: str = "") -> Problem | None:
    found = (*naming.known_problems(ws, text=text), *naming.role_problems(ws, from_role=role))
    return found[0] if found else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


@cache
def _library(language: str) -> tuple[LibraryIdea, ...]:
    text = (PROTOCOLS / language / "ideas.json").read_text("utf-8")
    return tuple(LibraryIdea.model_validate(entry) for entry in json.loads(text))
