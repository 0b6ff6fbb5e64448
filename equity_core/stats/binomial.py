"""Exact binomial intervals, and whether a rate is steady enough to be published (METHODS.md §2.4, §2.7)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from equity_core.stats.counts import Counts
from equity_core.stats.intervals import Interval

Reliable = Literal["reliable", "unreliable_n", "unreliable_width", "unreliable_relative_width"]
FEWEST, NARROW, WIDE, RELATIVE_WIDE = 30, 0.05, 0.30, 130


def clopper_pearson(x: int, n: int, level: float = 0.95) -> Interval | None:
    """Return the exact interval of x of n as proportions; None when there is nobody."""
    if not n:
        return None
    from scipy.stats import beta

    tail = (1 - level) / 2
    low = float(beta.ppf(tail, x, n - x + 1)) if x else 0.0
    return low, float(beta.ppf(1 - tail, x + 1, n - x)) if x < n else 1.0


class Reliability(NamedTuple):
    """Hold what the National Center for Health Statistics would say of a rate. `review`: nobody, or everybody."""

    low: float
    high: float
    width: float
    relative_width_percent: float | None
    status: Reliable
    review: bool


def reliability(group: Counts) -> Reliability | None:
    """Return whether a rate may be published by the NCHS standard (Series 2, No. 175); None when there is nobody.

    A note beside a number, no verdict: DESIGN.md §5 has the words that people read.
    """
    bounds = clopper_pearson(*group)
    if bounds is None or group.rate is None:
        return None
    width = bounds[1] - bounds[0]
    relative = width / float(group.rate) * 100 if group.x else None
    return Reliability(*bounds, width, relative, _status(group.n, width, relative), review=group.x in (0, group.n))


def _status(n: int, width: float, relative: float | None) -> Reliable:
    if n < FEWEST:
        return "unreliable_n"
    if width >= WIDE:
        return "unreliable_width"
    if width > NARROW and relative is not None and relative > RELATIVE_WIDE:
        return "unreliable_relative_width"
    return "reliable"
