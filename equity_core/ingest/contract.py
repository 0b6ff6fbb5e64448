"""What a valid row is. A model for each kind of file; each field knows the words that schools use for its values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from equity_core.ingest import periods, tokens
from equity_core.ingest import vocabulary as words

MOST_DAYS = 366  # of a school year that has a leap day and no holiday
PLACES = {"days_enrolled": 4, "days_absent": 4, "own_number": 16}  # of the fields that hold a number
Status = Literal["exact", "range", "hidden_by_source", "missing", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A published number, a range of numbers (open where an end is None), or the reason why there is none."""

    value: Decimal | None
    status: Status = "exact"
    low: Decimal | None = None
    high: Decimal | None = None
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class Plain:
    """Texts that are plainly a number: the engine may read them itself, with the value that the field gives them."""

    places: int
    low: int | None = None
    high: int | None = None
    never: tuple[str, ...] = ()  # they look like numbers, and stand for something else


def _asked(read: Any, text: object) -> Any:
    """Turn a doubt into the error that Pydantic reports for this field."""
    if text is not None and not isinstance(text, str):
        raise PydanticCustomError("unknown_value", "unknown_value", {"suggests": ""})
    try:
        return read(text)
    except words.Doubt as doubt:
        raise PydanticCustomError(doubt.code, doubt.code, {"suggests": doubt.suggests}) from None


def _text(text: str | None) -> str | None:
    return words.tidy(text) or None


def _number(text: str | None, *, places: int = PLACES["own_number"]) -> Decimal | None:
    written = words.tidy(text)
    if words.token(written):
        return None
    written = written.removesuffix("%").rstrip()
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", written):
        written = written.replace(",", "")
    elif re.fullmatch(r"-?[0-9]+,[0-9]{1,2}", written):
        written = written.replace(",", ".")
    if not re.fullmatch(rf"-?[0-9]{{1,12}}(\.[0-9]{{1,{places}}})?", written):
        raise words.Doubt("not_a_number")
    return Decimal(written)


def _days(text: str | None) -> Decimal | None:
    days = _number(text, places=PLACES["days_absent"])
    if days is not None and not 0 <= days <= MOST_DAYS:
        raise words.Doubt("impossible_days")
    return days


def _percent(text: str | None) -> Decimal | None:
    percent = _number(text, places=4)
    if percent is not None and not 0 <= percent <= 100:
        raise words.Doubt("impossible_attendance")
    return percent


def _count(text: str | None) -> Cell:
    span = tokens.counts_in(text)
    if span:
        return Cell(None, "range", *span)
    status = words.token(text)
    if status:
        return Cell(None, status)  # type: ignore[arg-type]
    count = _number(text)
    if count is None or count < 0:
        raise words.Doubt("negative_count")
    if count != count.to_integral_value():
        raise words.Doubt("part_of_a_person")
    return Cell(count)


def _rate(text: str | None) -> Cell:
    span = tokens.range_in(text)
    if span:
        if max(span.low or 0, span.high or 0) > 100:
            raise words.Doubt("impossible_rate")
        return Cell(None, "range", *span)
    status = words.token(text)
    if status:
        return Cell(None, status)  # type: ignore[arg-type]
    rate = _number(text)
    if rate is None or not 0 <= rate <= 100:
        raise words.Doubt("impossible_rate")
    return Cell(rate)


def _measure(text: str | None) -> str:
    return words.measure_named(text) or words.plain(words.tidy(text))


def _dimension(text: str | None) -> str:
    return words.dimension_named(text) or words.plain(words.tidy(text))


def group_in(dimension: str, text: str | None) -> str:
    """Return the group that a counts file names: "" for all students; Doubt if it is not certain."""
    return "" if words.is_all_students(text) else words.group_label(dimension, text)


def _group_of_row(text: object, info: ValidationInfo) -> Any:
    return _asked(partial(group_in, info.data.get("dimension") or ""), text)


def _group(dimension: str) -> Any:
    return BeforeValidator(partial(_asked, partial(words.group_label, dimension)))


Text = Annotated[str | None, BeforeValidator(partial(_asked, _text))]
SchoolYear = Annotated[str, BeforeValidator(partial(_asked, periods.school_year))]
Race = Annotated[str, _group("race")]
ElStatus = Annotated[str, _group("el_status")]
Disability = Annotated[str, _group("disability")]
Income = Annotated[str, _group("income")]
Gender = Annotated[str, _group("gender")]
Grade = Annotated[str, _group("grade")]
School = Annotated[str, _group("school")]
Group = Annotated[str, _group("")]
YesNo = Annotated[bool | None, BeforeValidator(partial(_asked, words.yes_or_no))]
Favourable = Annotated[bool | None, BeforeValidator(partial(_asked, words.favourable))]
Days = Annotated[Decimal | None, BeforeValidator(partial(_asked, _days))]
Percent = Annotated[Decimal | None, BeforeValidator(partial(_asked, _percent))]
Number = Annotated[Decimal | None, BeforeValidator(partial(_asked, _number))]
Count = Annotated[Cell, BeforeValidator(partial(_asked, _count))]
Rate = Annotated[Cell, BeforeValidator(partial(_asked, _rate))]


class Row(BaseModel):
    """A row as the file has it: texts in, meanings out."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class StudentRow(Row):
    """One student in one period (or one registration, in a file that names a course)."""

    student_id: Text = None
    school_year: SchoolYear | None = None
    term: Text = None
    period: Text = None
    course: Text = None
    hispanic: YesNo = None
    race: Race = words.NOT_RECORDED
    el_status: ElStatus = words.NOT_RECORDED
    disability: Disability = words.NOT_RECORDED
    income: Income = words.NOT_RECORDED
    gender: Gender = words.NOT_RECORDED
    grade: Grade = words.NOT_RECORDED
    school: School = words.NOT_RECORDED
    own_dimension: Group = words.NOT_RECORDED
    suspended: YesNo = None
    reading_proficient: YesNo = None
    math_proficient: YesNo = None
    belonging: Favourable = None
    item: Favourable = None
    course_failure: YesNo = None
    advanced_course: YesNo = None
    gifted_identified: YesNo = None
    sped_identified: YesNo = None
    ninth_on_track: YesNo = None
    growth_met: YesNo = None
    el_progress: YesNo = None
    reclassified: YesNo = None
    grad_4yr: YesNo = None
    days_enrolled: Days = None
    days_absent: Days = None
    attendance: Percent = None
    own_number: Number = None


class CountRow(Row):
    """One published count or rate of one group in one period."""

    school: School = words.NOT_RECORDED
    school_year: SchoolYear | None = None
    term: Text = None
    period: Text = None
    measure: Annotated[str, BeforeValidator(partial(_asked, _measure))] = ""
    dimension: Annotated[str, BeforeValidator(partial(_asked, _dimension))] = ""
    group: Annotated[str, BeforeValidator(_group_of_row)] = ""
    denominator: Count = Cell(None, "missing")
    numerator: Count = Cell(None, "missing")
    rate: Rate = Cell(None, "missing")

    @model_validator(mode="after")
    def _no_more_than_all(self) -> CountRow:
        if exceeds(self.numerator, self.denominator):
            raise PydanticCustomError("numerator_above_denominator", "numerator_above_denominator")
        return self


class IncidentRow(Row):
    """One referral of one student. Who referred is no part of it."""

    student_id: Text = None
    school_year: SchoolYear | None = None
    term: Text = None
    period: Text = None
    behavior: Text = None
    location: Text = None
    decision: Text = None
    days: Days = None


MODELS: dict[str, type[Row]] = {"students": StudentRow, "counts": CountRow, "incidents": IncidentRow}


def exceeds(part: Cell, whole: Cell) -> bool:
    """Say whether a count is of more students than there are."""
    return part.value is not None and whole.value is not None and part.value > whole.value


@cache
def plain(field: str) -> Plain | None:
    """Return which texts of a field the engine may read itself; None where it may not."""
    if field not in PLACES:
        return None
    low, high = (None, None) if field == "own_number" else (0, MOST_DAYS)
    texts = (text for texts in words.table("tokens").values() for text in texts if re.fullmatch(r"-?\d+(\.\d+)?", text))
    never = (text for text in texts if low is None or low <= Decimal(text) <= MOST_DAYS)
    return Plain(PLACES[field], low, high, tuple(never))


@cache
def adapter(model: type[Row], field: str) -> TypeAdapter[Any]:
    """Return the field's own adapter: what `model` does with this one value, alone."""
    return TypeAdapter(get_type_hints(model, include_extras=True)[field])


@dataclass(frozen=True, slots=True)
class Judged:
    """What the texts of a column mean, and the doubts that are left, each with its code and suggestion."""

    values: dict[str, Any]
    doubts: dict[str, tuple[str, str]]


def judge(model: type[Row], field: str, texts: list[str]) -> Judged:
    """Validate a column's vocabulary: each distinct text once, through the field's own adapter."""
    from pydantic import ValidationError

    validate = adapter(model, field).validate_python
    values: dict[str, Any] = {}
    doubts: dict[str, tuple[str, str]] = {}
    for text in texts:
        try:
            values[text] = validate(text)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            code = first["type"] if "suggests" in first.get("ctx", {}) else "not_a_number"
            doubts[text] = (code, first.get("ctx", {}).get("suggests", ""))
    return Judged(values, doubts)
