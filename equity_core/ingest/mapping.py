"""What each column of a file means: guessed from its header and its values, shown, and changeable."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, cast

from equity_core.ingest import fingerprints, periods, personal, surveys
from equity_core.ingest import vocabulary as words
from equity_core.ingest.fingerprints import Fingerprint
from equity_core.ingest.sheet import Sheet
from equity_core.model import Direction

Way = Literal["at_least", "more_than", "at_most", "less_than"]
Shape = Literal["students", "counts", "incidents", "survey"]
COMMON = ("not_read", "school", "school_year", "term", "period")
OF_RACE = ("hispanic", "race_flag", "race_more")  # beside `race`: what else a file says about it
DAYS = (*words.DAYS, "attendance")
OF_STUDENTS = ("student_id", "date", "course", *words.DIMENSIONS[:-1], *OF_RACE, *words.FLAGS, *DAYS)
OF_INCIDENTS = ("behavior", "location", "time", "decision", "days")
OF_ANSWERS = tuple(m for m in OF_STUDENTS if m not in ("student_id", "course", "date", *DAYS))
OWN = ("own_dimension", "own_yes_no", "own_number", "item")
PLACES = ("level", "district", "county", "part_of")  # whose numbers a row of a published file holds
OF_COUNTS = ("measure_name", "dimension_name", "group", "category", *words.DIMENSIONS[:-1], "own_dimension", *PLACES)
LONGEST_ID = 40
NUMBERS = ("denominator", "numerator", "rate")
MEANINGS: dict[Shape, tuple[str, ...]] = {
    "students": (*COMMON, *OF_STUDENTS, *OWN),
    "counts": (*COMMON, *OF_COUNTS, *NUMBERS, "group_size"),
    "incidents": ("not_read", "student_id", "school_year", "term", "period", "date", *OF_INCIDENTS),
    "survey": (*COMMON, "date", *OF_ANSWERS, "comment", *OWN),
}
READ_AS_THEY_ARE = (  # however different their values are
    *NUMBERS,
    *words.DAYS,
    *("days", "item", "own_number", "date", "school_year", "school", "course", "group"),
)
MANY_TIMES = (
    "not_read",
    "comment",
    *OWN,
    "race_flag",
    "race_more",
    "part_of",
    "group_size",
)  # every other meaning belongs to one column at most


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its header, what it is taken to mean, and three values that say nothing of anybody."""

    index: int
    header: str
    meaning: str
    personal: personal.Why = ""
    examples: tuple[str, ...] = ()
    id: str = ""  # of the team's own dimension or measure
    label: str = ""  # what people call it
    yes: tuple[str, ...] = ()  # own_yes_no: the values that count as yes
    at_least: Decimal | None = None  # own_number: the limit
    way: Way = "at_least"  # own_number: on which side of the limit a student counts
    better: Direction = "higher_better"
    timing: Literal["leading", "lagging"] = "lagging"
    names: tuple[tuple[str, str], ...] = ()  # own_dimension: (text in the file, what people call it)
    typed: str = ""  # own_yes_no, own_number: the name of its typed column; several measures may count it

    @property
    def target(self) -> str:
        """Return the name of the typed column that this one fills."""
        return (self.typed or self.id) if self.meaning in OWN else self.meaning


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a file is: its shape, its columns, and what it does not say itself."""

    shape: Shape
    columns: tuple[Column, ...]
    period: str = ""  # for a file without a column for it
    measure: str = ""  # counts: for a file without a column for it
    dimension: str = ""  # counts: what the groups are groups of
    dimension_label: str = ""
    system: str = ""  # the fingerprint that it was recognised by
    recognised: int = 0  # columns whose name is known

    def where(self, meaning: str) -> int | None:
        """Return the index of the column that has a meaning, or None."""
        return next((c.index for c in self.columns if c.meaning == meaning), None)

    def read(self) -> tuple[Column, ...]:
        """Return the columns that are read."""
        return tuple(c for c in self.columns if c.meaning != "not_read")

    def with_column(self, column: Column) -> Mapping:
        """Return the mapping with one column changed; another column that had its meaning is no longer read."""

        def updated(old: Column) -> Column:
            if old.index == column.index:
                return column
            taken = old.meaning == column.meaning and column.meaning not in MANY_TIMES
            return replace(old, meaning="not_read") if taken else old

        return replace(self, columns=tuple(map(updated, self.columns)))


def guess(sheet: Sheet) -> Mapping:
    """Return what a file probably is."""
    known = fingerprints.recognise(sheet.header)
    told = [known.about(header) if known else {} for header in sheet.header]
    named = [
        _by_header(header, sheet.column(index)) or surveys.item(header, sheet.column(index))
        for index, header in enumerate(sheet.header)
    ]
    meant = [about.get("meaning") or name for about, name in zip(told, named, strict=True)]
    if known and known.headcounts:
        meant = ["group_size" if not told[i] and words.category(h) else meant[i] for i, h in enumerate(sheet.header)]
    shape = _shape(meant, sheet) if known is None or not known.shape else cast("Shape", known.shape)
    columns = []
    for index, header in enumerate(sheet.header):
        values = sheet.column(index)
        meaning = meant[index] or _by_name_and_content(shape, header, values)
        if shape == "counts" and (meaning in words.FLAGS or words.measure_named(header)) and meaning not in NUMBERS:
            meaning = "numerator"
        if meaning not in MEANINGS[shape]:
            meaning = "not_read"
        if shape == "survey" and meaning == "not_read" and surveys.is_comment(header, values):
            meaning = "comment"
        if meaning == "term" and all(periods.AS_IT_IS.fullmatch(v) for v in values if v):
            meaning = "period"
        columns.append(_as_told(_column(index, header, meaning, values), told[index]))
    found = Mapping(shape, tuple(_once(columns)))
    found = replace(found, **_recognised(known, found.columns, meant))
    if shape == "counts":
        return _with_constants(sheet, replace(found, measure=known.measure if known else ""))
    return replace(found, period=_period(sheet, found))


def column_as(sheet: Sheet, column: Column, meaning: str) -> Column:
    """Return a column with another meaning, with what that meaning needs filled in from the values."""
    if column.personal == "header":
        return column
    return _column(column.index, column.header, meaning, sheet.column(column.index), chosen=True)


def own_id(label: str) -> str:
    """Return the id of a team's own measure or dimension with this label."""
    id = re.sub(r"\W+", "_", label.casefold()).strip("_") or "own"
    if len(id) > LONGEST_ID:  # long questions may differ at their end
        id = f"{id[:LONGEST_ID]}_{hashlib.sha256(id.encode()).hexdigest()[:6]}"
    taken = {
        *words.DIMENSIONS,
        *words.FLAGS,
        *words.DAYS,
        "student_key",
        "period",
        "referred",
        "chronic_absence",
        "line",
    }
    return f"{id}_own" if id in taken or id[0].isdigit() else id


def fact_named(header: str) -> str:
    """Return the built-in fact that a heading, or its own name, stands for, or ""."""
    facts = (*words.FLAGS, *words.DAYS)
    meaning = header if header in facts else _by_header(header, [])
    return meaning if meaning in facts else ""


# -- by header ------------------------------------------------------------------------------------------------------


def _by_header(header: str, values: list[str]) -> str:
    if personal.by_header(header, values):
        return "not_read"
    if header.strip() == "%":
        return "rate"
    for key in dict.fromkeys(map(words.plain, (header, header.rsplit(".", 1)[-1], _of_question(header)))):
        for meaning, headings in words.table("columns").items():
            if key in map(words.plain, headings):
                return str(meaning)
        if any(key in it["headers"] for it in words.table("dimensions").values()):
            return "own_dimension"
    return ""


def _of_question(header: str) -> str:
    """Return what a form's question asks for.

    >>> _of_question("What is your race/ethnicity? (check all that apply)")
    'race/ethnicity? '
    """
    return re.sub(r"^(what is your|do you get)\b ?|[(\[].*[)\]]$", "", header.strip(), flags=re.IGNORECASE)


def _by_name_and_content(shape: Shape, header: str, values: list[str]) -> str:
    """Return what a column means whose values say as much as its header."""
    filled = [words.tidy(value) for value in set(values) if value.strip()]
    if shape == "students" and words.race_named(header) and all(map(words.is_yes_or_no, filled)):
        return "race_flag"
    return _by_content(values)


def _by_content(values: list[str]) -> str:
    filled = [words.tidy(value) for value in set(values) if value.strip()]
    if not filled:
        return "not_read"
    if all(periods.AS_IT_IS.fullmatch(value) for value in filled):
        return "period"
    if all(re.fullmatch(r"(19|20)\d{2}[-–/](\d{2}|\d{4})", value) for value in filled):
        return "school_year"
    return "not_read"


def _shape(meant: list[str], sheet: Sheet) -> Shape:
    if "student_id" in meant and not _is_measure_id(sheet, meant):
        facts = {*words.FLAGS, *words.DAYS, *words.DIMENSIONS[:-1], "item"} & set(meant)
        return "incidents" if {"behavior", "date"} & set(meant) and not facts else "students"
    if _has_answers(meant, sheet) and not {"numerator", "rate"} & set(meant):
        return "survey"
    return "counts" if set(NUMBERS) & set(meant) else "students"


def _has_answers(meant: list[str], sheet: Sheet) -> bool:
    """Say whether any column holds answers on a scale."""
    places = [index for index, meaning in enumerate(meant) if meaning == "belonging"]
    return "item" in meant or any(surveys.is_item(sheet.header[i], sheet.column(i)) for i in places)


def _is_measure_id(sheet: Sheet, meant: list[str]) -> bool:
    """Say whether the only id there is could be that of a row of counts."""
    return "numerator" in meant and {"denominator", "rate"} & set(meant) != set() and "group" in meant


def _column(index: int, header: str, meaning: str, values: list[str], *, chosen: bool = False) -> Column:
    if meaning == "comment":
        return Column(index, header, meaning)
    why: personal.Why = "header" if personal.by_header(header, values) else personal.by_content(values)
    reads_numbers = meaning in (
        *NUMBERS,
        *DAYS,
        "days",
        "item",
        "own_number",
        "date",
        "school_year",
        "school",
        "course",
        "group",
    )
    if why == "header" or (why == "content" and meaning != "student_id"):
        meaning = "not_read"
    elif why == "distinct" and reads_numbers:
        why = ""
    elif why == "distinct" and meaning != "student_id" and not chosen:
        meaning = "not_read"
    if why == "distinct" and meaning == "student_id":
        why = ""
    shown = () if meaning == "student_id" else personal.examples(header, values, why=why)
    column = Column(index, header, meaning, why, shown)
    if meaning in ("race_flag", "group_size"):
        return _of_one_group(column)
    return _own(column, values) if meaning in OWN else column


def _of_one_group(column: Column) -> Column:
    """Return a column about one group with the group as its label; not read where its header names none."""
    if column.meaning == "race_flag":
        label = words.race_named(column.header)
        return replace(column, label=label, meaning=column.meaning if label else "not_read")
    about = words.category(column.header)
    return replace(column, id=about[0], label=about[1]) if about else replace(column, meaning="not_read")


def _as_told(column: Column, about: dict[str, Any]) -> Column:
    """Return a team's own measure as the fingerprint describes it."""
    if column.meaning != "own_yes_no" or "label" not in about:
        return column
    return replace(column, id=own_id(about["label"]), label=about["label"], yes=tuple(about["yes"]))


def _own(column: Column, values: list[str]) -> Column:
    key = words.plain(column.header)
    for id, it in words.table("dimensions").items():
        if column.meaning == "own_dimension" and key in it["headers"]:
            return replace(column, id=id, label=it["label"])
    label = " ".join(column.header.replace("_", " ").split())
    label = label[:1].upper() + label[1:]
    found = replace(column, id=own_id(label), label=label)
    if column.meaning != "own_dimension":
        found = replace(found, typed=own_id(column.header or label))
    if column.meaning == "item":
        found = replace(found, timing="leading")
    if column.meaning == "own_yes_no":
        texts = dict.fromkeys(words.tidy(value) for value in values if value.strip())
        found = replace(found, yes=tuple(text for text in texts if words.is_good_word(text)))
    return found


def _once(columns: list[Column]) -> list[Column]:
    """Keep the best column for each meaning: the one whose header comes first in the table of headers."""
    best: dict[str, Column] = {}
    for column in columns:
        held = best.get(column.meaning)
        if held is None or _rank(column) < _rank(held):
            best[column.meaning] = column
    return [c if c.meaning in MANY_TIMES or best[c.meaning] is c else replace(c, meaning="not_read") for c in columns]


def _rank(column: Column) -> int:
    keys = [words.plain(heading) for heading in words.table("columns").get(column.meaning, ())]
    key = words.plain(column.header)
    return keys.index(key) if key in keys else len(keys)


def _recognised(known: Fingerprint | None, columns: tuple[Column, ...], meant: list[str]) -> dict[str, Any]:
    if known is None:
        return {}
    read = [bool(meaning) or column.meaning != "not_read" for column, meaning in zip(columns, meant, strict=True)]
    count = sum(is_read or known.knows(column.header) for is_read, column in zip(read, columns, strict=True))
    return {"system": known.id, "recognised": count}


# -- what the file does not say -------------------------------------------------------------------------------------


def _period(sheet: Sheet, found: Mapping) -> str:
    says_when = ("school_year", "period") if found.shape == "students" else ("school_year", "period", "date")
    dated = any(found.where(meaning) is not None for meaning in says_when)
    return "" if dated else periods.year_in(sheet.name)


def _with_constants(sheet: Sheet, found: Mapping) -> Mapping:
    """Fill in what a file of counts says in its name and headers only."""
    found = replace(found, period=_period(sheet, found))
    if found.where("measure_name") is None and not found.measure:
        headers = [c.header for c in found.columns if c.meaning in ("numerator", "rate")]
        named = (words.measure_named(header) or words.measure_in(header) for header in headers)
        found = replace(found, measure=next(filter(None, named), "") or words.measure_in(sheet.name))
    group = next((c for c in found.columns if c.meaning in (*words.DIMENSIONS[:-1], "own_dimension")), None)
    if found.where("dimension_name") is None and group is not None:
        found = replace(found, dimension=group.target, dimension_label=group.label)
    return found
