"""Let numbers out: sealed cells through the gate, kept with the workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from equity_core import privacy, samples
from equity_core.errors import Refused
from equity_core.ingest.vocabulary import plain
from equity_core.ingest.watching import part
from equity_core.metrics import HAD_EVENTS
from equity_core.model import Source
from equity_core.privacy import MIN_GROUP, Release, Rules
from equity_core.store import Entry
from equity_core.workflow import same_students, withdrawn
from equity_core.workflow.lists import load
from equity_core.workflow.meanwhile import Tell, meanwhile
from equity_core.workflow.workspace import Workspace

MOST_SCHOOLS = 12  # of more, nothing is crossed: the audit would take minutes while somebody waits
ANSWERED = "answered_survey"  # its count is how many the other answers are of: under the threshold it is small


def release(ws: Workspace, source: Source, *, tell: Tell | None = None) -> Release:
    """Release what may be shown of a source whose rows are in the workspace, and keep it.

    Inside `with ws.store.writing()` it belongs to that transaction. What `tell` raises stops it.
    """
    released = _through_the_gate(ws, source, ws.profile.min_group, tell)
    ws.store.keep_release(released)
    return released


def raise_threshold(ws: Workspace, min_group: int, *, tell: Tell | None = None) -> int:
    """Raise the privacy threshold and release every source again under it; return how many sources that were.

    Either all of it is kept or nothing; what `tell` raises stops it. Refused when it would lower the threshold, or when
    the rows of a source are not here to be counted again. Where somebody deleted them while the numbers stayed in use,
    dimensions with a group under the new threshold are hidden whole.
    """
    profile = ws.profile
    if min_group < max(profile.min_group, MIN_GROUP):
        raise Refused("privacy.lowered", min_group=max(profile.min_group, MIN_GROUP))
    sources = ws.sources()
    if any(not ws.store.has_rows(source.id) and source.rows_deleted is None for source in sources):
        raise Refused("privacy.no_rows", min_group=profile.min_group)
    again: list[Release] = []
    for done, source in enumerate(sources):
        its = None
        if tell is not None:
            tell(done / len(sources))
            its = part(tell, done / len(sources), (done + 1) / len(sources))
        if source.rows_deleted is None:
            again.append(_through_the_gate(ws, source, min_group, its, fresh=again))
        else:
            again += [privacy.stricter(released, min_group) for released in ws.store.releases([source.id])]
    with ws.store.writing():
        ws.store.save(profile.model_copy(update={"min_group": min_group}))
        for released in again:
            ws.store.keep_release(released)
    return len(again)


def plan_sample(ws: Workspace, source: Source) -> dict[str, str]:
    """Return the release of a file of the sample school by its key, planned as when it came in."""
    earlier = [entry for entry in _earlier(ws, source) if entry.release.source != source.id]
    key, plan = _planned(ws, source, ws.profile.min_group, earlier)
    return {key: privacy.to_json(privacy.named(plan(), ""))}


def _through_the_gate(
    ws: Workspace, source: Source, min_group: int, tell: Tell | None = None, *, fresh: Sequence[Release] = ()
) -> Release:
    key, plan = _planned(ws, source, min_group, _earlier(ws, source), fresh)
    if known := samples.released(key):
        return privacy.named(privacy.from_json(known), source.id)
    return meanwhile(plan, tell)


def _planned(
    ws: Workspace, source: Source, min_group: int, entries: Sequence[Entry], fresh: Sequence[Release] = ()
) -> tuple[str, Callable[..., Release]]:
    """Return how the gate is asked about a source, and for made-up numbers the key of its answer."""
    seen = withdrawn.seen(ws, source, entries, ws.store.columns(source.id))
    measures, earlier = [ws.measure(id) for id in source.measures], seen.releases
    if seen.measures:
        measures = seen.beside(measures)
        source = source.model_copy(update={"measures": tuple(measure.id for measure in measures)})
    rules, crossed = Rules(min_group=min_group), _crossed(source, earlier)
    cells = ws.store.cells(
        source,
        sorted(measures, key=lambda measure: measure.id != ANSWERED),
        crossed=crossed,
        events_by=_events_by(source, earlier),
        kinds=None if _were_events_shown_in_part(ws, source) else _kinds(ws),
    )
    same = same_students.known(ws, source, measures, crossed=crossed, earlier=earlier, fresh=fresh)
    key = privacy.key(cells, source, rules, earlier, crossed, same=same) if source.is_sample else ""

    elsewhere = _in_use_or_deleted(ws, source)

    def plan(tell: Tell = lambda share: None) -> Release:
        released = privacy.release(
            cells,
            tell,
            source=source,
            rules=rules,
            earlier=earlier,
            answered=ANSWERED,
            crossed=crossed,
            had_events=HAD_EVENTS,
            same=same,
        )
        return _without_events_of(seen.without(released), elsewhere)

    return key, plan


def _in_use_or_deleted(ws: Workspace, source: Source) -> set[str]:
    """Return the other files whose events are in their own release, or do not come back: all but those replaced."""
    return {
        s.id for s in _alike(ws, source) if s.id != source.id and (s.status == "deleted" or ws.store.has_rows(s.id))
    }


def _without_events_of(release: Release, sources: set[str]) -> Release:
    gone = {table.period for table in release.events if table.source in sources}
    return replace(
        release,
        events=tuple(table for table in release.events if table.period not in gone),
        audit=tuple(line for line in release.audit if line.measure != privacy.EVENTS or line.period not in gone),
    )


def _earlier(ws: Workspace, source: Source) -> list[Entry]:
    return ws.store.ledger(_of_the_same_students(ws, source))


def _crossed(source: Source, earlier: Sequence[Release]) -> str:
    """Return the dimension that is released with each of the others: the one that was, else race, else the first."""
    if len(_schools(source)) > MOST_SCHOOLS:
        return ""
    return _chosen(source, privacy.crossed_before(earlier))


def _events_by(source: Source, earlier: Sequence[Release]) -> str:
    """Return the dimension whose groups' events are released: the one that was, else race, else the first."""
    return _chosen(source, {table.dimension for release in earlier for table in release.events})


def _chosen(source: Source, before: set[str]) -> str:
    there = [use.id for use in source.dimensions if use.partitions and len(use.groups) > 1 and use.id != "school"]
    wanted = before or {"race"} & set(there) or there[:1]
    return next((id for id in there if id in wanted), "")


def _kinds(ws: Workspace) -> dict[str, str]:
    """Return of which kind a behavior is, by letters and digits that are in its name."""
    listed = load(ws.words.language, "behaviors")
    return {plain(phrase): kind for kind, phrases in listed.items() for phrase in phrases}


def _of_the_same_students(ws: Workspace, source: Source) -> list[str]:
    """Return the sources, deleted ones too, of which something was seen that may tell of this one's students."""
    return [other.id for other in _alike(ws, source) if set(other.periods) & set(source.periods)]


def _were_events_shown_in_part(ws: Workspace, source: Source) -> bool:
    """Say whether events of a year were shown of which this source has a term, or of a term of its year.

    The difference would tell what happened in between.
    """
    others = [other.id for other in _alike(ws, source) if other.id != source.id]
    told = {table.period for entry in ws.store.ledger(others) for table in entry.release.events}
    return any(a.startswith(f"{b} ") or b.startswith(f"{a} ") for a in told for b in source.periods)


def _alike(ws: Workspace, source: Source) -> list[Source]:
    """Return the sources that may have the same students at some time.

    Files of counts were counted, and given out, by somebody else: comparing two of them takes none of our numbers.
    """
    schools = _schools(source)
    if source.shape == "counts":
        return []
    return [
        other
        for other in ws.all(Source)
        if other.shape != "counts"
        and other.is_sample == source.is_sample
        and (not schools or not _schools(other) or schools & _schools(other))
    ]


def _schools(source: Source) -> set[str]:
    return {group for use in source.dimensions if use.id == "school" for group in use.groups}
