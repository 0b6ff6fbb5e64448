"""Somebody who puts every released table together, whatever it is crossed by. Knows `Release` and nothing else of ours.

The unknown numbers are how many students there are of each finest kind (school, race, gender, grade at once), and how
many of them count in each measure: every released number is a sum of those.
"""

from __future__ import annotations

from itertools import product
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog

from equity_core.privacy import Release

MANY = 100_000


def attack(release: Release, *, nobody: set = frozenset()) -> dict[tuple, tuple[int, int]]:
    """Return (low, high) of each size and count that is not shown, by (measure, at, what), in a release of one period.

    In `nobody` there is known to be nobody.
    """
    found = {}
    for measure in sorted({table.measure for table in release.tables}):
        found |= _of(measure, release, nobody)
    return found


def _of(measure: str, release: Release, nobody: set) -> dict:
    cells: dict = {}
    for table in release.tables:
        if table.measure == measure:
            for name, count in (("", table.total), *table.groups):
                at = tuple(sorted((*table.where, *([(table.dimension, name)] if name else []))))
                assert cells.get(at) in (None, count), f"two tables disagree about {at}"
                cells[at] = count
    groups: dict = {}
    for at in cells:
        for dimension, name in at:
            groups.setdefault(dimension, set()).add(name)
    dims = sorted(groups)
    finest = [tuple(zip(dims, names, strict=True)) for names in product(*(sorted(groups[d]) for d in dims))]
    finest = [place for place in finest if not any(set(at) <= set(place) for at in nobody)]
    width = 2 * len(finest)
    n_of = {at: np.array([float(set(at) <= set(p)) for p in finest] + [0.0] * len(finest)) for at in cells}
    x_of = {at: np.roll(row, len(finest)) for at, row in n_of.items()}
    equal, fixed, upper, limits = [], [], [], []
    for at, count in cells.items():
        if count.status == "not_applicable":
            equal += [n_of[at]]
            fixed += [0]
        if count.n is not None:
            equal += [n_of[at]]
            fixed += [count.n]
        if count.x is not None:
            equal += [x_of[at]]
            fixed += [count.x]
        if count.status == "range":
            upper += [x_of[at], -x_of[at]]
            limits += [count.x_high, -count.x_low]
    for place in range(len(finest)):
        row = np.zeros(width)
        row[place], row[len(finest) + place] = -1.0, 1.0
        upper.append(row)
        limits.append(0)
    found = {}
    for at, count in cells.items():
        for what, known, row in (("n", count.n, n_of[at]), ("x", count.x, x_of[at])):
            if known is None and count.status != "not_applicable":
                found[measure, at, what] = _extremes(row, equal, fixed, upper, limits)
    return found


def _extremes(goal, equal, fixed, upper, limits) -> tuple[int, int]:
    ends = []
    for sign in (1, -1):
        solved = linprog(
            sign * goal,
            A_eq=np.array(equal),
            b_eq=fixed,
            A_ub=np.array(upper),
            b_ub=limits,
            bounds=(0, MANY),
            method="highs",
        )
        assert solved.status == 0, f"no school fits what is published: {solved.message}"
        ends.append(sign * solved.fun)
    return ceil(ends[0] - 1e-6), floor(ends[1] + 1e-6)
