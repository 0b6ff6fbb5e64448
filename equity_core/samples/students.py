"""Make up students whose counts by group are given: the seed decides who has what, never how many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

Margin = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Student:
    """One made-up student of one year. `key` looks like S1000 and stands for nobody."""

    key: str
    race: str
    el_status: str
    disability: str
    income: str
    gender: str
    grade: str


def enrol(
    random: Random, *, first_key: int, race_by_el: Mapping[str, Margin], margins: Mapping[str, Margin]
) -> list[Student]:
    """Return students with exactly these counts by race and English learner status, and by each other margin."""
    pairs = [(race, el) for race, row in race_by_el.items() for el, n in row.items() for _ in range(n)]
    dealt = {name: dealt_out(random, margin) for name, margin in margins.items()}
    random.shuffle(pairs)
    return [
        Student(f"S{first_key + i}", race, el, **{name: values[i] for name, values in dealt.items()})
        for i, (race, el) in enumerate(pairs)
    ]


def neighbour_year(
    random: Random, students: Sequence[Student], *, race: Margin, moved: Mapping[str, str], first_key: int
) -> list[Student]:
    """Return the school a year away: who stays moves one grade by `moved`; newcomers fill each race's count."""
    staying = [replace(s, grade=moved[s.grade]) for s in students if s.grade in moved]
    random.shuffle(staying)
    new_grade = next(iter({s.grade for s in students} - set(moved.values())))
    found: list[Student] = []
    for group, n in race.items():
        kept = [s for s in staying if s.race == group][:n]
        like = [s for s in students if s.race == group]
        found += kept
        found += [replace(random.choice(like), key="", grade=new_grade) for _ in range(n - len(kept))]
    random.shuffle(found)
    keys = iter(range(first_key, first_key + len(found)))
    return [s if s.key else replace(s, key=f"S{next(keys)}") for s in found]


def marked(random: Random, students: Sequence[Student], targets: Mapping[str, Margin]) -> set[str]:
    """Return the keys of students for whom something is so, with exactly `targets[dimension][group]` in each group.

    The first dimension is dealt out at random; then pairs of its students change places until every other fits.
    """
    (first, margin), *others = targets.items()
    members = {group: [s for s in students if getattr(s, first) == group] for group in margin}
    inside = {g: set(random.sample(range(len(members[g])), n)) for g, n in margin.items()}
    over = {dimension: {group: -n for group, n in target.items()} for dimension, target in others}
    for group, chosen in inside.items():
        for i in chosen:
            _count(over, members[group][i], 1)
    mixed = [g for g, n in margin.items() if 0 < n < len(members[g])]
    weights = [len(members[g]) for g in mixed]
    while any(n for counts in over.values() for n in counts.values()):
        group = random.choices(mixed, weights)[0]
        out, into = random.choice(sorted(inside[group])), random.randrange(len(members[group]))
        if into in inside[group]:
            continue
        if _worth_it(over, members[group][out], members[group][into]):
            inside[group] ^= {out, into}
            _count(over, members[group][out], -1)
            _count(over, members[group][into], 1)
    return {members[g][i].key for g, chosen in inside.items() for i in chosen}


def dealt_out(random: Random, margin: Margin) -> list[str]:
    """Return each value as often as its count says, in random order."""
    values = _repeated(margin.items())
    random.shuffle(values)
    return values


def _repeated(counts: Iterable[tuple[str, int]]) -> list[str]:
    return [value for value, n in counts for _ in range(n)]


def _count(over: dict[str, dict[str, int]], student: Student, by: int) -> None:
    for dimension, counts in over.items():
        counts[getattr(student, dimension)] += by


def _worth_it(over: Mapping[str, Margin], out: Student, into: Student) -> bool:
    change = 0
    for dimension, counts in over.items():
        left, joined = getattr(out, dimension), getattr(into, dimension)
        if left != joined:
            change += abs(counts[left] - 1) - abs(counts[left]) + abs(counts[joined] + 1) - abs(counts[joined])
    return change <= 0
