"""A team's own measure: a record in JSON, kept and released for the files that have its columns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from equity_core import privacy
from equity_core.errors import Refused
from equity_core.metrics import MEASURES
from equity_core.model import Measure, Source
from equity_core.privacy import Rules
from equity_core.workflow.release import release
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Defined:
    """What was kept, and which of the files can be measured by it."""

    measure: Measure
    sources: tuple[Source, ...]


def define(ws: Workspace, id: str, text: str) -> Defined:
    """Keep a measure of the team's own; Refused when the JSON is not a measure or no file here has its columns."""
    measure = _read(id, text)
    fit = [source for source in _counted(ws) if _has_columns(ws, source, measure)]
    if not fit:
        raise Refused("define.no_column", id=id)
    ws.store.save(measure)
    wider = [s.model_copy(update={"measures": tuple(dict.fromkeys((*s.measures, id)))}) for s in fit]
    with ws.store.writing():
        for source in wider:
            ws.store.save(source)
            release(ws, source)
    return Defined(measure, tuple(wider))


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


def _counted(ws: Workspace) -> list[Source]:
    return [s for s in ws.sources() if s.shape != "counts" and ws.store.has_rows(s.id)]


def _has_columns(ws: Workspace, source: Source, measure: Measure) -> bool:
    """Say whether the store can count a source by a measure: it answers with no cells when a column is not there."""
    alone = source.model_copy(update={"measures": (measure.id,)})
    probe = privacy.release(ws.store.cells(alone, [measure]), source=alone, rules=Rules(min_group=ws.profile.min_group))
    return bool(probe.tables)
