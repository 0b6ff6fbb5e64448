"""Whatever the program gives out of a school, all of it together: no hidden count is worked out, none is narrow.

Files, share copy and command line, and what reaches a browser, frame by frame and as a person reads it.
"""

from __future__ import annotations

import pytest

from equity_core.workflow.files import open_workspace
from tests.browser import overheard
from tests.browser.conftest import watched
from tests.browser.hands import Hands
from tests.privacy import everything
from tests.rules import screen

SEEDS = range(50)
WHOLE = (0, 3, 6)  # a school, one of one hidden group, a district: every page


@pytest.fixture(scope="module")
def hands(laptop, chromium):
    """A tab in which one school after the other is looked at."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    hands = Hands(watched(context.new_page(), laptop))
    hands.go()
    yield hands
    context.close()


@pytest.mark.parametrize(
    ("kind", "seed"),
    [*((everything.KINDS[seed % len(everything.KINDS)], seed) for seed in SEEDS), ("twelve schools", 1)],
)
def test_nobody_works_anything_out_of_what_is_given_out(kind, seed, hands):
    file = hands.tab.server.home / f"{kind} {seed}.duckdb"
    ws = open_workspace(file)
    read = screen.files if seed < len(everything.KINDS) and kind in everything.KINDS else everything.quick
    found = list(everything.attacked(ws, kind, seed, read))
    assert found or everything.may_be_said(t for r in ws.releases() for t in r.tables)
    for what, value, low, high, promised in found:
        assert low <= value <= high, (what, value, low, high)
        assert high - low >= promised, (what, value, low, high)
    if kind == "twelve schools":
        assert len(ws.table("suspended", everything.PERIOD, "school").groups) == 12
    overheard.assert_nothing_hidden_is_told(hands, ws, file, seed, whole=seed in WHOLE and kind in everything.KINDS)
