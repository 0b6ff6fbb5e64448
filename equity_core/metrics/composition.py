"""Who is in a school: each group's share of all students. Nothing is compared: no group is served better or worse."""

from __future__ import annotations

from fractions import Fraction

from equity_core.metrics.disparity import ALL, Disparity, GroupResult
from equity_core.model import Measure
from equity_core.privacy import Count, Released


def composition(table: Released, measure: Measure) -> Disparity:
    """Return how many students are in each group, and as `rate` their share of all."""
    return Disparity(
        measure=measure.id,
        by=(table.dimension,),
        period=table.period,
        comparison="none",
        groups=tuple(_share(name, count, table.total) for name, count in table.groups),
        total=_share(ALL, table.total, table.total),
        notes=("note.share_of_all",),
        method={"rate": "share_of_all_students"},
        where=table.where,
        source=table.source,
    )


def _share(name: str, count: Count, total: Count) -> GroupResult:
    is_told = count.is_shown and total.is_shown and total.n
    rate = Fraction(count.n or 0, total.n or 1) if is_told else None
    return GroupResult(group=name, status=count.status, n=count.n, x=count.x, rate=rate)
