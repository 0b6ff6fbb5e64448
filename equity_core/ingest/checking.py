"""From a mapped file to typed rows: each column's vocabulary is validated, not its rows; every doubt is a question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, Protocol

from equity_core.errors import Refused
from equity_core.ingest import contract, periods, readers
from equity_core.ingest import vocabulary as words
from equity_core.ingest.mapping import Column, Mapping
from equity_core.ingest.questions import Asked, Question
from equity_core.ingest.readers import Sheet

MANY_TEXTS = 25  # more doubts than this in a column are one question: is this the right column?
MANY_GROUPS = 60
REQUIRED = ("period",)  # a row without one is of no use
ANY_NUMBERS = (*words.DAYS, "own_number")
Type = Literal["VARCHAR", "BOOLEAN", "DECIMAL(9,4)", "DECIMAL(18,6)", "BIGINT"]


class Repeats(Protocol):
    """What comes more than once: exact copies, and rows that disagree."""

    @property
    def same(self) -> int: ...  # noqa: D102
    @property
    def same_rows(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def other(self) -> int: ...  # noqa: D102
    @property
    def other_rows(self) -> tuple[int, ...]: ...  # noqa: D102


class Intake(Protocol):
    """What ingest asks of the engine that holds the texts of a file (store.Intake is one)."""

    rows: int

    def load(self, body: bytes | Path, *, delimiter: str, skip: int, width: int, wanted: Sequence[int]) -> int:
        """Read the wanted columns as texts; Refused when rows differ in width."""

    def distinct(self, columns: Sequence[int]) -> list[tuple[tuple[str, ...], int]]:
        """Return each combination of texts with its number of rows."""

    def rows_with(self, column: int, text: str, limit: int = 20) -> tuple[int, ...]:
        """Return the first rows that have a text."""

    def texts(self, columns: Sequence[int]) -> list[tuple[str, ...]]:
        """Return the texts of every row, in order."""

    def type(self, outputs: Sequence[Planned], *, required: Sequence[str] = ()) -> int:
        """Make the typed table and return how many rows it has."""

    def repeats(self, key: Sequence[str], values: Sequence[str]) -> Repeats:
        """Return what comes more than once for a key."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One column of the typed table: what each combination of texts in `columns` becomes."""

    name: str
    type: Type = "VARCHAR"
    columns: tuple[int, ...] = ()
    values: Map[Any, Any] | None = None  # keys are tuples of texts, one for each column
    constant: str | None = None
    is_id: bool = False


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
    rows_kept: int = 0
    drops_copies: bool = False
    student_twice: Literal["keep_first", "keep_all"] = "keep_all"


@dataclass
class Part:
    """One file on its way: its sheet, what it is taken to mean, its texts in memory, and what was answered."""

    sheet: Sheet = field(repr=False)
    mapping: Mapping
    intake: Intake = field(repr=False)
    said: dict[str, str] = field(default_factory=dict)
    loaded: tuple[int, ...] | None = None
    _vocabulary: dict[tuple[int, ...], list[tuple[tuple[str, ...], int]]] = field(default_factory=dict, repr=False)

    def load(self) -> None:
        """Read the columns that are wanted, if they are not here yet."""
        wanted = tuple(c.index for c in self.mapping.read())
        if wanted == self.loaded:
            return
        try:
            self._load(wanted)
        except Refused:
            self.sheet = readers.repaired(self.sheet)
            self._load(wanted)
        self.loaded = wanted
        self._vocabulary.clear()

    def _load(self, wanted: tuple[int, ...]) -> None:
        sheet = self.sheet
        rows = self.intake.load(
            sheet.body, delimiter=sheet.delimiter, skip=sheet.skip, width=sheet.width, wanted=wanted
        )
        self.sheet = replace(sheet, rows=rows)

    def vocabulary(self, *columns: int) -> list[tuple[tuple[str, ...], int]]:
        """Return each combination of texts in these columns with its number of rows."""
        if columns not in self._vocabulary:
            self._vocabulary[columns] = self.intake.distinct(columns)
        return self._vocabulary[columns]

    def texts(self, column: int) -> dict[str, int]:
        """Return the texts of one column with their numbers of rows."""
        return {text[0]: count for text, count in self.vocabulary(column)}

    def lines_with(self, column: int, *texts: str) -> tuple[int, ...]:
        """Return the first lines of the file that have one of these texts in a column."""
        rows = sorted(row for text in texts[:20] for row in self.intake.rows_with(column, text))
        return self.sheet.lines(rows[:20])

    def header(self, column: int) -> str:
        """Return the header of a column."""
        return self.sheet.header[column]


def check(part: Part, *, today: date) -> Checked:
    """Return what a file of students or incidents becomes, and what is to be asked about it."""
    asked = Asked(part.said)
    tell_of_sheet(part, asked)
    plan = [period := plan_period(part, asked, today=today)]
    identity = part.mapping.where("student_id")
    plan.insert(
        0, Planned("student_key", columns=(identity,), is_id=True) if identity is not None else Planned("student_key")
    )
    if part.mapping.shape == "incidents":
        if identity is None:
            raise Refused("import.no_student_id", name=part.sheet.name)
        kept = part.intake.type(plan, required=REQUIRED)
        return Checked(tuple(asked.questions), tuple(plan), _labels(period), rows_kept=kept)
    dimensions, facts, own, unused = [], [], [], []
    for column in part.mapping.read():
        planned = _column(part, asked, column)
        if planned is None:
            if column.meaning in (
                *words.DIMENSIONS,
                *words.FLAGS,
                *words.DAYS,
                "own_dimension",
                "own_yes_no",
                "own_number",
            ):
                unused.append(column.header)
            continue
        plan.append(planned)
        if column.meaning in (*words.DIMENSIONS, "own_dimension"):
            dimensions.append(column)
        else:
            facts.append(planned.name)
            if column.meaning in ("own_yes_no", "own_number"):
                own.append(column)
    if not dimensions:
        raise Refused("import.no_group", name=part.sheet.name)
    if not any(column.meaning == "race" for column in dimensions):
        asked.tell("no_race")
    if not facts and identity is None:
        raise Refused("import.no_measure", name=part.sheet.name)
    if not facts:
        asked.tell("only_a_list")
    kept = part.intake.type(plan, required=REQUIRED)
    same, other, choice = _ask_repeats(part, asked, [p.name for p in plan if p.name not in ("student_key", "period")])
    return Checked(
        tuple(asked.questions),
        tuple(plan),
        _labels(period),
        tuple(dimensions),
        tuple(facts),
        tuple(own),
        tuple(unused),
        kept - same - (other if choice == "keep_first" else 0),
        same > 0,
        choice,
    )


def tell_of_sheet(part: Part, asked: Asked) -> None:
    """Say what the reader saw, which columns name people, and which headers come twice."""
    for problem in part.sheet.problems:
        asked.tell(problem.code, lines=problem.lines, count=problem.count, facts=problem.facts)
    refused = [c.header for c in part.mapping.columns if c.personal in ("header", "content")]
    if refused:
        asked.tell("personal_columns", count=len(refused), facts={"columns": ", ".join(refused)})
    for unread in part.mapping.columns:
        if unread.meaning == "not_read" and not unread.personal and "attendance" in words.plain(unread.header):
            asked.tell("attendance_not_read", column=unread.header)
        if unread.meaning in ("not_read", "date") and len(ways_of_dates(part.sheet.column(unread.index))) > 1:
            asked.tell("mixed_dates", column=unread.header)
    headers = [words.plain(h) for h in part.sheet.header]
    for column in part.mapping.read():
        if headers.count(words.plain(column.header)) > 1:
            asked.tell("header_twice", column=column.header)


def ways_of_dates(values: Sequence[str]) -> set[str]:
    """Return the ways in which dates are written, as patterns of digits.

    >>> sorted(ways_of_dates(["2023-09-05", "9/5/23", "10/15/23", "n/a"]))
    ['0-0-0', '0/0/0']
    """
    found = {re.sub(r"\d+", "0", re.sub(r"[A-Za-z]+", "A", words.tidy(value).split(" ")[0])) for value in values}
    return {way for way in found if re.fullmatch(r"0([-/.])(0|A)\1 ?0", way)}


# -- periods --------------------------------------------------------------------------------------------------------


def plan_period(part: Part, asked: Asked, *, today: date) -> Planned:
    """Return how each row gets its period: from its columns, from its date, or the same for all."""
    year, term, kept, day = (part.mapping.where(m) for m in ("school_year", "term", "period", "date"))
    if kept is not None:
        values = {(text,): words.tidy(text) or None for text in part.texts(kept)}
        return Planned("period", columns=(kept,), values=values)
    if year is not None:
        years = _years(part, asked, year)
        if term is None:
            return Planned("period", columns=(year,), values={(text,): label for text, label in years.items()})
        pairs = [texts for texts, _ in part.vocabulary(year, term)]
        labels = periods.labels((years[y] or "", t) for y, t in pairs)
        return Planned(
            "period",
            columns=(year, term),
            values={(y, t): labels[years[y] or "", t] if years[y] else None for y, t in pairs},
        )
    if day is not None:
        return Planned("period", columns=(day,), values=_years_of_days(part, asked, day, today=today))
    said = part.mapping.period or asked.ask(
        "period_missing", answers=(), default=periods.year_of(today), free=True, count=part.intake.rows
    )
    return Planned("period", constant=_spelled(said))


def _spelled(said: str) -> str:
    try:
        return periods.school_year(said)
    except words.Doubt:
        return words.tidy(said)


def _years(part: Part, asked: Asked, column: int) -> dict[str, str | None]:
    texts = part.texts(column)
    judged = contract.judge(contract.StudentRow, "school_year", list(texts))
    years: dict[str, str | None] = dict(judged.values)
    alone = {text: label for text, (code, label) in judged.doubts.items() if code == "year_alone"}
    if alone:
        ends = asked.ask(
            "year_alone",
            column=part.header(column),
            count=sum(texts[text] for text in alone),
            answers=("ends", "starts"),
            default="ends",
            facts={"example": next(iter(alone)), "label": next(iter(alone.values()))},
        )
        later = 0 if ends == "ends" else 1
        years |= {text: periods.label(int(label[:4]) + later) for text, label in alone.items()}
    unknown = [text for text in judged.doubts if text not in alone]
    if unknown:
        asked.tell(
            "unknown_period",
            column=part.header(column),
            count=sum(texts[text] for text in unknown),
            lines=part.lines_with(column, *unknown),
            will="leave_out_row",
        )
        years |= dict.fromkeys(unknown)
    return years


def _years_of_days(part: Part, asked: Asked, column: int, *, today: date) -> dict[tuple[str, ...], str | None]:
    days = {text: _day(text) for text in part.texts(column)}
    found = [periods.year_of(day) for day in days.values() if day]
    if not found:
        said = asked.ask(
            "period_missing", answers=(), default=periods.year_of(today), free=True, count=part.intake.rows
        )
        return {(text,): _spelled(said) for text in days}
    usual = max(set(found), key=found.count)
    return {(text,): periods.year_of(day) if day else usual for text, day in days.items()}


def _day(text: str) -> date | None:
    """Return a day in ISO or month/day/year order; only its school year is used."""
    parts = words.tidy(text).split(" ")[0].replace("/", "-").split("-")
    if len(parts) != 3 or not all(p.isdigit() for p in parts):
        return None
    first, second, third = map(int, parts)
    year, month, day = (first, second, third) if first > 31 else (third + 2000 if third < 100 else third, first, second)
    if month > 12:
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _labels(period: Planned) -> tuple[str, ...]:
    if period.constant is not None:
        return (period.constant,)
    return tuple(sorted({str(v) for v in (period.values or {}).values() if v}))


# -- columns --------------------------------------------------------------------------------------------------------


def _column(part: Part, asked: Asked, column: Column) -> Planned | None:
    if column.meaning in (*words.DIMENSIONS, "own_dimension"):
        return _dimension(part, asked, column)
    if column.meaning == "own_yes_no":
        return _own_yes_no(part, asked, column)
    if column.meaning in words.FLAGS:
        return _flag(part, asked, column)
    if column.meaning in ANY_NUMBERS:
        return _number(part, asked, column)
    return None


def _dimension(part: Part, asked: Asked, column: Column) -> Planned | None:
    texts = part.texts(column.index)
    judged = contract.judge(contract.StudentRow, column.meaning, list(texts))
    if len(judged.doubts) > MANY_TEXTS and _wrong_column(part, asked, column, judged, texts):
        return None
    labels = dict(judged.values) | {
        text: ask_group(part, asked, column, text, count=texts[text], doubt=doubt)
        for text, doubt in judged.doubts.items()
    }
    if column.meaning != "school" and len(set(labels.values())) > MANY_GROUPS:
        asked.tell("too_many_groups", column=column.header, count=len(set(labels.values())), will="leave_out_column")
        return None
    several = [text for text in texts if words.several_races(text)] if column.meaning == "race" else []
    if several:
        asked.tell("several_races", column=column.header, count=sum(texts[text] for text in several))
    tell_combined(asked, column, labels)
    hispanic = part.mapping.where("hispanic")
    if column.meaning != "race" or hispanic is None:
        return Planned(
            column.target, columns=(column.index,), values={(text,): label for text, label in labels.items()}
        )
    yes = _answers(part, asked, hispanic, "hispanic", part.texts(hispanic))
    values = {
        (race, ethnic): "Hispanic or Latino" if yes[ethnic] else labels[race]
        for (race, ethnic), _ in part.vocabulary(column.index, hispanic)
    }
    return Planned("race", columns=(column.index, hispanic), values=values)


def ask_group(part: Part, asked: Asked, column: Column, text: str, *, count: int, doubt: tuple[str, str]) -> str:
    """Ask what a text means in a dimension; return the group."""
    written = words.tidy(text)
    code, suggests = doubt
    known = words.groups_of(column.meaning)
    default = suggests if code == "ambiguous_group" else "keep"
    answer = asked.ask(
        code,
        column=column.header,
        text=written,
        count=count,
        lines=part.lines_with(column.index, text),
        answers=tuple(dict.fromkeys((default, "keep", *known, "not_recorded"))),
        default=default,
    )
    return {"keep": written, "not_recorded": words.NOT_RECORDED}.get(answer, answer)


def tell_combined(asked: Asked, column: Column, labels: Map[str, str]) -> None:
    """Say which spellings became one group."""
    spellings = defaultdict(set)
    for text, label in labels.items():
        if label != words.NOT_RECORDED:
            spellings[label].add(words.tidy(text))
    several = {label: sorted(texts) for label, texts in spellings.items() if len(texts) > 1}
    if several:
        told = "; ".join(f"{', '.join(texts)} → {label}" for label, texts in sorted(several.items()))
        asked.tell("groups_combined", column=column.header, count=len(several), facts={"which": told})


def _wrong_column(part: Part, asked: Asked, column: Column, judged: contract.Judged, texts: Map[str, int]) -> bool:
    answer = asked.ask(
        "wrong_column",
        column=column.header,
        count=sum(texts[text] for text in judged.doubts),
        lines=part.lines_with(column.index, *list(judged.doubts)[:3]),
        answers=("leave_out_column", "keep"),
        default="leave_out_column",
    )
    if answer == "keep":
        judged.values.update({text: words.tidy(text) for text in judged.doubts})
        judged.doubts.clear()
    return answer != "keep"


def _flag(part: Part, asked: Asked, column: Column) -> Planned | None:
    texts = part.texts(column.index)
    field = column.meaning
    if field == "belonging" and {words.tidy(t).casefold() for t in texts} <= {
        "0",
        "1",
        "yes",
        "no",
        "y",
        "n",
        "",
        "na",
    }:
        field = "suspended"  # a plain yes/no column: the same type
    answers = _answers(part, asked, column.index, field, texts, column=column)
    if answers is None or not any(value is not None for value in answers.values()):
        return None
    return Planned(column.meaning, "BOOLEAN", (column.index,), {(text,): value for text, value in answers.items()})


def _answers(
    part: Part, asked: Asked, index: int, field: str, texts: Map[str, int], *, column: Column | None = None
) -> Any:
    """Return what each text of a yes/no column says, asking about those that are not certain."""
    judged = contract.judge(contract.StudentRow, field, list(texts))
    answers: dict[str, bool | None] = dict(judged.values)
    if len(judged.doubts) > MANY_TEXTS:
        asked.tell(
            "wrong_column",
            column=part.header(index),
            count=sum(texts[text] for text in judged.doubts),
            lines=part.lines_with(index, *list(judged.doubts)[:3]),
            will="leave_out_column",
        )
        return None if column else dict.fromkeys(texts)
    for text, (code, _) in judged.doubts.items():
        counted = column is not None and column.meaning in words.table("values")["counted_as_yes_above_one"]
        answer = asked.ask(
            code if code == "count_above_one" and counted else "unknown_value",
            column=part.header(index),
            text=words.tidy(text),
            count=texts[text],
            lines=part.lines_with(index, text),
            answers=("yes", "no", "leave_out"),
            default="yes" if code == "count_above_one" and counted else "leave_out",
        )
        answers[text] = {"yes": True, "no": False}.get(answer)
    return answers


def _own_yes_no(part: Part, asked: Asked, column: Column) -> Planned | None:
    texts = part.texts(column.index)
    yes = {words.tidy(text) for text in column.yes}
    if not yes:
        asked.tell("no_yes_values", column=column.header, will="leave_out_column")
        return None
    missing = set(words.table("values")["missing"])
    values = {
        (text,): None
        if words.tidy(text).casefold() in missing and words.tidy(text) not in yes
        else words.tidy(text) in yes
        for text in texts
    }
    return Planned(column.id, "BOOLEAN", (column.index,), values)


def _number(part: Part, asked: Asked, column: Column) -> Planned | None:
    if column.meaning == "own_number" and column.at_least is None:
        asked.tell("no_at_least", column=column.header, will="leave_out_column")
        return None
    texts = part.texts(column.index)
    judged = contract.judge(contract.StudentRow, column.meaning, list(texts))
    if judged.doubts and len(judged.doubts) * 2 > len(texts) and len(judged.doubts) > MANY_TEXTS:
        asked.tell(
            "wrong_column",
            column=column.header,
            count=sum(texts[text] for text in judged.doubts),
            lines=part.lines_with(column.index, *list(judged.doubts)[:3]),
            will="leave_out_column",
        )
        return None
    for code in sorted({code for code, _ in judged.doubts.values()}):
        wrong = [text for text, (its, _) in judged.doubts.items() if its == code]
        asked.tell(
            code,
            column=column.header,
            count=sum(texts[text] for text in wrong),
            lines=part.lines_with(column.index, *wrong),
            will="leave_out",
        )
    kind: Type = "DECIMAL(9,4)" if column.meaning in words.DAYS else "DECIMAL(18,6)"
    values = dict(judged.values) | dict.fromkeys(judged.doubts)
    return Planned(column.target, kind, (column.index,), {(text,): value for text, value in values.items()})


# -- rows that come again -------------------------------------------------------------------------------------------


def _ask_repeats(part: Part, asked: Asked, values: list[str]) -> tuple[int, int, Literal["keep_first", "keep_all"]]:
    if part.mapping.where("student_id") is None:
        return 0, 0, "keep_all"
    if part.mapping.where("course") is not None:
        asked.tell("rows_are_registrations", count=part.intake.rows)
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
