"""From a mapped file to typed rows: each column's vocabulary is validated, not its rows; every doubt is a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from equity_core.errors import Refused
from equity_core.ingest import attendance, dates
from equity_core.ingest import vocabulary as words
from equity_core.ingest.fact_columns import plan_fact
from equity_core.ingest.group_columns import plan_groups
from equity_core.ingest.incidents import plan_incident, plan_suspended
from equity_core.ingest.mapping import Column
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.question_sets import plan_scales
from equity_core.ingest.questions import OTHER_SHEET, Asked, Question
from equity_core.ingest.row_periods import labels_in, plan_period
from equity_core.ingest.sheet import SAMPLE_ROWS
from equity_core.ingest.survey_columns import (
    ANSWERED,
    ROLE,
    comments_of,
    is_staff,
    plan_answered,
    plan_role,
    tell_of_staff,
)
from equity_core.ingest.twins import settled

REQUIRED = ("period",)  # a row without one is of no use
GROUPS = (*words.DIMENSIONS, "own_dimension")
OWN_FACTS = ("own_yes_no", "own_number", "item")
FACTS = (*words.FLAGS, *words.DAYS, *OWN_FACTS)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file becomes if it is kept now."""

    questions: tuple[Question, ...]
    plan: tuple[Planned, ...]
    periods: tuple[str, ...]
    dimensions: tuple[Column, ...] = ()
    facts: tuple[str, ...] = ()
    own: tuple[Column, ...] = ()  # columns of the team's own measures
    not_used: tuple[str, ...] = ()  # headers that were to be read but cannot be
    also_read: tuple[str, ...] = ()  # headers that are read in place of others
    rows_kept: int = 0
    drops_copies: bool = False
    student_twice: Literal["keep_first", "keep_all"] = "keep_all"
    by_attendance: bool = False  # chronic absence comes out of an attendance percentage
    needs_list: bool = False  # ids with facts and no groups: a student list says who they are
    absent: tuple[str, ...] = ()  # facts that are "no" for students of the list who are not in this file
    comments: tuple[Column, ...] = ()  # free text for the redaction queue, each with enough people who wrote
    role: str = ""  # who answered a survey without a column for it


def check(part: Part, *, today: date) -> Checked:
    """Return what a file of students or incidents becomes, and what is to be asked about it."""
    asked = Asked(part.said)
    tell_of_sheet(part, asked)
    used = settled(part, asked)
    period = plan_period(used, asked, today=today)
    if part.mapping.shape == "incidents":
        return _check_incidents(used, asked, period)
    result = _check_students(used, asked, period)
    before, after = ({c.index: c.header for c in it.mapping.read()} for it in (part, used))
    return replace(
        result,
        not_used=(*result.not_used, *(header for index, header in before.items() if index not in after)),
        also_read=tuple(header for index, header in after.items() if index not in before),
    )


def tell_of_sheet(part: Part, asked: Asked) -> None:
    """Say what the reader saw, which columns name people, and which headers come twice."""
    for problem in (*part.sheet.problems, *part.apart):
        if problem.code == OTHER_SHEET:
            titles = part.sheet.titles
            asked.ask(problem.code, answers=titles, default=titles[0], facts=problem.facts)
        else:
            asked.tell(problem.code, lines=problem.lines, count=problem.count, facts=problem.facts)
    refused = [c.header for c in part.mapping.columns if c.personal in ("header", "content")]
    if refused:
        asked.tell("personal_columns", count=len(refused), facts={"columns": ", ".join(refused)})
    for column in part.mapping.columns:
        if column.meaning in ("not_read", "date") and column.personal in ("", "distinct"):
            dates.tell_of_unused(part, asked, column.index)
    named = [c.index for c in part.mapping.columns if c.header]
    empty = sum(not any(map(str.strip, part.sheet.column(index))) for index in named)
    if empty:
        asked.tell("empty_columns", count=empty, facts={"all": part.sheet.width, "until": SAMPLE_ROWS})
    for column in _without_a_name(part):
        asked.tell("blank_header", count=1, facts={"letter": _letter(column.index), "before": _before(part, column)})


def _without_a_name(part: Part) -> list[Column]:
    """Return the columns that hold something and have no name."""
    return [c for c in part.mapping.columns if not c.header and any(map(str.strip, part.sheet.column(c.index)))]


def _before(part: Part, column: Column) -> str:
    return next((header for header in reversed(part.sheet.header[: column.index]) if header), "")


def _letter(index: int) -> str:
    """Return how a spreadsheet calls a column.

    >>> _letter(0), _letter(26)
    ('A', 'AA')
    """
    return (_letter(index // 26 - 1) if index > 25 else "") + chr(65 + index % 26)


def _check_incidents(part: Part, asked: Asked, period: Planned) -> Checked:
    if part.mapping.where("student_id") is None:
        raise Refused("import.no_student_id", name=part.sheet.name)
    suspended = plan_suspended(part, asked)
    facts = ("referred", *(["suspended"] if suspended else []))
    said = plan_incident(part, asked)
    plan = (_plan_student(part), period, *said, *([suspended] if suspended else []))
    kept = part.intake.type(plan, required=REQUIRED)
    return Checked(
        tuple(asked.questions),
        plan,
        labels_in(period),
        facts=facts,
        not_used=_left_out(part, plan),
        rows_kept=kept,
        needs_list=True,
        absent=facts,
    )


def _left_out(part: Part, plan: Sequence[Planned]) -> tuple[str, ...]:
    used = {index for planned in plan for index in planned.columns}
    return tuple(column.header for column in part.mapping.read() if column.index not in used)


def _check_students(part: Part, asked: Asked, period: Planned) -> Checked:
    columns = [(column, _plan_column(part, asked, column)) for column in with_race(part.mapping.read())]
    read = [(column, planned) for column, planned in columns if planned is not None]
    dimensions = tuple(column for column, _ in read if column.meaning in GROUPS)
    _refuse_one_name_for_two(part, [column for column, _ in read])
    more = [*plan_scales(part, read), *plan_answered(part, read), *plan_role(part, asked, dimensions)]
    more += attendance.plan(part, asked)
    role = next((str(p.constant) for p in more if p.constant), "")
    tell_of_staff(asked, [(column, planned) for column, planned in read if column in dimensions], role)
    if part.mapping.shape == "survey" and (not dimensions or is_staff(role)):
        dimensions = (ROLE,)
    facts = (*(p.name for column, p in read if column.meaning not in GROUPS), *(p.name for p in more if p.columns))
    _tell_of_days_alone(asked, [column for column, _ in columns])
    needs_list = not dimensions and bool(facts) and part.mapping.where("student_id") is not None
    if not needs_list:
        _say_what_is_missing(part, asked, dimensions, facts)
    plan = (_plan_student(part), period, *(planned for _, planned in read), *more)
    kept = part.intake.type(plan, required=REQUIRED)
    used = any(planned.name == attendance.ABSENT for planned in more)
    same, other, choice = _ask_repeats(part, asked, [planned.name for planned in plan[2:]])
    comments = comments_of(part, asked)
    return Checked(
        questions=tuple(asked.questions),
        plan=plan,
        periods=labels_in(period),
        dimensions=dimensions,
        facts=facts,
        own=tuple(column for column, _ in read if column.meaning in OWN_FACTS),
        not_used=tuple(
            c.header
            for c, planned in columns
            if planned is None and (c.meaning in (*GROUPS, *FACTS) or (c.meaning == "attendance" and not used))
        ),
        rows_kept=kept - same - (other if choice == "keep_first" else 0),
        drops_copies=same > 0,
        student_twice=choice,
        by_attendance=used,
        needs_list=needs_list,
        absent=tuple(name for name in facts if name == ANSWERED),
        comments=comments,
        role=role,
    )


def _tell_of_days_alone(asked: Asked, columns: Sequence[Column]) -> None:
    """Say that days absent without days enrolled, or the other way round, make no measure.

    Where the other column is there and wrong, that is said already.
    """
    days = [column for column in columns if column.meaning in words.DAYS]
    if len(days) == 1:
        asked.tell("days_alone", column=days[0].header)


def _refuse_one_name_for_two(part: Part, columns: Sequence[Column]) -> None:
    for names in ([c.target for c in columns], [c.id for c in columns if c.id]):
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            which = ", ".join(c.header for c in columns if twice in (c.target, c.id))
            raise Refused("import.name_twice", name=part.sheet.name, columns=which)


def with_race(columns: tuple[Column, ...]) -> list[Column]:
    """Return the columns with one that stands for race where only columns of yes and no say it."""
    first = next((c for c in columns if c.meaning == "race_flag"), None)
    if first is None or any(column.meaning == "race" for column in columns):
        return list(columns)
    return [replace(c, meaning="race") if c is first else c for c in columns]


def _plan_student(part: Part) -> Planned:
    identity = part.mapping.where("student_id")
    return Planned("student_key") if identity is None else Planned("student_key", columns=(identity,), is_id=True)


def _plan_column(part: Part, asked: Asked, column: Column) -> Planned | None:
    return plan_groups(part, asked, column) if column.meaning in GROUPS else plan_fact(part, asked, column)


def _say_what_is_missing(part: Part, asked: Asked, dimensions: Sequence[Column], facts: Sequence[str]) -> None:
    """Say what a file of students does not have; Refused when it is of no use without."""
    if not dimensions:
        raise Refused("import.no_group", name=part.sheet.name)
    if part.mapping.shape != "survey" and not any(column.meaning == "race" for column in dimensions):
        asked.tell("no_race")
    if not facts and part.mapping.where("student_id") is None:
        raise Refused("import.no_measure", name=part.sheet.name)
    if not facts:
        asked.tell("only_a_list")


def _ask_repeats(part: Part, asked: Asked, values: list[str]) -> tuple[int, int, Literal["keep_first", "keep_all"]]:
    student = part.mapping.where("student_id")
    if student is None:
        return 0, 0, "keep_all"
    if part.mapping.where("course") is not None:
        facts = {"students": part.intake.different(student), "several": part.intake.come_again(student)}
        asked.tell("rows_are_registrations", count=part.intake.rows, facts=facts)
        return 0, 0, "keep_all"
    found = part.intake.repeats(["student_key", "period"], values)
    if found.same:
        asked.tell("exact_duplicates", count=found.same, lines=part.sheet.lines(found.same_rows), will="drop_copies")
    if not found.other:
        return found.same, 0, "keep_first"
    answer = asked.ask(
        "student_twice",
        count=found.other,
        lines=part.sheet.lines(found.other_rows),
        answers=("keep_first", "keep_all"),
        default="keep_first",
    )
    return found.same, found.other, "keep_all" if answer == "keep_all" else "keep_first"
