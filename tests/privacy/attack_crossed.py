"""Somebody who puts every released table together, whatever it is crossed by. Knows `Release` and nothing else of ours.

The unknown numbers are how many students there are of each finest kind (school, race, gender, grade at once), and how
many of them count in each measure: every released number is a sum of those.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from equity_core.privacy import Release
from tests.privacy.ends import whole

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
    cells = _published(release, measure)
    groups: dict = {}
    for dimension, name in {pair for at in cells for pair in at}:
        groups.setdefault(dimension, set()).add(name)
    dims = sorted(groups)
    finest = [tuple(zip(dims, names, strict=True)) for names in product(*(sorted(groups[d]) for d in dims))]
    finest = [place for place in finest if not any(set(at) <= set(place) for at in nobody)]
    n_of = {at: np.array([float(set(at) <= set(p)) for p in finest] + [0.0] * len(finest)) for at in cells}
    x_of = {at: np.roll(row, len(finest)) for at, row in n_of.items()}
    equal, upper = [], []
    for at, count in cells.items():
        n = 0 if count.status == "not_applicable" else count.n
        equal += [(row[at], known) for row, known in ((n_of, n), (x_of, count.x)) if known is not None]
        if count.status == "range":
            upper += [(x_of[at], count.x_high), (-x_of[at], -count.x_low)]
    for place in range(len(finest)):
        row = np.zeros(2 * len(finest))
        row[place], row[len(finest) + place] = -1.0, 1.0
        upper.append((row, 0))
    return {
        (measure, at, what): whole(rows[at], equal, upper, MANY)
        for at, count in cells.items()
        for what, rows in (("n", n_of), ("x", x_of))
        if (count.n if what == "n" else count.x) is None and count.status != "not_applicable"
    }


def _published(release: Release, measure: str) -> dict:
    cells: dict = {}
    for table in release.tables:
        if table.measure == measure:
            for at, count in ((table.where, table.total), *((table.at(name), count) for name, count in table.groups)):
                assert cells.get(at) in (None, count), f"two tables disagree about {at}"
                cells[at] = count
    return cells
