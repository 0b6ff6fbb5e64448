"""The principal's page: the numbers of the screen, nothing that runs or loads, and no more than one page."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import openpyxl
import pytest

from equity_core.errors import Unknown
from equity_core.model import Agreement, Assumption, Cause, Evidence, Focus, Listening, LogEntry, Profile, Query
from equity_core.workflow import kit, kit_workbook
from equity_core.workflow.diagnose import causes, gaps
from equity_core.workflow.reflect import results
from tests.workflow.reflect.worlds import act, freeze, give

SCRIPT = "<script>alert('x')</script><img src=http://host/x.png>"
RACES = {
    "American Indian or Alaska Native": None,
    "Black or African American": (24, 120),
    "White": (37, 480),
}


def school(ws, *, text="Typed"):
    ws.save(Profile(school=text, roles=(text,), approver_role=text, decide_by=date(2025, 12, 16)))
    give(ws, "suspended", "race", {"2023-24": {**RACES, text: (20, 90)}, "2024-25": {**RACES, text: (20, 90)}})
    query = Query(measure="suspended", dimension="race", period="2023-24", group="Black or African American")
    ws.save(
        Focus(id=ws.cycle.id, cycle=ws.cycle.id, query=query, matters=text),
        cause := Cause(cycle=ws.cycle.id, text=text, lens="policy", will_act=True),
        Evidence(
            cycle=ws.cycle.id,
            text=text,
            from_role=text,
            most_affected=True,
            consent="public",
            people=6,
            causes=(cause.id,),
        ),
        Assumption(cycle=ws.cycle.id, text=text),
        LogEntry(cycle=ws.cycle.id, form="event", text=text, on=date(2025, 10, 1)),
    )
    freeze(ws, "suspended", "race", "2023-24", "Black or African American", target=12, by=date(2025, 12, 15))
    act(ws, text, weeks=((80, 60, 50),))
    return query


def test_the_page_has_the_numbers_of_the_screen(ws):
    query = school(ws)
    paper = unescape(kit.build(ws, "principal").decode())
    look = gaps.look(ws, query)

    for told in (look.headline, "20.0%", "75.0%", results.outcome(ws).sentence, "December 16, 2025"):
        assert told in paper
    assert "hidden" in paper
    assert "Groups under 10 students are not shown" in paper


def test_nothing_on_the_page_runs_or_loads(ws):
    school(ws)
    paper = kit.build(ws).decode()

    assert "<script" not in paper
    assert "default-src 'none'" in paper.replace("&#x27;", "'")
    assert not re.search(r"""(src|href)=["']?https?:""", paper)
    assert "url(" not in paper


def test_what_people_typed_is_only_text(ws):
    school(ws, text=SCRIPT)
    paper = kit.build(ws).decode()

    assert "<script" not in paper
    assert "<img" not in paper
    assert "&lt;script&gt;" in paper


def test_a_voice_leaves_the_team_only_with_public_consent(ws):
    school(ws)
    (card,) = ws.of_cycle(Evidence)
    ws.save(card.model_copy(update={"text": "Nobody asked me", "consent": "team"}))

    assert "Nobody asked me" not in kit.build(ws).decode()


def test_an_empty_workspace_says_not_done_yet(ws):
    assert kit.is_empty(ws)
    assert kit.build(ws).decode().count("Not done yet.") >= 4


def agreed(ws, id, text):
    ws.save(Agreement(id=id, name=id.title(), text=text, agree=4, revealed_in=ws.cycle.id))


def test_the_words_of_the_team_stand_beside_what_others_say_only_where_they_differ(ws):
    school(ws)
    agreed(ws, "equity", "What each of us needs")
    agreed(ws, "equality", "everybody gets the same")
    ws.save(Listening(cycle=ws.cycle.id, on=date(2025, 11, 10), report_back=date(2025, 12, 1)))
    paper = unescape(kit.build(ws, "diagnose").decode())

    for told in ("Equity: What each of us needs", "Others say of Equity", "Equality: everybody gets the same"):
        assert told in paper
    assert "Others say of Equality" not in paper
    assert "we come back by December 1, 2025" in paper
    assert causes.fishbone(ws).sentence in paper
    assert paper.count("<svg") == 1


def test_paper_takes_a_tight_year_at_its_word_and_keeps_what_protects(ws):
    school(ws)
    usual = {id: kit.build(ws, id).decode() for id in kit.PRESETS}
    assert "everyone" not in kit.offered(ws)
    ws.save(ws.profile.model_copy(update={"constraints": ("low_budget", "limited_time", "low_buy_in")}))
    tight = {id: kit.build(ws, id).decode() for id in kit.offered(ws)}

    assert set(tight) == set(usual)
    assert [usual["notes"].count(">At the end<"), tight["notes"].count(">At the end<")] == [3, 1]
    assert all(("grayscale" in tight[id], "grayscale" in usual[id]) == (True, False) for id in usual)
    assert "Will my child get less?" in tight["everyone"]
    assert all("Groups under 10 students are not shown" in paper for paper in tight.values())
    assert kit_workbook.sheets(ws)["hidden_cells"][1]


def test_an_unknown_paper_says_which_there_are(ws):
    with pytest.raises(Unknown):
        kit.build(ws, "principle")


def test_staff_counts_stay_on_the_desk(ws):
    school(ws)

    assert "60 of 80" not in kit.build(ws).decode()


def test_the_workbook_has_the_gap_with_a_chart_and_says_what_is_hidden_and_by_which_rule(ws):
    school(ws, text="=1+1")
    book = openpyxl.load_workbook(io.BytesIO(kit_workbook.build(ws)))

    assert book.sheetnames == ["gap", "gap_chart", "causes", "group_measure", "data_dictionary", "hidden_cells"]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert ("Black or African American", "120", "24", "20.0%") in [row[:4] for row in book["gap"].values]
    assert ("Black or African American", 0.2) in list(book["gap_chart"].values)
    assert len(book["gap_chart"]._charts) == 1
    assert "American Indian or Alaska Native" not in [row[0] for row in book["gap_chart"].values]
    rule, *cells = list(book["hidden_cells"].values)[1:]
    assert rule[5] == "rule"
    assert "fewer than 10 students" in rule[6]
    assert {row[4] for row in cells} == {"All students", "American Indian or Alaska Native"}
    assert [cell.data_type for row in book["causes"] for cell in row if "1+1" in str(cell.value)] == ["s"]


def test_a_workbook_of_nothing_opens_too(ws):
    book = openpyxl.load_workbook(io.BytesIO(kit_workbook.build(ws)))

    assert book.sheetnames == ["group_measure", "data_dictionary", "hidden_cells"]
