"""What is otherwise than in the file before: size, shares of groups, measures, definitions. From released numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from equity_core.model import Source
from equity_core.privacy import Release
from equity_core.workflow import periods
from equity_core.workflow.definitions import definition
from equity_core.workflow.workspace import Workspace

MOVED = Fraction(20, 100)  # a share that moved by more of itself than this is said


@dataclass(frozen=True, slots=True)
class _Size:
    """How many students a period has, in all and by group; groups that are not shown are left out."""

    all: int
    groups: dict[tuple[str, str], int]


def compared(ws: Workspace, source: Source) -> tuple[str, ...]:
    """Return in words what is otherwise than in the period before, or in the file that this one replaced."""
    period = _first(source.periods)
    earlier = _earlier(ws, source, period) if period else None
    if earlier is None:
        return tuple(_replaced(ws, source))
    before, then = earlier
    now_size, then_size = _size(_release(ws, source), period), _size(_release(ws, before), then)
    told = [*_sizes(ws, now_size, then_size, period, then)] if now_size and then_size else []
    if before.id != source.id:
        told += [*_kinds(ws, source, before, then)]
    return tuple(told) or (ws.words("compared.same", before=then),)


def redefined(ws: Workspace, source: Source) -> tuple[str, ...]:
    """Return in words which measures are counted otherwise now than when the file came."""
    told = []
    for id in source.measures:
        was, now = source.definitions.get(id), definition(ws, id)
        if was and was != now:
            told.append(ws.words("compared.redefined", measure=ws.measure_label(id), then=was, now=now))
    return tuple(told)


def _first(found: tuple[str, ...]) -> str:
    return periods.ordered(found)[-1] if found else ""


def _earlier(ws: Workspace, source: Source, period: str) -> tuple[Source, str] | None:
    """Return the latest period before, of this file or of another with a measure and a dimension in common."""
    found: list[tuple[str, Source]] = []
    for other in ws.sources():
        alike = other.shape == source.shape and other.one_row_is == source.one_row_is
        shares = set(other.measures) & set(source.measures) and _ids(other) & _ids(source)
        if alike and shares:
            found += [(p, other) for p in other.periods if periods.is_before(p, period)]
    if not found:
        return None
    latest = periods.ordered(p for p, _ in found)[-1]
    return next((other, latest) for p, other in reversed(found) if p == latest)


def _ids(source: Source) -> set[str]:
    return {use.id for use in source.dimensions}


def _release(ws: Workspace, source: Source) -> Release | None:
    return next(iter(ws.store.releases([source.id])), None)


def _size(release: Release | None, period: str) -> _Size | None:
    """Return the sizes that the measure with the most students has."""
    tables = [t for t in (release.tables if release else ()) if t.period == period and not t.where]
    widest = max((t.total.n or 0 for t in tables), default=0)
    if not widest:
        return None
    measure = next(t.measure for t in tables if t.total.n == widest)
    found = [t for t in tables if t.measure == measure]
    return _Size(widest, {(t.dimension, name): c.n for t in found for name, c in t.groups if c.n is not None})


def _sizes(ws: Workspace, now: _Size, then: _Size, period: str, before: str) -> Iterator[str]:
    change = Fraction(now.all - then.all, then.all)
    code = "compared.fewer" if change < 0 else "compared.more"
    if change:
        yield ws.words(code, percent=ws.words.percent(abs(change)), now=now.all, then=then.all, before=before)
    for dimension, group in sorted(set(now.groups) & set(then.groups)):
        shares = [Fraction(size.groups[dimension, group], size.all) for size in (now, then)]
        if shares[1] and abs(shares[0] / shares[1] - 1) > MOVED:
            yield ws.words(
                "compared.share",
                group=group,
                dimension=ws.dimension_label(dimension),
                now=ws.words.percent(shares[0]),
                then=ws.words.percent(shares[1]),
                before=before,
            )


def _kinds(ws: Workspace, source: Source, before: Source, then: str) -> Iterator[str]:
    """Say which measures and groups only one of two files has, and which definitions differ."""
    gone = [id for id in before.measures if id not in source.measures]
    if gone:
        yield ws.words("compared.measures_gone", measures=ws.words.listed([ws.measure_label(id) for id in gone]))
    mine, theirs = ({use.id: set(use.groups) for use in s.dimensions} for s in (source, before))
    for dimension in theirs:
        label = ws.dimension_label(dimension)
        if dimension not in mine:
            yield ws.words("compared.dimension_gone", dimension=label, before=then)
            continue
        only = sorted(mine[dimension] ^ theirs[dimension])
        if only:
            yield ws.words("compared.groups", dimension=label, groups=ws.words.listed(only), before=then)
    if source.race_form and before.race_form and source.race_form != before.race_form:
        yield ws.words("compared.race_form", before=then)
    for id in source.measures:
        was, now = before.definitions.get(id), source.definitions.get(id)
        if was and now and was != now:
            yield ws.words("compared.redefined", measure=ws.measure_label(id), then=was, now=now)


def _replaced(ws: Workspace, source: Source) -> Iterator[str]:
    """Say how many rows more or fewer a file has than the one that it replaced: receipts stay, rows do not."""
    older = [
        s
        for s in ws.all(Source)
        if s.status == "replaced" and s.shape == source.shape and set(s.periods) & set(source.periods)
    ]
    older = [s for s in older if s.imported_at <= source.imported_at and s.id != source.id]
    if older and older[-1].rows_kept != source.rows_kept:
        yield ws.words("compared.rows", now=source.rows_kept, then=older[-1].rows_kept, name=older[-1].name)
