"""The team's own ways to group students: given another name, or taken away, in every file at once."""

from __future__ import annotations

from dataclasses import dataclass

from equity_core import ingest
from equity_core.errors import Refused
from equity_core.model import OwnDimension, Source
from equity_core.workflow.data import define
from equity_core.workflow.release import release
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OwnGroups:
    """A way to group students: its groups, the files that have it, and whether work rests on it."""

    dimension: OwnDimension
    groups: tuple[str, ...]
    files: tuple[str, ...]
    is_in_use: bool


def own(ws: Workspace) -> list[OwnGroups]:
    """Return the team's own ways to group students, oldest first."""
    return [_own(ws, dimension) for dimension in ws.all(OwnDimension)]


def rename(ws: Workspace, dimension: OwnDimension, label: str) -> None:
    """Call it something else in every file, to be undone; Refused without a name, or with that of another."""
    name = " ".join(label.split())
    others = {*(d.label for d in ws.all(OwnDimension) if d.id != dimension.id)}
    others |= {ws.words(f"dimension.{id}") for id in ingest.DIMENSIONS if ws.words.has(f"dimension.{id}")}
    if not name:
        raise Refused("define.no_name")
    if name.casefold() in map(str.casefold, others):
        raise Refused("define.name_taken", label=name)
    renamed = [
        source.model_copy(
            update={
                "dimensions": tuple(
                    use.model_copy(update={"label": name}) if use.id == dimension.id else use
                    for use in source.dimensions
                )
            }
        )
        for source in _with(ws.all(Source), dimension)
    ]
    ws.save(dimension.model_copy(update={"label": name}), *renamed)


def remove(ws: Workspace, dimension: OwnDimension) -> None:
    """Take it away with its numbers, to be undone; Refused while a focus, a gap, a card or a goal rests on it."""
    if _is_in_use(ws, dimension.id):
        raise Refused("define.in_use", label=dimension.label)
    without = [
        source.model_copy(update={"dimensions": tuple(u for u in source.dimensions if u.id != dimension.id)})
        for source in _with(ws.sources(), dimension)
        if source.shape != "counts"
    ]
    ws.save(*without, remove=(dimension,))
    try:
        with ws.store.writing():
            for source in without:
                release(ws, source)
    except BaseException:
        ws.undo()
        raise


def _own(ws: Workspace, dimension: OwnDimension) -> OwnGroups:
    found = _with(ws.sources(), dimension)
    groups = {group for source in found for use in source.dimensions if use.id == dimension.id for group in use.groups}
    files = tuple(source.name for source in found)
    return OwnGroups(dimension, ingest.in_order(groups), files, _is_in_use(ws, dimension.id))


def _with(sources: list[Source], dimension: OwnDimension) -> list[Source]:
    return [source for source in sources if any(use.id == dimension.id for use in source.dimensions)]


def _is_in_use(ws: Workspace, id: str) -> bool:
    rests = any(query.dimension == id for query in define.in_use(ws))
    return rests or any(use.id == id for source in define.without_rows(ws) for use in source.dimensions)
