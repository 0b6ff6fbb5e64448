"""What is in the workspace already: files that say the same, and the student list that a list of incidents needs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from equity_core.errors import EquityError
from equity_core.ingest import Question
from equity_core.model import Source
from equity_core.store import Intake
from equity_core.workflow.data import contents
from equity_core.workflow.data.draft import File, Result
from equity_core.workflow.workspace import Workspace


def ask(ws: Workspace, file: File, result: Result) -> list[Question]:
    """Ask what becomes of earlier files that say the same."""
    found = overlapping(ws, file, result)
    if not found:
        return []
    default = "replace" if all(_covers(ws, file, result, source) for source in found) else "keep_both"
    said = file.part.said.get("source_exists")
    return [
        Question(
            "source_exists",
            answers=("replace", "keep_both"),
            default=default,
            answer=said if said in ("replace", "keep_both") else default,
            facts={"names": ", ".join(source.name for source in found)},
        )
    ]


def overlapping(ws: Workspace, file: File, result: Result) -> list[Source]:
    """Return the active sources with the same measure, period and dimension, at the same level of school."""
    measures, periods = set(contents.measures(ws, file, result)), set(result.periods)
    dimensions = {use.id for use in contents.dimensions(file, result)}

    def says_the_same(source: Source) -> bool:
        theirs = {use.id for use in source.dimensions}
        shared = theirs & dimensions or not (theirs and dimensions)
        level = ("school" in theirs) == ("school" in dimensions) or source.shape != "counts"
        return bool(measures & set(source.measures) and periods & set(source.periods) and shared and level)

    return [source for source in ws.sources() if says_the_same(source)]


def roster(ws: Workspace, periods: Sequence[str]) -> Source | None:
    """Return the newest student list of these periods that knows its students by id."""
    for source in reversed(ws.sources()):
        if source.shape == "students" and set(source.periods) & set(periods) and Intake.has_ids(ws.store, source.id):
            return source
    return None


def comes_with(ws: Workspace, files: Sequence[File], periods: Sequence[str]) -> bool:
    """Say whether a student list of these periods is in the same draft."""
    for file in files:
        mapping = file.part.mapping
        if mapping.shape == "students" and mapping.where("student_id") is not None:
            with suppress(EquityError):
                if set(file.result(ws.today()).periods) & set(periods):
                    return True
    return False


def _covers(ws: Workspace, file: File, result: Result, source: Source) -> bool:
    """Say whether a file has all that an earlier one has, so that replacing it loses nothing."""
    takes_the_rosters = file.part.mapping.shape == "incidents"
    dimensions = {use.id for use in contents.dimensions(file, result)}
    return (
        set(source.measures) <= set(contents.measures(ws, file, result))
        and set(source.periods) <= set(result.periods)
        and (takes_the_rosters or {use.id for use in source.dimensions} <= dimensions)
    )
