"""The same students twice (METHODS.md §3.2). Never compare matched students as if they were two classes."""

from __future__ import annotations

from fractions import Fraction
from math import comb, sqrt
from typing import NamedTuple

from equity_core.stats.intervals import z_value


class PairedChange(NamedTuple):
    """Hold how a rate moved among the same students, as a proportion, with McNemar's exact p."""

    change: Fraction | None
    low: float | None
    high: float | None
    p: float


def change_paired(*, no_to_yes: int, yes_to_no: int, n: int, level: float = 0.95) -> PairedChange:
    """Return the change among n students, from how many gained the outcome and how many lost it.

    Interval: Bonett & Price 2012.
    """
    p = _mcnemar(no_to_yes, yes_to_no)
    if not n:
        return PairedChange(None, None, None, p)
    up, down = (no_to_yes + 1) / (n + 2), (yes_to_no + 1) / (n + 2)
    half = z_value(level) * sqrt((up + down - (up - down) ** 2) / (n + 2))
    low, high = max(-1.0, up - down - half), min(1.0, up - down + half)
    return PairedChange(Fraction(no_to_yes - yes_to_no, n), low, high, p)


def _mcnemar(b: int, c: int) -> float:
    changed = b + c
    tail = sum(comb(changed, k) for k in range(min(b, c) + 1))
    return float(min(Fraction(1), Fraction(2 * tail, 2**changed)))
