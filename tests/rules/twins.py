"""Two worlds: the same students to look at, other ones behind what is hidden."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial

from equity_core import samples
from equity_core.model import Query, Source
from equity_core.privacy import HIDDEN, JOIN, Count
from equity_core.workflow import Workspace, sample_school
from equity_core.workflow.data import bring_in
from equity_core.workflow.diagnose import causes, focus, gaps, goal
from equity_core.workflow.lists import load

Student = dict[str, str]
File = tuple[str, bytes]


def swapped(
    students: Sequence[Student],
    by: str,
    facts: Mapping[str, Callable[[Student], int]],
    shown: Callable[[str, str], Count],
    *,
    seed: int,
    alike: Sequence[str] = (),
    is_open: Callable[[str, str], bool] = lambda measure, group: False,
    is_fixed: Callable[[Student], bool] = lambda student: False,
    tries: int = 40_000,
) -> list[Student]:
    """Return the students with their groups changed wherever no shown number of `by` changes with it.

    `facts` says what each measure counts; `shown(measure, group)` is the released cell. Students who are `alike` in
    whatever `by` is crossed with change places, and where both groups are hidden by their size one may move alone.
    `is_open(measure, group)` says whether a number of the group is shown that is crossed. Who `is_fixed` stays.
    """
    chance, told = random.Random(seed), [dict(s) for s in students]
    x = {(m, g): sum(f(s) for s in told if s[by] == g) for m, f in facts.items() for g in {s[by] for s in told}}
    n = {g: sum(s[by] == g for s in told) for g in {s[by] for s in told}}
    small = {g for g in n if all(shown(m, g).n is None for m in facts)}
    loose = [s for s in told if not is_fixed(s) and any(not shown(m, s[by]).is_shown for m in facts)]

    def can_be(measure: str, group: str, now: int) -> bool:
        cell = shown(measure, group)
        if cell.status == "range":
            return (cell.x_low or 0) <= now <= (cell.x_high or 0)
        return cell.status == "hidden" or now == cell.x

    for _ in range(tries):
        one, other = chance.choice(loose), chance.choice(loose)
        a, b = one[by], other[by]
        if a == b or any(one[column] != other[column] for column in alike):
            continue
        alone = a in small and b in small and n[b] < 9 and n[a] > 1 and chance.random() < 0.5
        moves = {m: f(one) - (0 if alone else f(other)) for m, f in facts.items()}
        if any(d and (is_open(m, a) or is_open(m, b)) for m, d in moves.items()):
            continue
        if all(can_be(m, a, x[m, a] - d) and can_be(m, b, x[m, b] + d) for m, d in moves.items()):
            one[by] = b
            other[by] = b if alone else a
            n[a], n[b] = n[a] - alone, n[b] + alone
            for m, d in moves.items():
                x[m, a], x[m, b] = x[m, a] - d, x[m, b] + d
    return told


# -- the sample school ------------------------------------------------------------------------------------------------

RACE = "race_ethnicity"
SAMPLE_OTHERS = ("grade", "sex", "el_status", "disability", "econ_disadvantaged")
SAMPLE_FACTS: dict[str, Callable[[Student], int]] = {
    "suspended": lambda s: s["suspended"] == "1",
    "reading_proficient": lambda s: s["reading_proficient"] == "1",
    "chronic_absence": lambda s: 10 * float(s["days_absent"]) >= float(s["days_enrolled"]),
    "course_failure": lambda s: s["course_failure"] == "1",
}


def sample_files() -> list[File]:
    """Return the files of the sample school."""
    return [(file.name, file.content) for file in samples.school(1).files]


def open_sample(ws: Workspace, files: Sequence[File]) -> list[Source]:
    """Bring the files in as a person would, and play what the made-up team did with them."""
    kept = []
    for name, content in files:
        kept.append(bring_in.keep(ws, bring_in.read(ws, [(name, content)]), is_sample=True))
    sample_school.play(ws)
    return kept


def sample_twin(ws: Workspace, files: Sequence[File], *, seed: int) -> list[File]:
    """Return other files of which exactly the same is released as `ws` has released of these.

    Who is in two files of one measure stays who they are: students seldom change their race, and the gate looks at
    those who do.
    """
    rows = [row for _, content in files for row in csv.DictReader(io.StringIO(content.decode()))]
    keys = Counter(row["student_key"] for row in rows if "suspended" in row)
    return [(name, _other(ws, content, seed, keys) if RACE.encode() in content else content) for name, content in files]


def _other(ws: Workspace, content: bytes, seed: int, keys: Mapping[str, int]) -> bytes:
    students = list(csv.DictReader(io.StringIO(content.decode())))
    facts = {m: f for m, f in SAMPLE_FACTS.items() if _has(f, students[0])}
    if not facts:
        return content
    year, term = students[0]["school_year"], students[0].get("term", "")
    period = f"{year} {term}".strip()
    more = ("referred",) if "course_failure" in facts else ()
    if more:
        referred = _referred(ws)
        facts |= {"referred": lambda s: s["student_key"] in referred}
        facts |= {f"events {path}": partial(_events, referred, path) for path in _paths(ws, period)}

    def shown(measure: str, group: str) -> Count:
        if measure.startswith("events"):
            return _events_shown(ws, period, group).get(measure, HIDDEN)
        table = ws.table(measure, period, "race")
        assert table is not None
        return table.group(group)

    is_open = cache(partial(_is_open, ws, period))

    def is_fixed(student: Student) -> bool:
        return keys[student["student_key"]] > 1

    return written(
        swapped(students, RACE, facts, shown, seed=seed, alike=SAMPLE_OTHERS, is_open=is_open, is_fixed=is_fixed)
    )


def _is_open(ws: Workspace, period: str, measure: str, group: str) -> bool:
    """Say whether anything is shown of a race crossed with another dimension."""
    tables = [t for r in ws.releases() for t in r.tables if (t.measure, t.period) == (measure, period)]
    crossed = [t for t in tables if t.dimension.startswith("race,")]
    return any(c.status != "hidden" for t in crossed for name, c in t.groups if name.startswith(f"{group}{JOIN}"))


def _referred(ws: Workspace) -> dict[str, list[tuple[str, ...]]]:
    """Return by student what happened, as the sample school's rows and our list of kinds say."""
    incidents = next(content for name, content in sample_files() if "incidents" in name)
    kinds = {phrase: kind for kind, phrases in load("en", "behaviors").items() for phrase in phrases}
    found: dict[str, list[tuple[str, ...]]] = {}
    for row in csv.DictReader(io.StringIO(incidents.decode())):
        kind = next((kinds[phrase] for phrase in kinds if phrase in row["behavior"].casefold()), "other")
        found.setdefault(row["student_key"], []).append((kind, row["behavior"], row["location"]))
    return found


def _events(found: Mapping[str, list[tuple[str, ...]]], path: tuple[str, ...], student: Student) -> int:
    return sum(one[: len(path)] == path for one in found.get(student["student_key"], ()))


def _paths(ws: Workspace, period: str) -> list[tuple[str, ...]]:
    """Return what is shown of events of all students, for a file of which any is."""
    return [path for r in ws.releases() for t in r.events if t.period == period for path in t.of()]


def _events_shown(ws: Workspace, period: str, group: str) -> dict[str, Count]:
    tables = [t for r in ws.releases() for t in r.events if t.period == period]
    return {f"events {path}": Count("shown", n=n, x=n) for t in tables for path, n in t.of(group).items()}


def _has(fact: Callable[[Student], int], student: Student) -> bool:
    try:
        fact(student)
    except KeyError:
        return False
    return True


def written(students: Sequence[Student]) -> bytes:
    """Return students as a CSV file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(students[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(students)
    return out.getvalue().encode()


# -- a small school with names in its files ----------------------------------------------------------------------------

SMALL_FACTS: dict[str, Callable[[Student], int]] = {
    "suspended": lambda s: s["Suspended"] == "Y",
    "reading_proficient": lambda s: s["Reading Proficient"] == "Y",
}
SIZES = {  # students, suspended, reading
    "American Indian or Alaska Native": (6, 2, 3),
    "Asian": (48, 2, 30),
    "Black or African American": (120, 24, 54),
    "Hispanic or Latino": (150, 15, 70),
    "Native Hawaiian or Pacific Islander": (7, 1, 4),
    "Two or more races": (42, 3, 22),
    "White": (220, 13, 140),
}
ENGLISH = ("Current EL", "Never EL", "Never EL", "Former EL", "Never EL")


def small_students(year: int) -> list[Student]:
    """Return a year of made-up students, one row each; nobody's name or id is part of another's."""
    told, place = [], 0
    for race, (n, suspended, reading) in SIZES.items():
        for i in range(n):
            place += 1
            told.append(
                {
                    "Student ID": str(710_000 + year % 100 * 1_000 + place),
                    "Last Name": f"Zorn{place:03}",
                    "First Name": f"Quill{place:03}",
                    "Birth Date": f"20{10 + place % 4}-0{1 + place % 9}-{10 + place % 18}",
                    "Race/Ethnicity": race,
                    "EL Status": ENGLISH[place % 5],
                    "Suspended": "Y" if i < suspended + (year % 2) * (suspended > 9) else "N",
                    "Reading Proficient": "Y" if (i * 7) % n < reading + (year % 2) else "N",
                }
            )
    return told


def small_files() -> list[File]:
    """Return two years of the small school."""
    return [(f"{y}-{(y + 1) % 100} students.csv", written(small_students(y))) for y in (2023, 2024)]


def open_small(ws: Workspace, files: Sequence[File]) -> list[Source]:
    """Bring two years in, and go through Diagnose: numbers pinned, a focus, a cause, a goal on a frozen baseline."""
    kept = [bring_in.keep(ws, bring_in.read(ws, [file])) for file in files]
    query = Query(measure="suspended", dimension="race", period="2023-24", group="Black or African American")
    gaps.predict(ws, query, "we expect a gap")
    focus.choose(ws, gaps.add_to_focus(ws, query))
    hidden = query.model_copy(update={"group": "American Indian or Alaska Native"})
    for number in (gaps.pin(ws, query), gaps.pin(ws, hidden)):
        cause = causes.add(ws, "Teachers send students out for talking", lens="practice")
        assert not isinstance(cause, causes.Blame)
        causes.link(ws, cause, number)
    draft = goal.draft(ws, query, target_percent=Decimal(12), by=date(2027, 6, 15))
    goal.freeze(ws, draft)
    return kept


def small_twin(ws: Workspace, files: Sequence[File], *, seed: int) -> list[File]:
    """Return other years of which exactly the same is released."""
    told = []
    for name, content in files:
        period = name.split()[0]
        students = list(csv.DictReader(io.StringIO(content.decode())))
        tables = {m: ws.table(m, period, "race") for m in SMALL_FACTS}

        def shown(measure: str, group: str, tables=tables) -> Count:
            return tables[measure].group(group)

        is_open = cache(partial(_is_open, ws, period))
        other = swapped(
            students, "Race/Ethnicity", SMALL_FACTS, shown, seed=seed, alike=("EL Status",), is_open=is_open
        )
        told.append((name, written(other)))
    return told


# -- any small school --------------------------------------------------------------------------------------------------


def random_files(chance: random.Random) -> list[File]:
    """Return a year of a random school: a few groups, some of them tiny, some with next to no events."""
    sizes = [(chance.randint(2, 9), None), (chance.randint(4, 9), None), (chance.randint(10, 40), chance.randint(0, 4))]
    sizes += [(chance.randint(30, 120), None) for _ in range(chance.randint(2, 3))]
    told = []
    for group, (n, suspended) in zip(SIZES, sizes, strict=False):
        x = chance.randint(0, n) if suspended is None else suspended
        for i in range(n):
            told.append(
                {
                    "Student ID": str(820_000 + len(told)),
                    "Race/Ethnicity": group,
                    "EL Status": chance.choice(ENGLISH),
                    "Suspended": "Y" if i < x else "N",
                    "Reading Proficient": chance.choice("YN"),
                }
            )
    return [("2024-25 students.csv", written(told))]


random_twin = small_twin
