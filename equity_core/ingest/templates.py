"""Our own templates: their headings and example rows, known again when they come back filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from equity_core.errors import Problem
from equity_core.ingest.sheet import Sheet, without
from equity_core.ingest.vocabulary import plain, table


class Field(NamedTuple):
    """One column of a template: its heading, three examples, and the values to choose from, if there are such."""

    name: str
    examples: tuple[str, ...]
    choices: tuple[str, ...]


class Template(NamedTuple):
    """One template. Its rows of examples begin with "example" in the column `mark`."""

    id: str
    file: str  # without its ending
    shape: str  # "notes" for what becomes cards or check-ins and no rows
    mark: str
    fields: tuple[Field, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """Return its headings."""
        return tuple(field.name for field in self.fields)

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Return where each of its fields stands among the headings of a file."""
        named = [plain(name) for name in header]
        return {field.name: named.index(plain(field.name)) for field in self.fields}

    def examples(self) -> list[tuple[str, ...]]:
        """Return its rows of examples."""
        return list(zip(*(field.examples for field in self.fields), strict=True))


@cache
def templates() -> tuple[Template, ...]:
    """Return our templates, in the order in which they are offered."""
    return tuple(_template(told) for told in table("templates")["templates"])


def template_of(header: Sequence[str]) -> Template | None:
    """Return the template whose headings these are, all of them and in any order; None if there is none."""
    named = {plain(name) for name in header if name}
    return next((t for t in templates() if {plain(name) for name in t.header} == named), None)


def without_examples(sheet: Sheet) -> Sheet:
    """Return a filled template without the examples above its own rows, and say so; a sheet of examples stays."""
    found = template_of(sheet.header)
    if found is None:
        return sheet
    at = [plain(name) for name in sheet.header].index(plain(found.mark))
    rows = sheet.sample
    above = next((i for i, row in enumerate(rows) if not plain(row[at]).startswith("example")), len(rows))
    if not above:
        return sheet
    if above == len(rows):
        return replace(sheet, problems=(*sheet.problems, Problem("only_examples", count=above)))
    told = Problem("examples_left_out", count=above, lines=sheet.lines(range(above)))
    return without(sheet, range(above), told)


def has_only_examples(sheet: Sheet) -> bool:
    """Say whether a sheet is a template that nobody has filled in."""
    return any(problem.code == "only_examples" for problem in without_examples(sheet).problems)


def _template(told: dict[str, Any]) -> Template:
    fields = tuple(Field(c["name"], tuple(c["examples"]), tuple(c.get("list", ()))) for c in told["columns"])
    return Template(told["id"], told["file"], told["shape"], told["mark"], fields)
