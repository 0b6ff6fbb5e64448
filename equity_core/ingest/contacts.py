"""What may say who somebody is, in a column of something else: told by its lines, not shown.

E-mail addresses, telephones and numbers of persons are not read; what may be a name is asked about.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from equity_core.ingest.part import Part
from equity_core.ingest.questions import Asked


def tell(part: Part, asked: Asked, column: int, texts: Collection[str], *, will: str = "leave_out") -> None:
    """Say in how many rows and on which lines some texts of a column stand that are not read; say nothing for none."""
    if texts:
        rows = part.texts(column)
        count, lines = sum(rows[text] for text in texts), part.lines_with(column, *texts)
        asked.tell("personal_value", column=part.header(column), count=count, lines=lines, will=will)


def ask_about_names(part: Part, asked: Asked, column: int, texts: Collection[str], *, answers: Sequence[str]) -> str:
    """Ask once what becomes of all texts of a column that may be names; return the answer, by default the first."""
    rows = part.texts(column)
    return asked.ask(
        "perhaps_a_name",
        column=part.header(column),
        count=sum(rows[text] for text in texts),
        lines=part.lines_with(column, *texts),
        answers=answers,
        default=answers[0],
    )
