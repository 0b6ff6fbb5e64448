"""One linear program that is solved for many goals, each from where the one before ended (HiGHS)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from equity_core.privacy.bounds import Span


class Row(NamedTuple):
    """What is known of a sum: numbers by their place, each with its weight, and the ends it lies between."""

    weights: Mapping[int, float]
    low: float
    high: float


class Solver:
    """Numbers within bounds, and rows that say what sums of them may be."""

    def __init__(self, bounds: Sequence[Span], rows: Sequence[Row]) -> None:
        import numpy as np
        from highspy import Highs, HighsLp, HighsStatus, MatrixFormat

        self._places = np.arange(len(bounds), dtype=np.int32)
        program = HighsLp()
        program.num_col_, program.num_row_ = len(bounds), len(rows)
        program.col_cost_ = np.zeros(len(bounds))
        program.col_lower_ = np.array([span.low for span in bounds], dtype=float)
        program.col_upper_ = np.array([span.high for span in bounds], dtype=float)
        program.row_lower_ = np.array([row.low for row in rows], dtype=float)
        program.row_upper_ = np.array([row.high for row in rows], dtype=float)
        sums = program.a_matrix_
        sums.format_ = MatrixFormat.kRowwise
        sums.start_ = np.cumsum([0, *(len(row.weights) for row in rows)])
        sums.index_ = np.array([place for row in rows for place in row.weights], dtype=np.int32)
        sums.value_ = np.array([weight for row in rows for weight in row.weights.values()], dtype=float)
        self._highs = Highs()
        self._highs.silent()
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("presolve", "off")  # it would take longer than the solution
        if self._highs.passModel(program) == HighsStatus.kError:
            raise ValueError("HiGHS does not take these rows")

    def least(self, goal: Mapping[int, float]) -> list[float] | None:
        """Return the numbers that fit and make the goal least; None when no numbers fit."""
        import numpy as np
        from highspy import HighsModelStatus

        costs = np.zeros(len(self._places))
        costs[list(goal)] = list(goal.values())
        self._highs.changeColsCost(len(costs), self._places, costs)
        self._highs.run()
        if self._highs.getModelStatus() not in (HighsModelStatus.kOptimal, HighsModelStatus.kModelEmpty):
            return None
        return list(self._highs.getSolution().col_value)
