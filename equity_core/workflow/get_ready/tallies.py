"""One class of 26: what numbers of so few cannot say, and what a teacher can count instead: what she does herself.

A practice tally counts acts of the teacher, never students: of so many times that it could have happened, how often it
did. It is an observation in the teacher's own words, and belongs to whoever made it: it is not for the wall.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from equity_core import ingest, reports, stats
from equity_core.errors import Problem, Unreadable
from equity_core.ingest.sheet import rows_below
from equity_core.model import Evidence, Held
from equity_core.words import Words
from equity_core.workflow import lists
from equity_core.workflow.diagnose import listen
from equity_core.workflow.get_ready import commitment
from equity_core.workflow.workspace import Workspace

ONE_CLASS = "class"
LESSONS = 5
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
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
    return _practices(ws.words.language)


def _practices(language: str) -> tuple[str, ...]:
    return lists.load(language, "practices")["practices"]


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


def to_fill(ws: Workspace) -> bytes:
    """Return the sheet as a workbook to fill in: a line for each practice, with the totals left open."""
    return _to_fill(ws.words.language)


@cache  # made anew it would say when
def _to_fill(language: str) -> bytes:
    words = Words(language)
    columns = ("practice", "could", "did")
    table = reports.ToFill(
        id=words("tally.file_sheet"),
        title=words("tally.title"),
        about=words("tally.about"),
        heads=[words(f"tally.{column}") for column in columns],
        meanings=[words(f"tally.meaning_{column}") for column in columns],
        examples=[(practice, "", "") for practice in _practices(language)],
        choices=[()] * len(columns),
    )
    return reports.sheet_to_fill(table)


def read(ws: Workspace, text: str) -> tuple[list[Tally], tuple[Problem, ...]]:
    """Return the tallies of pasted lines, "practice; could; did", as a spreadsheet or somebody's hand writes them.

    The first line may be a heading of several columns. One without whole numbers, or that says more often than it
    could, is a problem, and so is one that counts a group of children: of one class that is always fewer than may be
    told.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    is_heading = bool(lines) and bool(re.search(r"[\t;,|]", lines[0][1])) and not re.search(r"\d", lines[0][1])
    return _read(ws, lines[is_heading:], column="text")


def read_file(ws: Workspace, name: str, content: bytes) -> tuple[list[Tally], tuple[Problem, ...]]:
    """Return the tallies of a sheet that was filled in (Excel, CSV): its first columns, its lines as the file has them.

    Only what was counted is read: a practice without numbers is passed over.
    """
    try:
        rows = [(line, [cell.strip() for cell in row[:3]]) for line, row in rows_below(ingest.read(name, content))]
    except Unreadable as error:
        code = "tally_empty" if error.code == "file.no_rows" else error.code
        return [], (Problem(code, column="file", facts=error.facts),)
    return _read(ws, ((line, ";".join(row)) for line, row in rows if any(row[1:])), column="file")


def keep(ws: Workspace, found: Iterable[Tally]) -> list[Evidence | Held]:
    """Keep each tally as a card; it waits while it may name somebody. What it speaks for is said later."""
    said = [ws.words("tally.observed", practice=t.practice, did=t.did, could=t.could) for t in found]
    cards = [listen.new_card(ws, one, form="tally", from_role="teacher", stance="mixed") for one in said]
    return [listen.add(ws, card) for card in cards]


def _read(ws: Workspace, lines: Iterable[tuple[int, str]], *, column: str) -> tuple[list[Tally], tuple[Problem, ...]]:
    found: list[Tally] = []
    wrong: dict[str, list[int]] = {"tally_lines": [], "tally_group": []}
    for number, line in lines:
        read = _LINE.fullmatch(line.strip())
        if read is None or not int(read["could"]) or int(read["did"]) > int(read["could"]):
            wrong["tally_lines"].append(number)
        elif _is_of_a_group(ws, read["practice"]):
            wrong["tally_group"].append(number)
        else:
            found.append(Tally(read["practice"], int(read["could"]), int(read["did"])))
    min_group = ws.profile.min_group
    problems = [
        Problem(code, column, tuple(at), facts={"lines": ", ".join(map(str, at)), "min_group": min_group})
        for code, at in wrong.items()
        if at
    ]
    if problems or found:
        return [] if problems else found, tuple(problems)
    return [], (Problem("tally_empty", column=column),)


def _is_of_a_group(ws: Workspace, practice: str) -> bool:
    """Say whether a practice is counted of a group of children, by a list that a team may edit."""
    said = " ".join(_WORD.findall(practice.casefold()))
    return any(f" {group} " in f" {said} " for group in lists.load(ws.words.language, "practices")["groups"])
