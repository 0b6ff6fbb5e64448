"""Two releases of nearly the same students tell no more than the first one alone."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from equity_core.privacy import Rules, release
from equity_core.sealed import Cells, Row
from tests.privacy.attack_twice import spans
from tests.privacy.schools import PERIOD, SIZES, cells_of
from tests.privacy.test_gate import assert_true
from tests.privacy.worlds import rows, source

RULES = Rules()
MEASURES = ("absent", "suspended")


def pupils(seed: int) -> list[dict]:
    chance = Random(seed)
    found = []
    for race, size in zip("ABCDE", chance.choice(SIZES), strict=False):
        share = {m: chance.choice((0.05, 0.1, 0.3, 0.9)) for m in MEASURES}
        for _ in range(size):
            one = {m: int(chance.random() < share[m]) for m in MEASURES}
            found.append({"race": race, "gender": chance.choice("FM"), **one})
    return found


def released(students, *earlier, dimensions=("race", "gender"), rules=None):
    groups = {d: tuple(sorted({s[d] for s in students})) for d in dimensions}
    made = source(groups).model_copy(update={"measures": MEASURES})
    found = release(cells_of(students, groups, MEASURES), source=made, earlier=earlier, rules=rules)
    assert_true(found, rows(students, groups, MEASURES))
    return found


def changed(students, seed: int, kind: str) -> tuple[list[dict], int]:
    """Return nearly the same students, and how many came or went."""
    chance, later = Random(seed), [dict(s) for s in students]
    one = chance.choice(later)
    if kind == "left":
        later.remove(one)
    elif kind == "came":
        later.append({**one, "absent": 1, "suspended": 1})
    elif kind == "moved":
        one["race"] = chance.choice([g for g in "ABC" if g != one["race"]])
    elif kind == "corrected":
        one["absent"] = 1 - one["absent"]
    elif kind == "many":
        for s in later[::3]:
            s["absent"] = int(chance.random() < 0.5)
        return later, len(later)
    return later, 1


def counted(students, what: str, measure: str, dimension: str, group: str) -> int:
    mine = [s for s in students if group in ("", s[dimension])]
    return len(mine) if what == "n" else sum(s[measure] for s in mine)


@pytest.mark.parametrize("kind", ["left", "came", "moved", "corrected", "many", "again"])
@pytest.mark.parametrize("seed", range(8))
def test_the_second_release_gives_nobody_away(kind, seed):
    first = pupils(seed)
    later, moved = changed(first, seed, kind)
    one = released(first)
    two = released(later, one)
    for dimension in ("race", "gender"):
        for measure in MEASURES:
            alone = spans(one, one, measure=measure, period=PERIOD, dimension=dimension, moved=0)
            found = spans(one, two, measure=measure, period=PERIOD, dimension=dimension, moved=moved)
            for (when, what, group), (low, high) in found.items():
                then, now = (counted(s, what, measure, dimension, group) for s in (first, later))
                true = {"before": then, "after": now, "change": now - then}[when]
                assert low <= true <= high
                key = (kind, seed, measure, when, what, group, low, high)
                if when == "before":
                    was = alone[when, what, group]
                    assert high - low >= min(RULES.min_width, was[1] - was[0]), key
                elif when == "change" and what == "x" and true:
                    assert high > low or kind == "many", key
    if kind == "again":
        assert two.tables == one.tables


def test_a_student_who_left_takes_the_totals_along():
    first = [{"race": "AB"[i % 2], "gender": "FM"[i % 2], "absent": int(i < 47), "suspended": 0} for i in range(401)]
    two = released(first[1:], released(first))
    table = two.table("absent", PERIOD, "race")
    assert table.total.status == "hidden"
    assert [count.status for _, count in table.groups] == ["hidden", "shown"]


def test_a_dimension_more_is_shown_and_the_others_stay_as_they_were():
    first = pupils(3)
    one = released(first, dimensions=("race",))
    two = released(first, one)
    assert two.table("absent", PERIOD, "race") == one.table("absent", PERIOD, "race")
    assert [count.status for _, count in two.table("absent", PERIOD, "gender").groups] == ["shown", "shown"]


def test_groups_put_together_do_not_tell_the_one_that_was_hidden():
    first = [
        {"race": "ABC"[min(2, i // 48)] if i >= 6 else "D", "gender": "F", "absent": i % 3, "suspended": 0}
        for i in range(300)
    ]
    for s in first:
        s["absent"] = int(s["absent"] == 0)
    later = [{**s, "race": "A or D" if s["race"] in "AD" else s["race"]} for s in first]
    one = released(first, dimensions=("race",))
    two = released(later, one, dimensions=("race",))
    assert one.table("absent", PERIOD, "race").group("D").status == "hidden"
    assert two.table("absent", PERIOD, "race").group("A or D").status == "hidden"


def test_next_year_and_another_school_are_other_students():
    one = released(pupils(1))
    other = [{"race": "AB"[i % 2], "gender": "F", "absent": int(i % 3 == 0), "suspended": 0} for i in range(90)]
    assert released(other, one).tables == released(other).tables


def test_a_higher_threshold_hides_more_of_the_same_students():
    first = pupils(2)
    one = released(first)
    two = released(first, one, rules=Rules(min_group=20))
    hidden = {(t.measure, t.dimension): set(t.hidden()) for t in one.tables}
    assert all(hidden[t.measure, t.dimension] <= set(t.hidden()) for t in two.tables)
    assert any(count.is_shown for t in two.tables for _, count in t.groups)


def test_one_group_of_a_file_may_grow_by_many():
    """No group came or went, although everyone else was not named then."""

    def told(homeless: int, others: int, *earlier):
        made = source({"housing": ("Homeless",)}, partitions=False).model_copy(update={"measures": ("absent",)})
        counts = {
            (): (homeless + others, homeless // 2 + others // 5),
            (("housing", "Homeless"),): (homeless, homeless // 2),
        }
        cells = Cells([Row("absent", PERIOD, at, n, x) for at, (n, x) in counts.items()])
        return release(cells, source=made, earlier=earlier)

    later = told(90, 360, told(60, 340))
    assert later.table("absent", PERIOD, "housing").group("Homeless").is_shown


@pytest.mark.parametrize("names", [{g: g for g in "ABCDE"}, {g: f"Line {g}" for g in "ABCDE"}])
@pytest.mark.parametrize("kind", ["left", "moved", "corrected"])
@pytest.mark.parametrize("seed", range(6))
def test_groups_under_another_name_are_the_same_students(names, kind, seed):
    """A column that got another header, or other words for its groups, is no way round what was seen."""
    first = pupils(seed)
    later, moved = changed(first, seed, kind)
    one = released(first, dimensions=("race",))
    two = released([{**s, "bus": names[s["race"]]} for s in later], one, dimensions=("bus",))
    back = {name: group for group, name in names.items()}
    told = replace(
        two,
        tables=tuple(
            replace(t, dimension="race", groups=tuple((back[name], count) for name, count in t.groups))
            for t in two.tables
        ),
    )
    for measure in MEASURES:
        asked = {"measure": measure, "period": PERIOD, "dimension": "race"}
        alone = spans(one, one, **asked, moved=0)
        for (when, what, group), (low, high) in spans(one, told, **asked, moved=moved).items():
            if when == "before":
                was = alone[when, what, group]
                assert high - low >= min(RULES.min_width, was[1] - was[0]), (what, group, low, high)


def test_a_column_that_is_not_another_one_is_shown():
    first = pupils(3)
    one = released(first, dimensions=("race",))
    two = released(first, one, dimensions=("gender",))
    assert [count.status for _, count in two.table("absent", PERIOD, "gender").groups] == ["shown", "shown"]
