"""The same students released by the form of 1997 and then by that of 2024: whoever saw both knows little more.

The attacker knows which groups of one form a student of a group of the other can be in, and asks with linear programs
how small and how large each hidden size and count can be.
"""

from __future__ import annotations

from random import Random

import pytest

from equity_core.ingest.races import group_of
from equity_core.privacy import Release, Rules, release
from equity_core.sealed import Cells
from tests.privacy.ends import whole
from tests.privacy.worlds import rows, source

RULES = Rules()
PERIOD = "2024-25"
HISPANIC, WHITE, BLACK, MENA = (
    "Hispanic or Latino",
    "White",
    "Black or African American",
    "Middle Eastern or North African",
)
SETS = [(HISPANIC,), (WHITE,), (BLACK,), (MENA,), ("Asian",), (HISPANIC, WHITE), (BLACK, WHITE), (MENA, WHITE)]
SETS += [(HISPANIC, BLACK), (MENA, BLACK)]
FORMS = ("federal", "spd15")


def students(seed: int) -> list[dict]:
    """Return made-up students with sets of races whose numbers are near every limit."""
    chance, found = Random(seed), []
    for races in SETS:
        n = chance.choice((chance.randint(0, 9), chance.randint(5, 15), chance.randint(20, 90)))
        rate = chance.choice((0.03, 0.1, 0.4, 0.9))
        groups = {form: group_of(races, form) for form in FORMS}
        found += [groups | {"absent": int(chance.random() < rate)} for _ in range(n)]
    return found


def by_form(made: list[dict], form: str, *earlier: Release) -> Release:
    """Release students by one form."""
    groups = tuple(sorted({one[form] for one in made}))
    told = [{"race": one[form], "absent": one["absent"]} for one in made]
    kept = source({"race": groups}).model_copy(update={"id": form, "measures": ("absent",), "periods": (PERIOD,)})
    return release(Cells(rows(told, {"race": groups}, ("absent",))), source=kept, earlier=earlier)


def spans(made: list[dict], told: dict[str, Release]) -> dict:
    """Return (low, high, true) of each size (n) and count (x) of each group of each form."""
    atoms = sorted({(group_of(races, "federal"), group_of(races, "spd15")) for races in SETS})

    def row(form: str, group: str, what: str) -> list[float]:
        place = FORMS.index(form)
        inside = [not group or atom[place] == group for atom in atoms]
        return [float(i) for i in inside] + [float(i and what == "n") for i in inside]

    equal, upper, asked = [], [], {}
    for form, release_ in told.items():
        table = release_.table("absent", PERIOD, "race")
        for group, count in (("", table.total), *table.groups):
            for what, value in (("n", count.n), ("x", count.x)):
                if value is not None:
                    equal.append((row(form, group, what), value))
                else:
                    mine = [one for one in made if not group or one[form] == group]
                    true = len(mine) if what == "n" else sum(one["absent"] for one in mine)
                    asked[form, group, what] = row(form, group, what), true, len(mine)
            if count.status == "range":
                its = row(form, group, "x")
                upper += [(its, count.x_high), ([-v for v in its], -count.x_low)]
    found = {}
    for key, (goal, true, n) in asked.items():
        found[key] = *whole(goal, equal, upper, 100_000), true, n
    return found


@pytest.mark.parametrize("seed", [*range(25), 29, 51, 112, 163, 177, 265])
@pytest.mark.parametrize("order", [FORMS, FORMS[::-1]], ids=["federal first", "spd15 first"])
def test_both_forms_together_tell_no_small_size_and_no_small_count(seed, order):
    made = students(seed)
    one = by_form(made, order[0])
    two = by_form(made, order[1], one)
    for (form, group, what), (low, high, true, n) in spans(made, {order[0]: one, order[1]: two}).items():
        assert low <= true <= high
        is_small = RULES.is_small_group(n) if what == "n" else n and RULES.is_small_count(true, n)
        if is_small and group:
            assert high - low >= RULES.min_width, (form, group, what, true, n, low, high)
