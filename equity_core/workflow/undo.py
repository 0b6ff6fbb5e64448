"""Take the last edit back, with the numbers that hang on it."""

from __future__ import annotations

from equity_core.model import Measure
from equity_core.workflow.data import define
from equity_core.workflow.workspace import Workspace


def undo(ws: Workspace) -> bool:
    """Take the last edit of this session back; False when there is none. A measure that changed is counted again."""
    before = ws.all(Measure)
    if not ws.undo():
        return False
    if ws.all(Measure) != before:
        define.refresh(ws)
    return True
