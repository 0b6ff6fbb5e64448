"""What a survey says beside its answers: who answered at all, as what, and what people wrote."""

from __future__ import annotations

import re
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


def is_staff(role: str) -> bool:
    """Say whether somebody who answered a survey works at the school.

    >>> is_staff("staff"), is_staff("School staff member"), is_staff("Teachers"), is_staff("Student")
    (True, True, True, False)
    """
    known = set(words.table("dimensions")[ROLE.id]["staff"])
    return bool(known & {part.removesuffix("s") for part in re.findall(r"[a-z]+", role.casefold())})


def tell_of_staff(asked: Asked, dimensions: Sequence[tuple[Column, Planned]], role: str) -> None:
    """Say that nobody is compared by another group where staff answered a survey, alone or among others.

    `role` is who answered, where no column says so.
    """
    column, said = next(((c, p.values or {}) for c, p in dimensions if c.target == ROLE.id), (ROLE, {}))
    others = [c.header for c, _ in dimensions if c.target != ROLE.id]
    if others and any(is_staff(who) for who in (role, *said.values()) if who):
        asked.tell("staff_by_role_only", column=column.header, facts={"columns": ", ".join(others)})


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
