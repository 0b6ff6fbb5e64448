"""Two measures of one column may not tell, one taken from the other, of fewer than five students."""

from __future__ import annotations

from collections.abc import Iterator

from equity_core.errors import Refused
from equity_core.model import AtMost, LessThan, Limit, Measure, OneOf, ShareAtLeast, Source
from equity_core.privacy import Count, Release, Released
from equity_core.workflow.data import contents
from equity_core.workflow.workspace import Workspace

FEWEST = 5  # a count of students below it is "under 5" (DESIGN.md §4)
DOWN = (AtMost, LessThan)


def refuse(ws: Workspace, source: Source, released: Release) -> None:
    """Refuse what was released of a source when two of its measures could be subtracted from each other."""
    measures = [ws.measure(id) for id in source.measures]
    for place, one in enumerate(measures):
        for other in measures[:place]:
            if contents.columns_of(one) & contents.columns_of(other) and _tells(released.tables, one, other):
                raise Refused("define.too_close", label=ws.measure_label(one.id), other=ws.measure_label(other.id))


def _tells(tables: tuple[Released, ...], one: Measure, other: Measure) -> bool:
    """Say whether any shown cells of two measures differ by one to four students."""
    placed = {(t.period, t.dimension, t.where): t for t in tables if t.measure == other.id}
    for table in tables:
        there = placed.get((table.period, table.dimension, table.where))
        if table.measure == one.id and there is not None:
            bands = list(_bands(table, there, one, other))
            not_shown = bands[0] - sum(bands[1:]) if table.partitions and table.groups else 0
            if any(0 < abs(band) < FEWEST for band in (*bands, not_shown)):
                return True
    return False


def _bands(table: Released, there: Released, one: Measure, other: Measure) -> Iterator[int]:
    """Yield how many students are between two measures: of all, then of each group; 0 where it is not shown."""
    pairs = [(table.total, there.total), *((count, dict(there.groups).get(name)) for name, count in table.groups)]
    for mine, theirs in pairs:
        if theirs is None or mine.n is None or mine.x is None or theirs.x is None or mine.n != theirs.n:
            yield 0
        else:
            yield _between(one, mine, mine.x, other, theirs.x)


def _between(one: Measure, count: Count, x: int, other: Measure, y: int) -> int:
    n, mine, theirs = count.n or 0, one.rule, other.rule
    if isinstance(mine, OneOf) and isinstance(theirs, OneOf):
        chosen, chosen_there = set(mine.values), set(theirs.values)
        if chosen <= chosen_there or chosen_there <= chosen:
            return x - y
        return n - x - y if not chosen & chosen_there else 0
    if isinstance(mine, Limit | ShareAtLeast) and isinstance(theirs, Limit | ShareAtLeast):
        return (n - x if isinstance(mine, DOWN) else x) - (n - y if isinstance(theirs, DOWN) else y)
    return 0
