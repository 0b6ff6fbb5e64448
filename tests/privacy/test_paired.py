"""What is told of the same students tells nothing that the tables of either period hide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from random import Random

import pytest

from equity_core.model import DimensionUse, Source
from equity_core.privacy import JOIN
from equity_core.store import Store
from equity_core.workflow import Workspace, privacy
from equity_core.workflow.release import release
from tests.privacy.attack_paired import Attack, courses

RACES = {"A": 4, "B": 9, "C": 16, "D": 45, "E": 120, "F": 210}
GRADES = ("6", "7", "8")
MEASURES = ("reading_proficient", "course_failure")
RELATED = ("referred", "suspended")
DIMENSIONS = ("race", "gender", "grade", "el_status")
TURNOVER = ("none", "few", "some", "yearly")


def school(seed: int, *, periods: int = 2) -> dict[str, dict[str, dict]]:
    """Return students by id and period: who they are then, and what counts of them."""
    chance = Random(seed)
    turnover = TURNOVER[seed % 4]
    scale = chance.choice((0.5, 1, 1, 2))
    persist = chance.choice((0.3, 0.6, 0.8))
    rates = {
        "reading_proficient": chance.uniform(0.3, 0.7),
        "course_failure": chance.uniform(0.1, 0.3),
        "referred": 0.2,
    }
    names = [f"20{20 + i}-{21 + i}" for i in range(periods)]
    students: dict[str, dict[str, dict]] = {}

    def new(race: str, grade: str) -> dict:
        return {
            "race": race,
            "gender": chance.choices(("Female", "Male", "Nonbinary"), (49, 49, 2))[0],
            "grade": grade,
            "el_status": chance.choices(("Current EL", "Former EL", "Never EL"), (25, 10, 65))[0],
        }

    def facts(before: dict | None) -> dict:
        told = {}
        for m, rate in rates.items():
            keep = before is not None and before[m] is not None and chance.random() < persist
            told[m] = before[m] if keep else chance.random() < rate
        told["suspended"] = told["referred"] and chance.random() < 0.5
        if chance.random() < 0.02:
            told["reading_proficient"] = None
        return told

    races = [r for r, n in RACES.items() for _ in range(max(1, round(n * scale) + chance.randint(-2, 2)))]
    for i, race in enumerate(races):
        one = new(race, chance.choice(GRADES))
        students[f"s{i}"] = {names[0]: {**one, **facts(None)}}
    for before, now in pairwise(names):
        for id, by_period in list(students.items()):
            if before not in by_period:
                continue
            was = by_period[before]
            one = {d: was[d] for d in DIMENSIONS}
            if turnover == "yearly":
                if was["grade"] == "8":
                    students[f"{id}{now}"] = {now: {**(new(was["race"], "6")), **facts(None)}}
                    continue
                one["grade"] = str(int(was["grade"]) + 1)
                if chance.random() < 0.01:
                    one["grade"] = was["grade"]
            elif chance.random() < {"none": 0, "few": 0.01, "some": 0.15}[turnover]:
                if chance.random() < 0.7:
                    students[f"{id}{now}"] = {now: {**new(was["race"], was["grade"]), **facts(None)}}
                continue
            if was["el_status"] == "Current EL" and chance.random() < 0.15:
                one["el_status"] = "Former EL"
            by_period[now] = {**one, **facts(was)}
    return students


def bring_in(
    ws: Workspace,
    students: dict[str, dict[str, dict]],
    periods: list[str],
    *,
    id: str = "s",
    dimensions: tuple[str, ...] = DIMENSIONS,
    measures: tuple[str, ...] = MEASURES,
) -> Source:
    """Keep some periods of a school as one source, and release it."""
    rows = [(key, p, by[p]) for key, by in students.items() for p in periods if p in by]
    source = Source(
        id=id,
        name=f"{id}.csv",
        shape="students",
        fingerprint="",
        rows_read=len(rows),
        rows_kept=len(rows),
        periods=tuple(periods),
        measures=measures,
        dimensions=tuple(DimensionUse(id=d, groups=tuple(sorted({row[d] for *_, row in rows}))) for d in dimensions),
        imported_at=datetime(2025, 9, 1),
    )
    dims = ", ".join(f"{d} VARCHAR" for d in dimensions)
    facts = ", ".join(f"{m} BOOLEAN" for m in measures)
    with ws.store.writing() as cursor:
        cursor.execute(f'CREATE TABLE "rows_{id}" (student_key VARCHAR, period VARCHAR, {dims}, {facts})')
        told = [[key, p, *(row[d] for d in dimensions), *(row[m] for m in measures)] for key, p, row in rows]
        columns = ", ".join(
            f"unnest(?::{'BOOLEAN' if i >= 2 + len(dimensions) else 'VARCHAR'}[])" for i in range(len(told[0]))
        )
        cursor.execute(
            f'INSERT INTO "rows_{id}" SELECT {columns}', [list(column) for column in zip(*told, strict=True)]
        )
        ws.store.save(source)
        release(ws, source)
    return source


def found_out(releases, students, periods, *, dimensions) -> Iterator[tuple]:
    """Yield (what, low, high, promised width) of each number that is not told of a measure whose students are.

    A size of ten or more is no secret: of the very same students another year may tell it.
    """
    for measure in MEASURES:
        attack = Attack(releases, measure, periods, dimensions)
        if not attack.followed:
            continue
        attack.know(courses(students, periods, dimensions, measure))
        small = small_sizes(attack, students)
        attack.publish(small)
        hidden = {key: row for key, row in attack.hidden().items() if key[0] == "x" or small[key[1:]]}
        gone, need = leavers(attack, students, measure)
        need |= dict.fromkeys(hidden, 4)
        for key, (low, high) in attack.spans(hidden | gone, need).items():
            yield (measure, *key), low, high, need[key]


def broken(releases, students, periods, *, dimensions) -> list[tuple]:
    """Return every number that somebody can work out to fewer values than it must have."""
    found = found_out(releases, students, periods, dimensions=dimensions)
    return [(what, low, high) for what, low, high, need in found if high - low < need]


def small_sizes(attack: Attack, students) -> dict[tuple, bool]:
    n: Counter = Counter()
    for by in students.values():
        for p, one in by.items():
            if one[attack.measure] is not None:
                for t in attack.tables:
                    if t.period == p and not t.where:
                        ds = [d for d in t.dimension.split(",") if d]
                        n[p, tuple(sorted((d, one[d]) for d in ds))] += 1
    return {
        (t.period, t.at(name)): n[t.period, t.at(name)] < 10
        for t in attack.tables
        if not t.where
        for name, count in t.groups
        if (t.period, t.at(name)) not in attack.sizes
    }


def leavers(attack: Attack, students, measure) -> tuple[dict, dict]:
    """Return what follows of who left and who came, of all and of each group, where it is next to nobody."""
    asked, need = {}, {}
    for f in attack.followed:
        i, j = attack.periods.index(f.period), attack.periods.index(f.next_period)
        for at in [(), *(((d, g),) for d in attack.dimensions for g in _groups(attack, d, i))]:
            for here, there in ((i, j), (j, i)):
                for mark in (True, False):
                    row = {k: 1 for k in attack._row(here, at) if k[0][there] is None and k[1][here] is mark}
                    name = ("left" if here == i else "came", at, mark, f.period)
                    size, true = _gone(students, measure, (attack.periods[here], attack.periods[there]), at, mark=mark)
                    if size > 0 and true < 5:
                        asked[name], need[name] = row, min(4, size)
    return asked, need


def _groups(attack, d, i):
    place = attack.dimensions.index(d)
    return sorted({k[0][i][place] for k in attack.index if k[0][i] is not None})


def _gone(students, measure, periods, at, *, mark) -> tuple[int, int]:
    """Return how many students of a place are in the first period only, and how many of them do (not) count."""
    gone = [
        by[periods[0]]
        for by in students.values()
        if [p in by and by[p][measure] is not None for p in periods] == [True, False]
        and all(by[periods[0]][d] == g for d, g in at)
    ]
    return len(gone), sum(one[measure] is mark for one in gone)


def periods_of(students) -> list[str]:
    return sorted({p for by in students.values() for p in by})


def told(releases) -> list:
    return [f for r in releases for f in r.followed if f.total.is_shown]


def of_a_seed(seed: int, measures: tuple[str, ...] = MEASURES) -> list[tuple]:
    """Return what an attacker finds out of a school with two dimensions."""
    dimensions = ("race", ("gender", "grade", "el_status")[seed % 3])
    students = school(seed)
    ws = Workspace(Store(":memory:"))
    bring_in(ws, students, periods_of(students), dimensions=dimensions, measures=measures)
    found = list(found_out(ws.releases(), students, periods_of(students), dimensions=dimensions))
    ws.store.close()
    return found


@pytest.mark.parametrize("seed", range(50))
def test_nothing_is_narrowed(seed):
    measures = MEASURES if seed < 16 else MEASURES[seed // 4 % 2 :][:1]  # one of them takes half the time
    assert [(*one, low, high) for *one, low, high, need in of_a_seed(seed, measures) if high - low < need] == []


def test_nothing_is_narrowed_over_three_periods_in_three_files():
    students = school(3, periods=3)
    ws = Workspace(Store(":memory:"))
    for period in periods_of(students):
        bring_in(ws, students, [period], id=f"s{period}", dimensions=("race", "gender"))
    assert {(f.period, f.next_period) for f in told(ws.releases())} == {*pairwise(periods_of(students))}
    assert broken(ws.releases(), students, periods_of(students), dimensions=("race", "gender")) == []


def test_all_dimensions_at_once_tell_no_more():
    students = school(2)
    ws = Workspace(Store(":memory:"))
    bring_in(ws, students, periods_of(students), dimensions=("race", "gender", "grade"))
    assert told(ws.releases())
    assert broken(ws.releases(), students, periods_of(students), dimensions=("race", "gender", "grade")) == []


def test_what_is_told_is_true_and_never_of_few():
    students = school(0)
    before, after = periods_of(students)
    ws = Workspace(Store(":memory:"))
    bring_in(ws, students, [before, after])
    found = told(ws.releases())
    assert {f.dimension for f in found} == {"", *DIMENSIONS}
    for one in found:
        for name, turned in (("", one.total), *one.groups):
            if turned.is_shown:
                both = [
                    (by[before][one.measure], by[after][one.measure])
                    for by in students.values()
                    if before in by and after in by and (not name or by[before][one.dimension] == name)
                ]
                both = [pair for pair in both if None not in pair]
                assert (turned.n, turned.began, turned.stopped) == (
                    len(both),
                    both.count((False, True)),
                    both.count((True, False)),
                )
                assert min(turned.began, turned.stopped, turned.n - turned.began - turned.stopped) >= 5


def test_the_proof_has_a_line_for_each_group_that_is_not_told_of():
    students = school(0)
    ws = Workspace(Store(":memory:"))
    source = bring_in(ws, students, periods_of(students), dimensions=("race",))
    (first,) = ws.releases()
    both = JOIN.join(periods_of(students))
    lines = [line for line in first.audit if line.period == both]
    hidden = [(f.measure, ((f.dimension, g),)) for f in first.followed for g, t in f.groups if not t.is_shown]
    assert hidden
    assert sorted((line.measure, line.at) for line in lines) == sorted([*hidden, *((m, ()) for m in MEASURES)])
    assert all(line.high - line.low >= 4 for line in lines)
    assert "2020-21 to 2021-22, the same students" in {row["Period"] for row in privacy.audit(ws)}
    release(ws, source)
    assert told(ws.releases()) == told([first])
    assert ws.releases()[0].audit == first.audit, "also where it was told before"


def test_measures_that_tell_of_each_other_are_not_told():
    students = school(0)
    ws = Workspace(Store(":memory:"))
    bring_in(ws, students, periods_of(students), dimensions=("race",), measures=(*MEASURES, *RELATED))
    assert {f.measure for f in told(ws.releases())} == {*MEASURES}


def test_other_rows_are_not_told_of():
    students = school(2)
    ws = Workspace(Store(":memory:"))
    old = bring_in(ws, students, periods_of(students))
    assert told(ws.releases())
    ws.store.drop(old.id)
    ws.store.save(old.model_copy(update={"status": "replaced"}))
    one = next(id for id, by in students.items() if len(by) == 2)
    del students[one]
    bring_in(ws, students, periods_of(students), id="again")
    assert told(ws.releases()) == []


def test_nothing_is_told_of_several_schools():
    students = school(0)
    for number, by in enumerate(students.values()):
        for one in by.values():
            one["school"] = ("North", "South")[number % 2]
    ws = Workspace(Store(":memory:"))
    bring_in(ws, students, periods_of(students), dimensions=("gender", "school"))
    assert not any(r.followed for r in ws.releases())
