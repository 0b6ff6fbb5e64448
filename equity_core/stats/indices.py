"""Indices that others report: for compatibility, not for our own verdict (METHODS.md §1.1, §1.3, §1.4, §1.7).

False-flag rates of each rule are in METHODS.md §8.2. All thresholds and counts are decided in exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt
from typing import Literal, NamedTuple

from equity_core.stats.counts import Counts, Groups, rest_of, together
from equity_core.stats.parity import fewer_to_rate, more_to_rate
from equity_core.stats.references import Reference, reference

PPG_Z = Fraction("1.96")  # the rule's own literal
FOUR_FIFTHS = Fraction("0.8")


class PpgRule(NamedTuple):
    """One year's rule for the percentage point gap of the California Community Colleges."""

    compare: str
    min_moe: Fraction
    own_rate_in_moe: bool
    fewest: int = 0


PPG_RULES: dict[Literal["ccc_2017", "ccc_2022"], PpgRule] = {
    "ccc_2017": PpgRule("all", Fraction("0.03"), own_rate_in_moe=False),
    "ccc_2022": PpgRule("rest", Fraction("0.02"), own_rate_in_moe=True, fewest=11),
}


class Ppg(NamedTuple):
    """Hold a percentage point gap: flagged when it is at least its margin of error, the worse way.

    `flag` is None where the rule calls the group too small. Counts are whole students.
    """

    rate: Fraction | None
    reference: Reference
    gap: Fraction | None
    moe: float | None
    flag: bool | None
    needed_not_flagged: int
    needed_parity: int


def ppg(groups: Groups, rule: PpgRule, *, higher_better: bool = True) -> dict[str, Ppg]:
    """Return each group's percentage point gap by a rule."""
    return {
        name: ppg_of(
            counts,
            reference(groups, name, rule.compare, higher_better=higher_better),
            rule,
            higher_better=higher_better,
        )
        for name, counts in groups.items()
    }


@dataclass(frozen=True, slots=True)
class Index:
    """Hold a ratio that is flagged strictly under its cutoff, and how many more students it would take.

    Proportionality: `share` of the outcome over `reference` = share of enrolment; it cannot exceed `ceiling`, so it is
    not comparable between groups of different size. 80 %: the group's rate over the reference's.
    """

    share: Fraction | None
    reference: Fraction | None
    index: Fraction | None
    flag: bool
    needed_not_flagged: int
    needed_parity: int
    ceiling: Fraction | None = None
    reference_groups: tuple[str, ...] = ()


def proportionality(groups: Groups, *, cutoff: Fraction = FOUR_FIFTHS) -> dict[str, Index]:
    """Return each group's share of the outcome over its share of enrolment.

    The counts move the total as well: each added student is one of the group's and one of all.
    """
    return {name: proportionality_of(c, together(groups.values()), cutoff=cutoff) for name, c in groups.items()}


def index_80(groups: Groups, *, compare: str = "best", cutoff: Fraction = FOUR_FIFTHS) -> dict[str, Index]:
    """Return each group's rate over its reference's, for outcomes that are good to have (29 CFR 1607.4)."""
    return {name: index_80_of(c, reference(groups, name, compare), cutoff=cutoff) for name, c in groups.items()}


@dataclass(frozen=True, slots=True)
class Composition:
    """Hold how an outcome is shared out. Ratios belong to the bad outcome; show the gap beside each of them."""

    share_enrolment: Fraction
    share_outcome: Fraction | None
    difference: Fraction | None
    relative_difference: Fraction | None
    index: Fraction | None
    risk: Fraction | None
    risk_ratio: Fraction | None
    risk_difference: Fraction | None
    relative_rate_index: Fraction | None
    odds_ratio: Fraction | None


def composition(groups: Groups, *, named: str) -> dict[str, Composition]:
    """Return shares and ratios: versus the rest, and versus one named group (the relative rate index)."""
    rate = groups[named].rate
    return {name: composition_of(c, rest_of(groups, name), named_rate=rate) for name, c in groups.items()}


def ppg_of(group: Counts, ref: Reference, rule: PpgRule, *, higher_better: bool = True) -> Ppg:
    """Return one group's percentage point gap from a reference."""
    p, better = group.rate, 1 if higher_better else -1
    if p is None:
        return Ppg(None, ref, None, None, None, 0, 0)
    q = p if rule.own_rate_in_moe and p not in (0, 1) else Fraction(1, 2)
    square = PPG_Z**2 * q * (1 - q) / group.n  # of the margin of error
    moe = max(sqrt(square), float(rule.min_moe))
    if ref.rate is None:
        return Ppg(p, ref, None, moe, False, 0, 0)
    behind = (ref.rate - p) * better
    parity = (more_to_rate if higher_better else fewer_to_rate)(*group, ref.rate)

    def within(k: int) -> bool:
        left = behind - Fraction(k, group.n)
        return left <= rule.min_moe or left**2 <= square

    flag = behind > 0 and behind >= rule.min_moe and behind**2 >= square
    needed = _least(ceil((float(behind) - moe) * group.n), within) if flag else 0
    return Ppg(p, ref, p - ref.rate, moe, flag if group.n >= rule.fewest else None, needed, parity)


def _least(guess: int, holds: Callable[[int], bool]) -> int:
    """Return the least whole number, not below 0, that holds; floating point guessed where to look."""
    k = max(0, guess - 1)
    while k and holds(k - 1):
        k -= 1
    while not holds(k):
        k += 1
    return k


def proportionality_of(group: Counts, everybody: Counts, *, cutoff: Fraction = FOUR_FIFTHS) -> Index:
    """Return one group's share of the outcome over its share of enrolment."""
    share = Fraction(group.n, everybody.n) if everybody.n else None
    if not everybody.x or not share:
        return Index(None, share, None, False, 0, 0, 1 / share if share else None)
    of_outcome = Fraction(group.x, everybody.x)
    index = of_outcome / share
    return Index(
        share=of_outcome,
        reference=share,
        index=index,
        flag=index < cutoff,
        needed_not_flagged=_more_for_share(group, everybody, share * cutoff),
        needed_parity=_more_for_share(group, everybody, share),
        ceiling=1 / share,
    )


def _more_for_share(group: Counts, everybody: Counts, share: Fraction) -> int:
    if share == 1:
        return 0  # the group is everybody
    return max(0, ceil((everybody.x * share - group.x) / (1 - share)))


def index_80_of(group: Counts, ref: Reference, *, cutoff: Fraction = FOUR_FIFTHS) -> Index:
    """Return one group's rate over a reference's."""
    if group.rate is None or not ref.rate:
        return Index(group.rate, ref.rate, None, False, 0, 0, reference_groups=ref.groups)
    index = group.rate / ref.rate
    return Index(
        share=group.rate,
        reference=ref.rate,
        index=index,
        flag=index < cutoff,
        needed_not_flagged=more_to_rate(*group, ref.rate * cutoff),
        needed_parity=more_to_rate(*group, ref.rate),
        reference_groups=ref.groups,
    )


def composition_of(group: Counts, rest: Counts, *, named_rate: Fraction | None = None) -> Composition:
    """Return one group's shares and ratios beside everyone else; `named_rate`: of the relative rate index."""
    everybody = together((group, rest))
    enrolment = Fraction(group.n, everybody.n)
    outcome = Fraction(group.x, everybody.x) if everybody.x else None
    apart = None if outcome is None else outcome - enrolment
    risk, other = group.rate, rest.rate
    below = (group.n - group.x) * rest.x
    return Composition(
        share_enrolment=enrolment,
        share_outcome=outcome,
        difference=apart,
        relative_difference=apart / enrolment if apart is not None and enrolment else None,
        index=outcome / enrolment if outcome is not None and enrolment else None,
        risk=risk,
        risk_ratio=risk / other if risk is not None and other else None,
        risk_difference=risk - other if risk is not None and other is not None else None,
        relative_rate_index=risk / named_rate if risk is not None and named_rate else None,
        odds_ratio=Fraction(group.x * (rest.n - rest.x), below) if below else None,
    )
