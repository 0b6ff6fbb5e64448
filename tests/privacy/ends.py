"""The least and the greatest value of a sum of unknown numbers: the attackers' own way to HiGHS.

It shares no line with the planner's (`equity_core.privacy.solver`); `test_solver.py` holds it against scipy.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

import numpy as np
from highspy import Highs, HighsLp, HighsModelStatus, MatrixFormat, ObjSense, kHighsInf

Rows = Sequence[Sequence[float]] | np.ndarray


def ends(
    goal: Sequence[float] | np.ndarray,
    *,
    equal: Rows = (),
    fixed: Sequence[float] = (),
    upper: Rows = (),
    limits: Sequence[float] = (),
    bounds: tuple[float, float] | Sequence[tuple[float, float]],
) -> tuple[float, float]:
    """Return how low and how high a goal can be where rows equal, or do not exceed, what is known."""
    width = len(goal)
    low, high = np.broadcast_to(np.array(bounds, dtype=float), (width, 2)).T
    rows = np.array([*equal, *upper], dtype=float).reshape(-1, width)
    program = HighsLp()
    program.num_col_, program.num_row_ = width, len(rows)
    program.col_cost_, program.col_lower_, program.col_upper_ = np.array(goal, dtype=float), low.copy(), high.copy()
    program.row_lower_ = np.array([*fixed, *(-kHighsInf for _ in limits)], dtype=float)
    program.row_upper_ = np.array([*fixed, *limits], dtype=float)
    at, across = np.nonzero(rows)
    matrix = program.a_matrix_
    matrix.format_ = MatrixFormat.kRowwise
    matrix.start_ = np.searchsorted(at, np.arange(len(rows) + 1))
    matrix.index_, matrix.value_ = across.astype(np.int32), rows[at, across]
    solver = Highs()
    solver.silent()
    solver.passModel(program)
    found = []
    for sense in (ObjSense.kMinimize, ObjSense.kMaximize):
        solver.changeObjectiveSense(sense)
        solver.run()
        assert solver.getModelStatus() == HighsModelStatus.kOptimal, "no school fits what is published"
        found.append(solver.getInfo().objective_function_value)
    return found[0], found[1]


def whole(
    goal: Sequence[float] | np.ndarray,
    equal: Sequence[tuple[Sequence[float] | np.ndarray, float]],
    upper: Sequence[tuple[Sequence[float] | np.ndarray, float]],
    most: float,
) -> tuple[int, int]:
    """Return the same in whole numbers; each row stands beside what is known, and no number is above `most`."""
    low, high = ends(
        goal,
        equal=[row for row, _ in equal],
        fixed=[known for _, known in equal],
        upper=[row for row, _ in upper],
        limits=[limit for _, limit in upper],
        bounds=(0, most),
    )
    return ceil(low - 1e-6), floor(high + 1e-6)
