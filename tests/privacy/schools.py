"""Schools made by a seed, whose measures tell of each other."""

from __future__ import annotations

from collections import Counter
from random import Random

from equity_core.sealed import Cells, Pattern, Row
from tests.privacy.worlds import rows, source

KINDS = {  # what a student can be, and how often
    "levels": (("level1", "level2", "level3", "level4"), {"1000": 6, "0100": 30, "0010": 40, "0001": 20}),
    "cut_offs": (("absent18", "absent19"), {"00": 75, "10": 4, "11": 21}),
    "part": (("suspended", "suspended_in", "suspended_out"), {"000": 80, "110": 9, "101": 7, "111": 4}),
    "opposite": (("suspended", "not_suspended"), {"10": 9, "01": 91}),
    "tested": (("absent", "reading"), {"0-": 1, "1-": 1, "00": 40, "01": 40, "10": 10, "11": 8}),
}
SIZES = ((6, 14, 40, 120, 210), (7, 8, 48, 55, 160), (30, 44, 90), (12, 18, 150), (4, 60, 61, 200), (3, 5, 11, 25, 90))
PERIOD = "2024-25"


def school(kind: str, seed: int, *, schools: int = 1) -> tuple:
    """Return (source, cells, students, measures, patterns) of a seed."""
    chance = Random(f"{kind} {seed}")
    measures, shares = KINDS[kind]
    names = "ABCDE"
    students = []
    for name, size in zip(names, chance.choice(SIZES), strict=False):
        often = {code: share * chance.choice((0.2, 1, 1, 2)) for code, share in shares.items()}
        for code in chance.choices(list(often), list(often.values()), k=max(1, size + chance.randint(-3, 3))):
            one = dict(zip(measures, map(_mark, code), strict=True))
            one |= {"race": name, "gender": chance.choice("FM"), "school": chance.choice("NSEW"[:schools])}
            students.append(one)
    dimensions = {"race": tuple(sorted({s["race"] for s in students})), "gender": ("F", "M")}
    if schools > 1:
        dimensions["school"] = tuple(sorted({s["school"] for s in students}))
    made = source(dimensions).model_copy(update={"measures": measures, "periods": (PERIOD,)})
    patterns = [dict(zip(measures, map(_mark, code), strict=True)) for code in shares]
    return made, cells_of(students, dimensions, measures), students, measures, patterns


def cells_of(students, dimensions, measures) -> Cells:
    """Count students by group and by pattern, as the store does."""
    counted: list[Row] = rows(students, dimensions, measures)
    return Cells(counted, patterns_of(students, measures))


def patterns_of(students, measures) -> list[Pattern]:
    """Return how many students count in the same measures."""
    seen = Counter(tuple(sorted((m, bool(s[m])) for m in measures if s[m] is not None)) for s in students)
    return [Pattern(PERIOD, marks, n) for marks, n in sorted(seen.items())]


def _mark(letter: str) -> int | None:
    return None if letter == "-" else int(letter)
