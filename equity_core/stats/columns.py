"""The rules of `indices` for many groups at once: the same flags and the same whole students, a thousand times faster.

Columns hold one line a group: x of n, and what it is compared with. Rates are floats to be read; nothing is decided by
them. Flags and counts come of whole numbers of 64 bits; where a square root comes within a billionth of its threshold,
`indices` decides that line in fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from equity_core.stats.counts import Counts
from equity_core.stats.indices import FOUR_FIFTHS, PPG_Z, Ppg, PpgRule, ppg_of
from equity_core.stats.references import MIN_REFERENCE, Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]
    Truth = NDArray[np.bool_]

MOST = (
    2**26
)  # students in a count: so many times so many, times a hundred, fit in 64 bits; their rates differ as floats
NEAR = 1e-9


class Column(NamedTuple):
    """Hold x of n for many groups; n is 0 where there is nobody. ValueError unless 0 <= x <= n < 2^26."""

    x: Whole
    n: Whole

    @classmethod
    def of(cls, x: Sequence[int], n: Sequence[int]) -> Column:
        """Return whole numbers as a column."""
        import numpy as np

        column = cls(np.asarray(x, dtype=np.int64), np.asarray(n, dtype=np.int64))
        if column.x.shape != column.n.shape or not ((column.x >= 0) & (column.x <= column.n) & (column.n < MOST)).all():
            raise ValueError(f"x and n must be 0 <= x <= n < {MOST}")
        return column

    @property
    def rate(self) -> Real:
        """Return the proportions as floats, NaN where there is nobody."""
        return _over(self.x, self.n)

    def less(self, other: Column) -> Column:
        """Return these without others that are among them."""
        return Column(self.x - other.x, self.n - other.n)


class PpgColumn(NamedTuple):
    """Hold `Ppg` for many groups. Those that a rule calls too small are not `is_judged`, and have no `flag`."""

    rate: Real
    reference: Real
    gap: Real
    moe: Real
    flag: Truth
    is_judged: Truth
    needed_not_flagged: Whole
    needed_parity: Whole


@dataclass(frozen=True, slots=True)
class IndexColumn:
    """Hold `Index` for many groups."""

    share: Real
    reference: Real
    index: Real
    flag: Truth
    needed_not_flagged: Whole
    needed_parity: Whole


def best_column(group: Column, table: Sequence[int]) -> Column:
    """Return for each line the best of its table's groups that have 30 students or more; 0 of 0 without one.

    `table` numbers the tables. Rates under 2^26 students that differ do so by more than a float rounds.
    """
    import numpy as np

    rate, number = np.where(group.n >= MIN_REFERENCE, group.rate, -1.0), np.asarray(table, dtype=np.int64)
    order = np.lexsort((rate, number))
    tops = order[np.append(np.diff(number[order]) > 0, True)] if len(order) else order
    place = np.searchsorted(number[tops], number)
    found, is_there = tops[place], (rate[tops] >= 0)[place]
    return Column(np.where(is_there, group.x[found], 0), np.where(is_there, group.n[found], 0))


def ppg_column(
    group: Column, other: Column, rule: PpgRule, *, higher_better: Sequence[bool] | bool = True
) -> PpgColumn:
    """Return percentage point gaps by a rule, of which `other` is the reference."""
    import numpy as np

    (x, n), (x_other, n_other) = group, other
    least, of = rule.min_moe.numerator, rule.min_moe.denominator
    if of * MOST * MOST >= 2**63:
        raise ValueError(f"a margin with so many digits: {rule.min_moe}")
    has_both, ahead = (n > 0) & (n_other > 0), x * n_other - x_other * n
    behind = np.where(higher_better, -ahead, ahead)  # times both n
    half = np.full(len(n), 0.25)
    spread = np.where((x > 0) & (x < n), _over(x * (n - x), n * n), half) if rule.own_rate_in_moe else half
    root = float(PPG_Z) * np.sqrt(_over(spread, n))
    apart, steps = _over(behind, n * n_other), _over(behind, n_other) - n * root
    is_wide = has_both & (behind > 0) & (of * behind >= least * n * n_other)
    flag = is_wide & (apart >= root)
    by_least = _ceiling(of * behind - least * n * n_other, of * n_other)
    by_root = np.ceil(np.where(flag, steps, 0)).astype(np.int64)
    needed = np.where(flag, np.maximum(np.minimum(by_least, by_root), 0), 0)
    flag &= n >= rule.fewest
    close = is_wide & ((np.abs(apart - root) <= NEAR * root) | (np.abs(steps - np.rint(steps)) <= NEAR * n))
    upward = np.broadcast_to(higher_better, n.shape)
    for i in np.flatnonzero(close).tolist():
        told = _exactly(group, other, rule, i, higher_better=bool(upward[i]))
        flag[i], needed[i] = bool(told.flag), told.needed_not_flagged
    return PpgColumn(
        rate=group.rate,
        reference=other.rate,
        gap=_over(ahead, n * n_other),
        moe=np.maximum(root, float(rule.min_moe)),
        flag=flag,
        is_judged=(n > 0) & ((n >= rule.fewest) | (n_other == 0)),
        needed_not_flagged=needed,
        needed_parity=_more(has_both, behind, n_other),
    )


def proportionality_column(group: Column, everybody: Column) -> IndexColumn:
    """Return shares of the outcome over shares of enrolment; flagged under four fifths."""
    import numpy as np

    (x, n), (x_all, n_all) = group, everybody
    is_there = (n > 0) & (x_all > 0)
    return IndexColumn(
        share=np.where(is_there, _over(x, x_all), np.nan),
        reference=_over(n, n_all),
        index=np.where(is_there, _over(x * n_all, n * x_all), np.nan),
        flag=is_there & _under(x * n_all, n * x_all),
        needed_not_flagged=_more(is_there, *_short(group, everybody, FOUR_FIFTHS)),
        needed_parity=_more(is_there, *_short(group, everybody, Fraction(1))),
    )


def index_80_column(group: Column, other: Column) -> IndexColumn:
    """Return rates over those of `other`; flagged under four fifths."""
    import numpy as np

    (x, n), (x_other, n_other) = group, other
    is_there = (n > 0) & (x_other > 0)
    top, of = FOUR_FIFTHS.numerator, FOUR_FIFTHS.denominator
    return IndexColumn(
        share=group.rate,
        reference=other.rate,
        index=np.where(is_there, _over(x * n_other, n * x_other), np.nan),
        flag=is_there & _under(x * n_other, n * x_other),
        needed_not_flagged=_more(is_there, top * n * x_other - of * x * n_other, of * n_other),
        needed_parity=_more(is_there, n * x_other - x * n_other, n_other),
    )


def _exactly(group: Column, other: Column, rule: PpgRule, line: int, *, higher_better: bool) -> Ppg:
    rate = Fraction(int(other.x[line]), int(other.n[line]))
    counts = Counts(int(group.x[line]), int(group.n[line]))
    return ppg_of(counts, Reference(rate), rule, higher_better=higher_better)


def _under(top: Whole, of: Whole) -> Truth:
    """Say whether top / of is under four fifths."""
    return top * FOUR_FIFTHS.denominator < of * FOUR_FIFTHS.numerator


def _short(group: Column, everybody: Column, part: Fraction) -> tuple[Whole, Whole]:
    """Return how many more students bring a group to a part of its share, as a numerator and a denominator."""
    top, of = part.numerator, part.denominator
    return top * group.n * everybody.x - of * everybody.n * group.x, of * everybody.n - top * group.n


def _more(is_there: Truth, top: Whole, of: Whole) -> Whole:
    import numpy as np

    return np.where(is_there & (of != 0), np.maximum(_ceiling(top, of), 0), 0)


def _ceiling(top: Whole, of: Whole) -> Whole:
    import numpy as np

    return -(-top // np.where(of == 0, 1, of))


def _over(top: Whole | Real, of: Whole) -> Real:
    """Return top / of as floats, NaN where `of` is 0: whole numbers under 2^53 are rounded once."""
    import numpy as np

    return np.where(of == 0, np.nan, top / np.where(of == 0, 1, of))
