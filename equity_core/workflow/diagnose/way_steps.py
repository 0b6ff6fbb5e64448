"""One step of a way in as a pinned number: who went on from the step before, looked up each time."""

from __future__ import annotations

from collections.abc import Sequence

from equity_core import metrics
from equity_core.errors import Refused
from equity_core.metrics import AccessStep, AccessSteps
from equity_core.model import Query
from equity_core.privacy import Released
from equity_core.workflow.diagnose import gap_words
from equity_core.workflow.workspace import Workspace


def tables(ws: Workspace, steps: Sequence[str], dimension: str, period: str) -> list[Released]:
    """Return the released table of each step, in order; nothing unless every step has one, of one file.

    Measures of two files are decided apart (docs/privacy.md): what lies between two steps was weighed within one.
    """
    there = [table for step in steps if (table := ws.table(step, period, dimension))]
    is_whole = len(there) == len(steps) and len({table.source for table in there}) == 1
    return there if is_whole else []


def found(ws: Workspace, tables: Sequence[Released], group: str) -> AccessSteps:
    """Return who of a group goes on at each step. Refused where the tables are no way in (`metrics.access_steps`)."""
    profile = ws.profile
    return metrics.access_steps(tables, group, practical_points=profile.practical_points, few=profile.min_group)


def sentence(ws: Workspace, query: Query) -> str:
    """Return a pinned step with its numbers of today; what is not shown says so."""
    step = _step(ws, query)
    facts = {
        "last": ws.measure_label(query.after),
        "step": ws.measure_label(query.measure),
        "people": gap_words.people(ws, query.dimension, query.group),
        "period": query.period,
    }
    if step is None or step.share is None or step.share_others is None:
        return ws.words("ways.pinned_hidden", **facts)
    return ws.words(
        "ways.pinned",
        x=step.x,
        n=step.before,
        share=ws.words.percent(step.share),
        x_others=step.x_others,
        n_others=step.before_others,
        share_others=ws.words.percent(step.share_others),
        **facts,
    )


def is_shown(ws: Workspace, query: Query) -> bool:
    """Say whether the numbers of a pinned step are shown today."""
    step = _step(ws, query)
    return step is not None and step.share is not None


def _step(ws: Workspace, query: Query) -> AccessStep | None:
    there = tables(ws, (query.after, query.measure), query.dimension, query.period)
    try:
        return found(ws, there, query.group).steps[-1] if there else None
    except Refused:
        return None
