"""Riverbend Middle School: the files that a real school would have, made from a seed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from equity_core.samples.students import Student, dealt_out, enrol, marked, neighbour_year

PLAN = Path(__file__).with_name("riverbend.json")
WHO = ("student_key", "school", "school_year", "term", "grade", "sex", "race_ethnicity", "el_status", "disability")
FACTS = ("econ_disadvantaged", "days_enrolled", "days_absent", "suspended", "reading_proficient")


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file of the made-up school, as its bytes."""

    id: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class School:
    """A made-up school: its name and its files, in the order in which they go in."""

    name: str
    seed: int
    files: tuple[SampleFile, ...]

    def file(self, id: str) -> SampleFile:
        """Return one file: counts, before, spring, fall, incidents or survey."""
        return {file.id: file for file in self.files}[id]


@cache
def school(seed: int = 1) -> School:
    """Return the school of a seed. Counts by group are planted (riverbend.json); the seed decides who has what.

    >>> school().name
    'Riverbend Middle School'
    >>> [file.id for file in school(2).files]
    ['counts', 'before', 'spring', 'fall', 'incidents', 'survey']
    """
    plan, random = _plan(), Random(seed)
    first_key = 1000 * seed
    now = plan["current"]
    students = enrol(
        random,
        first_key=first_key,
        race_by_el=now["race_by_el"],
        margins={name: now[name] for name in ("disability", "income", "gender", "grade")},
    )
    grades = sorted(now["grade"])
    earlier = neighbour_year(
        random,
        students,
        race=plan["before"]["race"],
        moved=dict(pairwise(reversed(grades))),
        first_key=first_key + 600,
    )
    later = neighbour_year(
        random,
        students,
        race=plan["fall"]["race"],
        moved=dict(pairwise(grades)),
        first_key=first_key + 1300,
    )
    return School(
        name=plan["school"],
        seed=seed,
        files=(
            SampleFile("counts", "riverbend_counts_2021-23.csv", _counts(plan)),
            SampleFile("before", "riverbend_2023-24.csv", _year(random, plan, "before", earlier)),
            SampleFile("spring", "riverbend_spring_2024-25.csv", _year(random, plan, "current", students)),
            SampleFile("fall", "riverbend_fall_2025-26.csv", _fall(random, plan, later)),
            SampleFile("incidents", "riverbend_incidents_2025-26.csv", _incidents(random, plan, later)),
            SampleFile("survey", "riverbend_survey.csv", _survey(random, plan)),
        ),
    )


@cache
def _plan() -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(PLAN.read_text(encoding="utf-8"))
    return plan


def _year(random: Random, plan: Mapping[str, Any], which: str, students: Sequence[Student]) -> bytes:
    facts = plan[which]
    suspended = marked(random, students, facts["suspended"])
    chronic = marked(random, students, facts["chronic_absence"])
    reads = marked(random, students, facts["reading_proficient"])
    days = plan["current"]["days_absent"]
    many = _as_many(random, days["chronic"], len(chronic))
    few = _as_many(random, days["other"], len(students) - len(chronic))
    year, _ = facts["period"]
    header = [name for name in (*WHO, *FACTS) if name != "term"]
    return _csv(
        header,
        (
            (
                *_who(plan, s, year),
                s.income,
                "180",
                many.pop() if s.key in chronic else few.pop(),
                _yes(s.key in suspended),
                _yes(s.key in reads),
            )
            for s in students
        ),
    )


def _fall(random: Random, plan: Mapping[str, Any], students: Sequence[Student]) -> bytes:
    year, term = plan["fall"]["period"]
    failing = marked(random, students, plan["fall"]["course_failure"])
    return _csv(
        (*WHO, "econ_disadvantaged", "course_failure"),
        ((*_who(plan, s, year, term), s.income, _yes(s.key in failing)) for s in students),
    )


def _incidents(random: Random, plan: Mapping[str, Any], students: Sequence[Student]) -> bytes:
    year, term = plan["fall"]["period"]
    facts = plan["fall"]["referrals"]
    start = date.fromisoformat(facts["start"])
    rows = []
    for key in sorted(marked(random, students, plan["fall"]["referred"])):
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            on = start + timedelta(days=random.randrange(facts["days"]))
            on -= timedelta(days=max(0, on.weekday() - 4))
            rows.append(
                (key, year, term, on.isoformat(), random.choice(facts["behaviors"]), random.choice(facts["places"]))
            )
    rows.sort(key=lambda row: (row[3], row[0]))
    return _csv(("student_key", "school_year", "term", "incident_date", "behavior", "location"), rows)


def _survey(random: Random, plan: Mapping[str, Any]) -> bytes:
    rows = []
    for wave in plan["survey"]["waves"]:
        year, term = wave["period"]
        for race, answered in wave["answered"].items():
            favorable = wave["favorable"][race]
            answers = [random.choice("45") for _ in range(favorable)]
            answers += [random.choice("1233") for _ in range(answered - favorable)]
            random.shuffle(answers)
            rows += [(plan["school"], year, term, race, random.choice(("06", "07", "08")), a) for a in answers]
    return _csv(("school", "school_year", "term", "race_ethnicity", "grade", "belonging"), rows)


def _counts(plan: Mapping[str, Any]) -> bytes:
    return _csv(
        ("school", "school_year", "term", "metric", "dimension", "group", "denominator", "numerator"),
        (
            (plan["school"], year, "Spring", metric, dimension, group, n, x)
            for year, metric, dimension, group, n, x in plan["counts"]
        ),
    )


def _who(plan: Mapping[str, Any], student: Student, year: str, term: str = "") -> tuple[str, ...]:
    when = (year, term) if term else (year,)
    known = (student.grade, student.gender, student.race, student.el_status, student.disability)
    return (student.key, plan["school"], *when, *known)


def _as_many(random: Random, margin: Mapping[str, int], n: int) -> list[str]:
    if n == sum(margin.values()):
        return dealt_out(random, margin)
    return random.choices(list(margin), list(margin.values()), k=n)


def _yes(so: bool) -> str:
    return "1" if so else "0"


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
