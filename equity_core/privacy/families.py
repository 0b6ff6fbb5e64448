"""Measures that tell of each other: levels that add up, a part of another, two cut-offs of one column.

Two measures belong together when a two-by-two table of their students has a corner of next to nobody. Everybody may
know which corner: they know what the measures mean. So a family is planned together, and what follows from two of its
numbers (more than 18 days absent less more than 19) is protected like a count of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product

from equity_core.privacy.rules import Rules
from equity_core.sealed import Pattern

Term = tuple[str, str]  # ("n", measure): its students; ("x", measure): those of them who count
Sum = Mapping[Term, int]  # how often each term is taken: {("x", "b"): 1, ("x", "a"): -1}
Marks = tuple[tuple[str, bool], ...]
MOST_TOGETHER = 6  # of so many measures, every sum that counts students is protected; of more, those of up to
MANY_TOGETHER, MOST_TERMS, TERMS_OF_MANY = 9, 7, 4  # seven: all three of three things; of more than nine, of up to four


@dataclass(frozen=True, slots=True, repr=False)
class Family:
    """Measures planned together, the most important first.

    `patterns` says how students count in them, with how many do so where that is next to nobody; `derived` holds the
    counts that follow from several measures.
    """

    measures: tuple[str, ...]
    patterns: tuple[tuple[Marks, int | None], ...]
    derived: tuple[Sum, ...] = ()
    exceptions: tuple[Sum, ...] = ()  # the same of next to nobody: students in two of four levels, or in none
    is_loose: bool = False
    counts_others: bool = False  # its count is how many the other measures are of

    @property
    def loose(self) -> Family:
        """Return the family as it is for somebody who does not know how many exceptions there are."""
        free = tuple((marks, None) for marks, _ in self.patterns)
        return replace(self, patterns=free, derived=self.exceptions, is_loose=True)

    def takes(self, term: Term, pattern: int) -> bool:
        """Say whether the students of a pattern are counted by a term."""
        what, measure = term
        mark = dict(self.patterns[pattern][0]).get(measure)
        return mark is not None if what == "n" else bool(mark)


def families(
    patterns: Sequence[Pattern], *, measures: Sequence[str], leads: Sequence[str], rules: Rules, answered: str = ""
) -> list[Family]:
    """Return the families among `measures` (the most important first) of one period.

    `leads` has one measure for each set of students that is counted. Where there are several, each tells something of
    the others' hidden groups: then a measure without relatives is a family of its own, and all students are one.
    `answered`, which counts how many the others are of, is always alone.
    """
    is_mixed = len(leads) > 1
    known = [(dict(p.marks), p.students) for p in patterns if p.marks]
    there = [m for m in measures if any(m in marks for marks, _ in known)]
    rare = {m: mark for m in there if (mark := _rare_mark(known, m, rules)) is not None}
    related = [m for m in there if m != answered]
    large = [m for m in related if m not in rare]
    corners = {(a, b): _corners(known, a, b, rules) for a, b in combinations(large, 2)}
    groups = _joined(large, [pair for pair, empty in corners.items() if empty])
    groups = _joined(there, [*_chained(groups), *_adding_up(known, related, rules)])
    found = []
    for group in groups:
        if sum(m in large for m in group) < 2 and not is_mixed:
            continue
        members = [m for m in there if m in group or (m in rare and len(group) > 1)]
        derived, exceptions = _derived(known, members, corners, rules)
        projected = _projected(known, members, leads if is_mixed else (), rare, rules)
        found.append(Family(tuple(members), projected, derived, exceptions, counts_others=members == [answered]))
    sizes = [Family((), _projected(known, (), leads, rare, rules))] if is_mixed else []
    return [*sizes, *found]


def twins(patterns: Sequence[Pattern], *, measures: Sequence[str], rules: Rules) -> set[str]:
    """Return measures that differ from a more important one (or from its opposite) for next to nobody, yet for some.

    What they add to the other is a small count, and nothing else.
    """
    known = [(dict(p.marks), p.students) for p in patterns if p.marks]
    found: set[str] = set()
    for a, b in combinations(measures, 2):
        both = [(marks[a] == marks[b], n) for marks, n in known if a in marks and b in marks]
        alike = sum(n for is_alike, n in both if is_alike)
        is_twin = 0 < min(alike, sum(n for _, n in both) - alike) <= rules.small
        if is_twin and a not in found and all(_rare_mark(known, m, rules) is None for m in (a, b)):
            found.add(b)
    return found


def _rare_mark(known: Sequence[tuple[dict[str, bool], int]], measure: str, rules: Rules) -> bool | None:
    """Return whether next to nobody counts in a measure (True), or all but next to nobody do (False); else None."""
    n = sum(students for marks, students in known if measure in marks)
    x = sum(students for marks, students in known if marks.get(measure))
    return x <= rules.small if rules.is_small_count(x, n) else None


def _corners(
    known: Sequence[tuple[dict[str, bool], int]], a: str, b: str, rules: Rules
) -> frozenset[tuple[bool, bool]]:
    """Return the corners of the two-by-two table of two measures in which there is next to nobody."""
    table: Counter[tuple[bool, bool]] = Counter()
    for marks, students in known:
        if a in marks and b in marks:
            table[marks[a], marks[b]] += students
    if not table:
        return frozenset()
    return frozenset((x, y) for x in (True, False) for y in (True, False) if table[x, y] <= rules.small)


def _joined(names: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return the names in groups, such that each pair is in one group."""
    group_of = {name: [name] for name in names}
    for one, other in pairs:
        if group_of[one] is not group_of[other]:
            both = group_of[one] + group_of[other]
            group_of |= dict.fromkeys(both, both)
    return list({id(group): group for group in group_of.values()}.values())


def _chained(groups: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    return [(group[0], name) for group in groups for name in group[1:]]


def _adding_up(
    known: Sequence[tuple[dict[str, bool], int]], measures: Sequence[str], rules: Rules
) -> list[tuple[str, str]]:
    """Return pairs that join measures of which some sum is the same for all students, but next to none."""
    complete = [marks for marks, students in known if students > rules.small and all(m in marks for m in measures)]
    rows = [[Fraction(1), *(Fraction(marks[m]) for m in measures)] for marks in complete]
    pairs = []
    for relation in _null_space(rows, len(measures) + 1):
        names = [m for m, factor in zip(measures, relation[1:], strict=True) if factor]
        pairs += [(names[0], other) for other in names[1:]]
    return pairs


def _null_space(rows: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """Return the relations that all rows obey (Gauss-Jordan)."""
    rows = [list(row) for row in rows]
    leads: list[int] = []
    for column in range(width):
        at = len(leads)
        found = next((i for i in range(at, len(rows)) if rows[i][column]), None)
        if found is None:
            continue
        rows[at], rows[found] = rows[found], rows[at]
        lead = rows[at][column]
        rows[at] = [value / lead for value in rows[at]]
        for i, row in enumerate(rows):
            if i != at and row[column]:
                factor = row[column]
                rows[i] = [value - factor * base for value, base in zip(row, rows[at], strict=True)]
        leads.append(column)
    relations = []
    for free in (column for column in range(width) if column not in leads):
        relation = [Fraction(0)] * width
        relation[free] = Fraction(1)
        for row, column in zip(rows, leads, strict=False):
            relation[column] = -row[free]
        relations.append(relation)
    return relations


def _derived(
    known: Sequence[tuple[dict[str, bool], int]],
    members: Sequence[str],
    corners: Mapping[tuple[str, str], Collection[tuple[bool, bool]]],
    rules: Rules,
) -> tuple[tuple[Sum, ...], tuple[Sum, ...]]:
    """Return the counts of students that follow from the counts of several measures, and those of exceptions.

    A sum that takes each student once or not at all, next to nobody excepted, is a count of students. One that is the
    same for all but next to nobody counts the exceptions.
    """
    if len(members) > MOST_TOGETHER:
        return _of_many(known, members, corners, rules)
    found: list[Sum] = []
    exceptions: list[Sum] = []
    for factors in product((0, 1, -1), repeat=len(members)):
        terms = {m: factor for m, factor in zip(members, factors, strict=True) if factor}
        taken = [
            (sum(f * marks[m] for m, f in terms.items()), students)
            for marks, students in known
            if terms.keys() <= marks.keys()
        ]
        values = {value for value, students in taken if students > rules.small}
        if len(terms) < 2 or not values or max(values) - min(values) > 1:
            continue
        everywhere = {value for value, _ in taken}
        least = min(values) if len(values) == 2 else min(everywhere)
        told: dict[Term, int] = {("x", m): f for m, f in terms.items()}
        if least:
            told["n", min(terms)] = -least
        if len(values) == 1:
            exceptions += [told] if len(everywhere) == 2 and max(everywhere) - least == 1 else []
            continue  # everybody knows that levels add up
        found.append(told)  # and its opposite: where a size is hidden, each may be certain without the other
    return tuple(found), tuple(exceptions)


def _of_many(
    known: Sequence[tuple[dict[str, bool], int]],
    members: Sequence[str],
    corners: Mapping[tuple[str, str], Collection[tuple[bool, bool]]],
    rules: Rules,
) -> tuple[tuple[Sum, ...], tuple[Sum, ...]]:
    """Return the same of some of many measures: who is in both of two is what "either" leaves of their sum."""
    found: list[Sum] = list(_of_two(members, corners))
    exceptions: list[Sum] = []
    alike: Counter[Marks] = Counter()
    for marks, students in known:
        alike[tuple((m, marks[m]) for m in members if m in marks)] += students
    there = [(dict(marks), students) for marks, students in alike.items()]
    same = {_taken(there, told) for told in found}  # sums of the same students are one
    most_terms = MOST_TERMS if len(members) <= MANY_TOGETHER else TERMS_OF_MANY
    for some in (some for size in range(3, most_terms + 1) for some in combinations(members, size)):
        table: Counter[tuple[bool, ...]] = Counter()
        for marks, students in there:
            if all(m in marks for m in some):
                table[tuple(marks[m] for m in some)] += students
        for factors in product((1, -1), repeat=len(some)):
            values: Counter[int] = Counter()
            for at, students in table.items():
                values[sum(f for f, mark in zip(factors, at, strict=True) if mark)] += students
            most = {value for value, students in values.items() if students > rules.small}
            if not most or max(most) - min(most) > 1:
                continue
            is_exception = len(most) == 1
            least = min(values) if is_exception else min(most)
            told: dict[Term, int] = {("x", m): f for m, f in zip(some, factors, strict=True)}
            if least:
                told["n", min(some)] = -least
            if (is_exception and sorted(values) != [least, least + 1]) or (taken := _taken(there, told)) in same:
                continue
            same.add(taken)
            (exceptions if is_exception else found).append(told)
    return tuple(found), tuple(exceptions)


def _taken(known: Sequence[tuple[dict[str, bool], int]], told: Sum) -> tuple[int, ...]:
    """Return how often a sum takes a student of each pattern."""
    terms = [(what == "n", m, factor) for (what, m), factor in told.items()]
    return tuple(sum(f for is_n, m, f in terms if (m in marks if is_n else marks.get(m))) for marks, _ in known)


def _of_two(members: Sequence[str], corners: Mapping[tuple[str, str], Collection[tuple[bool, bool]]]) -> Iterator[Sum]:
    for a, b in combinations(members, 2):
        empty = corners.get((a, b), frozenset())
        if (True, True) in empty:
            yield {("x", a): 1, ("x", b): 1}
        if (True, False) in empty:
            yield {("x", b): 1, ("x", a): -1}
        if (False, True) in empty:
            yield {("x", a): 1, ("x", b): -1}
        if (False, False) in empty:
            yield {("x", a): 1, ("x", b): 1, ("n", a): -1}


def _projected(
    known: Sequence[tuple[dict[str, bool], int]],
    members: Sequence[str],
    leads: Sequence[str],
    rare: Mapping[str, bool],
    rules: Rules,
) -> tuple[tuple[Marks, int | None], ...]:
    """Return how students count in `members`, and whether at all in `leads`; with their number if next to none do.

    Where that is so because a measure itself is `rare`, they are no exception, and their number is not said.
    """
    seen: Counter[Marks] = Counter()
    for marks, students in known:
        others = [(m, False) for m in leads if m in marks and m not in members]
        seen[(*((m, marks[m]) for m in members if m in marks), *others)] += students
    return tuple(
        (marks, n if n <= rules.small and not any(m in members and rare.get(m) == mark for m, mark in marks) else None)
        for marks, n in sorted(seen.items())
        if marks
    )
