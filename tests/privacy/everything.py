"""Everything that the program gives out of made-up files, read as an attacker reads it.

Files go in as a team brings them in. Out come the share copy, the command line's answers, notebooks, the kit and what
pages send. The attacker takes the released tables from the share copy, and checks that no other number is said.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from random import Random

from equity_core.ingest import ALL_STUDENTS
from equity_core.privacy import JOIN, Release, Released, Rules, from_json
from equity_core.workflow import Workspace, numbers
from equity_core.workflow.copies import share
from equity_core.workflow.data import bring_in, tidy
from tests.privacy.attack import attack
from tests.privacy.attack_twice import spans as twice
from tests.rules import screen
from tests.rules.twins import ENGLISH, SIZES, Student, written

RULES = Rules()
PERIOD = "2024-25"
RACES = tuple(SIZES)
FACTS = {"suspended": "Suspended", "reading_proficient": "Reading Proficient"}
COLUMNS = {"race": "Race/Ethnicity", "el_status": "EL Status", "school": "School"}
FIRST_ID = 830_000
IDS = {str(FIRST_ID + number) for number in range(2_000)} | {"899999"}
KINDS = ("school", "school", "school", "only one hidden", "all hidden", "two schools of one group", "district")


def students(kind: str, seed: int) -> list[Student]:
    """Return made-up students whose groups are near every limit."""
    chance = Random(f"{kind} {seed}")
    near = lambda: chance.choice((chance.randint(1, 14), chance.randint(10, 60), chance.randint(30, 90)))  # noqa: E731
    schools = {"two schools of one group": 2, "district": chance.choice((3, 4)), "twelve schools": 12}.get(kind, 1)
    sizes = {race: near() for race in RACES[: chance.randint(2, 5)]}
    if kind == "only one hidden":
        sizes = {RACES[0]: chance.randint(1, 9), RACES[1]: chance.randint(40, 80), RACES[2]: chance.randint(40, 80)}
    elif kind == "all hidden":
        sizes = {race: chance.randint(2, 9) for race in RACES[:4]}
    elif kind == "two schools of one group":
        sizes = {RACES[0]: chance.randint(40, 120)}
    elif kind == "twelve schools":
        sizes = {race: chance.randint(60, 250) for race in RACES[:4]}
    rates = {(race, fact): chance.choice((0.02, 0.1, 0.5, 0.9)) for race in sizes for fact in FACTS}
    found: list[Student] = []
    for race, n in sizes.items():
        for _ in range(n):
            one = {
                "Student ID": str(FIRST_ID + len(found)),
                COLUMNS["race"]: race,
                COLUMNS["el_status"]: chance.choice(ENGLISH),
            }
            if schools > 1:
                one[COLUMNS["school"]] = f"School {chance.randrange(schools):02}"
            one |= {column: "NY"[chance.random() < rates[race, fact]] for fact, column in FACTS.items()}
            found.append(one)
    chance.shuffle(found)
    return found


def later(first: list[Student], seed: int) -> list[Student]:
    """Return the same students after one of them left, came, moved to another group, or had a fact corrected."""
    chance, found = Random(seed), [dict(s) for s in first]
    one = chance.choice(found)
    what = ("left", "came", "moved", "corrected")[seed % 4]
    if what == "left":
        found.remove(one)
    elif what == "came":
        found.append({**one, "Student ID": "899999"})
    elif what == "moved":
        one[COLUMNS["el_status"]] = next(g for g in ENGLISH if g != one[COLUMNS["el_status"]])
    else:
        one["Suspended"] = "NY"[one["Suspended"] == "N"]
    return found


def brought(ws: Workspace, made: list[Student]) -> None:
    """Bring a year's file in."""
    bring_in.keep(ws, bring_in.read(ws, [(f"{PERIOD} students.csv", written(made))]))


def attacked(
    ws: Workspace, kind: str, seed: int, read: Callable[[Workspace], screen.Sent] | None = None
) -> Iterator[tuple[tuple, int, int, int, int]]:
    """Bring made-up students in, some of them twice, and yield what an attacker finds out of all that is given out.

    (what, true value, low, high, promised width), of each count and small size that is hidden.
    """
    first = students(kind, seed)
    brought(ws, first)
    told = (read or quick)(ws)
    assert_nothing_else_is_said(told)
    for what, value, low, high in found_out(told, first):
        yield what, value, low, high, RULES.min_width
    if kind in ("school", "only one hidden"):
        brought(ws, later(first, seed))
        again = quick(ws)
        assert_nothing_else_is_said(again)
        yield from found_out_of_two(releases(told)[0], releases(again)[-1], first)


# -- what is given out ------------------------------------------------------------------------------------------------


def released(ws: Workspace) -> screen.Sent:
    """Return the share copy and the export: every released table is in them."""
    return {"share copy": share(ws).decode(), "export": tidy.as_csv(ws).decode("utf-8-sig")}


def quick(ws: Workspace) -> screen.Sent:
    """Return the share copy, the export, and the command line's answers to every question with everyone else."""
    told = released(ws)
    for measure, by, period, compare, group in screen.questions(ws, groups=False):
        if compare in ("rest", "all") and not group:
            answer = numbers.as_json(numbers.measure(ws, measure, by=by, period=period, compare=compare))
            told[f"measure {measure} | {by} | {period} | {compare}"] = str(answer)
    return told | screen.reports_of_others(ws)


def releases(told: screen.Sent) -> list[Release]:
    """Return the tables of a share copy; it has no audit."""
    return [from_json(json.dumps(one)) for one in json.loads(told["share copy"])["releases"]]


def answers(told: screen.Sent) -> Iterator[tuple[str, str, str, dict]]:
    """Yield what the command line says of each group: measure, dimension, period, the line about it."""
    for name, text in told.items():
        if name.startswith("measure "):
            said = ast.literal_eval(text)
            for line in (*said["groups"], said["total"]):
                by = said["by"] if isinstance(said["by"], str) else ",".join(said["by"])
                group = line["group"] if isinstance(line["group"], str) else JOIN.join(line["group"] or ())
                yield said["measure"], by, said["period"], {**line, "group": group}


def said_of_how_many(text: str) -> set[tuple[int, int]]:
    """Return every "x of n" in a text for people or in a picture's description."""
    return {(int(x.replace(",", "")), int(n.replace(",", ""))) for x, n in OF.findall(text)}


OF = re.compile(r"(?<![\d.,%-])(\d[\d,]*) of (\d[\d,]*)(?![\d.]*%)(?!\d)")


def narrowed(those: Iterable[Release]) -> Iterator[Released]:
    """Yield what two dimensions at once, and each group's own table, say of one group alone: of released cells only."""
    for release in those:
        for table in release.tables:
            if not table.where and "," not in table.dimension:
                for group, _ in table.groups:
                    yield from release.narrowed(((table.dimension, group),)).tables


def may_be_said(tables: Iterable[Released]) -> set[tuple[int, int]]:
    """Return (x, n) of every shown cell, of everyone else, and of groups taken together: what follows from tables.

    Where each student is in one group, all hidden groups together are what all students leave.
    """
    found = set()
    for table in tables:
        names = [name for name, count in table.groups if count.is_shown]
        cells = [table.total, *(table.group(name) for name in names), *(table.rest(name) for name, _ in table.groups)]
        cells += [table.union(some) for size in range(2, len(names) + 1) for some in combinations(names[:6], size)]
        found |= {(c.x, c.n) for c in cells if c.is_shown}
        known = table.union(names)
        if known.is_shown and table.total.is_shown:
            found.add((table.total.x - known.x, table.total.n - known.n))
    return found


# -- what must hold ---------------------------------------------------------------------------------------------------


def assert_nothing_else_is_said(told: screen.Sent) -> int:
    """Every number of the export and the command line is a released one, every "x of n" follows; return how many."""
    tables = {(t.measure, t.dimension, t.period): t for r in releases(told) for t in r.tables if not t.where}
    for measure, by, period, line in answers(told):
        table = tables[measure, by, period]
        count = table.group(line["group"]) if line["group"] else table.total
        assert (line["n"], line["x"]) == (count.n, count.x), (measure, by, line)
        if not count.is_shown:
            numbers_of = {key: value for key, value in line.items() if key not in FREE and value is not None}
            assert numbers_of == {}, (measure, by, line)
    released = {(t.measure, t.dimension, t.period, t.where): t for r in releases(told) for t in r.tables}
    for row in csv.DictReader(io.StringIO(told["export"])):
        where = (("school", row["school"]),) if row["school"] and row["dimension"] != "school" else ()
        table = released[row["measure"], row["dimension"], row["period"], where]
        count = table.total if row["group"] == ALL_STUDENTS else table.group(row["group"])
        said = tuple(int(row[name]) if row[name] else None for name in EXPORTED)
        assert said == (count.n, count.x, count.x_low, count.x_high), row
        assert count.is_shown or not row["rate"], row
    assert_reports_are_of_shown_groups(told, released)
    allowed = may_be_said([*released.values(), *narrowed(releases(told))])
    seen = 0
    for name, text in told.items():
        if not name.startswith(("share", "export", "measure ")):
            said = {(x, n) for x, n in said_of_how_many(text) if n >= 2}
            assert said <= allowed, (name, said - allowed)
            seen += len(said)
    return seen


def assert_reports_are_of_shown_groups(told: screen.Sent, released: Mapping[tuple, Released]) -> None:
    """Each line of a compatibility report is about a group that is shown, with its numbers; others have no line."""
    for name, text in told.items():
        if not name.startswith("report"):
            continue
        asked = name.removeprefix("report ").split(" | ")
        for row in csv.DictReader(io.StringIO(text.partition("\n\n")[0].partition("\r\n\r\n")[0])):
            where = (("school", row["school"]),) if row.get("school") else ()
            measure, by, period = (row["measure"], row["dimension"], row["period"]) if name == "reports" else asked
            count = released[measure, by, period, where].group(row["group"])
            assert count.is_shown, (name, row)
            assert (float(row["n"]), float(row["x"])) == (count.n, count.x), (name, row)
    for name, text in told.items():
        if name.startswith("printed report"):
            measure, by, period = name.removeprefix("printed report ").split(" | ")
            lines = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", text)
            hidden = {g for g, count in released[measure, by, period, ()].groups if not count.is_shown}
            assert not hidden & set(lines), (name, hidden)


EXPORTED = ("denominator", "numerator", "numerator_low", "numerator_high")
FREE = ("group", "status", "certainty", "n", "x", "x_low", "x_high")


def found_out(told: screen.Sent, made: list[Student]) -> Iterator[tuple[tuple, int, int, int]]:
    """Yield (what, true value, low, high) of each hidden count and small size that somebody asks for."""
    for release in releases(told):
        for (period, what, at), (low, high) in attack(release).items():
            n, x = true(made, "" if what == "n" else what, at)
            if RULES.is_small_group(n) if what == "n" else True:
                yield (period, what, at), n if what == "n" else x, low, high


def found_out_of_two(one: Release, two: Release, first: list[Student]) -> Iterator[tuple[tuple, int, int, int, int]]:
    """Yield (what, true value, low, high, promised width) of what was hidden at first, for who saw both releases."""
    for measure in FACTS:
        for dimension in ("race", "el_status"):
            asked = {"measure": measure, "period": PERIOD, "dimension": dimension}
            if one.table(measure, PERIOD, dimension) is None or two.table(measure, PERIOD, dimension) is None:
                continue
            alone = twice(one, one, **asked, moved=0)
            for (when, what, group), (low, high) in twice(one, two, **asked, moved=1).items():
                if when != "before":
                    continue
                n, x = true(first, measure, ((dimension, group),) if group else ())
                was = alone[when, what, group]
                promised = min(RULES.min_width, was[1] - was[0])
                yield (measure, dimension, group, what), n if what == "n" else x, low, high, promised


def true(made: list[Student], measure: str, at: tuple) -> tuple[int, int]:
    """Return n and x of a cell."""
    mine = [s for s in made if all(s[COLUMNS[d]] == g for d, g in at)]
    return len(mine), sum(s[FACTS[measure]] == "Y" for s in mine) if measure else 0
