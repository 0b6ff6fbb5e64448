"""What the same students did, as it is told on the gaps page, under Results and on the command line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from equity_core.model import Query
from equity_core.privacy import Followed, Turned
from equity_core.workflow import numbers
from equity_core.workflow.diagnose import gaps
from equity_core.workflow.diagnose.gap_same import same
from tests import worlds

BLACK, WHITE = "Black or African American", "White"
QUERY = Query(measure="suspended", dimension="race", period="2024-25", group=BLACK)


@pytest.fixture
def told(ws):
    """Two years of one school, of whose 600 students 412 are in both."""
    then = replace(worlds.s1_race(), period="2023-24")
    worlds.keep(ws, then, worlds.s1_race())
    groups = ((BLACK, Turned(90, 9, 14)), (WHITE, Turned()))
    whole = Followed("s", "suspended", "2023-24", "2024-25", "race", Turned(412, 18, 31), groups)
    ws.store.keep_release(replace(ws.releases()[0], followed=(whole,)))
    return ws


def test_how_many_began_and_stopped_is_said_of_all_and_of_the_group(told):
    look = gaps.look(told, QUERY)

    assert look.over_time is not None
    everybody, group = look.over_time.same.sentences
    assert "412 in all: 18 count in" in everybody
    assert "31 did and do not any more, 363 are as they were. That is −3.2 points" in everybody
    assert "90 in all: 9 count in" in group
    assert "hardly two groups of students" in look.over_time.sentences[-1]


def test_a_hidden_group_has_the_one_sentence(told):
    found = same(told, QUERY.model_copy(update={"group": WHITE}), before="2023-24", after="2024-25")

    assert told.words("common.not_shown", min_group=10) in found.sentences[1]


def test_the_figure_says_it_in_four_ways(told):
    figure = same(told, QUERY, before="2023-24", after="2024-25").figure

    assert [row["now_text"] for row in figure.rows] == ["18 began", "9 began"]
    assert figure.table.rows[0][1:5] == ("412", "31", "18", "363")
    assert figure.listed == (WHITE,)
    assert "of 412 students 31 stopped and 18 began" in figure.description
    assert any("(9 − 14) / 90 = −5.6 points" in step for step in figure.method)


def test_all_hidden_is_said_and_drawn_nowhere(told):
    release = told.releases()[0]
    nothing = replace(release.followed[0], dimension="", total=Turned(), groups=())
    told.store.keep_release(replace(release, followed=(nothing,)))
    found = same(told, QUERY, before="2023-24", after="2024-25")

    assert found.figure is None
    assert "Not shown" in found.sentences[0]


def test_the_command_line_says_it_beside_the_change(told):
    changed = numbers.as_json(numbers.change(told, "suspended", by="race", before="2023-24", after="2024-25"))
    whole, black, white = changed["same_students"]

    assert (whole["n"], whole["began"], whole["stopped"], whole["as_before"]) == (412, 18, 31, 363)
    assert black["group"] == BLACK
    assert white["n"] is None
