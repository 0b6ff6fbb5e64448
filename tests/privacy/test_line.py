from __future__ import annotations

import itertools
from collections import defaultdict

import pytest

from equity_core.privacy.bounds import Span
from equity_core.privacy.line import Line, by_size, count_statuses, hidden_groups
from equity_core.privacy.rules import Rules

RULES = Rules()
SIZES = [(12, 14), (30, 11), (25, 40), (10, 10, 10), (12, 14, 20), (11, 12, 48), (24, 11, 30)]


def line(*sizes: int) -> Line:
    return Line(dict(zip("ABCDE", sizes, strict=False)), sum(sizes))


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        # sizes of A, B, C …          hidden
        ((120, 48, 210), ""),
        ((6, 4, 120, 210), "AB"),  # ten students together: enough, and wide enough
        ((6, 120, 210), "AB"),  # one alone would be told by the total
        ((5, 4, 120, 210), "ABC"),  # nine students together are a small group too
        ((9, 9, 120, 210), "ABC"),  # eighteen: both would have to be nine
        ((0, 244, 237), "AB"),  # nobody and a few look the same; about as large ones are taken by name
        ((297, 296, 7), "AC"),  # by size, the seven would be six to nine: no smaller than what Female leaves of Male
        ((7, 120, 30, 210), "AC"),  # a small one before one four times as large
        ((590, 3), "AB"),
        ((7, 8), "AB"),
    ],
)
def test_small_groups_are_hidden_and_small_others_guard_them(sizes, hidden):
    assert hidden_groups(line(*sizes), RULES) == frozenset(hidden)


def test_without_a_total_small_groups_need_no_guard():
    assert hidden_groups(Line({"A": 6, "B": 120}, None), RULES) == {"A"}


def test_a_size_that_the_source_hid_guards_ours():
    assert hidden_groups(Line({"A": 6, "B": None, "C": 120}, 160), RULES) == {"A"}


def test_the_threshold_can_be_raised():
    assert hidden_groups(line(12, 14, 120, 210), Rules(min_group=20)) == {"A", "B"}


def test_equal_sizes_are_taken_in_alphabetical_order():
    assert by_size({"B": 3, "A": 3, "C": 1}, but=()) == ["C", "A", "B"]


@pytest.mark.parametrize(("groups", "total"), [(3, 12), (3, 25), (3, 30), (3, 37), (3, 44), (4, 44)])
def test_somebody_who_runs_our_own_code_on_every_possible_school_cannot_tell_a_small_size(groups, total):
    names, worlds = "ABCD"[:groups], defaultdict(list)
    for some in itertools.product(range(total + 1), repeat=groups - 1):
        if sum(some) <= total:
            sizes = (*some, total - sum(some))
            hidden = hidden_groups(line(*sizes), RULES)
            seen = tuple(None if g in hidden else n for g, n in zip(names, sizes, strict=True))
            worlds[seen, ()].append(sizes)
            worlds[seen, tuple(map(RULES.is_small_group, sizes))].append(sizes)  # who knows which groups are small
    for (seen, small), possible in worlds.items():
        if total <= 10 * groups and small:
            continue  # all students tell who knows so much: nine, nine and seven, where all three are small
        for place, n in enumerate(seen):
            values = {world[place] for world in possible}
            assert n is not None or len(values) > RULES.min_width or min(values) >= RULES.min_group


@pytest.mark.parametrize("sizes", SIZES)
def test_somebody_who_runs_our_own_code_on_every_possible_school_cannot_tell_a_hidden_count(sizes):
    worlds = defaultdict(list)
    students = line(*sizes)
    for xs in itertools.product(*[range(n + 1) for n in sizes]):
        total = _published(sum(xs), sum(sizes))
        counts = dict(zip("ABC", xs, strict=False))
        statuses = count_statuses(students, (), counts, total=total, rules=RULES)
        seen = tuple((s, _seen(s, counts[g])) for g, s in statuses.items())
        worlds[total, seen].append(xs)
    for (_, seen), possible in worlds.items():
        for place, (status, _) in enumerate(seen):
            assert status == "shown" or len({world[place] for world in possible}) > RULES.min_width


def test_two_small_counts_guard_each_other_and_the_large_group_beside_them_stays_visible():
    counts = {"A": 2, "B": 40, "C": 29, "D": 3, "E": 22}
    found = count_statuses(line(56, 160, 240, 24, 320), (), counts, total=Span(96, 96), rules=RULES)
    assert {name for name, status in found.items() if status != "shown"} == {"A", "D"}
    assert {found["A"], found["D"]} == {"hidden"}  # a range would say that both are small: 1 to 4 of 5 in all


def _published(x: int, n: int) -> Span:
    if not RULES.is_small_count(x, n):
        return Span(x, x)
    return Span(0, 4) if x <= 4 else Span(n - 4, n)


def _seen(status: str, x: int) -> object:
    return x if status == "shown" else status == "range" and x <= RULES.small
