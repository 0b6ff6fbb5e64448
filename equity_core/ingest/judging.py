"""A column's texts are judged once each; of a column of very many texts only as many as it takes to see what it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from equity_core.ingest import contract, personal
from equity_core.ingest import vocabulary as words
from equity_core.ingest.part import Part

PROBE = 3_000  # different texts, the most frequent first, that are judged before all of a very long column
ALMOST_ALL = 0.9
MOST_DOUBTS = 10_000  # different texts in doubt: more say that it is another column, and nobody mends them by hand
NO_FAULTS = (
    "year_alone",
    "year_id",
    "count_above_one",
    "personal_value",
)  # a question decides them all, or no list shows them


@dataclass(frozen=True, slots=True)
class Found:
    """What the texts of a column mean, the doubts that are left, and in how many rows each text is."""

    values: dict[str, Any]
    doubts: dict[str, tuple[str, str]]
    rows: dict[str, int]
    is_other: bool = False  # most different texts are in doubt, plain numbers that the engine reads itself counted too
    rest: int = 0  # rows with texts that nobody looked at, because those looked at say that it is not such a column

    def doubtful_rows(self) -> int:
        """Return how many rows have a text in doubt."""
        return sum(self.rows[text] for text in self.doubts) + self.rest


class Fault(NamedTuple):
    """A text that is no value of its column: where, and every line that has it."""

    column: str
    text: str
    code: str
    lines: tuple[int, ...]


def judge_column(
    part: Part, field: str, column: int, *, most: int | None = None, model: type[contract.Row] = contract.StudentRow
) -> Found:
    """Judge the texts of a column of students, each once, through the field's own adapter.

    Nearly all of the first in doubt, or more values than `most`: the rest is not looked at.
    """
    found = _judged(part, (model, field), column, most)
    part.doubts[column] = {text: code for text, (code, _) in found.doubts.items()}
    return found


def faults(part: Part) -> list[Fault]:
    """Return every text in doubt of the columns that were read, with all of its lines: the cells to be mended."""
    read = {column.index for column in part.mapping.read()}
    found: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)  # (column, code) → (row, text)
    for column, doubts in sorted(part.doubts.items()):
        texts = [text for text, code in doubts.items() if code not in NO_FAULTS and not _may_be_of_a_person(text)]
        if column in read and 0 < len(texts) <= MOST_DOUBTS:
            for row, text in part.intake.rows_of(column, texts):
                found[column, text].append((row, doubts[text]))
    for row, column, text, code in part.faulty:
        if code not in NO_FAULTS and not _may_be_of_a_person(text):
            found[column, text].append((row, code))
    return [
        Fault(part.header(column), text, rows[0][1], part.sheet.lines([row for row, _ in rows]))
        for (column, text), rows in sorted(found.items(), key=lambda it: (min(it[1])[0], it[0][0]))
    ]


def _may_be_of_a_person(text: str) -> bool:
    return words.names_contact(text) or personal.may_name(text)


def _judged(part: Part, field: tuple[type[contract.Row], str], column: int, most: int | None) -> Found:
    engine = part.intake
    if engine.is_vocabulary(column):
        rows = part.texts(column)
        judged = contract.judge(*field, list(rows))
        return Found(judged.values, judged.doubts, rows, len(judged.doubts) * 2 > len(rows))
    plain = contract.plain(field[1])
    rows = dict(engine.left(column, plain, PROBE))
    judged = contract.judge(*field, list(rows))
    if len(rows) == PROBE:
        is_other = len(judged.doubts) > ALMOST_ALL * PROBE and _are_most(part, column, engine.different(column, plain))
        if is_other or (most is not None and len(set(judged.values.values())) > most):
            rest = engine.rows_left(column, plain) - sum(rows.values())
            return Found(judged.values, judged.doubts, rows, is_other, rest)
        rows = dict(engine.left(column, plain))
        judged = contract.judge(*field, list(rows))
    return Found(judged.values, judged.doubts, rows, _are_most(part, column, len(judged.doubts)))


def _are_most(part: Part, column: int, texts: int) -> bool:
    """Say whether so many texts are more than half of those that are in a column."""
    return texts > 0 and texts * 2 > part.intake.different(column)
