"""Which periods may have the same students: what the gate is told of them, and what it released."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from equity_core.model import Measure, Source
from equity_core.privacy import Release, Same, crossed_before
from equity_core.store import Step
from equity_core.workflow import periods, school_year
from equity_core.workflow.workspace import Workspace


def known(
    ws: Workspace,
    source: Source,
    measures: Sequence[Measure],
    *,
    crossed: str,
    earlier: Sequence[Release] = (),
    fresh: Sequence[Release] = (),
) -> Same:
    """Return what there is of a source's students at other times, in it or in other files; nothing in several schools.

    `measures` are all that is counted of it, withdrawn ones too; `earlier` are releases of its periods, and `fresh`
    those of other sources that are not kept yet.
    """
    others = [other for other in ws.sources() if other.id != source.id and _may_follow(ws, other)]
    if not _may_follow(ws, source):
        return Same()
    sources = [*(o for o in others if o.is_sample == source.is_sample and o.race_form == source.race_form), source]
    steps = [step for step in _steps(sources) if source.id in (step.source, step.next_source)]
    partners = [o.id for o in others if any(o.id in (step.source, step.next_source) for step in steps)]
    latest = {release.source: release for release in (*ws.store.releases(partners), *fresh)}
    beside = [latest[id] for id in partners if id in latest]
    if not steps or len(beside) < len(partners) or crossed_before(beside) - {crossed}:
        return Same()
    told = {(f.period, f.next_period) for release in beside for f in release.followed if f.total.is_shown}
    steps += [step for step in _steps(sources) if step not in steps and (step.period, step.next_period) in told]
    used = [s for s in sources if any(s.id in (step.source, step.next_source) for step in steps)]
    counted = {measure.id: measure for measure in measures}
    counted |= {id: ws.measure(id) for one in used for id in one.measures if id not in counted}
    alike = {s.id for s in ws.all(Source) if s.shape == source.shape and s.is_sample == source.is_sample}
    elsewhere = alike - {release.source for release in earlier} - {source.id}
    ledger = [*earlier, *(entry.release for entry in ws.store.ledger([*elsewhere]))]
    return Same(ws.store.turns(used, steps, [*counted.values()], crossed=crossed), beside, ledger)


def _may_follow(ws: Workspace, source: Source) -> bool:
    """Say whether a file has a row for each student, of one school, still here."""
    is_of_students = source.shape == "students" and source.one_row_is == "student"
    several = any(use.id == "school" and len(use.groups) > 1 for use in source.dimensions)
    return is_of_students and not several and source.rows_deleted is None and ws.store.has_rows(source.id)


def _steps(sources: Sequence[Source]) -> list[Step]:
    """Return each measure's periods one after the other: terms, and whole years apart; none that two files have."""
    has: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for source in sources:
        for measure in source.measures:
            for period in source.periods:
                has[measure][period].append(source.id)
    found: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for measure, by_period in has.items():
        for period, later in _one_after_the_other(by_period):
            if len(by_period[period]) == len(by_period[later]) == 1:
                found[by_period[period][0], period, by_period[later][0], later].append(measure)
    return [Step(*key, tuple(measures)) for key, measures in found.items()]


def _one_after_the_other(all_: Iterable[str]) -> Iterator[tuple[str, str]]:
    ordered = periods.ordered(all_)
    for is_whole in (True, False):
        yield from pairwise(p for p in ordered if (school_year.term(p) == "") is is_whole)
