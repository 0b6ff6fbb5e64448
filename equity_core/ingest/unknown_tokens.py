"""A text among published numbers that is no number and no known token: its column waits for an answer."""

from __future__ import annotations

from equity_core.errors import Refused
from equity_core.ingest import contacts, contract
from equity_core.ingest import vocabulary as words
from equity_core.ingest.contract import Cell, Status
from equity_core.ingest.mapping import NUMBERS, Column
from equity_core.ingest.part import Part
from equity_core.ingest.questions import Asked

STOP = "leave_out_column"
KINDS: tuple[Status, ...] = ("hidden_by_source", "missing", "not_applicable")


def ask_tokens(part: Part, asked: Asked, column: Column, judged: contract.Judged) -> None:
    """Ask what an unknown token stands for; until somebody says, nothing of its column is read.

    A contact is no token: it is taken for nothing, and shown to nobody. Refused where that leaves no numbers.
    """
    texts = part.texts(column.index)
    found = [text for text in judged.doubts if words.names_contact(text)]
    contacts.tell(part, asked, column.index, found)
    judged.values.update(dict.fromkeys(found, Cell(None, "missing")))
    for text in found:
        del judged.doubts[text]
    unknown = [t for t, (code, _) in judged.doubts.items() if code == "not_a_number" and not any(map(str.isdigit, t))]
    for text in unknown:
        said = asked.ask(
            "unknown_token",
            column=column.header,
            text=words.tidy(text),
            count=texts[text],
            lines=part.lines_with(column.index, text),
            answers=(STOP, *KINDS),
            default=STOP,
        )
        if said == STOP:
            _stop(part, column, judged, text)
            return
        judged.values[text] = Cell(None, next(kind for kind in KINDS if kind == said))
        del judged.doubts[text]


def _stop(part: Part, column: Column, judged: contract.Judged, text: str) -> None:
    """Read nothing of a column."""
    others = {c.meaning for c in part.mapping.read() if c.meaning in NUMBERS and c.index != column.index}
    if not {"numerator", "rate"} & others:
        raise Refused("import.unknown_token", name=part.sheet.name, column=column.header, text=words.tidy(text))
    nothing = Cell(None, "missing")
    judged.values.update(dict.fromkeys([*judged.values, *judged.doubts], nothing))
    judged.doubts.clear()
