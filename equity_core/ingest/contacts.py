"""E-mail addresses, telephones and numbers of persons in a column of something else: told by their lines, not shown."""

from __future__ import annotations

from collections.abc import Collection

from equity_core.ingest.part import Part
from equity_core.ingest.questions import Asked


def tell(part: Part, asked: Asked, column: int, texts: Collection[str], *, will: str = "leave_out") -> None:
    """Say in how many rows and on which lines some texts of a column stand that are not read; say nothing for none."""
    if texts:
        rows = part.texts(column)
        count, lines = sum(rows[text] for text in texts), part.lines_with(column, *texts)
        asked.tell("personal_value", column=part.header(column), count=count, lines=lines, will=will)
