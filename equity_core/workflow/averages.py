"""What the numbers of a column are on average, by group: asked of the released numbers."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from equity_core import metrics
from equity_core.errors import Refused
from equity_core.metrics import Averages, GroupAverage
from equity_core.model import Limit
from equity_core.workflow import numbers
from equity_core.workflow.workspace import Workspace


def averages(ws: Workspace, id: str, *, by: str, period: str | None = None, compare: str = "rest") -> Averages:
    """Return the averages of the numbers that a measure sets a limit in, the latest period unless one is named.

    `compare`: "rest", "all" or "group:G". Unknown for a name not there; Refused for a measure that counts yes or no.
    """
    asked = numbers.measure(ws, id, by=by, period=period)
    if not isinstance(ws.measure(id).rule, Limit):
        raise Refused("averages.no_numbers", measure=ws.measure_label(id))
    if compare not in ("rest", "all") and not compare.startswith("group:"):
        raise Refused("averages.compare", asked=compare)
    table = ws.table(id, asked.period, by)
    assert table is not None  # it has just been measured
    found = metrics.averages(table, compare=compare)
    return replace(found, notes=(*found.notes, *(note for note in asked.notes if not note.startswith("note."))))


def as_json(found: Averages) -> dict[str, Any]:
    """Return averages as plain numbers and texts, in the unit of the column."""
    return {
        "measure": found.measure,
        "by": found.by[0],
        "period": found.period,
        "comparison": found.comparison,
        "groups": [_plain(group) for group in found.groups],
        "total": _plain(found.total),
        "notes": list(found.notes),
        "method": {"interval": "welch", "level": 0.95, "cohens_d": "pooled_sd", "hedges_g": "cohens_d_corrected"},
    }


def _plain(group: GroupAverage) -> dict[str, Any]:
    told = {field.name: getattr(group, field.name) for field in fields(group)}
    exact = ("average", "reference_average", "difference")
    return told | {name: None if told[name] is None else float(told[name]) for name in exact}
