"""How more than one race is counted: chosen with the first file that needs it, the same for the whole time round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, cast

from equity_core import ingest
from equity_core.errors import Refused
from equity_core.ingest import Question
from equity_core.model import Cycle, DimensionUse
from equity_core.workflow.workspace import Workspace

Form = Literal["", "federal", "spd15"]
SourceForm = Literal["", "federal", "spd15", "combination"]  # what a publisher may have chosen besides


def current(ws: Workspace) -> Form:
    """Return the form that this time round the loop has chosen, "" before it had to."""
    found = [cycle for cycle in ws.all(Cycle) if cycle.closed is None]
    return found[-1].race_form if found else ""


def choose(ws: Workspace, form: Form) -> None:
    """Keep the choice for this time round the loop; Refused when another was made already."""
    if form and current(ws) not in ("", form):
        raise Refused("race_form.locked")
    if form and not current(ws):
        ws.store.save(ws.cycle.model_copy(update={"race_form": form}))


def chosen(questions: Iterable[Question]) -> Form:
    """Return the form that a file's questions chose, "" where the file has no sets of races."""
    for question in questions:
        if question.code == "race_form":
            return cast("Form", question.answer)
        if question.code.startswith("race_form_"):
            return cast("Form", question.code.removeprefix("race_form_"))
    return ""


def of(questions: Iterable[Question], dimensions: Sequence[DimensionUse]) -> SourceForm:
    """Return the form that a file's numbers are in: the one chosen for it, or the one that its groups are of."""
    groups = next((use.groups for use in dimensions if use.id == "race"), ())
    return chosen(questions) or cast("SourceForm", ingest.form_of(groups))


__all__ = ["Form", "choose", "chosen", "current", "of"]
