"""What an attacker can work out about hidden whole numbers when the sums of them are known. Closed forms, exact.

`tests/privacy/test_bounds.py` compares them with linear programming on random tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Span(NamedTuple):
    """The smallest and the largest value that a hidden number can have."""

    low: int
    high: int

    @property
    def width(self) -> int:
        """Return how far apart they are: one less than the number of values."""
        return self.high - self.low


def of_parts(spans: Mapping[str, Span], total: int) -> dict[str, Span]:
    """Return what each part can be when the parts add up to `total` and each lies in its own span."""
    lows, highs = (sum(side) for side in zip(*spans.values(), strict=True)) if spans else (0, 0)
    return {
        name: Span(max(span.low, total - (highs - span.high)), min(span.high, total - (lows - span.low)))
        for name, span in spans.items()
    }


def of_counts(known: Mapping[str, Span], unknown: Mapping[str, Span], *, students: int, total: Span) -> dict[str, Span]:
    """Return what each hidden x can be when all of them add up to `total`.

    `known` holds spans of x for groups whose n is published. `unknown` holds spans of n for groups whose n is hidden:
    their n add up to `students`, and 0 <= x <= n. The bounds are attained: given any n that add up to `students`, the
    groups of `unknown` can together hold 0 to `students`, so only that sum links them to the rest.
    """
    least, most = (sum(side) for side in zip(*known.values(), strict=True)) if known else (0, 0)
    spans = {
        name: Span(max(0, total.low - most - (students - n.low)), min(n.high, total.high - least))
        for name, n in unknown.items()
    }
    for name, span in known.items():
        low = max(span.low, total.low - (most - span.high) - students)
        spans[name] = Span(low, min(span.high, total.high - (least - span.low)))
    return spans
