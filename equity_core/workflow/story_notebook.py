"""The story as a notebook: the team's words, and each figure as a question to the workspace."""

from __future__ import annotations

from equity_core import reports
from equity_core.workflow import story
from equity_core.workflow.workspace import Workspace


def build(ws: Workspace, *, workspace: str) -> bytes:
    """Return an .ipynb of all cycles, the open one first; `workspace` is the name under which it can be opened.

    It may leave the team, so only voices whose consent allows it are quoted.
    """
    told = [story.story(ws, wall=True), *story.earlier(ws, wall=True)]
    cells = [cell for one in told for cell in _cells(ws, one)]
    return reports.story_notebook(ws.words("story.notebook_title", school=_school(ws)), cells, workspace=workspace)


def file_name(ws: Workspace) -> str:
    """Return a name for the file, by day."""
    return ws.words("story.file_name", day=ws.today().isoformat())


def _school(ws: Workspace) -> str:
    return ws.profile.school or ws.words("results.our_school")


def _cells(ws: Workspace, one: story.Story) -> list[reports.Said | reports.Asked]:
    cells: list[reports.Said | reports.Asked] = [reports.Said(one.title, level=1)]
    for link in one.links:
        lines = [*link.lines, *link.notes]
        if link.quote:
            lines.insert(0, ws.words("story.quote", text=link.quote.text, who=link.quote.who))
        if link.is_empty:
            lines.append(ws.words("story.go", invitation=link.invitation, minutes=link.minutes))
        cells.append(reports.Said(link.title, lines))
        if link.asks is not None:
            query = link.asks
            options: dict[str, object] = {"period": query.period, "group": query.group, "where": query.where}
            over_time = {"over_time": True} if link.id == "moved" else {}
            cells.append(reports.Asked(query.measure, query.dimension, {**options, **over_time}))
    if one.taught:
        cells.append(reports.Said(ws.words("next.taught"), [one.taught]))
    return cells
