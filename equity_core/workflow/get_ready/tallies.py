"""One class of 26: what numbers of so few cannot say, and what a teacher can count instead: what she does herself.

A practice tally counts acts of the teacher, never students: of so many times that it could have happened, how often it
did. It is an observation in the teacher's own words, and belongs to whoever made it: it is not for the wall.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from equity_core import reports, stats
from equity_core.errors import Problem
from equity_core.model import Evidence, Held
from equity_core.workflow import lists
from equity_core.workflow.diagnose import listen
from equity_core.workflow.get_ready import commitment
from equity_core.workflow.workspace import Workspace

ONE_CLASS = "class"
LESSONS = 5
_LINE = re.compile(r"(?P<practice>.*\S)\s*[\t;,|:]\s*(?P<could>\d{1,4})\s*[\t;,|/ ]\s*(?P<did>\d{1,4})\s*")


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of a sheet: what was counted, how often it could have happened, how often it did."""

    practice: str
    could: int
    did: int


def is_one_class(ws: Workspace) -> bool:
    """Say whether the team is one teacher with one class."""
    return ws.profile.level == ONE_CLASS


def told(ws: Workspace) -> tuple[str, ...]:
    """Return what numbers of one class cannot say; nothing for anybody else.

    Two halves of the class, half of each counted: the smallest difference that would show 4 times in 5.
    """
    if not is_one_class(ws):
        return ()
    students = commitment.current(ws).class_size
    one, other = students // 2, students - students // 2
    apart = stats.smallest_detectable(one // 2, one, other // 2, other) * 100 if one else 100.0
    facts = {"students": students, "one": one, "other": other, "points": ws.words.points(apart, 0)}
    hidden = ws.words("tally.hidden", min_group=ws.profile.min_group)
    return (ws.words("tally.chance", **facts), hidden, ws.words("tally.instead"))


def practices(ws: Workspace) -> tuple[str, ...]:
    """Return what can be counted: a list that a team may edit."""
    return lists.load(ws.words.language, "practices")["practices"]


def sheet(ws: Workspace) -> bytes:
    """Return a sheet to print and fill in: a line for each practice, two boxes for each lesson, and the totals."""
    words = ws.words
    heads = [
        words("tally.practice"),
        *(words("tally.lesson", number=n + 1) for n in range(LESSONS)),
        words("tally.total"),
    ]
    rows = [(practice, *[words("tally.box")] * (LESSONS + 1)) for practice in practices(ws)]
    blocks: list[reports.Block] = [
        *(reports.Line(words(id)) for id in words.ids("tally.rule_")),
        reports.Table(heads, [*rows, *[(" ", *[words("tally.box")] * (LESSONS + 1))] * 2]),
        reports.Note(words("tally.after")),
    ]
    return reports.page(
        title=words("tally.title"),
        blocks=blocks,
        footer=words("tally.footer"),
        language=words.language,
        style=reports.LARGE,
    )


def read(text: str) -> tuple[list[Tally], tuple[Problem, ...]]:
    """Return the tallies of pasted lines, "practice; could; did", as a spreadsheet or somebody's hand writes them.

    A line with no number is a heading and is passed over; one that says more often than it could is a problem.
    """
    found, wrong = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not re.search(r"\d", line):
            continue
        read = _LINE.fullmatch(line.strip())
        if read is None or not int(read["could"]) or int(read["did"]) > int(read["could"]):
            wrong.append(number)
        else:
            found.append(Tally(read["practice"], int(read["could"]), int(read["did"])))
    if wrong:
        return [], (
            Problem("tally_lines", column="text", lines=tuple(wrong), facts={"lines": ", ".join(map(str, wrong))}),
        )
    return (found, ()) if found else ([], (Problem("tally_empty", column="text"),))


def keep(ws: Workspace, text: str) -> tuple[list[Evidence | Held], tuple[Problem, ...]]:
    """Keep each line as an observation that waits, as others do, while it may name somebody; or nothing, and why."""
    found, problems = read(text)
    said = [ws.words("tally.observed", practice=t.practice, did=t.did, could=t.could) for t in found]
    cards = [listen.new_card(ws, one, form="observation", from_role="teacher", stance="mixed") for one in said]
    return [listen.add(ws, card) for card in cards], problems
