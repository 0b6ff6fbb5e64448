"""The story: eight links, an invitation where one is empty, and only voices that may be heard on the wall."""

from __future__ import annotations

import ast
import json
from datetime import date

from equity_core.model import Barrier, Cycle, Evidence, Focus, Query
from equity_core.workflow import story, story_notebook
from tests.workflow.test_kit import SCRIPT, school

LINKS = ("gap", "voice", "cause", "goal", "yes", "delivered", "moved", "decided")


def test_an_empty_chain_invites_the_next_ten_minutes_at_each_link(ws):
    told = story.story(ws)

    assert tuple(link.id for link in told.links) == LINKS
    assert all(link.is_empty and link.invitation and link.minutes for link in told.links)
    assert told.next_empty.id == "gap"
    assert told.next_empty.page == "bring-in"


def test_a_whole_chain_is_told_in_the_teams_words(ws):
    school(ws, text="Our words")
    told = story.story(ws)
    by_id = {link.id: link for link in told.links}

    assert "24 of 120" in by_id["gap"].lines[0]
    assert by_id["gap"].figure is not None
    assert by_id["voice"].quote.text == "Our words"
    assert "Our words" in by_id["cause"].lines[0]
    assert "Principal" in by_id["yes"].lines[0]
    assert "75.0%" in by_id["delivered"].lines[0]
    assert by_id["moved"].figure is not None
    assert told.next_empty.id == "decided"


def test_a_suspicion_begins_the_story_without_a_number(ws):
    ws.save(Barrier(id=ws.cycle.id, cycle=ws.cycle.id, text="Late buses"))

    assert "Late buses" in story.story(ws).links[0].lines[0]


def test_a_voice_without_consent_is_not_on_the_wall(ws):
    ws.save(Evidence(cycle=ws.cycle.id, text="Between us", from_role="student", consent="paraphrase"))

    assert story.story(ws).links[1].quote.text == "Between us"
    assert story.story(ws, wall=True).links[1].quote is None
    assert "Between us" not in story_notebook.build(ws, workspace="w").decode()


def test_a_figure_whose_file_is_gone_is_not_pasted(ws):
    query = Query(measure="suspended", dimension="race", period="2023-24", group="White")
    ws.save(Focus(id=ws.cycle.id, cycle=ws.cycle.id, query=query))
    link = story.story(ws).links[0]

    assert link.figure is None
    assert link.notes


def test_finished_cycles_are_told_below_latest_first(ws):
    for number in (1, 2):
        ws.save(Cycle(number=number, started=date(2024, number, 1), closed=date(2024, number + 6, 1)))
    ws.save(Cycle(number=3, started=date(2025, 1, 1)))

    assert [s.cycle.number for s in story.earlier(ws)] == [2, 1]


def test_the_notebook_asks_again_and_pastes_nothing(ws):
    school(ws)
    cells = json.loads(story_notebook.build(ws, workspace="our school"))["cells"]
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]

    assert "eq.open('our school')" in code[0]
    assert any("eq.figure(ws, 'suspended'" in source for source in code[1:])
    assert all(not cell.get("outputs") for cell in cells)
    for source in code:
        ast.parse(source)


def test_typed_text_is_only_text_in_the_notebook(ws):
    school(ws, text=SCRIPT)
    file = story_notebook.build(ws, workspace="w').x('").decode()

    assert "<script" not in file
    assert "<img" not in file
