"""Linear programs over hidden counts: what somebody can work out when many sums interlock."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from math import ceil, floor

from equity_core.privacy.bounds import Span

SLACK = 1e-6
Row = list[tuple[int, float]]


class Program:
    """Collect hidden numbers, the sums they obey and the numbers that they may not exceed; then ask for extremes."""

    def __init__(self) -> None:
        self._bounds: dict[Hashable, Span] = {}
        self._sums: list[tuple[tuple[Hashable, ...], tuple[Hashable, ...], int]] = []
        self._within: list[tuple[Hashable, Hashable]] = []

    def hide(self, key: Hashable, low: int, high: int) -> None:
        """Add a hidden number between `low` and `high`."""
        self._bounds[key] = Span(low, high)

    def add_up(self, parts: Iterable[Hashable], *, to: int, less: Iterable[Hashable] = ()) -> None:
        """Say that the parts, less some hidden numbers, add up to a published number."""
        self._sums.append((tuple(parts), tuple(less), to))

    def keep_within(self, key: Hashable, limit: Hashable) -> None:
        """Say that one hidden number is at most another."""
        self._within.append((key, limit))

    def spans(
        self, keys: Iterable[Hashable], *, enough: int, seen: Mapping[Hashable, Span]
    ) -> dict[Hashable, Span] | None:
        """Return a span for each key: exact, or a part of it that is at least `enough` wide.

        None when no numbers at all fit what is published. What is `seen` to be possible already is not asked for, and
        each solution also shows what the other numbers can be: few keys need a program of their own.
        """
        from scipy.optimize import linprog

        keys = list(keys)
        found = dict(seen)
        if all(key in found and found[key].width >= enough for key in keys):
            return {key: found[key] for key in keys}
        order = {key: index for index, key in enumerate(self._bounds)}
        shape = self._shape(order)
        if shape is None:
            return None
        for key in keys:
            for sign in (1.0, -1.0):
                if key in found and found[key].width >= enough:
                    break
                goal = [0.0] * len(order)
                goal[order[key]] = sign
                solved = linprog(goal, method="highs", **shape)
                if solved.status != 0:
                    return None
                for other, index in order.items():
                    low, high = ceil(solved.x[index] - SLACK), floor(solved.x[index] + SLACK)
                    before = found.get(other, Span(low, high))
                    found[other] = Span(min(before.low, low), max(before.high, high))
        return {key: found[key] for key in keys}

    def _shape(self, order: Mapping[Hashable, int]) -> dict[str, object] | None:
        """Return the program as scipy takes it; None when a sum of nothing should be something."""
        equal: list[Row] = []
        fixed: list[float] = []
        for parts, less, to in self._sums:
            row = [(order[key], 1.0) for key in parts] + [(order[key], -1.0) for key in less]
            if row:
                equal.append(row)
                fixed.append(float(to))
            elif to:
                return None
        limits = [[(order[key], 1.0), (order[limit], -1.0)] for key, limit in self._within]
        return {
            "A_eq": _matrix(equal, len(order)),
            "b_eq": fixed or None,
            "A_ub": _matrix(limits, len(order)),
            "b_ub": [0.0] * len(limits) or None,
            "bounds": list(self._bounds.values()),
        }


def _matrix(rows: list[Row], width: int) -> object:
    from scipy.sparse import csr_array

    if not rows:
        return None
    across = [(i, j, value) for i, row in enumerate(rows) for j, value in row]
    i, j, value = zip(*across, strict=True)
    return csr_array((value, (i, j)), shape=(len(rows), width))
