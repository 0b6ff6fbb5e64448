"""What a survey says beside its answers: who answered at all, as what, and what people wrote."""

from __future__ import annotations

from collections.abc import Sequence

from equity_core.ingest import vocabulary as words
from equity_core.ingest.mapping import Column
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.questions import Asked

ROLES = ("student", "family", "staff")
FEWEST = 5  # words of fewer people are not kept (DESIGN.md §4)
ANSWERED = "answered_survey"
ROLE = Column(-1, "", "own_dimension", id="role", label=words.table("dimensions")["role"]["label"])


def plan_answered(part: Part, read: Sequence[tuple[Column, Planned]]) -> list[Planned]:
    """Return who answered any question of a survey, where some did not answer any."""
    items = [p for column, p in read if column.meaning == "item" or (column.meaning == "belonging" and p.values)]
    if not any(column.meaning == "item" for column, _ in read):
        return []
    columns = tuple(p.columns[0] for p in items)
    answers = [p.values or {} for p in items]
    values = {
        texts: any(known.get((text,)) is not None for known, text in zip(answers, texts, strict=True))
        for texts, _ in part.vocabulary(*columns)
    }
    return [Planned(ANSWERED, "BOOLEAN", columns, values)] if not all(values.values()) else []


def plan_role(part: Part, asked: Asked, dimensions: Sequence[Column]) -> list[Planned]:
    """Return who answered a survey, asking where no column says so."""
    if part.mapping.shape != "survey" or any(column.target == ROLE.id for column in dimensions):
        return []
    said = asked.ask("survey_role", answers=ROLES, default=ROLES[0], count=part.intake.rows)
    return [Planned(ROLE.id, constant=said)]


def comments_of(part: Part, asked: Asked) -> tuple[Column, ...]:
    """Return the columns of free text in which enough people wrote, and say what becomes of each."""
    kept = []
    for column in part.mapping.read():
        if column.meaning != "comment":
            continue
        texts = part.texts(column.index)
        wrote = sum(count for text, count in texts.items() if not words.is_no_answer(text))
        if wrote >= FEWEST:
            kept.append(column)
            asked.tell("comments", column=column.header, count=wrote, will="to_the_queue")
        elif wrote:
            asked.tell("comments_of_few", column=column.header, count=wrote, will="leave_out_column")
    return tuple(kept)
