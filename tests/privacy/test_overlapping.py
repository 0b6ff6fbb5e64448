"""Groups that overlap: somebody knows that every student is in one of them at least, and takes the others from all."""

from __future__ import annotations

from random import Random

import pytest

from equity_core.privacy import Release, Rules, release
from equity_core.sealed import Cells, Row
from tests.privacy.attack_overlapping import attack
from tests.privacy.worlds import source

RULES = Rules()


def made(seed: int) -> dict[str, tuple[int, int]]:
    """Return the size and the count of each group and of all ("") in a school where next to nobody is in two groups."""
    chance = Random(seed)
    sizes = {"A": chance.randint(120, 400), "B": chance.randint(12, 60), "C": chance.randint(1, 14)}
    found = {g: (n, min(n, int(n * chance.choice((0.1, 0.3, 0.9))))) for g, n in sizes.items()}
    both = chance.randint(0, 3)
    n, x = (sum(one[i] for one in found.values()) for i in (0, 1))
    return {**found, "": (n - both, x - chance.randint(0, min(both, found["C"][1])))}


def highest(count, known) -> tuple[int, int]:
    """Return the largest size and count that a cell can have for somebody who knows which are small."""
    n = count.n if count.n is not None else RULES.min_group - 1 if RULES.is_small_group(known[0]) else 100_000
    return n, count.x if count.x is not None else count.x_high if count.x_high is not None else n


@pytest.mark.parametrize("seed", range(200))
def test_what_the_others_leave_of_all_students_tells_little(seed):
    known = made(seed)
    rows = [Row("absent", "2024-25", (("race", g),) if g else (), n, x) for g, (n, x) in known.items()]
    its = source({"race": ("A", "B", "C")}, shape="counts", partitions=False)
    table = release(Cells(rows), source=its).table("absent", "2024-25", "race")
    tops = {g: highest(count, known[g]) for g, count in table.groups}
    for group, count in table.groups:
        others = [top for g, top in tops.items() if g != group]
        if count.n is None and RULES.is_small_group(known[group][0]):
            assert tops[group][0] - max(0, known[""][0] - sum(n for n, _ in others)) >= RULES.min_width
        if count.x is None and table.total.x is not None:
            least = max(count.x_low or 0, table.total.x - sum(x for _, x in others))
            assert tops[group][1] - least >= RULES.min_width


def district(seed: int) -> tuple[Release, dict]:
    """Return the release of schools in which next to nobody is in two groups, and what is true of them."""
    chance, rows = Random(seed), {}
    schools = "NSE"[: chance.randint(2, 3)]
    for school in schools:
        small = chance.choice(((12, 60), (1, 14)))
        sizes = {
            "A": chance.randint(60, 300),
            "B": chance.randint(*small),
            "C": chance.choice((chance.randint(1, 14), chance.randint(10, 40))),
        }
        counts = {g: int(n * chance.choice((0.02, 0.1, 0.3, 0.9))) for g, n in sizes.items()}
        twice = chance.randint(0, min(2, counts["A"], counts["C"]))  # who count, of those in two groups
        both = twice + chance.randint(0, min(2, sizes["C"] - counts["C"]))
        at = ("school", school)
        rows |= {(("race", g), at): (n, counts[g]) for g, n in sizes.items()}
        rows[at,] = sum(sizes.values()) - both, sum(counts.values()) - twice
    for of in ((("race", "A"),), (("race", "B"),), (("race", "C"),), ()):
        parts = [known for at, known in rows.items() if at and at[:-1] == of and at[-1][0] == "school"]
        rows[of] = sum(n for n, _ in parts), sum(x for _, x in parts)
    made = source({"race": ("A", "B", "C"), "school": tuple(schools)})
    uses = tuple(use.model_copy(update={"partitions": use.id == "school"}) for use in made.dimensions)
    cells = Cells([Row("absent", "2024-25", at, n, x) for at, (n, x) in rows.items()])
    return release(cells, source=made.model_copy(update={"dimensions": uses})), rows


@pytest.mark.parametrize("seed", [61, 110, 114, 136, 146, *range(25)])
def test_what_the_others_leave_of_a_school_tells_little(seed):
    found, rows = district(seed)
    small = {at for at, (n, _) in rows.items() if RULES.is_small_group(n)}
    for (what, at), (low, high) in attack(found, small).items():
        n, x = rows[at]
        assert low <= (n if what == "n" else x) <= high
        if at in small or (what == "x" and RULES.is_small_count(x, n)):
            assert high - low >= min(RULES.min_width, n if what == "x" else RULES.min_width), (what, at, n, x)


def test_of_a_group_in_which_more_count_than_in_its_school_everyone_else_is_not_known():
    rows = {(("race", g), ("school", s)): known for s in "NS" for g, known in (("A", (200, 90)), ("B", (60, 55)))}
    rows |= {(("race", g),): known for g, known in (("A", (400, 180)), ("B", (120, 110)))}
    rows |= {(("school", "N"),): (250, 40), (("school", "S"),): (250, 120), (): (500, 160)}
    made = source({"race": ("A", "B"), "school": ("N", "S")}, shape="counts")
    uses = tuple(use.model_copy(update={"partitions": use.id == "school"}) for use in made.dimensions)
    cells = Cells([Row("absent", "2024-25", at, n, x) for at, (n, x) in rows.items()])
    found = release(cells, source=made.model_copy(update={"dimensions": uses}))  # it raised KeyError
    assert found.table("absent", "2024-25", "race", (("school", "S"),)) is not None
