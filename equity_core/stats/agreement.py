"""Do two people who read the same words hear the same things? And do raters rank alike? (METHODS.md §5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from fractions import Fraction
from typing import NamedTuple


class CoderAgreement(NamedTuple):
    """Hold several measures of agreement: each is wrong in its own way, so show the plain share first.

    Kappa can be near 0 where two agree on nearly everything. None: only one category was used (`pabak`: not two).
    """

    agreement: Fraction
    kappa: Fraction | None
    pabak: Fraction | None
    gwet_ac1: Fraction | None
    krippendorff_alpha: Fraction | None


def coder_agreement(first: Sequence[Hashable], second: Sequence[Hashable]) -> CoderAgreement:
    """Return how far two coders of the same passages agree, on categories without an order."""
    n = len(first)
    agreed = Fraction(sum(a == b for a, b in zip(first, second, strict=True)), n)
    one, two = Counter(first), Counter(second)
    categories = [*{*one, *two}]
    both = {c: Fraction(one[c] + two[c], 2 * n) for c in categories}
    if len(categories) < 2:
        return CoderAgreement(agreed, None, None, None, None)
    by_chance = sum((Fraction(one[c] * two[c], n * n) for c in categories), Fraction(0))
    gwet = sum((p * (1 - p) for p in both.values()), Fraction(0)) / (len(categories) - 1)
    expected_apart = 1 - sum(Fraction((one[c] + two[c]) * (one[c] + two[c] - 1), 2 * n * (2 * n - 1)) for c in both)
    return CoderAgreement(
        agreement=agreed,
        kappa=_beyond(agreed, by_chance),
        pabak=2 * agreed - 1 if len(categories) == 2 else None,
        gwet_ac1=_beyond(agreed, gwet),
        krippendorff_alpha=1 - (1 - agreed) / expected_apart,
    )


class Concordance(NamedTuple):
    """Hold Kendall's W: 1 is one shared ranking; under .3 there is none. None: nobody ranked anything apart."""

    w: Fraction | None
    chi2: float | None
    df: int
    p: float | None


def kendall_w(ranks: Sequence[Sequence[float]]) -> Concordance:
    """Return how far raters (rows) rank the same things alike; tied ranks are averaged beforehand."""
    m, n = len(ranks), len(ranks[0])
    exact = [[Fraction(rank) for rank in row] for row in ranks]
    sums = [sum(column, Fraction(0)) for column in zip(*exact, strict=True)]
    mean = sum(sums, Fraction(0)) / n
    ties = sum(count**3 - count for row in exact for count in Counter(row).values())
    below = m * m * (n**3 - n) - m * ties
    if not below:
        return Concordance(None, None, n - 1, None)
    w = 12 * sum(((each - mean) * (each - mean) for each in sums), Fraction(0)) / below
    from scipy.stats import chi2

    statistic = float(m * (n - 1) * w)
    return Concordance(w, statistic, n - 1, float(chi2.sf(statistic, n - 1)))


def _beyond(agreed: Fraction, by_chance: Fraction) -> Fraction | None:
    return (agreed - by_chance) / (1 - by_chance) if by_chance != 1 else None
