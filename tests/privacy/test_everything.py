"""Whatever the program gives out of a school, all of it together: no hidden count is worked out, none is narrow."""

from __future__ import annotations

import pytest

from tests.privacy import everything
from tests.privacy.everything import KINDS, RULES
from tests.rules import screen

SEEDS = range(50)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_works_anything_out_of_what_is_given_out(seed, monkeypatch):
    kind = KINDS[seed % len(KINDS)]
    ws = screen.opened(None, monkeypatch)
    first = everything.students(kind, seed)
    everything.brought(ws, first)
    told = screen.files(ws) if seed < len(KINDS) else everything.quick(ws)
    everything.assert_nothing_else_is_said(told)
    assert_uncertain(told, first)
    if kind in ("school", "only one hidden"):
        after = everything.later(first, seed)
        everything.brought(ws, after)
        again = everything.quick(ws)
        everything.assert_nothing_else_is_said(again)
        (one,), two = everything.releases(told), everything.releases(again)[-1]
        for what, value, low, high, promised in everything.found_out_of_two(one, two, first):
            assert low <= value <= high
            assert high - low >= promised, (what, value, low, high)
    ws.store.close()


def test_all_schools_minus_eleven(monkeypatch):
    ws = screen.opened(None, monkeypatch)
    made = everything.students("twelve schools", 1)
    everything.brought(ws, made)
    told = everything.quick(ws)
    assert len(everything.releases(told)[0].table("suspended", everything.PERIOD, "school").groups) == 12
    assert_uncertain(told, made)
    ws.store.close()


def assert_uncertain(told: screen.Sent, made) -> None:
    asked = 0
    for what, value, low, high in everything.found_out(told, made):
        asked += 1
        assert low <= value <= high, (what, value, low, high)
        assert high - low >= RULES.min_width, (what, value, low, high)
    assert asked or everything.may_be_said(t for r in everything.releases(told) for t in r.tables)
