"""Measures of the team's own that were shown once and are there no more: what was seen of them is still known.

Whoever saw "75 or more", and took it away, learns from "76 or more" who has 75. So a withdrawn measure goes through the
gate as long as it can be counted, and its numbers stop there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from equity_core.metrics import MEASURES
from equity_core.model import Measure, Source
from equity_core.privacy import Release, Released
from equity_core.store import Entry, Event
from equity_core.workflow.data.contents import can_count
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Seen:
    """What was released before, each withdrawn measure under a name for each rule that it had; and those measures."""

    releases: tuple[Release, ...]
    measures: tuple[Measure, ...] = ()

    def beside(self, measures: Sequence[Measure]) -> list[Measure]:
        """Return all that is counted: what was seen before, then what is new."""
        told = {table.measure for release in self.releases for table in release.tables}
        before = [m for m in measures if m.id in told]
        return [*before, *self.measures, *(m for m in measures if m.id not in told)]

    def without(self, release: Release) -> Release:
        """Return a release without the withdrawn measures."""
        gone = {measure.id for measure in self.measures}
        if not gone:
            return release
        return replace(
            release,
            tables=tuple(table for table in release.tables if table.measure not in gone),
            followed=tuple(one for one in release.followed if one.measure not in gone),
            audit=tuple(line for line in release.audit if line.measure not in gone),
        )


def seen(ws: Workspace, source: Source, entries: Sequence[Entry], columns: Collection[str]) -> Seen:
    """Return what these entries of the ledger released, and the measures in them that a source does not count now."""
    told = {t.measure for e in entries for t in e.release.tables if _tells(t)}
    defined = [e for e in ws.store.events() if e.kind == Measure.kind and e.id in told and e.body] if told else []
    gone = told - {*source.measures} | {event.id for event in defined}
    now = {id: ws.measure(id).rule for id in source.measures}
    found: dict[str, Measure] = {}
    releases = []
    for entry in entries:
        names: dict[str, str] = {}
        for id in sorted(gone & {table.measure for table in entry.release.tables}):
            then = _then(defined, id, entry)
            if then is None or then.rule == now.get(id) or not can_count(then, columns):
                continue
            alike = (name for name, known in found.items() if name.startswith(f"{id}@") and known.rule == then.rule)
            names[id] = next(alike, f"{id}@{len(found)}")
            found.setdefault(names[id], then.model_copy(update={"id": names[id]}))
        releases.append(_named(entry.release, names))
    return Seen(tuple(releases), tuple(found.values()))


def _tells(table: Released) -> bool:
    return any(count.status in ("shown", "range") for count in (table.total, *(count for _, count in table.groups)))


def _then(defined: Sequence[Event], id: str, entry: Entry) -> Measure | None:
    """Return a measure as it was when it was released."""
    before = [event.body for event in defined if event.id == id and event.at <= entry.at and event.body]
    return Measure.model_validate_json(before[-1]) if before else MEASURES.get(id)


def _named(release: Release, names: dict[str, str]) -> Release:
    tables = tuple(replace(table, measure=names.get(table.measure, table.measure)) for table in release.tables)
    followed = tuple(replace(one, measure=names.get(one.measure, one.measure)) for one in release.followed)
    return replace(release, tables=tables, followed=followed) if names else release
