"""What our planner hides of a table with its margins, beside the least that could be hidden (`min_complementary`)."""

from __future__ import annotations

import json

import pytest

from equity_core.privacy.audit import audit_table
from equity_core.privacy.grid import Grid, Margin, decide
from equity_core.privacy.line import Line
from equity_core.privacy.rules import Rules
from tests.conftest import SHARED

CASES = [
    case
    for case in json.loads((SHARED / "reference" / "methods.json").read_text(encoding="utf-8"))["cases"]
    if case["method"] == "min_complementary" and case["expected"]["min_secondary"] is not None
]
RULES = Rules()


def margin(table, side):
    sums = dict.fromkeys((place[side] for place in table), 0)
    for place, n in table.items():
        sums[place[side]] += n
    hidden = {"m": dict.fromkeys(sums, "hidden")}
    return Margin(
        Line(sums, sum(sums.values())), frozenset(), {"m": {name: n // 2 for name, n in sums.items()}}, hidden
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_we_hide_is_safe_and_not_much_more_than_it_takes(case):
    given = case["input"]
    table = {
        (row, column): n
        for row, line in zip(given["rows"], given["values"], strict=True)
        for column, n in zip(given["cols"], line, strict=True)
    }
    counts = {"m": {place: n // 2 for place, n in table.items()}}
    hidden = decide(Grid(margin(table, 0), margin(table, 1), table, counts), RULES).hidden

    assert audit_table(table, hidden, RULES).is_safe
    least = len(case["expected"]["primary"]) + case["expected"]["min_secondary"]
    assert len(hidden) <= 1.5 * least
