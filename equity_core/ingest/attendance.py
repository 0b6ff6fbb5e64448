"""An attendance percentage says who is chronically absent: 90 or less. Scales that are mixed are asked about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from equity_core.ingest import contract
from equity_core.ingest import vocabulary as words
from equity_core.ingest.fact_columns import MANY_TEXTS
from equity_core.ingest.mapping import Column
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.questions import Asked

ENROLLED, ABSENT = words.DAYS
ALL = Decimal(100)


def plan(part: Part, asked: Asked) -> list[Planned]:
    """Return days absent of 100, as an attendance percentage gives them; nothing where the days are known."""
    at = part.mapping.where("attendance")
    if at is None:
        return []
    column = part.mapping.columns[at]
    if any(part.mapping.where(days) is not None for days in words.DAYS):
        asked.tell("attendance_not_read", column=column.header)
        return []
    present = _percentages(part, asked, column)
    if not any(value is not None for value in present.values()):
        asked.tell("wrong_column", column=column.header, count=part.intake.rows, will="leave_out_column")
        return []
    asked.tell("attendance_as_absence", column=column.header)
    absent = {(text,): None if value is None else ALL - value for text, value in present.items()}
    enrolled = {(text,): None if value is None else ALL for text, value in present.items()}
    return [
        Planned(ABSENT, "DECIMAL(9,4)", (at,), absent),
        Planned(ENROLLED, "DECIMAL(9,4)", (at,), enrolled),
    ]


def _percentages(part: Part, asked: Asked, column: Column) -> dict[str, Decimal | None]:
    texts = part.texts(column.index)
    judged = contract.judge(contract.StudentRow, "attendance", list(texts))
    part.doubts[column.index] = {text: code for text, (code, _) in judged.doubts.items()}
    values: dict[str, Decimal | None] = dict(judged.values) | dict.fromkeys(judged.doubts)
    if len(judged.doubts) > MANY_TEXTS and len(judged.doubts) * 2 > len(texts):
        return dict.fromkeys(texts)
    for code in sorted({code for code, _ in judged.doubts.values()}):
        wrong = [text for text, (its, _) in judged.doubts.items() if its == code]
        asked.tell(code, will="leave_out", **_about(part, column, wrong))
    return values | _as_shares(part, asked, column, {text: v for text, v in values.items() if v is not None})


def _as_shares(part: Part, asked: Asked, column: Column, values: dict[str, Decimal]) -> dict[str, Decimal | None]:
    """Return what texts of 1 or less mean: 0.955 may be a share (95.5 %) or a percentage."""
    small = {text: value for text, value in values.items() if 0 < value <= 1 and "%" not in text}
    if not small:
        return {}
    is_all = len(small) == sum(1 for value in values.values() if value > 0)
    if is_all:
        answer = asked.ask(
            "rates_up_to_one", column=column.header, answers=("share", "percent", "leave_out"), default="share"
        )
    else:
        first = next(iter(small))
        part.doubts[column.index] |= dict.fromkeys(small, "mixed_scale")
        signed = [text for text in values if "%" in text]
        answer = asked.ask(
            "mixed_scale",
            answers=("leave_out", "share", "percent"),
            default="leave_out",
            facts={"example": words.tidy(first), "share": f"{(small[first] * ALL).normalize():f}"},
            **_about(part, column, [*small, *signed]),
        )
    if answer == "percent":
        return {}
    return {text: value * ALL if answer == "share" else None for text, value in small.items()}


def _about(part: Part, column: Column, texts: list[str]) -> dict[str, Any]:
    count = sum(part.texts(column.index)[text] for text in texts)
    return {"column": column.header, "count": count, "lines": part.lines_with(column.index, *texts)}
