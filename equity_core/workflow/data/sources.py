"""Which files our numbers come from: their receipts, and taking one away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from equity_core import ingest
from equity_core.metrics import MEASURES
from equity_core.model import Decided, Measure, OwnDimension, Query, Source, columns_of
from equity_core.words import Words
from equity_core.workflow import periods
from equity_core.workflow.data import comparing, quality, retention, snapshots
from equity_core.workflow.data.report import answer_said, meaning_said
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
    read: tuple[str, ...] = ()  # what each column was read as, and which of them no figure is made of
    compared: tuple[str, ...] = ()  # with the file before, from released numbers
    quality: tuple[str, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()  # (measure, what it counted when the file came)
    joined: tuple[str, ...] = ()  # files that took their groups from it
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
        read=_read(ws, source),
        compared=_compared(ws, source),
        quality=quality.of_source(ws, source) if source.status == "active" else (),
        definitions=tuple((ws.measure_label(id), text) for id, text in source.definitions.items()),
        joined=joined(ws, source),
        rests_on=snapshots.rests_on(ws, source),
        kept=retention.told(ws, source),
    )


def of(ws: Workspace, ids: Sequence[str]) -> list[Receipt]:
    """Return the receipts of these sources, in this order."""
    found = {source.id: source for source in ws.all(Source)}
    return [receipt(ws, found[id]) for id in ids if id in found]


def first_look(ws: Workspace, ids: Sequence[str]) -> Query | None:
    """Return the first question that these sources answer, for their latest period, by race where there is one.

    None where they have no measure.
    """
    for source in (found for found in ws.all(Source) if found.id in ids and found.one_row_is != "headcount"):
        for measure in source.measures:
            for use in sorted(source.dimensions, key=lambda use: use.id != "race"):
                for period in reversed(periods.ordered(source.periods)):
                    if ws.table(measure, period, use.id) is not None:
                        return Query(measure=measure, dimension=use.id, period=period)
    return None


def delete(ws: Workspace, source: Source) -> Source:
    """Delete the rows and released numbers of a file; its receipt and every frozen baseline stay."""
    kept = source.model_copy(update={"status": "deleted"})
    with ws.store.writing():
        ws.store.drop(source.id)
        ws.store.save(kept)
    ws.store.forget_backups()
    return kept


def joined(ws: Workspace, source: Source) -> tuple[str, ...]:
    """Return the names of the files in use that took their groups from this one: they keep them without it."""
    return tuple(other.name for other in ws.sources() if source.id in other.joined_to)


def _read(ws: Workspace, source: Source) -> tuple[str, ...]:
    words = ws.words
    told = [
        words("data.column_as", column=header, meaning=_meant(ws, id)) for header, id in source.columns_meant.items()
    ]
    lines = {
        "data.columns_read": told,
        "data.column_idle_groups": _alike(source),
        "data.column_idle_days": _days_alone(ws, source),
    }
    return tuple(words(line, columns="; ".join(columns)) for line, columns in lines.items() if columns)


def _meant(ws: Workspace, id: str) -> str:
    own = {measure.id: measure.label for measure in ws.all(Measure)}
    own |= {dimension.id: dimension.label for dimension in ws.all(OwnDimension)}
    return own.get(id) or meaning_said(ws.words, id)


def _alike(source: Source) -> list[str]:
    """Return the columns of groups in which all students are in one group."""
    if source.shape != "students" or source.joined_to:
        return []
    there = {use.id for use in source.dimensions}
    return [header for header, id in source.columns_meant.items() if id in ingest.DIMENSIONS and id not in there]


def _days_alone(ws: Workspace, source: Source) -> list[str]:
    """Return the columns of days that no measure of the file counts."""
    measures = [found for id in source.measures if (found := MEASURES.get(id) or ws.get(Measure, id))]
    counted = {column for measure in measures for column in columns_of(measure.rule)}
    return [header for header, id in source.columns_meant.items() if id in ingest.DAYS and id not in counted]


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
