"""A team's own measure: a record in JSON, kept and released for the files that have its columns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from equity_core.errors import Refused
from equity_core.metrics import MEASURES
from equity_core.model import Measure, Source
from equity_core.workflow.release import release
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Defined:
    """What was kept, and which of the files can be measured by it."""

    measure: Measure
    sources: tuple[Source, ...]


def define(ws: Workspace, id: str, text: str) -> Defined:
    """Keep a measure of the team's own; Refused when the JSON is not a measure or no file here has its columns.

    >>> json.loads('{"label": "Absent 9 days or more", "direction": "lower_better", "timing": "leading", "rule": '
    ...            '{"kind": "at_least", "column": "days_absent", "value": "9"}}')["rule"]["column"]
    'days_absent'
    """
    measure = _read(id, text)
    before = ws.get(Measure, id)
    ws.save(measure)
    changed = tuple(found for source in _candidates(ws) if (found := _with(ws, source, id)) is not None)
    if not changed:
        ws.save(before) if before else ws.remove(measure)
        raise Refused("define.no_column", id=id)
    return Defined(measure, changed)


def report(defined: Defined) -> dict[str, Any]:
    """Return what was kept as plain texts."""
    return {
        "outcome": "accept",
        "id": defined.measure.id,
        "label": defined.measure.label,
        "sources": [source.name for source in defined.sources],
        "periods": sorted({period for source in defined.sources for period in source.periods}),
    }


def _read(id: str, text: str) -> Measure:
    if id in MEASURES:
        raise Refused("define.built_in", id=id)
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused("define.not_json", line=error.lineno) from error
    if not isinstance(told, dict) or told.get("id", id) != id:
        raise Refused("define.other_id", id=id)
    try:
        return Measure.model_validate({**told, "id": id})
    except ValidationError as error:
        first = error.errors()[0]
        raise Refused("define.invalid", field=".".join(map(str, first["loc"])), said=first["msg"]) from error


def _candidates(ws: Workspace) -> list[Source]:
    return [s for s in ws.sources() if s.shape != "counts" and ws.store.has_rows(s.id)]


def _with(ws: Workspace, source: Source, id: str) -> Source | None:
    """Release a source with one more measure; None, and as it was, when the source cannot be measured so."""
    wider = source.model_copy(update={"measures": tuple(dict.fromkeys((*source.measures, id)))})
    if any(table.measure == id for table in release(ws, wider).tables):
        ws.save(wider)
        return wider
    release(ws, source)
    return None
