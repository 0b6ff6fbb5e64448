"""Our own questions on paper: one page for each role, to print, with how to make it an online form."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from equity_core.reports import LARGE, Block, Heading, Line, Note, Table, page
from equity_core.words import Words
from equity_core.workflow.data.templates import Download
from equity_core.workflow.lists import FOLDER

HTML = "text/html"
ROLES = ("student", "family", "staff")
BOX = "☐"


def papers(words: Words) -> list[Download]:
    """Return the questions of each role as a page that prints. Its words are `questions.<role>.title`."""
    return [paper(words, role) for role in ROLES]


def paper(words: Words, role: str) -> Download:
    """Return the questions of one role as a page that prints."""
    told = _told(words.language)
    items = [item for one in told["measures"] if one["role"] == role for item in one["items"]]
    heads = ("", *told["scale"])
    blocks: list[Block] = [
        Line(words(f"questions.{role}.intro")),
        Table(heads, [(f"{number}. {item}", *[BOX] * len(told["scale"])) for number, item in enumerate(items, 1)]),
        Note(words("questions.no_name")),
        Heading(words("questions.for_the_team")),
        Line(words("questions.as_a_form")),
        Line(words("questions.on_paper")),
        Line(words("questions.what_counts")),
    ]
    title, licence = words(f"questions.{role}.title"), words("questions.licence", licence=told["licence"])
    content = page(title=title, blocks=blocks, footer=licence, language=words.language, style=LARGE)
    return Download(role, f"questions_{role}.html", content, HTML)


@cache
def _told(language: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((FOLDER / language / "questions.json").read_text(encoding="utf-8"))
    return told
