"""Linear programs over hidden counts: what somebody can work out when many sums interlock."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import ceil, floor, inf
from random import Random

from equity_core.privacy.bounds import Span
from equity_core.privacy.solver import Row, Solver

SLACK = 1e-6
FEW = 4  # so few numbers are asked for one by one


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
        solver = self._solver({key: index for index, key in enumerate(self._bounds)})
        return solver is not None and solver.least({}) is not None

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
        solver = self._solver(order)
        if solver is None:
            return None
        draw, before = Random(0), len(left) + 1  # how soon the answer is found depends on it, and nothing else
        while FEW < len(left) < before:
            before = len(left)
            signs = {key: draw.choice((-1.0, 1.0)) for key in left}
            for goal in (signs, {key: -sign for key, sign in signs.items()}):
                if not self._widen(found, left, order, solver.least({order[key]: sign for key, sign in goal.items()})):
                    return None
            left = [key for key in left if found[key].width < enough]
        for key, sign in [(key, sign) for key in left for sign in (1.0, -1.0)]:
            if key in found and found[key].width >= enough:
                continue
            if not self._widen(found, left, order, solver.least({order[key]: sign})):
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

    def _solver(self, order: Mapping[Hashable, int]) -> Solver | None:
        """Return what solves the program; None when a sum of nothing should be something."""
        rows = []
        for parts, to in self._sums:
            weights: dict[int, float] = {}
            for key, weight in parts:
                weights[order[key]] = weights.get(order[key], 0.0) + weight
            if weights:
                rows.append(Row(weights, to, to))
            elif to:
                return None
        rows += [Row({order[key]: 1.0, order[limit]: -1.0}, -inf, 0.0) for key, limit in self._within]
        return Solver(list(self._bounds.values()), rows)
