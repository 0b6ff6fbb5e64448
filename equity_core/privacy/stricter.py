"""What stays of a release under a stricter rule where its rows are gone, so that it cannot be planned again."""

from __future__ import annotations

from dataclasses import replace

from equity_core.privacy.released import HIDDEN, Count, Release, Turned


def stricter(before: Release, min_group: int) -> Release:
    """Return a release without every dimension of a period in which a shown group has fewer than `min_group` students.

    And without events: of how many students they were is known no more. Nothing is shown that was not shown before; a
    total under the threshold goes with all that is beside it.
    """

    def is_small(count: Count) -> bool:
        return count.n is not None and count.n < min_group

    small = {
        (table.period, dimension)
        for table in before.tables
        if is_small(table.total) or any(is_small(count) for _, count in table.groups)
        for dimension in (table.dimension, *(d for d, _ in table.where))
    }
    tables = tuple(
        replace(
            table,
            total=HIDDEN if is_small(table.total) else table.total,
            groups=tuple((name, HIDDEN) for name, _ in table.groups),
        )
        if any((table.period, dimension) in small for dimension in (table.dimension, *(d for d, _ in table.where)))
        else table
        for table in before.tables
    )
    events = before.events if min_group <= before.min_group else ()
    followed = tuple(
        replace(one, total=Turned(), groups=tuple((name, Turned()) for name, _ in one.groups))
        if any(told.n is not None and told.n < min_group for told in (one.total, *(t for _, t in one.groups)))
        else one
        for one in before.followed
    )
    return replace(before, min_group=min_group, tables=tables, events=events, followed=followed)
