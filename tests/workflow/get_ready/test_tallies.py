from __future__ import annotations

import pytest

from equity_core.model import Evidence, Held, Profile
from equity_core.workflow.diagnose import listen
from equity_core.workflow.get_ready import commitment, tallies

SHEET = "What I do\tcould\tdid\nGreet by name at the door\t26\t19\nWait, then ask: three seconds; 40; 14\n\n"


def test_a_class_of_26_is_told_what_its_numbers_cannot_say(ws):
    assert tallies.told(ws) == ()
    ws.save(Profile(level="class"))
    told = tallies.told(ws)
    assert "about 55 points" in told[0]  # 2.8016 · √(12/26 · 14/26 · 2/13) = 0.548
    assert "Groups under 10" in told[1]
    commitment.keep(ws, class_size=1)
    assert len(tallies.told(ws)) == 3


def test_what_was_counted_on_paper_becomes_observations_that_are_not_for_the_wall(ws):
    kept, problems = tallies.keep(ws, SHEET)
    assert problems == ()
    assert [card.text for card in kept] == [
        "Greet by name at the door: 19 of 26 times.",
        "Wait, then ask: three seconds: 14 of 40 times.",
    ]
    assert {card.form for card in ws.of_cycle(Evidence)} == {"observation"}
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
def test_lines_as_people_write_them(line, read):
    found, problems = tallies.read(line)
    assert [(t.practice, t.could, t.did) for t in found] == ([read] if read else [])
    assert [p.lines for p in problems] == ([] if read else [(1,)])


def test_one_wrong_line_keeps_nothing_and_says_which(ws):
    kept, problems = tallies.keep(ws, f"{SHEET}Praise; 3; 4")
    assert (kept, ws.all(Evidence)) == ([], [])
    assert problems[0].lines == (5,)
    assert tallies.keep(ws, "nothing here")[1][0].code == "tally_empty"


def test_a_line_that_names_a_child_waits_as_any_other_card(ws):
    (kept,), _ = tallies.keep(ws, "Talked with Maria first; 3; 2")
    assert isinstance(kept, Held)


def test_the_sheet_has_a_line_for_each_practice_and_no_script(ws):
    page = tallies.sheet(ws).decode()
    assert all(practice.replace("'", "&#x27;") in page for practice in tallies.practices(ws))
    assert "<script" not in page
