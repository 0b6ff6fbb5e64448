"""Ranges that a source published in place of a number: shown as ranges, as far as that tells of nobody else."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from equity_core.privacy.released import Count, Status
from equity_core.privacy.rules import Rules
from equity_core.sealed import Row

OURS: tuple[Status, ...] = ("hidden", "range")


def alone(row: Row, rules: Rules) -> Count:
    """Return what may be shown of a published range, looked at alone: nothing of a small group, no narrow count.

    A count near nobody or everybody is widened to our own range, so that a source's range tells no more than ours.
    """
    if row.n is not None and rules.is_small_group(row.n):
        return Count("hidden_by_source")
    low, high = row.x_low, row.x_high
    if row.n is not None and low is not None and high is not None:
        if low <= rules.small:
            low, high = 0, max(high, rules.small)
        if high >= row.n - rules.small:
            low, high = min(low, row.n - rules.small), row.n
        return Count("range", row.n, None, low, high, None, Fraction(low, row.n), Fraction(high, row.n))
    return bare(row)


def bare(row: Row) -> Count:
    """Return the published range of a rate without any number of students."""
    if row.rate_low is None or row.rate_high is None:
        return Count("hidden_by_source")
    return Count("range", rate_low=Fraction(row.rate_low), rate_high=Fraction(row.rate_high))


def passed_on(groups: Collection[tuple[str, Count, Row]], *, rules: Rules, interlocks: bool) -> list[tuple[str, Count]]:
    """Return the cells of a table with the published ranges in it.

    Numbers of students stay with a range only where nothing beside it is hidden or a range by our own rules, and where
    no sum over schools links it with other tables (`interlocks`): otherwise they could tell of what is hidden there.
    """
    is_closed = interlocks or any(count.status in OURS and row.status != "range" for _, count, row in groups)
    return [
        (name, count if row.status != "range" else bare(row) if is_closed else alone(row, rules))
        for name, count, row in groups
    ]
