"""What is in the workspace already: files that say the same, and the student lists that other files need."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from equity_core.errors import EquityError
from equity_core.ingest import Checked, Question
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


def stricter(ws: Workspace, file: File) -> list[Question]:
    """Say that the limit for small groups rises to that of the file's publisher, where that is stricter than ours."""
    if file.hides_under <= ws.profile.min_group:
        return []
    return [Question("source_threshold", facts={"min_group": file.hides_under})]


def overlapping(ws: Workspace, file: File, result: Result) -> list[Source]:
    """Return the active sources with the same measure, period and dimension, at the same level of school."""
    measures, periods = set(contents.measures(ws, file, result)), set(result.periods)
    dimensions = {use.id for use in contents.dimensions(file, result)}

    def says_the_same(source: Source) -> bool:
        theirs = {use.id for use in source.dimensions}
        shared = theirs & dimensions or not (theirs and dimensions)
        level = ("school" in theirs) == ("school" in dimensions) or source.shape != "counts"
        return bool(measures & set(source.measures) and periods & set(source.periods) and shared and level)

    needed = {source.id for source, _ in lists(ws, file, result).values()}
    return [source for source in ws.sources() if source.id not in needed and says_the_same(source)]


def needs_list(result: Result) -> bool:
    """Say whether a file has ids and facts only, so that a student list must say who they are."""
    return isinstance(result, Checked) and result.needs_list


def lists(ws: Workspace, file: File, result: Result) -> dict[str, tuple[Source, str]]:
    """Return for each period of a file that needs one the newest student list, and the list's period.

    A list of a whole year is good for its terms. A file that was itself joined to a list, or has a row for each
    registration, is none.
    """
    if not needs_list(result):
        return {}
    found: dict[str, tuple[Source, str]] = {}
    for source in ws.sources():
        is_list = source.shape == "students" and source.one_row_is == "student" and not source.joined_to
        for period, theirs in _pairs(result.periods, source.periods).items() if is_list else ():
            if ws.store.has_rows(source.id) and Intake.has_ids(ws.store, source.id):
                found[period] = (source, theirs)
    return found


def comes_with(ws: Workspace, files: Sequence[File], periods: Sequence[str]) -> bool:
    """Say whether a student list of any of these periods is in the same draft."""
    for file in files:
        mapping = file.part.mapping
        if mapping.shape == "students" and mapping.where("student_id") is not None:
            with suppress(EquityError):
                other = file.result(ws.today())
                if not needs_list(other) and _pairs(periods, other.periods):
                    return True
    return False


def _pairs(periods: Sequence[str], theirs: Sequence[str]) -> dict[str, str]:
    """Return which of a list's periods goes with each of a file's: the same, or the year of its term."""
    pairs = {period: next((p for p in (period, period.split(" ")[0]) if p in theirs), "") for period in periods}
    return {period: its for period, its in pairs.items() if its}


def _covers(ws: Workspace, file: File, result: Result, source: Source) -> bool:
    """Say whether a file has all that an earlier one has, so that replacing it loses nothing."""
    dimensions = {use.id for use in contents.dimensions(file, result)}
    return (
        set(source.measures) <= set(contents.measures(ws, file, result))
        and set(source.periods) <= set(result.periods)
        and (needs_list(result) or {use.id for use in source.dimensions} <= dimensions)
    )
