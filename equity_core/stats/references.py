"""What a group can be compared with, among groups that are all known (METHODS.md §0, §1.2)."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from equity_core.stats.counts import Groups, rest_of, together

MIN_REFERENCE = 30  # a smaller group's rate is no yardstick for everybody


class Reference(NamedTuple):
    """Hold the rate to compare with, and the groups that have it (none: everyone else, all, or a given rate)."""

    rate: Fraction | None
    groups: tuple[str, ...] = ()


def reference(groups: Groups, name: str, compare: str, *, higher_better: bool = True) -> Reference:
    """Return what a group is compared with: "rest", "all", "best", "group:G" or "rate:0.8".

    "best": noise alone makes it flag somebody in most schools, so never without a warning.
    """
    kind, _, named = compare.partition(":")
    if kind == "rest":
        return Reference(rest_of(groups, name).rate)
    if kind == "all":
        return Reference(together(groups.values()).rate)
    if kind == "best":
        return best(groups, higher_better=higher_better)
    return Reference(groups[named].rate, (named,)) if kind == "group" else Reference(Fraction(named))


def best(groups: Groups, *, higher_better: bool, fewest: int = MIN_REFERENCE) -> Reference:
    """Return the best rate among groups that are large enough, with every group that has it."""
    rates = {name: counts.rate for name, counts in groups.items() if counts.n >= fewest and counts.rate is not None}
    if not rates:
        return Reference(None)
    top = max(rates.values()) if higher_better else min(rates.values())
    return Reference(top, tuple(name for name, rate in rates.items() if rate == top))
