"""Take the last edit back, with the numbers that hang on it."""

from __future__ import annotations

from equity_core.model import Measure, Source
from equity_core.workflow.data import define
from equity_core.workflow.workspace import Workspace


def undo(ws: Workspace) -> bool:
    """Take the last edit of this session back; False when there is none. What is counted otherwise is counted again."""
    before = _counted(ws)
    if not ws.undo():
        return False
    if _counted(ws) != before:
        define.refresh(ws)
    return True


def _counted(ws: Workspace) -> tuple[list[Measure], dict[str, list[str]]]:
    """Return what is counted, and by which dimensions in each file."""
    return ws.all(Measure), {source.id: [use.id for use in source.dimensions] for source in ws.all(Source)}
