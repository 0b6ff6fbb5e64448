"""Linear programs over hidden counts: what somebody can work out when many sums interlock."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from math import ceil, floor

from equity_core.privacy.bounds import Span

SLACK = 1e-6


class Program:
    """Collect hidden numbers, the sums they obey and the numbers that they may not exceed; then ask for extremes."""

    def __init__(self) -> None:
        self._bounds: dict[Hashable, tuple[int, int]] = {}
        self._sums: list[tuple[tuple[Hashable, ...], tuple[Hashable, ...], int]] = []
        self._within: list[tuple[Hashable, Hashable]] = []

    def hide(self, key: Hashable, low: int, high: int) -> None:
        """Add a hidden number between `low` and `high`."""
        self._bounds[key] = (low, high)

    def add_up(self, parts: Iterable[Hashable], *, to: int, less: Iterable[Hashable] = ()) -> None:
        """Say that the parts, less some hidden numbers, add up to a published number."""
        self._sums.append((tuple(parts), tuple(less), to))

    def keep_within(self, key: Hashable, limit: Hashable) -> None:
        """Say that one hidden number is at most another."""
        self._within.append((key, limit))

    def spans(self, keys: Iterable[Hashable], *, enough: int) -> Mapping[Hashable, Span] | None:
        """Return a span for each key: exact, or a part of it that is at least `enough` wide.

        None when no numbers at all fit what is published. Every program that is solved also shows what the other
        numbers can be, so that few of them need a program of their own.
        """
        from scipy.optimize import linprog
        from scipy.sparse import csr_array

        order = {key: index for index, key in enumerate(self._bounds)}
        if not order:
            return {}
        equal, fixed = [], []
        for parts, less, to in self._sums:
            row = [(order[k], 1.0) for k in parts] + [(order[k], -1.0) for k in less]
            if row:
                equal.append(row)
                fixed.append(float(to))
            elif to:
                return None
        limits = [[(order[k], 1.0), (order[limit], -1.0)] for k, limit in self._within]

        def matrix(rows: list[list[tuple[int, float]]]) -> csr_array | None:
            if not rows:
                return None
            places = [(i, j, v) for i, row in enumerate(rows) for j, v in row]
            i, j, v = zip(*places, strict=True)
            return csr_array((v, (i, j)), shape=(len(rows), len(order)))

        shape = {
            "A_eq": matrix(equal),
            "b_eq": fixed or None,
            "A_ub": matrix(limits),
            "b_ub": [0.0] * len(limits) or None,
            "bounds": list(self._bounds.values()),
            "method": "highs",
        }
        seen: dict[Hashable, Span] = {}
        for key in keys:
            for sign in (1.0, -1.0):
                if key in seen and seen[key].width >= enough:
                    break
                goal = [0.0] * len(order)
                goal[order[key]] = sign
                found = linprog(goal, **shape)
                if found.status != 0:
                    return None
                for other, index in order.items():
                    low, high = ceil(found.x[index] - SLACK), floor(found.x[index] + SLACK)
                    before = seen.get(other, Span(low, high))
                    seen[other] = Span(min(before.low, low), max(before.high, high))
        return {key: seen[key] for key in keys}
