"""A team's own measures and groups: kept from the page or from JSON, changed, taken away, released again."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from equity_core import ingest
from equity_core.errors import Refused
from equity_core.metrics import MEASURES
from equity_core.model import Document, Evidence, Focus, Gap, Goal, Measure, OwnDimension, Query, Source
from equity_core.workflow import definitions
from equity_core.workflow.data import contents
from equity_core.workflow.release import release
from equity_core.workflow.workspace import Workspace

D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True)
class Defined:
    """What was kept, and which of the files can be measured or grouped by it."""

    kept: Measure | OwnDimension
    sources: tuple[Source, ...]
    hides: tuple[str, ...] = ()  # measures of which fewer numbers are shown now: few students are between the two


@dataclass(frozen=True, slots=True)
class Own:
    """A measure of the team's own: what it counts, in which files, and whether work rests on it."""

    measure: Measure
    definition: str
    files: tuple[str, ...]
    is_in_use: bool


def define(ws: Workspace, id: str, text: str) -> Defined:
    """Keep a measure or a dimension of the team's own from JSON.

    A measure is released for the files here that have its column. In a workspace without student rows it is kept for
    the files that will come: their column is found by its heading. Refused when the JSON is neither, or when no file
    here has the column.
    """
    told = _json(id, text)
    if told.get("kind") == "dimension":
        return _keep_dimension(ws, id, told)
    measure = _found_here(ws, _as(Measure, id, {k: v for k, v in told.items() if k != "kind"}))
    if _counted(ws) and not _fit(ws, measure):
        raise Refused("define.no_column", id=id)
    return keep(ws, measure)


def keep(ws: Workspace, measure: Measure, *beside: Document) -> Defined:
    """Keep a new or changed measure and release it, all or nothing; `beside` is kept, and undone, with it.

    The gate shows less of two measures that tell of each other (decision 0008): which ones lost numbers is returned.
    """
    before = _shown(ws)
    ws.save(measure, *beside)
    sources, now = _released_again(ws, measure), _shown(ws)
    fewer = [id for id in before if id != measure.id and now[id] < before[id]]
    fewer += [measure.id] if sources and not now[measure.id] else []
    return Defined(measure, sources, tuple(ws.measure_label(id) for id in fewer))


def changed(measure: Measure, update: dict[str, Any]) -> Measure:
    """Return a measure with some fields changed, checked as if it were new."""
    return Measure.model_validate(dict(measure) | update)


def own(ws: Workspace) -> list[Own]:
    """Return the team's own measures, oldest first."""
    return [_own(ws, measure) for measure in ws.all(Measure)]


def remove(ws: Workspace, measure: Measure) -> None:
    """Take a measure away with its numbers, to be undone; Refused while work rests on it."""
    if _is_in_use(ws, measure.id):
        raise Refused("define.in_use", label=measure.label)
    ws.remove(measure)
    _released_again(ws, measure)


def refresh(ws: Workspace) -> None:
    """Release every file by the measures that there are now: what an undo brought back, or took away."""
    with ws.store.writing():
        for source in _counted(ws):
            _release_as_it_is(ws, source)


def in_use(ws: Workspace) -> list[Query]:
    """Return the questions on whose numbers work rests: of a focus, a gap on the list, a card or a goal."""
    asked = [*(focus.query for focus in ws.all(Focus)), *(gap.query for gap in ws.all(Gap))]
    asked += [card.query for card in ws.all(Evidence) if card.query is not None]
    return [*asked, *(goal.baseline.query for goal in ws.all(Goal))]


def without_rows(ws: Workspace) -> list[Source]:
    """Return the files whose numbers are in use and cannot be counted again, for their rows were deleted."""
    return [source for source in ws.sources() if source.rows_deleted is not None]


def report(defined: Defined) -> dict[str, Any]:
    """Return what was kept as plain texts."""
    return {
        "outcome": "accept",
        "id": defined.kept.id,
        "label": defined.kept.label,
        "sources": [source.name for source in defined.sources],
        "hides": list(defined.hides),
        "periods": sorted({period for source in defined.sources for period in source.periods}),
    }


# -- from JSON --------------------------------------------------------------------------------------------------------


def _json(id: str, text: str) -> dict[str, Any]:
    if id in MEASURES or id in ingest.DIMENSIONS:
        raise Refused("define.built_in", id=id)
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused("define.not_json", line=error.lineno) from error
    if not isinstance(told, dict) or told.get("id", id) != id:
        raise Refused("define.other_id", id=id)
    return told


def _as(model: type[D], id: str, told: dict[str, Any]) -> D:
    try:
        return model.model_validate({**told, "id": id})
    except ValidationError as error:
        first = error.errors()[0]
        raise Refused("define.invalid", field=".".join(map(str, first["loc"])), said=first["msg"]) from error


def _keep_dimension(ws: Workspace, id: str, told: dict[str, Any]) -> Defined:
    known = {("header" if name == "column" else name): value for name, value in told.items() if name != "kind"}
    dimension = _as(OwnDimension, id, known)
    ws.save(dimension)
    return Defined(dimension, ())


def _found_here(ws: Workspace, measure: Measure) -> Measure:
    """Return a measure whose column is named as it is kept here, where the JSON gives the heading of the file."""
    column = getattr(measure.rule, "column", "")
    if not column or _fit(ws, measure):
        return measure
    typed = ingest.fact_named(column) or ingest.own_id(column)
    rule = measure.rule.model_copy(update={"column": typed})
    heading = "" if ingest.fact_named(column) else measure.header or column
    return measure.model_copy(update={"rule": rule, "header": heading})


# -- counted again ----------------------------------------------------------------------------------------------------


def _released_again(ws: Workspace, measure: Measure) -> tuple[Source, ...]:
    """Release the files that have a measure's column; where that is refused, its last edit is taken back."""
    try:
        with ws.store.writing():
            return tuple(_release_as_it_is(ws, source) for source in _fit(ws, measure))
    except BaseException:
        ws.undo()
        raise


def _release_as_it_is(ws: Workspace, source: Source) -> Source:
    """Release a file by the measures that there are now, and return its receipt with them."""
    columns, all_own = ws.store.columns(source.id), ws.all(Measure)
    there = {*MEASURES, *(m.id for m in all_own)}
    more = [m.id for m in all_own if contents.can_count(m, columns)]
    measures = dict.fromkeys((*(id for id in source.measures if id in there), *more))
    now = source.model_copy(update={"measures": tuple(measures)})
    ws.store.save(now)
    release(ws, now)
    return now


def _fit(ws: Workspace, measure: Measure) -> list[Source]:
    return [source for source in _counted(ws) if contents.can_count(measure, ws.store.columns(source.id))]


def _counted(ws: Workspace) -> list[Source]:
    return [s for s in ws.sources() if s.shape != "counts" and ws.store.has_rows(s.id)]


def _shown(ws: Workspace) -> Counter[str]:
    """Return how many released counts of each measure are shown."""
    tables = [t for release in ws.releases() for t in release.tables]
    return Counter(t.measure for t in tables for _, count in t.groups if count.is_shown)


def _own(ws: Workspace, measure: Measure) -> Own:
    files = tuple(source.name for source in ws.sources() if measure.id in source.measures)
    return Own(measure, definitions.definition(ws, measure.id), files, _is_in_use(ws, measure.id))


def _is_in_use(ws: Workspace, id: str) -> bool:
    return any(id in (query.measure, query.after) for query in in_use(ws)) or any(
        id in s.measures for s in without_rows(ws)
    )
