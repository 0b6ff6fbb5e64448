from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from equity_core.model import Evidence, Held, Profile
from equity_core.workflow.diagnose import listen
from equity_core.workflow.get_ready import commitment, tallies
from tests.conftest import SHARED

SHEET = "What I do\tcould\tdid\nGreet by name at the door\t26\t19\nWait, then ask: three seconds; 40; 14\n\n"


def test_a_class_of_26_is_told_what_its_numbers_cannot_say(ws):
    assert tallies.told(ws) == ()
    ws.save(Profile(level="class"))
    told = tallies.told(ws)
    assert "about 55 points" in told[0]  # 2.8016 · √(12/26 · 14/26 · 2/13) = 0.548
    assert "Groups under 10" in told[1]
    commitment.keep(ws, class_size=1)
    assert len(tallies.told(ws)) == 3


def test_what_was_counted_on_paper_becomes_tallies_that_are_not_for_the_wall(ws):
    found, problems = tallies.read(ws, SHEET)
    assert problems == ()
    kept = tallies.keep(ws, found)
    assert [card.text for card in kept] == [
        "Greet by name at the door: 19 of 26 times.",
        "Wait, then ask: three seconds: 14 of 40 times.",
    ]
    assert {card.form for card in ws.of_cycle(Evidence)} == {"tally"}
    assert listen.board(ws, stage=True).voices == 0


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Greet; 26; 19", ("Greet", 26, 19)),
        ("Greet: 26/19", ("Greet", 26, 19)),
        ("Greet | 26 | 0", ("Greet", 26, 0)),
        ("Greet, 26, 27", None),
        ("Greet, 0, 0", None),
        ("Greet 26", None),
        ("26; 19", None),
    ],
)
def test_lines_as_people_write_them(ws, line, read):
    found, problems = tallies.read(ws, line)
    assert [(t.practice, t.could, t.did) for t in found] == ([read] if read else [])
    assert [p.lines for p in problems] == ([] if read else [(1,)])


def test_one_wrong_line_keeps_nothing_and_says_which(ws):
    found, problems = tallies.read(ws, f"{SHEET}Praise; 3; 4")
    assert found == []
    assert problems[0].lines == (5,)
    assert tallies.read(ws, "")[1][0].code == "tally_empty"
    found, (problem,) = tallies.read(ws, "Waited three seconds\nPraise; 4; 3")
    assert (found, problem.code, problem.lines) == ([], "tally_lines", (1,)), "a line without columns is no heading"


@pytest.mark.parametrize(
    "line", ["Call on boys; 40; 12", "Ask students learning English; 9; 2", "Sent out Black students; 12; 10"]
)
def test_a_group_of_children_in_one_class_is_not_counted(ws, line):
    found, (problem,) = tallies.read(ws, line)
    assert (found, problem.code, problem.facts["min_group"]) == ([], "tally_group", 10)


def test_a_line_that_names_a_child_waits_as_any_other_card(ws):
    (kept,) = tallies.keep(ws, tallies.read(ws, "Talked with Maria first; 3; 2")[0])
    assert isinstance(kept, Held)


def test_the_sheet_that_was_filled_in_comes_back_as_it_was_given(ws):
    book = load_workbook(BytesIO(tallies.to_fill(ws)))
    assert tallies.read_file(ws, "tally.xlsx", tallies.to_fill(ws))[1][0].code == "tally_empty", "nobody filled it in"
    for filled, (line, could, did) in enumerate([(9, 40, 14), (5, "26", "19"), (12, 3, 1)], start=1):
        book.active[f"B{line}"], book.active[f"C{line}"] = could, did
        if line == 12:
            book.active["A12"] = "Something of my own"
        out = BytesIO()
        book.save(out)
        found, problems = tallies.read_file(ws, "tally.xlsx", out.getvalue())
        assert (problems, len(found)) == ((), filled)
    assert [(t.could, t.did) for t in found] == [(26, 19), (40, 14), (3, 1)]
    assert [t.practice for t in found] == [tallies.practices(ws)[3], tallies.practices(ws)[7], "Something of my own"]
    told = b"What I do;could;did\r\nWait, then ask;40;14\r\nGreet by name;;\r\n"
    assert tallies.read_file(ws, "tally.csv", told)[0] == [tallies.Tally("Wait, then ask", 40, 14)]
    more = b"What I do,could,did\nGreet,26,27\nCall on girls,9,2\n"
    assert [(p.code, p.lines) for p in tallies.read_file(ws, "t.csv", more)[1]] == [
        ("tally_lines", (2,)),
        ("tally_group", (3,)),
    ]


@pytest.mark.parametrize("name", ["31_password_protected.xlsx", "33_image.csv", "34_truncated.xlsx", "11_empty.csv"])
def test_a_file_that_is_no_sheet_is_a_sentence_at_its_field(ws, name):
    found, (problem,) = tallies.read_file(ws, name, (SHARED / "messy" / name).read_bytes())
    assert (found, problem.column) == ([], "file")
    assert ws.words.has(f"problem.{problem.code}")


def test_the_sheet_has_a_line_for_each_practice_and_no_script(ws):
    page = tallies.sheet(ws).decode()
    assert all(practice.replace("'", "&#x27;") in page for practice in tallies.practices(ws))
    assert "<script" not in page
