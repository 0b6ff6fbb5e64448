"""How much of a gap is who is where, and how much is what happens there (METHODS.md §4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from equity_core.stats.counts import Counts, together


class Stratum(NamedTuple):
    """One school, grade or course: a group there, and those it is compared with there."""

    group: Counts
    reference: Counts


Strata = Mapping[str, Stratum]


class Part(NamedTuple):
    """Hold what one stratum adds to a gap. Only `composition_centred` may be compared between strata."""

    composition: Fraction
    composition_centred: Fraction
    rate: Fraction
    total_centred: Fraction


class Decomposition(NamedTuple):
    """Hold a gap (group less reference) as `composition` + `rate`, exactly, and each stratum's part."""

    gap: Fraction
    composition: Fraction
    rate: Fraction
    strata: dict[str, Part]


def kitagawa(strata: Strata) -> Decomposition | None:
    """Return how a gap comes about over strata; None when one side is nobody.

    Where a side is nobody in a stratum, its rate there is taken to be the other's: all of it is composition.
    """
    group, reference = sides(strata)
    if group.rate is None or reference.rate is None:
        return None
    overall = together((group, reference)).rate
    assert overall is not None  # both have somebody
    parts = {name: _part(s, group.n, reference.n, overall) for name, s in strata.items() if s.group.n or s.reference.n}
    composition = sum((part.composition for part in parts.values()), Fraction(0))
    rate = sum((part.rate for part in parts.values()), Fraction(0))
    return Decomposition(group.rate - reference.rate, composition, rate, parts)


def sides(strata: Strata) -> tuple[Counts, Counts]:
    """Return the group and the reference over all strata."""
    return together(s.group for s in strata.values()), together(s.reference for s in strata.values())


def _part(stratum: Stratum, n_group: int, n_reference: int, overall: Fraction) -> Part:
    a, b = stratum.group.rate, stratum.reference.rate
    a = b if a is None else a
    b = a if b is None else b
    assert a is not None  # somebody is in the stratum
    assert b is not None
    share_a, share_b = Fraction(stratum.group.n, n_group), Fraction(stratum.reference.n, n_reference)
    shift, middle = share_a - share_b, (a + b) / 2
    rate = (a - b) * (share_a + share_b) / 2
    centred = shift * (middle - overall)
    return Part(shift * middle, centred, rate, centred + rate)
