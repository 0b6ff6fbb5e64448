"""Did a gap move, and who moved? (METHODS.md §3.3)."""

from __future__ import annotations

from fractions import Fraction
from math import erfc, sqrt
from typing import Literal, NamedTuple

from equity_core.stats.intervals import mover, mover_at

WIDEST, STEPS = 6.2, 32  # the normal quantile of a p of 6e-10, and halvings until it is known to 2e-9

How = Literal[
    "narrowed_group_improved",
    "narrowed_rest_improved",
    "narrowed_levelling_down",
    "narrowed_mixed",
    "narrowed_to_parity",
    "crossed_parity",
    "reversed",
    "not_narrowed",
]
Counts = tuple[int, int]  # x, n


class GapChange(NamedTuple):
    """Hold (group - rest) before and after, how far it moved with its interval, and the two moves that made it.

    All are proportions.
    """

    gap_before: Fraction
    gap_after: Fraction
    gap_change: Fraction
    low: float
    high: float
    group_change: Fraction
    rest_change: Fraction
    how: How


def gap_of_gaps(
    *,
    group_before: Counts,
    rest_before: Counts,
    group_after: Counts,
    rest_after: Counts,
    level: float = 0.95,
    higher_better: bool = True,
) -> GapChange | None:
    """Return how a gap moved (Newcombe 2001, by MOVER); None where a side is nobody."""
    interval = mover(_terms(group_before, rest_before, group_after, rest_after), level)
    if interval is None:
        return None
    g0, r0, g1, r1 = (Fraction(*side) for side in (group_before, rest_before, group_after, rest_after))
    how = how_it_moved(group_before=g0, rest_before=r0, group_after=g1, rest_after=r1, higher_better=higher_better)
    return GapChange(g0 - r0, g1 - r1, g1 - r1 - (g0 - r0), *interval, g1 - g0, r1 - r0, how)


def gap_of_gaps_p(
    *, group_before: Counts, rest_before: Counts, group_after: Counts, rest_after: Counts
) -> float | None:
    """Return the two-sided p that agrees with `gap_of_gaps`: 1 less the highest level whose interval excludes 0."""
    terms = _terms(group_before, rest_before, group_after, rest_after)
    if any(n == 0 for _, _, n in terms):
        return None
    low, high = 0.0, WIDEST
    for _ in range(STEPS):
        middle = (low + high) / 2
        below, above = mover_at(terms, middle)
        if below > 0 or above < 0:
            low = middle
        else:
            high = middle
    return erfc(low / sqrt(2))


def how_it_moved(
    *,
    group_before: Fraction,
    rest_before: Fraction,
    group_after: Fraction,
    rest_after: Fraction,
    higher_better: bool | None = True,
) -> How:
    """Say whether the gap narrowed and which side did it.

    "narrowed_levelling_down": only because those ahead lost ground; never a success. "narrowed_rest_improved": the
    group is ahead and the others caught up. Where neither is better (None), nobody gains or loses by a move:
    "narrowed_to_parity" on the same side, "crossed_parity" for the other one, however near.
    """
    before, after = group_before - rest_before, group_after - rest_after
    if before * after < 0:
        return "reversed" if higher_better is not None else "crossed_parity"
    if abs(after) >= abs(before):
        return "not_narrowed"
    if higher_better is None:
        return "narrowed_to_parity"
    better = 1 if higher_better else -1
    group, rest = (group_after - group_before) * better, (rest_after - rest_before) * better
    group_is_behind = before * better < 0
    behind, ahead = (group, rest) if group_is_behind else (rest, group)
    if behind <= 0:
        return "narrowed_levelling_down"
    if ahead < 0:
        return "narrowed_mixed"
    return "narrowed_group_improved" if group_is_behind else "narrowed_rest_improved"


def _terms(
    group_before: Counts, rest_before: Counts, group_after: Counts, rest_after: Counts
) -> tuple[tuple[int, int, int], ...]:
    return ((-1, *group_before), (1, *rest_before), (1, *group_after), (-1, *rest_after))
