"""Linear programs over hidden counts: what somebody can work out when many sums interlock."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import ceil, floor
from random import Random

from equity_core.privacy.bounds import Span

SLACK = 1e-6
FEW = 4  # so few numbers are asked for one by one
Row = list[tuple[int, float]]


class Program:
    """Collect hidden numbers, the sums they obey and the numbers that they may not exceed; then ask for extremes."""

    def __init__(self) -> None:
        self._bounds: dict[Hashable, Span] = {}
        self._sums: list[tuple[tuple[tuple[Hashable, float], ...], float]] = []
        self._within: list[tuple[Hashable, Hashable]] = []
        self._solved: list[Sequence[float]] = []

    def hide(self, key: Hashable, low: int, high: int) -> None:
        """Add a hidden number between `low` and `high`."""
        self._bounds[key] = Span(low, high)

    def add_up(self, parts: Iterable[Hashable], *, to: float, less: Iterable[Hashable] = ()) -> None:
        """Say that the parts, less some hidden numbers, add up to a published number."""
        self.weigh([*((key, 1.0) for key in parts), *((key, -1.0) for key in less)], to=to)

    def weigh(self, parts: Iterable[tuple[Hashable, float]], *, to: float) -> None:
        """Say that the parts, each as often as its weight says, add up to a number."""
        self._sums.append((tuple(parts), to))

    def keep_within(self, key: Hashable, limit: Hashable) -> None:
        """Say that one hidden number is at most another."""
        self._within.append((key, limit))

    @property
    def limits(self) -> Mapping[Hashable, Span]:
        """Return what each hidden number may be by itself."""
        return self._bounds

    def fits(self) -> bool:
        """Say whether any numbers at all fit what is published."""
        shape = self._shape({key: index for index, key in enumerate(self._bounds)})
        return shape is not None and _least(shape, {}, len(self._bounds)) is not None

    def solutions(self, keys: Sequence[Hashable]) -> list[dict[Hashable, float]]:
        """Return the numbers that `spans` found to fit, of these keys: they prove what it says."""
        order = {key: index for index, key in enumerate(self._bounds)}
        return [{key: solved[order[key]] for key in keys} for solved in self._solved]

    def spans(
        self, keys: Iterable[Hashable], *, enough: int, seen: Mapping[Hashable, Span]
    ) -> dict[Hashable, Span] | None:
        """Return a span for each key: exact, or a part of it that is at least `enough` wide.

        None when no numbers at all fit what is published. What is `seen` to be possible already is not asked for.
        Each solution shows what all numbers can be: goals for many of them together, again and again for those that are
        left, leave few to ask one by one.
        """
        keys = list(keys)
        found = {key: seen[key] for key in keys if key in seen}
        left = [key for key in keys if key not in found or found[key].width < enough]
        if not left:
            return found
        order = {key: index for index, key in enumerate(self._bounds)}
        shape = self._shape(order)
        if shape is None:
            return None
        draw, before = Random(0), len(left) + 1  # how soon the answer is found depends on it, and nothing else
        while FEW < len(left) < before:
            before = len(left)
            signs = {key: draw.choice((-1.0, 1.0)) for key in left}
            for goal in (signs, {key: -sign for key, sign in signs.items()}):
                if not self._widen(found, left, order, _least(shape, _by_place(goal, order), len(order))):
                    return None
            left = [key for key in left if found[key].width < enough]
        for key, sign in [(key, sign) for key in left for sign in (1.0, -1.0)]:
            if key in found and found[key].width >= enough:
                continue
            if not self._widen(found, left, order, _least(shape, {order[key]: sign}, len(order))):
                return None
        return found

    def _widen(
        self,
        found: dict[Hashable, Span],
        keys: Iterable[Hashable],
        order: Mapping[Hashable, int],
        solved: Sequence[float] | None,
    ) -> bool:
        """Take what a solution shows that numbers can be; say whether there was one."""
        if solved is None:
            return False
        self._solved.append(solved)
        for key in keys:
            value = solved[order[key]]
            low, high = ceil(value - SLACK), floor(value + SLACK)
            before = found.get(key, Span(low, high))
            found[key] = Span(min(before.low, low), max(before.high, high))
        return True

    def _shape(self, order: Mapping[Hashable, int]) -> dict[str, object] | None:
        """Return the program as scipy takes it; None when a sum of nothing should be something."""
        equal: list[Row] = []
        fixed: list[float] = []
        for parts, to in self._sums:
            row = [(order[key], weight) for key, weight in parts]
            if row:
                equal.append(row)
                fixed.append(to)
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


def _by_place(goal: Mapping[Hashable, float], order: Mapping[Hashable, int]) -> dict[int, float]:
    return {order[key]: sign for key, sign in goal.items()}


def _least(shape: Mapping[str, object], goal: Mapping[int, float], width: int) -> Sequence[float] | None:
    """Return the numbers that fit and make the goal least; None when no numbers fit."""
    from scipy.optimize import linprog

    costs = [goal.get(index, 0.0) for index in range(width)]
    solved = linprog(costs, method="highs", **shape)
    return solved.x.tolist() if solved.status == 0 else None


def _matrix(rows: list[Row], width: int) -> object:
    from scipy.sparse import csr_array

    if not rows:
        return None
    across = [(i, j, value) for i, row in enumerate(rows) for j, value in row]
    i, j, value = zip(*across, strict=True)
    return csr_array((value, (i, j)), shape=(len(rows), width))
