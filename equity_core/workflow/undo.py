"""Take the last edit back, with the numbers that hang on it."""

from __future__ import annotations

from equity_core.model import Measure, Source
from equity_core.workflow.data import define
from equity_core.workflow.workspace import Workspace


def undo(ws: Workspace) -> str:
    """Take the last edit of this session back and return what that was, in words; "" when there is none.

    What is counted otherwise is counted again.
    """
    before, edit = _counted(ws), ws.last_edit
    if not ws.undo():
        return ""
    if _counted(ws) != before:
        define.refresh(ws)
    _, done = edit[0]
    what = dict.fromkeys(ws.words(f"kind.{kind}") for kind, its in edit if its == done)
    return ws.words(f"undone.{done}", what=ws.words.listed(list(what)))


def would(ws: Workspace) -> str:
    """Return in words what `undo` would take back, the first of it; "" when there is nothing."""
    return next((ws.words(f"kind.{kind}") for kind, _ in ws.last_edit), "")


def _counted(ws: Workspace) -> tuple[list[Measure], dict[str, list[str]]]:
    """Return what is counted, and by which dimensions in each file."""
    return ws.all(Measure), {source.id: [use.id for use in source.dimensions] for source in ws.all(Source)}
