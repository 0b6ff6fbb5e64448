from __future__ import annotations

import pytest

from equity_core import ingest
from equity_core.metrics import MEASURES
from equity_core.privacy import HIDDEN
from equity_core.workflow.data import bring_in
from equity_core.workflow.get_ready import coverage
from tests import worlds
from tests.workflow.data.test_recipes import TOLD, yielded
from tests.worlds import shown

ROUTES = coverage._routes("en")
COLUMNS = {"race": "race_ethnicity", "gender": "sex", "income": "econ_disadvantaged"}


@pytest.mark.parametrize("route", [r for r in ROUTES if "recipe" in r], ids=lambda r: r["recipe"])
def test_what_a_recipe_could_get_goes_in(ws, route):
    told = next(told for told in TOLD if told["id"] == route["recipe"])
    bring_in.keep_all(ws, bring_in.read(ws, [yielded(file) for file in told["files"]]))
    found = coverage.grid(ws)
    assert {found.state[m, d] for m in route["measures"] for d in route["dimensions"]} == {"have"}


@pytest.mark.parametrize("route", [r for r in ROUTES if "template" in r], ids=lambda r: r["template"])
def test_what_a_template_could_get_has_its_column(route):
    header = next(t.header for t in ingest.templates() if t.id == route["template"])
    assert {COLUMNS.get(d, d) for d in route["dimensions"]} <= set(header)
    assert set(route["measures"]) <= set(MEASURES)


def test_have_could_get_and_no(ws):
    empty = coverage.grid(ws)
    assert {empty.state["suspended", d] for d in empty.dimensions} == {"could_get"}
    assert "have" not in empty.state.values()
    worlds.keep(ws, worlds.s1_race(), worlds.table("course_failure", "2024-25", "race", shown(9, 90), {}, source="t"))
    found = coverage.grid(ws)
    assert found.measures[:2] == ("course_failure", "suspended")
    assert found.state["suspended", "race"] == "have"
    assert found.state["suspended", "disability"] == "could_get"
    assert found.state["course_failure", "disability"] == "no"
    assert "course_failure" not in found.routes
    assert "Skyward" in " ".join(coverage.ways(ws))


def test_the_data_are_asked_whom_they_leave_out(ws):
    assert coverage.equity_check(ws) == ()
    groups = {"Current EL": shown(30, 60), "Never EL": HIDDEN, "Not recorded": shown(5, 26)}
    worlds.keep(ws, worlds.table("reading_proficient", "2024-25", "el_status", shown(200, 500), groups))
    told = " ".join(coverage.equity_check(ws))
    assert "test scores only" in told
    assert "5.2% of students" in told
    assert "more than 5%" in told
    assert "Too few students" in told
    assert "Never EL" in told
    assert coverage.unseen(ws) == ("race", "disability", "income")


def test_five_percent_is_not_much_and_a_hidden_share_is_not_told(ws):
    for blank, expected in ((shown(5, 25), "5.0%"), (HIDDEN, None)):
        groups = {"Asian": shown(30, 60), "Not recorded": blank}
        worlds.keep(ws, worlds.table("belonging", "2024-25", "race", shown(200, 500), groups))
        told = " ".join(coverage.equity_check(ws))
        assert "more than 5%" not in told
        assert ("Race" in told and "% of students" in told) == (expected is not None)


def test_few_answers_are_named(ws):
    groups = {"Asian": shown(24, 50), "White": shown(25, 50)}
    worlds.keep(ws, worlds.table("answered_survey", "2024-25", "race", shown(49, 100), groups))
    (line,) = [line for line in coverage.equity_check(ws) if "Fewer than half" in line]
    assert "Asian" in line
    assert "White" not in line


def test_a_group_that_some_number_shows_is_not_called_unseen(ws):
    groups = {"Asian": HIDDEN, "White": HIDDEN}
    worlds.keep(ws, worlds.table("belonging", "2024-25", "race", shown(20, 90), groups))
    worlds.keep(ws, worlds.table("suspended", "2024-25", "race", shown(9, 90), {"Asian": shown(5, 50)}, source="t"))
    (line,) = [line for line in coverage.equity_check(ws) if "Too few students" in line]
    assert "White" in line
    assert "Asian" not in line
