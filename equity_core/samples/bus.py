"""Millbrook Middle School: one file in which the last bus to one neighborhood leaves before tutoring ends.

The file does not say so: it has who came to tutoring, by bus route. Why, only the people on that bus can tell.
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

PLAN = Path(__file__).with_name("bus.json")
HEADER = ("student_key", "school", "school_year", "grade", "bus_route", "came_to_tutoring")


def bus_file(seed: int = 1) -> SampleFile:
    """Return the students who were invited to tutoring; counts by route are planted, the seed decides who has what.

    >>> bus_file().name
    'millbrook_tutoring_2025-26.csv'
    """
    plan: dict[str, Any] = json.loads(PLAN.read_text(encoding="utf-8"))
    random = Random(seed)
    invited = [
        (route, "yes" if place < came else "no")
        for route, (came, all_of) in plan["came_to_tutoring"].items()
        for place in range(all_of)
    ]
    random.shuffle(invited)
    grades = dealt_out(random, plan["grades"])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for place, ((route, came), grade) in enumerate(zip(invited, grades, strict=True)):
        writer.writerow((f"M{1000 * seed + place}", plan["school"], plan["year"], grade, route, came))
    return SampleFile("bus", f"millbrook_tutoring_{plan['year']}.csv", text.getvalue().encode())
