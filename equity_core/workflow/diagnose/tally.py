"""A sheet for four weeks on paper: strokes by what happened and where, without names."""

from __future__ import annotations

from equity_core.reports import Block, Heading, Line, Note, Table, page
from equity_core.workflow.workspace import Workspace

WEEKS, PLACES, LINES = 4, 4, 5


def sheet(ws: Workspace) -> bytes:
    """Return the sheet as a page that prints: for each week a table of the students looked at, and of everyone else."""
    words = ws.words
    columns = (words("points.tally_behavior"), *(words("points.tally_place") for _ in range(PLACES)))
    empty = [("",) * len(columns)] * LINES
    blocks: list[Block] = [Line(words("points.tally_how"))]
    for week in range(1, WEEKS + 1):
        blocks.append(Heading(words("points.tally_week", number=week)))
        for who in ("points.tally_group", "points.tally_others"):
            blocks += [Line(words(who)), Table(columns, empty, numbers_from=9)]
    blocks += [Line(words("points.tally_after")), Note(words("points.tally_few"))]
    footer = words("audits.footer", school=ws.profile.school or words("results.our_school"), day=words.day(ws.today()))
    return page(title=words("points.tally_page"), blocks=blocks, footer=footer, language=words.language)
