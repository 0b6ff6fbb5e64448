"""Somebody who puts every released count of events together. Knows `Release` and nothing else of ours.

The unknown numbers are how many events of each kind, behavior and place (or time of day) each group of students had.
Every released count is a sum of those, and each student who is released to have had any had at least one. That a day
has a morning is known to everybody: whoever knows which times there were at all (`knows_which`) knows more than that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from equity_core.privacy import EventTable, Release, Released, Rules, release
from equity_core.sealed import Cells, Happened
from tests.privacy.ends import whole
from tests.privacy.schools import PERIOD
from tests.privacy.worlds import rows, source

KINDS = {"Defiance": "subjective", "Disruption": "subjective", "Language": "subjective", "Fighting": "objective"}
KINDS |= {"Skipping": "objective", "Theft": "objective", "Phone": "other"}
PLACES = ("Bus", "Cafeteria", "Classroom", "Gym", "Hallway")
TIMES = ("Morning", "Midday", "Afternoon", "After school", "Before school")
MOST = 100_000
ANY = "any other"
FEW = 10


@dataclass
class Log:
    """A made-up school: students with their group and whether they had any event, and events (student, path)."""

    students: list[dict]
    events: list[tuple[int, tuple[str, ...]]]
    dimensions: dict[str, tuple[str, ...]]
    where: str = "location"  # what the third of a path is: a place, or a time of day

    def of(self, groups, path) -> list[int]:
        """Return who had the events of some groups within a path, once for each."""
        return [s for s, whole in self.events if whole[: len(path)] == path and self.students[s]["race"] in set(groups)]


def school(seed: int) -> Log:
    """Return a school of a seed: small groups, rare behaviors, students who have many events; of odd ones by times."""
    chance = Random(seed)
    sizes = {name: chance.choice((4, 8, 12, 25, 60, 150, 300)) for name in "ABCDE"[: chance.randint(2, 5)]}
    behaviors = chance.sample(sorted(KINDS), chance.randint(1, 5))
    places = chance.sample(TIMES if seed % 2 else PLACES, chance.randint(1, 4))
    has_places, often = chance.random() < 0.8, {b: chance.choice((1, 1, 4, 12)) for b in behaviors}
    where = {b: [chance.choice((0, 1, 1, 5, 20)) + 0.01 for _ in places] for b in behaviors}
    students, events = [], []
    for race, size in sizes.items():
        busy = chance.choice((0.1, 0.3, 0.6))
        for _ in range(size):
            many = chance.choice((1, 1, 1, 2, 3, chance.choice((1, 12, 40)))) if chance.random() < busy else 0
            for _ in range(many):
                behavior = chance.choices(behaviors, [often[b] for b in behaviors])[0]
                place = chance.choices(places, where[behavior])[0]
                path = (KINDS[behavior], behavior, place) if has_places else (KINDS[behavior], behavior)
                events.append((len(students), path))
            students.append({"race": race, "referred": int(many > 0)})
    return Log(students, events, {"race": tuple(sizes)}, "time" if seed % 2 else "location")


def released(log: Log, *, min_group: int = 10, earlier: tuple[Release, ...] = ()) -> Release:
    """Return what the gate lets out of a school."""
    cells = Cells(rows(log.students, log.dimensions, ("referred",)), happened=happened(log))
    about = {"measures": ("referred",), "periods": (PERIOD,), "columns_meant": {"Where": log.where}}
    made = source(log.dimensions).model_copy(update=about)
    return release(cells, source=made, rules=Rules(min_group=min_group), earlier=earlier, had_events="referred")


def happened(log: Log) -> list[Happened]:
    """Count events as the store does."""
    theirs = Counter(
        (log.students[who]["race"], path[:length], who) for who, path in log.events for length in range(len(path) + 1)
    )
    found: dict = {}
    for (race, path, _), events in theirs.items():
        found.setdefault((race, path), []).append(events)
    return [Happened(PERIOD, "race", *at, sum(its), len(its), max(its)) for at, its in sorted(found.items())]


def hidden(log: Log, table: EventTable) -> list[tuple[str, tuple[str, ...]]]:
    """Return every (group, path) that happened at the school and is not shown of a group; "" is all students."""
    paths = sorted({path[:length] for _, path in log.events for length in range(len(path) + 1)})
    return [(g, p) for g in ("", *log.dimensions["race"]) for p in paths if p not in table.of(g)]


def found_out(log: Log, found: Release) -> Iterator[tuple[tuple, int, int]]:
    """Yield ((group, path), low, high) of what is not shown: for who sees all that is, and for who knows more.

    Whoever also knows which behaviors and places there are still has to guess what is small on one side.
    """
    if not found.events:
        return
    closed = hidden(log, found.events[0])
    small = [item for item in closed if not all(is_large(log.of(side, item[1])) for side in sides(log, item[0]))]
    for asked, knows_which in ((closed, False), (small, True)):
        for item, span in attack(found, log, asked, knows_which=knows_which).items():
            yield item, *span


def sides(log: Log, group: str) -> list[list[str]]:
    everybody = list(log.dimensions["race"])
    return [[group], [g for g in everybody if g != group]] if group else [everybody]


def is_large(who: list[int], few: int = FEW) -> bool:
    most = max(Counter(who).values(), default=0)
    return len(who) >= few and len(set(who)) >= few and 2 * most <= len(who)


def attack(found: Release, log: Log, asked: list, *, knows_which: bool) -> dict[tuple, tuple[int, int]]:
    """Return (low, high) of each (group, path) that is asked for and not shown.

    Whoever does not know which behaviors and places there are takes any for possible; `knows_which` are those that
    happened at all.
    """
    (table,) = found.events
    students = found.table("referred", PERIOD, "race")
    assert students is not None
    groups = [name for name, _ in students.groups]
    known = {path for name in ("", *groups) for path in table.of(name)}
    leaves = sorted({path for _, path in log.events})
    if not knows_which:
        deep = len(leaves[0])
        inner = {path[:length] for path in known for length in range(min(len(path) + 1, deep))}
        leaves = sorted({path for path in known if len(path) == deep} | {(*path, ANY) for path in inner})
    order = {item: number for number, item in enumerate((g, leaf) for g in groups for leaf in leaves)}

    def row(some, path):
        its = np.zeros(len(order))
        for g in some:
            for leaf in leaves:
                its[order[g, leaf]] = float(leaf[: len(path)] == path)
        return its

    equal = [(row([name] if name else groups, path), n) for name in ("", *groups) for path, n in table.of(name).items()]
    upper = [(-row([name], ()), -(count.x if count.is_shown else count.x_low or 0)) for name, count in students.groups]
    upper.append((-row([n for n, c in students.groups if not c.is_shown], ()), -_not_told(students)))
    spans, solved = {}, {}
    for name, path in asked:
        named = _named(path, leaves)
        if (name, named) not in solved:
            solved[name, named] = whole(row([name] if name else groups, named), equal, upper, MOST)
        low, high = solved[name, named]
        spans[name, path] = (low if named == path else 0, high)  # any other may be this one, or none of it
    return spans


def _named(path, leaves):
    """Return what somebody asks for who wants to know of a path: itself, or any other of what it is part of."""
    if any(leaf[: len(path)] == path for leaf in leaves):
        return path
    inner = max((path[:n] for n in range(len(path)) if (*path[:n], ANY) in leaves), key=len)
    return (*inner, ANY)


def _not_told(students: Released) -> int:
    return (students.total.x or 0) - sum(count.x or 0 for _, count in students.groups if count.is_shown)
