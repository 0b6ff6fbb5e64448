"""Which files our numbers come from: their receipts, and taking one away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from equity_core.model import Decided, Source
from equity_core.words import Words
from equity_core.workflow.data import comparing, quality, retention, snapshots
from equity_core.workflow.data.report import answer_said
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt, with what it says in words."""

    source: Source
    measures: tuple[str, ...]
    dimensions: tuple[str, ...]
    hidden: int  # released cells that are not shown
    answered: tuple[tuple[str, str], ...]  # (what was seen, what was done)
    notes: tuple[str, ...]
    compared: tuple[str, ...] = ()  # with the file before, from released numbers
    quality: tuple[str, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()  # (measure, what it counted when the file came)
    rests_on: tuple[str, ...] = ()  # frozen baselines that came from it
    kept: str = ""  # until when its rows are kept, or when they were deleted


def receipts(ws: Workspace) -> list[Receipt]:
    """Return every receipt, the newest first."""
    return [receipt(ws, source) for source in reversed(ws.all(Source))]


def receipt(ws: Workspace, source: Source) -> Receipt:
    """Return one receipt in words."""
    return Receipt(
        source,
        tuple(ws.measure_label(id) for id in source.measures),
        tuple(use.label or ws.dimension_label(use.id) for use in source.dimensions),
        _hidden(ws, source),
        tuple((_seen(ws.words, decided), _done(ws.words, decided)) for decided in source.decided),
        tuple(ws.words(note) for note in source.notes),
        compared=_compared(ws, source),
        quality=quality.of_source(ws, source) if source.status == "active" else (),
        definitions=tuple((ws.measure_label(id), text) for id, text in source.definitions.items()),
        rests_on=snapshots.rests_on(ws, source),
        kept=retention.told(ws, source),
    )


def of(ws: Workspace, ids: Sequence[str]) -> list[Receipt]:
    """Return the receipts of these sources, in this order."""
    found = {source.id: source for source in ws.all(Source)}
    return [receipt(ws, found[id]) for id in ids if id in found]


def delete(ws: Workspace, source: Source) -> Source:
    """Delete the rows and released numbers of a file; its receipt and every frozen baseline stay."""
    kept = source.model_copy(update={"status": "deleted"})
    with ws.store.writing():
        ws.store.drop(source.id)
        ws.store.save(kept)
    ws.store.forget_backups()
    return kept


def _compared(ws: Workspace, source: Source) -> tuple[str, ...]:
    if source.status != "active":
        return ()
    return (*comparing.compared(ws, source), *comparing.redefined(ws, source))


def _hidden(ws: Workspace, source: Source) -> int:
    found = ws.store.releases([source.id])
    tables = found[0].tables if found else ()
    return sum(len(table.hidden()) for table in tables if not table.where)


def _seen(words: Words, decided: Decided) -> str:
    about = ": ".join(filter(None, (decided.column, decided.text)))
    title = words(f"asked.{decided.code}")
    return f"{title} ({about})" if about else title


def _done(words: Words, decided: Decided) -> str:
    if not decided.answer:
        return ""
    said = answer_said(words, decided.answer)
    return words("data.by_default", answer=said) if decided.by_default else said
