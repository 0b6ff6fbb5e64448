"""Counts of events: nobody works out what is hidden, what is shown is large on both sides, and never told anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from equity_core.privacy import EVENTS, from_json, stricter, to_json
from tests.privacy.attack_events import TIMES, Log, found_out, is_large, released, school, sides

SEEDS = range(50)
VALUES = 5


@cache
def made(seed: int):
    log = school(seed)
    return log, released(log)


def shown(found) -> list[tuple]:
    return [(group, path, n) for table in found.events for group, its in table.counts for path, n in its]


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_can_work_out_what_is_hidden(seed):
    for item, low, high in found_out(*made(seed)):
        assert high - low + 1 >= VALUES, (item, low, high)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_shown_is_true_and_large_on_both_sides_and_so_is_what_it_leaves(seed):
    log, found = made(seed)
    told = {(group, path): n for group, path, n in shown(found)}
    for (group, path), n in told.items():
        assert n == len(log.of(sides(log, group)[0], path))
        assert ("", path) in told
        for side in sides(log, group):
            assert is_large(log.of(side, path)), (group, path)
        for parts in (_children(told, group, path), _leaves(told, group, path)):
            for side in sides(log, group):
                left = Counter(log.of(side, path)) - Counter(x for part in parts for x in log.of(side, part))
                who = list(left.elements())
                assert not parts or is_large(who) or (not path and not who), (group, path, who)


def _children(told, group, path):
    return [p for g, p in told if g == group and len(p) == len(path) + 1 and p[: len(path)] == path]


def _leaves(told, group, path):
    return [p for g, p in told if g == group and len(p) == 3 > len(path) and p[: len(path)] == path]


def test_much_is_shown_where_much_happened():
    counted = [len(shown(found)) for _, found in map(made, SEEDS)]
    assert sum(n > 5 for n in counted) > len(counted) / 3
    assert {table.levels[-1] for seed in SEEDS for table in made(seed)[1].events} >= {"location", "time_band"}
    assert any(group for _, found in map(made, SEEDS) for group, _, _ in shown(found))


@pytest.mark.parametrize("seed", range(0, 50, 5))
def test_the_same_again_is_the_same_and_with_one_event_more_nothing_new_is_told(seed):
    log, found = made(seed)
    assert shown(released(log, earlier=(found,))) == shown(found)
    who, path = log.events[0]
    again = released(replace(log, events=[*log.events, (who, path)]), earlier=(found,))
    assert shown(again) == shown(found), "as of the earlier file"
    assert all(t.students == found.table("referred", t.period, t.dimension) for t in again.events)
    assert [a for a in again.audit if a.measure == EVENTS] == [a for a in found.audit if a.measure == EVENTS]
    assert not released(replace(log, events=[*log.events, (who, path)]), min_group=11, earlier=(found,)).events


@pytest.mark.parametrize("seed", range(0, 50, 10))
def test_where_places_were_shown_times_of_the_same_students_never_are(seed):
    log, found = made(seed)
    at = [(who, (*path[:2], TIMES[(who + len(path[1])) % 3])) for who, path in log.events]
    assert shown(released(Log(log.students, at, log.dimensions, "time"), earlier=(found,))) == shown(found)


@pytest.mark.parametrize("seed", range(0, 50, 5))
def test_a_raised_threshold_tells_a_part_of_what_was_told_and_no_small_count(seed):
    log, found = made(seed)
    higher = released(log, min_group=25, earlier=(found,))
    assert set(shown(higher)) <= set(shown(found))
    for group, path, _ in shown(higher):
        assert all(is_large(log.of(side, path), 25) for side in sides(log, group))


def test_a_release_is_read_as_it_was_written_and_under_a_stricter_rule_without_rows_has_no_events():
    found = next(found for _, found in map(made, SEEDS) if found.events)
    assert from_json(to_json(found)) == found
    assert stricter(found, 10).events == found.events
    assert stricter(found, 11).events == ()


@pytest.mark.parametrize("seed", [7, 24, 106])
def test_what_some_groups_and_some_parts_leave_is_large_too(seed):
    """All students less groups, of a behavior less its places: also where a place is shown of some groups only."""
    log, found = made(seed)
    told = {(group, path) for group, path, _ in shown(found)}
    groups = log.dimensions["race"]
    for path in {path for _, path in told}:
        below = {g: frozenset(p for p in _within(told, g, path) if (g, path) in told) for g in groups}
        for cut in {a & b for a in below.values() for b in below.values()} - {frozenset()}:
            others = [g for g in groups if not cut <= below[g]]
            who = [s for s in log.of(others, path) if others]
            left = Counter(who) - Counter(s for part in _largest(cut) for s in log.of(others, part))
            left = list(left.elements())
            assert not others or is_large(left) or (not path and not left), (path, cut, others)


def _within(told, group, path):
    return [p for g, p in told if g == group and p != path and p[: len(path)] == path]


def _largest(cut):
    return [p for p in cut if not any(p != other and p[: len(other)] == other for other in cut)]
