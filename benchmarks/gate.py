"""What the gate costs, what is left to see, and what attackers find: `python -m benchmarks.gate [--seeds 1000]`.

With `--browser 200` the schools of the attackers go through a browser.

Planning: made-up students, six dimensions, eight measures, one of them a part of another; CPU time of planning alone.
Attacks: schools made to be awkward, each released twice, against `tests/privacy/attack*.py`; two dimensions at once;
events; the same students in two periods.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from itertools import combinations
from pathlib import Path
from random import Random

from playwright.sync_api import sync_playwright

from equity_core.model import DimensionUse
from equity_core.privacy import Release, Rules, release
from equity_core.sealed import Cells, Pattern, Row, unseal
from equity_core.store import Store
from equity_core.workflow import Workspace, sample_school
from equity_core.workflow.files import SUFFIX
from tests.browser.conftest import CHROMIUM, start, stop, watched
from tests.browser.hands import Hands
from tests.browser.overheard import assert_nothing_hidden_is_told
from tests.privacy import attack_events, everything
from tests.privacy.attack_crossed import attack as crossed_attack
from tests.privacy.attack_together import spans
from tests.privacy.attack_twice import spans as twice
from tests.privacy.schools import KINDS, school
from tests.privacy.test_crossed import made as crossed_school
from tests.privacy.test_paired import of_a_seed
from tests.privacy.test_past import MEASURES, changed, pupils
from tests.privacy.test_past import released as alone
from tests.privacy.test_together import value
from tests.privacy.worlds import source

DIMENSIONS = {
    "race": {
        "American Indian or Alaska Native": 1,
        "Asian": 8,
        "Black or African American": 20,
        "Hispanic or Latino": 33,
        "Native Hawaiian or Pacific Islander": 1,
        "Two or more races": 7,
        "White": 30,
    },
    "el_status": {"Current EL": 22, "Former EL": 13, "Never EL": 65},
    "disability": {"Students with disabilities": 14, "Students without disabilities": 86},
    "income": {"Economically disadvantaged": 48, "Not economically disadvantaged": 52},
    "gender": {"Female": 49, "Male": 49, "Nonbinary": 2},
    "grade": {"06": 33, "07": 34, "08": 33},
}
RATES = {
    "suspended": 0.09,
    "chronic_absence": 0.2,
    "reading_proficient": 0.48,
    "math_proficient": 0.42,
    "referred": 0.22,
    "belonging": 0.6,
    "course_failure": 0.15,
    "advanced_course": 0.25,
}
PERIOD = "2024-25"
SIZES = {"school": (600, 1), "large": (2_000, 1), "district": (50_000, 12)}


def students(count: int, schools: int, seed: int) -> list[dict[str, str | bool]]:
    """Return made-up students; groups differ in every measure, and who is suspended was referred."""
    chance = Random(seed)
    lift = {g: chance.uniform(0.6, 1.5) for groups in DIMENSIONS.values() for g in groups}
    found = []
    for _ in range(count):
        one: dict[str, str | bool] = {
            d: chance.choices(list(groups), list(groups.values()))[0] for d, groups in DIMENSIONS.items()
        }
        if schools > 1:
            one["school"] = f"School {chance.choices(range(schools), range(2, schools + 2))[0]:02}"
        by = lift[str(one["race"])] * lift[str(one["el_status"])]
        for measure, rate in RATES.items():
            one[measure] = chance.random() < min(0.95, rate * by)
        one["referred"] = one["referred"] or one["suspended"]
        found.append(one)
    return found


def counted(made: list[dict[str, str | bool]]) -> Cells:
    """Count students as the store does."""
    dimensions = [d for d in (*DIMENSIONS, "school") if d in made[0]]
    ats = [(), *((d,) for d in dimensions), *(tuple(sorted(pair)) for pair in combinations(dimensions, 2))]
    n: Counter = Counter()
    x: Counter = Counter()
    for one in made:
        for at in ats:
            key = tuple((d, str(one[d])) for d in at)
            n[key] += 1
            for measure in RATES:
                x[measure, key] += bool(one[measure])
    rows = [Row(m, PERIOD, at, size, x[m, at]) for m in RATES for at, size in sorted(n.items())]
    patterns = Counter(tuple((m, bool(one[m])) for m in sorted(RATES)) for one in made)
    return Cells(rows, [Pattern(PERIOD, marks, size) for marks, size in sorted(patterns.items())])


def plan(made: list[dict[str, str | bool]]) -> tuple[Release, Cells, float]:
    """Return the release of a made-up school or district, what it is of, and the CPU seconds that it took."""
    groups = {d: tuple(sorted({str(one[d]) for one in made})) for d in (*DIMENSIONS, "school") if d in made[0]}
    asked = source(groups).model_copy(
        update={
            "dimensions": tuple(DimensionUse(id=d, groups=g) for d, g in groups.items()),
            "measures": tuple(RATES),
            "periods": (PERIOD,),
        }
    )
    cells = counted(made)
    begun = time.process_time()
    released = release(cells, source=asked, crossed="race")
    return released, cells, time.process_time() - begun


def shares(released: Release, cells: Cells) -> Counter[tuple[str, bool]]:
    """Return how many cells are shown and not: totals, one-way cells that are not small themselves, and all cells."""
    rules, seen = Rules(), Counter()
    rows = {(row.measure, row.period, row.at): row for row in unseal(cells)}
    for table in released.tables:
        is_crossed = "," in table.dimension
        if not table.where and not is_crossed:
            seen["totals", table.total.status == "shown"] += 1
        for group, count in table.groups:
            row = rows.get((table.measure, table.period, table.at(group)))
            is_small = row is None or rules.is_small_group(row.n) or rules.is_small_count(row.x, row.n)
            seen["all", count.status == "shown"] += 1
            if not table.where and not is_small:
                seen["two at once" if is_crossed else "one-way, not small", count.status == "shown"] += 1
    return seen


def sample() -> Counter[tuple[str, bool]]:
    """Return the same of the sample school, as it ships."""
    ws, seen = sample_school.in_memory(1), Counter()
    for kept, released in zip(ws.sources(), ws.releases(), strict=True):
        seen += shares(released, ws.store.cells(kept, [ws.measure(id) for id in kept.measures], crossed="race"))
    return seen


def told(seen: Counter[tuple[str, bool]]) -> str:
    """Return the shares that are shown, in words."""
    kinds = dict.fromkeys(kind for kind, _ in seen)
    return ", ".join(f"{kind} {seen[kind, True] / (seen[kind, True] + seen[kind, False]):.1%}" for kind in kinds)


def attacked(seeds: range) -> Counter[str]:
    """Return how many hidden counts attackers asked for, worked out exactly, or to fewer than five values.

    Of measures that tell of each other, and of two releases between which one student left, came, moved or changed.
    """
    found: Counter[str] = Counter()
    least = Rules().min_width
    for seed in seeds:
        kind = list(KINDS)[seed % len(KINDS)]
        made, cells, known, measures, patterns = school(kind, seed)
        released = release(cells, source=made)
        for dimension in ("race", "gender"):
            for (factors, at), (low, high) in spans(released, patterns, measures, dimension, PERIOD).items():
                n, x = value(known, factors, measures, at)
                if not Rules().is_small_count(x, n):
                    continue
                if low == high and value(known, factors, measures, ())[1] == 0:  # docs/privacy.md, "Not promised"
                    found.update({"asked": 1, "nobody is between two measures that are one": 1})
                else:
                    found.update(asked=1, exact=low == high, narrow=high - low < least)
        first = pupils(seed)
        later, moved = changed(first, seed, ("left", "came", "moved", "corrected")[seed % 4])
        one = alone(first)
        two = alone(later, one)
        for measure in MEASURES:
            told = {"measure": measure, "period": PERIOD, "dimension": "race"}
            before = twice(one, one, **told, moved=0)
            for key, (low, high) in twice(one, two, **told, moved=moved).items():
                if key[0] == "before" and (was := before[key])[0] < was[1]:
                    found.update(asked=1, exact=low == high, narrow=high - low < min(least, was[1] - was[0]))
    return found


def put_together(seeds: range) -> Counter[str]:
    """Return the same of two dimensions at once, for somebody who puts all tables together; of one or two schools."""
    found: Counter[str] = Counter()
    for seed in seeds:
        made, cells, rows = crossed_school(seed, schools=1 + (seed % 8 == 7))
        known = {row.at: row.n for row in rows}
        for (_, at, what), (low, high) in crossed_attack(release(cells, source=made, crossed="race")).items():
            if what == "x" or Rules().is_small_group(known.get(at, 0)):
                found.update(asked=1, exact=low == high, narrow=high - low < Rules().min_width)
    return found


def read_out(seeds: range, hands: Hands | None = None) -> Counter[str]:
    """Return the same of schools that go in as files, and of everything that the program then gives out of them.

    With hands in a browser, a page and a question of each school are looked at too.
    """
    found: Counter[str] = Counter()
    for seed in seeds:
        kind = everything.KINDS[seed % len(everything.KINDS)]
        file = hands.tab.server.home / f"{kind} {seed}{SUFFIX}" if hands else None
        ws = Workspace(Store(file or ":memory:"))
        for _, _, low, high, promised in everything.attacked(ws, kind, seed):
            found.update(asked=promised > 0, exact=low == high and promised > 0, narrow=high - low < promised)
        if hands:
            assert_nothing_hidden_is_told(hands, ws, file, seed)
            found.update(schools=1, messages=len(hands.frames))
        ws.store.close()
    return found


def in_a_browser(seeds: range) -> Counter[str]:
    """Return the same of schools that are looked at in one tab, one after the other."""
    server = start("laptop", Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            hands = Hands(watched(browser.new_page(viewport={"width": 1366, "height": 768}), server))
            hands.go()
            found = read_out(seeds, hands)
            browser.close()
    finally:
        stop(server)
    return found


def of_events(seeds: range) -> Counter[str]:
    """Return the same of counts of events: by kind, behavior and place, of all students and of groups."""
    found: Counter[str] = Counter()
    for seed in seeds:
        log = attack_events.school(seed)
        for _, low, high in attack_events.found_out(log, attack_events.released(log)):
            found.update(asked=1, exact=low == high, narrow=high - low < Rules().min_width)
    return found


def of_the_same_students(seeds: range) -> Counter[str]:
    """Return the same of what students did between two periods, beside the tables of both, and of who left or came."""
    found: Counter[str] = Counter()
    for seed in seeds:
        for _, low, high, promised in of_a_seed(seed):
            found.update(asked=promised > 0, exact=low == high and promised > 0, narrow=high - low < promised)
    return found


def main() -> None:
    """Print what planning costs and what it leaves to see; with --seeds, what attackers find."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--seeds", type=int, default=0)
    ask.add_argument("--first", type=int, default=0)
    ask.add_argument("--size", choices=(*SIZES, "sample"), action="append")
    ask.add_argument("--repeat", type=int, default=3)
    ask.add_argument("--browser", type=int, default=0)
    given = ask.parse_args()
    if given.browser:
        seeds = range(given.first, given.first + given.browser)
        print(f"{given.browser} schools through a browser:", dict(in_a_browser(seeds)), flush=True)
    elif given.seeds:
        seeds = range(given.first, given.first + given.seeds)
        print(f"{given.seeds} schools through the gate:", dict(attacked(seeds)), flush=True)
        print(f"{given.seeds} schools, two dimensions at once:", dict(put_together(seeds)), flush=True)
        print(f"{given.seeds} schools through the program:", dict(read_out(seeds)), flush=True)
        print(f"{given.seeds} schools, events:", dict(of_events(seeds)), flush=True)
        print(f"{given.seeds} schools, the same students:", dict(of_the_same_students(seeds)), flush=True)
    if given.seeds or given.browser:
        return
    for size in given.size or (*SIZES, "sample"):
        if size == "sample":
            print(f"{'sample':10}", told(sample()))
            continue
        count, schools = SIZES[size]
        for seed in range(1 if size == "district" else given.repeat):
            released, cells, seconds = plan(students(count, schools, seed))
            print(
                f"{size:10} {count:7,} students, {schools:2} schools: {seconds:6.2f} s;", told(shares(released, cells))
            )


if __name__ == "__main__":
    main()
