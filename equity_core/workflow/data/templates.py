"""Templates to fill in, and the paper and form of our own questions: what a team can download before it has a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from equity_core import ingest, reports
from equity_core.ingest import Template
from equity_core.reports import ToFill
from equity_core.words import Words

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download. Its words are `template.<id>.title` and `template.<id>.about`."""

    id: str
    file: str
    content: bytes
    kind: str


def downloads(words: Words) -> list[Download]:
    """Return every template: the workbook that holds all, then one file each."""
    return list(_downloads(words.language))


@cache
def _downloads(language: str) -> tuple[Download, ...]:
    words = Words(language)
    return (workbook(words), *(one(words, template.id) for template in ingest.templates()))


def workbook(words: Words) -> Download:
    """Return the workbook with instructions, a sheet for each template, and lists to choose from."""
    content = reports.workbook_to_fill(
        [_to_fill(words, template) for template in ingest.templates()],
        start=words("template.start"),
        title=words("template.workbook.title"),
        lines=[words(id) for id in words.ids("template.start_")],
    )
    return Download(WORKBOOK, "equity_loop_templates.xlsx", content, XLSX)


def one(words: Words, id: str) -> Download:
    """Return one template; listening notes are a workbook, because what people say has commas and line ends."""
    template = next(t for t in ingest.templates() if t.id == id)
    table = _to_fill(words, template)
    if id == "listening":
        return Download(id, f"{template.file}.xlsx", reports.sheet_to_fill(table), XLSX)
    return Download(id, f"{template.file}.csv", reports.csv_to_fill(table), CSV)


def _to_fill(words: Words, template: Template) -> ToFill:
    return ToFill(
        id=template.id,
        title=words(f"template.{template.id}.title"),
        about=words(f"template.{template.id}.about"),
        heads=template.header,
        meanings=[_meaning(words, name) for name in template.header],
        examples=template.examples(),
        choices=[field.choices for field in template.fields],
    )


def _meaning(words: Words, name: str) -> str:
    id = f"template.field.{name}"
    return words(id) if words.has(id) else words("template.field_question")
