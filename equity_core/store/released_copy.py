"""The released copy: a small file beside the workspace, for whoever reads while the app holds the workspace.

It has released numbers and what the team asks of them. It has no rows, no hashed ids, no fingerprint, no audit, and
nothing that a person typed but the names of the school, of files and of the team's own measures.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equity_core.model import BaselineSide, Cycle, Document, Focus, Goal, Measure, Profile, Source
from equity_core.privacy import to_json

if TYPE_CHECKING:
    from equity_core.store.store import Store

RELEASED = ".released.json"  # how the name of a released copy ends
FORMAT = "equity-loop released 1"
HELD = frozenset(kind.kind for kind in (Profile, Source, Measure, Cycle, Focus, Goal))
OF_THE_TEAM = {"id", "school", "level", "min_group", "practical_points", "is_sample"}  # no roles, no constraints


def released_path(workspace: Path) -> Path:
    """Return where the released copy of a workspace file lies."""
    return workspace.with_name(f"{workspace.stem}{RELEASED}")


def write(store: Store) -> None:
    """Write the released copy beside a workspace file, whole or not at all."""
    asked = [*store.documents(Cycle), *store.documents(Focus), *_goals(store)]
    kept = {**released(store), "asked": {kind: [] for kind in ("cycle", "focus", "goal")}}
    for document in asked:
        kept["asked"][document.kind].append(_asked(document))
    write_whole(released_path(Path(store.path)), _text(kept))


def share(store: Store) -> bytes:
    """Return the share copy: who the team is, where numbers came from, and the released numbers. Nothing else."""
    return _text(released(store))


def released(store: Store) -> dict[str, Any]:
    """Return what both copies hold."""
    sources = [source for source in store.documents(Source) if source.status == "active"]
    return {
        "format": FORMAT,
        "profile": (store.get(Profile, "profile") or Profile()).model_dump(mode="json", include=OF_THE_TEAM),
        "sources": [source.model_dump(mode="json", exclude={"fingerprint", "decided"}) for source in sources],
        "measures": [measure.model_dump(mode="json") for measure in store.documents(Measure)],
        "releases": [json.loads(to_json(r, audit=False)) for r in store.releases([s.id for s in sources])],
    }


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in place so that a reader, or a power cut, finds the old one or the new one."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    if hasattr(os, "O_DIRECTORY"):  # not on Windows
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _goals(store: Store) -> list[Goal]:
    """Return the goals whose frozen counts the threshold of today still lets out."""
    few = (store.get(Profile, "profile") or Profile()).min_group
    return [
        goal
        for goal in store.documents(Goal)
        if not any(_is_small(side, few) for side in _sides(goal)) and not _is_hidden_now(store, goal)
    ]


def _sides(goal: Goal) -> tuple[BaselineSide | None, ...]:
    return goal.baseline.group, goal.baseline.rest, goal.baseline.together


def _is_small(side: BaselineSide | None, few: int) -> bool:
    return side is not None and side.n is not None and side.n < few


def _is_hidden_now(store: Store, goal: Goal) -> bool:
    """Say whether the file of the baseline, planned again under a raised threshold, hides the goal's group."""
    query = goal.baseline.query
    for release in store.releases([goal.baseline.source]):
        table = release.narrowed(query.where).table(query.measure, query.period, query.dimension)
        if (table is None and query.where) or (table is not None and query.group in table.hidden()):
            return True
    return False


def _asked(document: Document) -> dict[str, Any]:
    """Return a document without what somebody typed."""
    told = document.model_dump(mode="json")
    for name in ("title", "story", "matters", "in_our_control", "note"):
        told.pop(name, None)
    if isinstance(document, Goal):
        told["baseline"].pop("rebased_because")
    return told


def _text(kept: dict[str, Any]) -> bytes:
    return json.dumps(kept, ensure_ascii=False, indent=1).encode()
