"""Significant disproportionality, 34 CFR 300.647 (METHODS.md §1.6). Not legal advice: say so wherever it is shown."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from equity_core.stats.counts import Counts

Kind = Literal["risk_ratio", "alternate_risk_ratio", "not_calculated"]
Reason = Literal["group_below_minimum", "comparison_below_minimum", "comparison_risk_zero"]


class Minimums(NamedTuple):
    """The State's smallest numerator and denominator. No larger ones are presumed reasonable, (b)(1)(iv)."""

    cell: int = 10
    n: int = 30

    def met_by(self, counts: Counts) -> bool:
        """Say whether a group has enough students to be looked at."""
        return counts.x >= self.cell and counts.n >= self.n


class RiskRatio(NamedTuple):
    """Hold a group's risk over that of all other children, or why there is none. `exceeds`: strictly over."""

    risk: Fraction | None
    ratio: Fraction | None
    kind: Kind
    reason: Reason | None
    exceeds: bool


def idea_risk_ratio(
    group: Counts,
    comparison: Counts,
    *,
    threshold: Fraction,
    state_comparison: Counts | None = None,
    minimums: Minimums = Minimums(),  # noqa: B008 (a tuple: it cannot change)
) -> RiskRatio:
    """Compare a group with all other children of the LEA, or of the State where those are too few.

    `threshold` is the State's own. Denominators: all enrolled for identification, children with disabilities for
    placement and discipline; never mixed.
    """
    if not minimums.met_by(group):
        return RiskRatio(group.rate, None, "not_calculated", "group_below_minimum", exceeds=False)
    kind: Kind = "risk_ratio"
    if not minimums.met_by(comparison):
        if state_comparison is None or not minimums.met_by(state_comparison):
            return RiskRatio(group.rate, None, "not_calculated", "comparison_below_minimum", exceeds=False)
        kind, comparison = "alternate_risk_ratio", state_comparison
    if group.rate is None or not comparison.rate:
        return RiskRatio(group.rate, None, "not_calculated", "comparison_risk_zero", exceeds=False)
    ratio = group.rate / comparison.rate
    return RiskRatio(group.rate, ratio, kind, None, exceeds=ratio > threshold)


class MultiYear(NamedTuple):
    """Hold whether a ratio exceeded in every year, fell fast enough in each of the last two, and so is identified."""

    exceeded_all_years: bool
    reasonable_progress: bool
    identified: bool


def idea_multi_year(
    ratios: Sequence[Fraction | None], *, threshold: Fraction, min_drop: Fraction, years: int = 3
) -> MultiYear:
    """Judge up to three years together, earliest first, 34 CFR 300.647(d); a year that was not calculated breaks it."""
    last = ratios[-years:]
    known = [ratio for ratio in last if ratio is not None]
    exceeded = len(known) == years and all(ratio > threshold for ratio in known)
    falls = [a - b for a, b in itertools.pairwise(known)]
    progress = exceeded and bool(falls) and all(fall >= min_drop for fall in falls)
    return MultiYear(exceeded, progress, exceeded and not progress)
