"""Numbers of students that nobody publishes, the sums that are known of them, and what else can be worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

from equity_core.privacy.bounds import Span
from equity_core.privacy.program import FEW, SLACK
from equity_core.privacy.solver import Row, Solver

Rows = list[tuple[tuple[int, ...], Span]]  # cells, and what is known of their sum
Weights = dict[int, int]  # how often a count takes a cell


class Cells:
    """A linear program: cells from 0 to the `most` that each may hold, and rows that say what their sums may be."""

    def __init__(self, rows: Rows, most: Sequence[int]) -> None:
        self._most = most
        self._rows: dict[tuple[int, ...], Span] = {}
        for cells, span in rows:
            known = self._rows.get(cells, span)
            self._rows[cells] = Span(max(known.low, span.low), min(known.high, span.high))
        nothing = self._rows.pop((), Span(0, 0))
        self._is_possible = nothing.low <= 0 <= nothing.high and all(s.low <= s.high for s in self._rows.values())

    def few_values(self, counts: Sequence[Weights], *, enough: int) -> list[int]:
        """Return which of some counts have fewer possible values than `enough` says: all when no numbers fit."""
        import numpy as np

        everything = list(range(len(counts)))
        if not self._is_possible or self._solver(range(len(self._most)))(np.zeros(len(self._most))) is None:
            return everything
        weights = _matrix([list(count.items()) for count in counts], len(self._most))
        near = self._near(counts)
        least = self._solver(near)
        weights = weights[:, near]
        low, high = np.full(len(counts), np.inf), np.full(len(counts), -np.inf)

        def is_solved(goal: Any) -> bool:
            """Take what the numbers that make a goal least show of all counts; say whether there are any."""
            solved = least(weights.T @ goal)
            if solved is None:
                return False
            values = weights @ solved
            np.minimum(low, np.ceil(values - SLACK), out=low)
            np.maximum(high, np.floor(values + SLACK), out=high)
            return True

        left, before = np.array(everything), len(counts) + 1
        draw = Random(0)  # how soon the answer is found depends on it, and nothing else
        while FEW < len(left) < before:
            before = len(left)
            goal = np.zeros(len(counts))
            goal[left] = [draw.choice((-1.0, 1.0)) for _ in left]
            if not (is_solved(goal) and is_solved(-goal)):
                return everything
            left = np.flatnonzero(high - low < enough)
        for number in left:
            for sign in (1.0, -1.0):
                goal = np.zeros(len(counts))
                goal[number] = sign
                if high[number] - low[number] < enough and not is_solved(goal):
                    return everything
        return [int(number) for number in np.flatnonzero(high - low < enough)]

    def _near(self, counts: Sequence[Weights]) -> list[int]:
        """Return the cells that have to do with some count, over however many rows."""
        import numpy as np
        from scipy.sparse.csgraph import connected_components

        pairs = [[(cells[0], 1), (cell, 1)] for cells in self._rows for cell in cells[1:]]
        joined = _matrix(pairs, len(self._most))
        _, part = connected_components(joined.T @ joined, directed=False)
        asked = {part[cell] for count in counts for cell in count}
        return [int(cell) for cell in np.flatnonzero(np.isin(part, list(asked)))]

    def _solver(self, cells: Sequence[int]) -> Any:
        """Return what finds the numbers of these cells that make a goal least; None when none fit."""
        import numpy as np

        place = {cell: number for number, cell in enumerate(cells)}
        rows = [
            Row(Counter(place[cell] for cell in row), span.low, span.high)
            for row, span in self._rows.items()
            if row[0] in place
        ]
        solver = Solver([Span(0, self._most[cell]) for cell in cells], rows)

        def least(goal: Any) -> Any:
            at = np.flatnonzero(goal)
            solved = solver.least(dict(zip(at.tolist(), goal[at].tolist(), strict=True)))
            return None if solved is None else np.array(solved)

        return least


def _matrix(rows: Sequence[Sequence[tuple[int, int]]], width: int) -> Any:
    from scipy.sparse import csc_array

    entries = [(i, j, float(value)) for i, row in enumerate(rows) for j, value in row]
    i, j, value = zip(*entries, strict=True) if entries else ((), (), ())
    return csc_array((value, (i, j)), shape=(len(rows), width))
