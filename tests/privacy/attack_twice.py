"""Somebody who has seen two releases of nearly the same students, and knows how many of them came and went at most."""

from __future__ import annotations

from math import ceil, floor

import numpy as np

from equity_core.privacy import Release
from tests.privacy.ends import ends

WHEN = ("before", "after")
MANY = 100_000  # more students than a school has


def spans(before: Release, after: Release, *, measure: str, period: str, dimension: str, moved: int) -> dict:
    """Return (low, high) of n and x in both releases, and of the differences, by (when, what, group); "" is all."""
    tables = {
        when: release.table(measure, period, dimension) for when, release in zip(WHEN, (before, after), strict=True)
    }
    groups = sorted({name for table in tables.values() for name, _ in table.groups})
    index = {
        (part, g, hit): i
        for i, (part, g, hit) in enumerate(
            (part, g, hit) for part in ("was", "came", "went") for g in groups for hit in (0, 1)
        )
    }
    signs = {"before": {"was": 1}, "after": {"was": 1, "came": 1, "went": -1}, "change": {"came": 1, "went": -1}}

    def row(when: str, what: str, group: str) -> np.ndarray:
        found = np.zeros(len(index))
        for (part, g, hit), i in index.items():
            if group in ("", g) and (what == "n" or hit):
                found[i] = signs[when].get(part, 0)
        return found

    equal, fixed = [], []
    upper, limits = [], []
    for when, table in tables.items():
        for group, count in (("", table.total), *table.groups):
            for what, value in (("n", count.n), ("x", count.x)):
                if value is not None:
                    equal.append(row(when, what, group))
                    fixed.append(value)
            if count.status == "range":
                upper += [row(when, "x", group), -row(when, "x", group)]
                limits += [count.x_high, -count.x_low]
    for g in groups:
        for hit in (0, 1):
            left = np.zeros(len(index))
            left[index["went", g, hit]], left[index["was", g, hit]] = 1, -1  # who went was there
            upper.append(left)
            limits.append(0)
    for part in ("came", "went"):
        upper.append(np.array([float(key[0] == part) for key in index]))
        limits.append(moved)
    found = {}
    for when in signs:
        for what in ("n", "x"):
            for group in ("", *groups):
                goal = row(when, what, group)
                low, high = ends(goal, equal=equal, fixed=fixed, upper=upper, limits=limits, bounds=(0, MANY))
                found[when, what, group] = (ceil(low - 1e-6), floor(high + 1e-6))
    return found
