"""Guides for listening: what to say and ask on a phone call, in an interview, in a session; and sheets to write on.

A guide is a record (`equity_core/protocols/<language>/guides/`), so that a team can make it its own.
"""

from __future__ import annotations

import json
from functools import cache

from equity_core import reports
from equity_core.model.base import Record
from equity_core.reports import Block
from equity_core.workflow.diagnose import listen
from equity_core.workflow.lists import FOLDER
from equity_core.workflow.workspace import Workspace

ORDER = ("phone_call", "interview", "session")
LINES = 34  # empty ones on a sheet, for all its questions


class Guide(Record):
    """One way to listen: for how long, with whom, what to do before, what to say, ask and end with."""

    title: str
    minutes: int
    people: str
    before: tuple[str, ...]
    consent: tuple[str, ...]
    questions: tuple[str, ...]
    close: tuple[str, ...]


@cache
def guides(language: str) -> dict[str, Guide]:
    """Return the guides by id."""
    files = ((id, FOLDER / language / "guides" / f"{id}.json") for id in ORDER)
    return {id: Guide.model_validate(json.loads(file.read_text(encoding="utf-8"))) for id, file in files}


def note_sheet(ws: Workspace, id: str) -> bytes:
    """Return a guide as a sheet to print and write on: it asks for roles and consent, and has no place for a name."""
    title = guides(ws.words.language)[id].title
    footer = ws.words("guides.sheet_footer")
    return reports.page(title=title, blocks=blocks(ws, id), footer=footer, language=ws.words.language)


def blocks(ws: Workspace, id: str) -> list[Block]:
    """Return what stands on the note sheet of a guide, below its title."""
    words, guide = ws.words, guides(ws.words.language)[id]
    stances, consents = _either(ws, "stance", listen.STANCES), _either(ws, "consent", listen.CONSENTS)
    return [
        reports.Line(words("guides.for", minutes=guide.minutes, people=guide.people), is_lead=True),
        reports.Table(
            [words("guides.sheet_day"), words("guides.sheet_roles"), words("guides.sheet_people")], [["\u00a0"] * 3], 3
        ),
        reports.Heading(words("guides.say")),
        *(reports.Line(line) for line in guide.consent),
        reports.Heading(words("guides.ask")),
        reports.Table(
            [words("guides.sheet_question"), words("guides.sheet_heard")],
            [[question, "\u00a0\n" * (LINES // len(guide.questions))] for question in guide.questions],
            2,
        ),
        reports.Heading(words("guides.end")),
        *(reports.Line(line) for line in guide.close),
        reports.Table(
            [words("guides.sheet_note"), words("guides.sheet_stance"), words("guides.sheet_consent")],
            [[str(number), stances, consents] for number in range(1, 4)],
            3,
        ),
    ]


def _either(ws: Workspace, what: str, options: tuple[str, ...]) -> str:
    return " ".join(f"☐ {ws.words(f'listen.{what}_{option}')}" for option in options)
