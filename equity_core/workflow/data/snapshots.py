"""A name for the files in use: what a report rested on can be looked up later, also when files were replaced."""

from __future__ import annotations

from equity_core.errors import Refused
from equity_core.model import Goal, Snapshot, Source
from equity_core.workflow.workspace import Workspace


def take(ws: Workspace, name: str) -> Snapshot:
    """Name the files that are in use now; Refused without a name, without files, or when the name is taken."""
    called = " ".join(name.split())
    sources = tuple(source.id for source in ws.sources())
    if not called or not sources:
        raise Refused("snapshot.nothing")
    if any(kept.name.casefold() == called.casefold() for kept in ws.all(Snapshot)):
        raise Refused("snapshot.taken", name=called)
    made = Snapshot(name=called, sources=sources, made_at=ws.now())
    ws.save(made)
    return made


def told(ws: Workspace) -> list[tuple[Snapshot, tuple[str, ...]]]:
    """Return each named snapshot, newest first, with its files and what became of them."""
    known = {source.id: source for source in ws.all(Source)}
    return [
        (kept, tuple(_file(ws, known[id]) for id in kept.sources if id in known)) for kept in reversed(ws.all(Snapshot))
    ]


def rests_on(ws: Workspace, source: Source) -> tuple[str, ...]:
    """Return in words which frozen baselines came from a file."""
    words = ws.words
    found = [goal.baseline for goal in ws.all(Goal) if goal.baseline.source == source.id]
    return tuple(
        words(
            "sources.baseline",
            measure=ws.measure_label(b.query.measure),
            group=b.query.group,
            day=words.day(b.frozen_at),
        )
        for b in found
    )


def _file(ws: Workspace, source: Source) -> str:
    return ws.words("snapshot.file", name=source.name, status=ws.words(f"data.status_{source.status}"))
