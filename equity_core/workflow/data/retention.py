"""How long the rows of students are kept: a day for each file, what is said when it is past, and deleting them."""

from __future__ import annotations

from datetime import date, timedelta

from equity_core.errors import Refused
from equity_core.model import Source
from equity_core.workflow.workspace import Workspace

YEARS = 2  # once round the loop and its results: until then a baseline may have to be counted again


def usual(ws: Workspace) -> date:
    """Return until when rows that come in today are kept, unless somebody says otherwise."""
    return ws.today() + timedelta(days=365 * YEARS)


def told(ws: Workspace, source: Source) -> str:
    """Return in a sentence until when the rows of a file are kept, or when they were deleted; "" where it has none."""
    if source.rows_deleted:
        return ws.words("kept.deleted_on", day=ws.words.day(source.rows_deleted))
    if source.keep_until is None or source.status != "active":
        return ""
    return ws.words("kept.due" if _is_due(ws, source) else "kept.until", day=ws.words.day(source.keep_until))


def has_rows(source: Source) -> bool:
    """Say whether the rows of students of a file are kept here."""
    return source.status == "active" and source.shape != "counts" and source.rows_deleted is None


def due(ws: Workspace) -> list[Source]:
    """Return the files whose day is past and whose rows are still here, oldest first."""
    return [source for source in ws.sources() if _is_due(ws, source)]


def keep_until(ws: Workspace, source: Source, day: date) -> None:
    """Set the day, to be undone; Refused when it is past already."""
    if day < ws.today():
        raise Refused("kept.past")
    ws.save(source.model_copy(update={"keep_until": day}))


def delete_rows(ws: Workspace, source: Source) -> Source:
    """Delete the rows of a file, here and in the backups beside the workspace, for good; return its receipt.

    What was released of it stays in use, and so does every frozen baseline. It cannot be counted again.
    """
    kept = source.model_copy(update={"rows_deleted": ws.today()})
    with ws.store.writing():
        ws.store.drop_rows(source.id)
        ws.store.save(kept)
    ws.store.forget_backups()
    return kept


def _is_due(ws: Workspace, source: Source) -> bool:
    return has_rows(source) and source.keep_until is not None and source.keep_until < ws.today()
