"""Cedar Grove Middle School: one file with the steps into advanced math, by English learner status.

The same share is eligible in each group. Who was told is another matter; why, only the families can tell.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from random import Random
from typing import Any

from equity_core.samples.school import SampleFile
from equity_core.samples.students import dealt_out

PLAN = Path(__file__).with_name("ways.json")
HEADER = ("student_key", "school", "school_year", "grade", "el_status")


def ways_file(seed: int = 1) -> SampleFile:
    """Return the students with yes or no for each step; counts are planted, the seed decides who has what.

    >>> ways_file().name
    'cedar_grove_advanced_math_2025-26.csv'
    """
    plan: dict[str, Any] = json.loads(PLAN.read_text(encoding="utf-8"))
    random = Random(seed)
    students = [
        (group, *("yes" if place < went[group] else "no" for went in plan["steps"].values()))
        for group, all_of in plan["students"].items()
        for place in range(all_of)
    ]
    random.shuffle(students)
    grades = dealt_out(random, plan["grades"])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*HEADER, *plan["steps"]))
    for place, (student, grade) in enumerate(zip(students, grades, strict=True)):
        writer.writerow((f"C{1000 * seed + place}", plan["school"], plan["year"], grade, *student))
    return SampleFile("ways", f"cedar_grove_advanced_math_{plan['year']}.csv", text.getvalue().encode())
