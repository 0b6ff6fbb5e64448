"""Somebody who knows that each student of a district is in one of its groups at least, and which are small.

Knows `Release` and nothing else of ours. The unknown numbers are the size and the count of each group in each school.
"""

from __future__ import annotations

from math import inf

import numpy as np

from equity_core.privacy import Release
from tests.privacy.ends import whole

FEW = 9


def attack(found: Release, small: set) -> dict[tuple, tuple[int, int]]:
    """Return (low, high) of each size and count that is not shown, by (what, at)."""
    cells = {}
    for table in found.tables:
        cells |= {table.where: table.total} | {table.at(name): count for name, count in table.groups}
    schools = sorted({dict(at)["school"] for at in cells if "school" in dict(at)})
    groups = sorted({dict(at)["race"] for at in cells if "race" in dict(at)})
    keys = [(what, group, school) for what in "nx" for group in ("", *groups) for school in schools]
    place = {key: number for number, key in enumerate(keys)}

    def row(**parts):
        """Return a row of what each number counts: n and x, of some groups in some schools."""
        found = np.zeros(len(keys))
        for what, terms in parts.items():
            for (group, school), factor in terms.items():
                found[place[what, group, school]] += factor
        return found

    def of(at):
        its = dict(at)
        return {(its.get("race", ""), s): 1 for s in schools if its.get("school", s) == s}

    equal, upper = [], []
    for at, count in cells.items():
        equal += [(row(**{w: of(at)}), v) for w, v in (("n", count.n), ("x", count.x)) if v is not None]
        upper += [(row(n=of(at)), FEW)] if at in small else []
        if count.status == "range":
            upper += [(row(x=of(at)), count.x_high), (-row(x=of(at)), -count.x_low)]
    for school in schools:
        all_, each = {("", school): 1}, {(group, school): -1 for group in groups}
        less = {key: -factor for key, factor in all_.items()}
        upper.append((row(x=all_, n=less), 0))
        for group in groups:
            one = {(group, school): 1}
            minus = {(group, school): -1}
            upper += [(row(n=one | less), 0), (row(x=one | less), 0), (row(x=one, n=minus), 0)]
            upper.append((row(n=one | less, x=minus | all_), 0))
        none = dict.fromkeys(each, 1)
        upper += [(row(n=all_ | each), 0), (row(x=all_ | each), 0), (row(n=all_ | each, x=less | none), 0)]
    asked = [(w, at) for at, count in cells.items() for w in "nx" if getattr(count, w) is None]
    return {(w, at): whole(row(**{w: of(at)}), equal, upper, inf) for w, at in asked}
