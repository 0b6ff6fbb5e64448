"""Where a gap sits: which incident type, which school (METHODS.md §4.2, §4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from equity_core.stats.counts import Counts, together
from equity_core.stats.kitagawa import Strata, sides


class Contributions(NamedTuple):
    """Hold what each type adds to a gap of events per `per` students; they add up to it exactly.

    `shares` is None unless every type points the gap's way: shares over 100 % mislead. `order`: largest first.
    """

    gap: Fraction
    contribution: dict[str, Fraction]
    share: dict[str, Fraction] | None
    order: list[str]


def contributions(
    events: Mapping[str, tuple[int, int]], *, n_group: int, n_reference: int, per: int = 100
) -> Contributions:
    """Return what each type of event (its events in the group, in the reference) adds to the gap.

    For events only: one student may be in several types, so shares of students do not add up.
    """
    parts = {
        name: Fraction(group * per, n_group) - Fraction(reference * per, n_reference)
        for name, (group, reference) in events.items()
    }
    gap = sum(parts.values(), Fraction(0))
    alike = gap != 0 and all(part * gap >= 0 for part in parts.values())
    shares = {name: part / gap for name, part in parts.items()} if alike else None
    return Contributions(gap, parts, shares, sorted(parts, key=lambda name: (-abs(parts[name]), name)))


class Excess(NamedTuple):
    """Hold how many students more than expected have the outcome, by stratum.

    `total` + `composition` = `crude`, exactly: the group's size times its gap. `order`: largest first.
    """

    excess: dict[str, Fraction]
    total: Fraction
    composition: Fraction
    crude: Fraction
    order: list[str]


def excess(strata: Strata) -> Excess | None:
    """Return how many would not have the outcome, had the group in each stratum the rate of its reference there.

    Strata where nobody is there to compare with are left out. None when one side is nobody.
    """
    group, reference = sides(strata)
    if group.rate is None or reference.rate is None:
        return None
    parts = {
        name: s.group.x - s.group.n * s.reference.rate for name, s in strata.items() if s.reference.rate is not None
    }
    total, crude = sum(parts.values(), Fraction(0)), group.n * (group.rate - reference.rate)
    return Excess(parts, total, crude - total, crude, sorted(parts, key=lambda name: (-parts[name], name)))


class LeaveOneOut(NamedTuple):
    """Hold a gap, the gap without each stratum (None: one side is nobody then), and how much that takes away."""

    gap: Fraction | None
    without: dict[str, Fraction | None]
    influence: dict[str, Fraction | None]


def leave_one_out(strata: Strata) -> LeaveOneOut:
    """Return what each stratum does to a gap."""
    gap = _gap(*sides(strata))
    without = {name: _gap(*sides({other: s for other, s in strata.items() if other != name})) for name in strata}
    return LeaveOneOut(gap, without, {n: None if gap is None or g is None else gap - g for n, g in without.items()})


class Cell(NamedTuple):
    """Hold the rate of students in two groups at once, and what adding up the two groups would make one expect."""

    rate: Fraction | None
    expected_additive: Fraction | None
    excess: Fraction | None


class Intersection(NamedTuple):
    """Hold the four cells of two groups, and by how much they are not the sum of their parts (None: nobody)."""

    cells: dict[tuple[str, str], Cell]
    interaction: Fraction | None


def intersection(cells: Mapping[tuple[str, str], Counts]) -> Intersection:
    """Return what being in two groups at once adds. `cells`: (of the first, of the second), in and not, in order."""
    everybody = together(cells.values()).rate
    margin = [
        {name: together(c for at, c in cells.items() if at[side] == name).rate for name in {at[side] for at in cells}}
        for side in (0, 1)
    ]
    found = {}
    for at, counts in cells.items():
        expected = _added(margin[0][at[0]], margin[1][at[1]], everybody)
        apart = None if counts.rate is None or expected is None else counts.rate - expected
        found[at] = Cell(counts.rate, expected, apart)
    (a, b), (c, d) = (tuple(dict.fromkeys(at[side] for at in cells)) for side in (0, 1))
    rates = [found[at].rate for at in ((a, c), (a, d), (b, c), (b, d))]
    known = [rate for rate in rates if rate is not None]
    interaction = known[0] - known[1] - known[2] + known[3] if len(known) == len(rates) else None
    return Intersection(found, interaction)


def _gap(group: Counts, reference: Counts) -> Fraction | None:
    return None if group.rate is None or reference.rate is None else group.rate - reference.rate


def _added(a: Fraction | None, b: Fraction | None, everybody: Fraction | None) -> Fraction | None:
    return None if a is None or b is None or everybody is None else a + b - everybody
