"""A file of counts: each row is one group's published number, or the reason why there is none."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from equity_core.errors import Refused
from equity_core.ingest import contacts, contract, fingerprints, headcounts
from equity_core.ingest import vocabulary as words
from equity_core.ingest.checking import tell_of_sheet
from equity_core.ingest.group_columns import ask_group
from equity_core.ingest.mapping import NUMBERS, Column, own_id
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.places import Places
from equity_core.ingest.published_numbers import contradicts, numbers
from equity_core.ingest.questions import Asked, Question
from equity_core.ingest.races import ASIAN, FILIPINO, roll_up
from equity_core.ingest.row_periods import plan_period
from equity_core.ingest.twins import settled
from equity_core.ingest.unknown_tokens import ask_tokens


class Published(NamedTuple):
    """One published cell, as the store keeps it."""

    measure: str
    period: str
    dimension: str
    group: str
    school: str
    n: int | None
    x: int | None
    rate: str | None
    status: str
    x_low: int | None = None
    x_high: int | None = None
    rate_low: str | None = None
    rate_high: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a file of counts becomes if it is kept now."""

    questions: tuple[Question, ...]
    rows: tuple[Published, ...]
    labels: dict[str, str] = field(default_factory=dict)  # of dimensions and measures that are the team's own
    has_sizes: bool = True
    is_headcount: bool = False  # each row is the size of a group, and says nothing else of it

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the periods, in alphabetical order."""
        return tuple(sorted({row.period for row in self.rows}))

    @property
    def measures(self) -> tuple[str, ...]:
        """Return the measures, in alphabetical order."""
        return tuple(sorted({row.measure for row in self.rows}))

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return the groups of each dimension; schools only when there is more than one."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            if row.dimension:
                found[row.dimension].add(row.group)
            if row.school:
                found["school"].add(row.school)
        return {dimension: in_order(groups) for dimension, groups in found.items()}


def in_order(groups: set[str]) -> tuple[str, ...]:
    """Return groups in alphabetical order, "Not recorded" last."""
    return tuple(sorted(groups, key=lambda g: (g == words.NOT_RECORDED, g)))


def check_counts(part: Part, *, today: date) -> Counted:
    """Return what a file of counts becomes, and what is to be asked about it."""
    asked = Asked(part.said)
    tell_of_sheet(part, asked)
    part = settled(part, asked)
    period = plan_period(part, asked, today=today)
    if headcounts.is_one(part.mapping.read()):
        return _of_headcounts(part, asked, period)
    numbers = [c for c in part.mapping.read() if c.meaning in NUMBERS]
    if not {"numerator", "rate"} & {c.meaning for c in numbers}:
        raise Refused("import.no_measure", name=part.sheet.name)
    reading = _Reading(part, asked, period)
    found = _within_all(part, asked, reading.cells(numbers))
    if not found:
        raise Refused("import.nothing_left", name=part.sheet.name)
    rows = _rolled_up(part, asked, _without_repeats(part, asked, found))
    schools = {row.school for row in rows if row.school}
    if len(schools) < 2:
        rows = [row._replace(school="") for row in rows]
    if len(schools) < 2 and not any(row.dimension for row in rows):
        asked.tell("only_totals")
    hidden = sum(1 for row in rows if row.status == "hidden_by_source")
    if hidden and reading.hides_under:
        asked.tell("hidden_by_state", count=hidden, facts={"most": reading.hides_under - 1})
    elif hidden:
        asked.tell("hidden_by_source", count=hidden)
    ranges = sum(1 for row in rows if row.status == "range")
    if ranges:
        asked.tell("published_ranges", count=ranges)
    has_sizes = any(row.n is not None for row in rows)
    if not has_sizes:
        asked.tell("no_sizes")
    return Counted(tuple(asked.questions), tuple(rows), reading.labels, has_sizes)


def _of_headcounts(part: Part, asked: Asked, period: Planned) -> Counted:
    """Return who is enrolled: of each group its size, n of n."""
    sizes = headcounts.sizes_in(part, asked, period)
    if not sizes:
        raise Refused("import.nothing_left", name=part.sheet.name)
    places = {place for _, place, _, _ in sizes if place}
    rows = [
        Published(headcounts.MEASURE, when, dimension, group, place if len(places) > 1 else "", n, n, None, "exact")
        for (when, place, dimension, group), n in sizes.items()
    ]
    own = {row.dimension for row in rows if row.dimension} - {*words.DIMENSIONS}
    labels = {id: str(words.table("dimensions")[id]["label"]) for id in own}
    return Counted(tuple(asked.questions), tuple(rows), labels, is_headcount=True)


class _Reading:
    """Read the rows of a file of counts: each distinct text once through its field's own adapter."""

    def __init__(self, part: Part, asked: Asked, period: Planned) -> None:
        self.part, self.asked, self.period = part, asked, period
        self.labels: dict[str, str] = {}
        self._groups: dict[tuple[str, str], str | None] = {}
        self._categories: Counter[str] = Counter()  # those that are not read
        mapping = part.mapping
        named = [c for c in mapping.read() if c.meaning in (*words.DIMENSIONS[:-1], "own_dimension")]
        if len(named) > 1:
            raise Refused("import.two_groupings", name=part.sheet.name, columns=", ".join(c.header for c in named))
        self.category = self._at("category")
        self.group: Column | None = named[0] if named else self._at("group")
        self.measure, self.dimension = (self._at(m) for m in ("measure_name", "dimension_name"))
        self.places = Places(part, asked)
        known = fingerprints.named(mapping.system)
        self.hides_under = known.min_group if known else 0

    def _at(self, meaning: str) -> Column | None:
        return next((c for c in self.part.mapping.read() if c.meaning == meaning), None)

    def cells(self, columns: list[Column]) -> list[tuple[int, Published]]:
        """Return (row, cell) for every row that can be kept; name those that cannot."""
        read = self.part.mapping.read()
        place = {c.index: i for i, c in enumerate(read)}
        judged = {c.meaning: self._judged(c) for c in columns}
        faults: dict[tuple[str, str], list[int]] = defaultdict(list)
        texts = self.part.intake.texts([c.index for c in read])
        share = self._rates_are_shares(judged)
        self.part.faulty.clear()
        found: list[tuple[int, Published]] = []
        contradicted: list[int] = []
        blank: list[int] = []
        for at, row in enumerate(texts):
            said = {c.meaning: row[place[c.index]] for c in columns}
            if not any(words.tidy(text) for text in row):
                blank.append(at)
                continue
            wrong = [
                (judged[m].doubts[t][0], self._header(m, columns)) for m, t in said.items() if t in judged[m].doubts
            ]
            if wrong:
                faults[wrong[0]].append(at)
                self._note(at, said, wrong, columns)
                continue
            n, x, rate = (judged[m].values[said[m]] if m in said else None for m in NUMBERS)
            if n and x and contract.exceeds(x, n):
                above = ("numerator_above_denominator", self._header("numerator", columns))
                faults[above].append(at)
                self._note(at, said, [above], columns)
                continue
            where = self._where(row, place)
            if where is not None:
                if contradicts(n, x, rate, share=share):
                    contradicted.append(at)
                    self._note(at, said, [("rate_contradicts_counts", self._header("rate", columns))], columns)
                cell = numbers(n, x, rate, share=share, hides_under=self.hides_under)
                found.append((at, Published(*where, **cell._asdict())))
        if blank:
            self.asked.tell("blank_rows", count=len(blank), lines=self.part.sheet.lines(blank[:20]))
        found = self._without_contradictions(found, contradicted, columns)
        self.places.tell()
        self._tell_categories()
        for (code, header), rows in faults.items():
            lines = self.part.sheet.lines(rows[:20])
            self.asked.tell(code, column=header, count=len(rows), lines=lines, will="leave_out_row")
        return found

    def _note(self, row: int, said: dict[str, str], wrong: list[tuple[str, str]], numbers: list[Column]) -> None:
        """Remember the cells of a row that are to be mended."""
        for code, header in wrong:
            column = next(c for c in numbers if c.header == header)
            self.part.faulty.append((row, column.index, said[column.meaning], code))

    def _without_contradictions(
        self, found: list[tuple[int, Published]], rows: list[int], numbers: list[Column]
    ) -> list[tuple[int, Published]]:
        """Ask what becomes of rows whose rate does not fit their counts."""
        if not rows:
            return found
        answer = self.asked.ask(
            "rate_contradicts_counts",
            column=self._header("rate", numbers),
            count=len(rows),
            lines=self.part.sheet.lines(rows[:20]),
            answers=("keep_counts", "leave_out_row"),
            default="keep_counts",
        )
        return found if answer == "keep_counts" else [cell for cell in found if cell[0] not in set(rows)]

    def _judged(self, column: Column) -> contract.Judged:
        judged = contract.judge(contract.CountRow, column.meaning, list(self.part.texts(column.index)))
        ask_tokens(self.part, self.asked, column, judged)
        return judged

    def _header(self, meaning: str, numbers: list[Column]) -> str:
        return next(c.header for c in numbers if c.meaning == meaning)

    def _rates_are_shares(self, judged: dict[str, contract.Judged]) -> bool:
        """Say whether rates are written as 0.2 and not as 20, asking where all of them are at most 1."""
        if "rate" not in judged:
            return False
        rates = [cell.value for cell in judged["rate"].values.values() if cell.value is not None]
        if len(rates) < 2 or max(rates) > 1 or any("%" in text for text in judged["rate"].values):
            return False
        return self.asked.ask("rates_up_to_one", answers=("share", "percent"), default="share") == "share"

    def _where(self, row: tuple[str, ...], place: dict[int, int]) -> tuple[str, str, str, str, str] | None:
        def text(column: Column | None) -> str:
            return row[place[column.index]] if column else ""

        measure = self._measure(text(self.measure))
        period = self._period(row, place)
        school = self.places.of({index: row[at] for index, at in place.items()})
        if period is None or school is None:
            return None
        if not school and self.places.is_total(row, place) and not words.tidy(text(self.group)):
            return measure, period, "", "", ""
        if self.category is not None:
            dimension, group = self._in_category(text(self.category))
        else:
            dimension, group = self._group(text(self.dimension), text(self.group), self.group)
        return None if group is None else (measure, period, dimension if group else "", group, school)

    def _period(self, row: tuple[str, ...], place: dict[int, int]) -> str | None:
        if self.period.constant is not None:
            return self.period.constant
        found = (self.period.values or {}).get(tuple(row[place[i]] for i in self.period.columns))
        return None if found is None else str(found)

    def _measure(self, written: str) -> str:
        name = words.tidy(written) or self.part.mapping.measure
        if not name:
            name = self.asked_once("measure_missing", default=words.FLAGS[0], answers=tuple(words.table("measures")))
        known = words.measure_named(name)
        if not known:
            known = own_id(name)
            self.labels[known] = name
        return known

    def asked_once(self, code: str, *, default: str, answers: tuple[str, ...]) -> str:
        """Ask something about the whole file, once."""
        for question in self.asked.questions:
            if question.code == code:
                return question.answer
        return self.asked.ask(code, answers=answers, default=default, free=True, count=self.part.intake.rows)

    def _group(self, named: str, written: str, column: Column | None) -> tuple[str, str | None]:
        mapping = self.part.mapping
        dimension = (words.dimension_named(named) or words.plain(named)) if words.tidy(named) else mapping.dimension
        says_nothing = self.dimension is not None and not words.tidy(named) and not words.tidy(written)
        if words.is_all_students(named) or column is None or says_nothing:
            return "", ""
        if not dimension:
            dimension = self.asked_once("dimension_missing", default="race", answers=words.DIMENSIONS[:-1])
        if dimension not in words.DIMENSIONS:
            self.labels.setdefault(dimension, mapping.dimension_label or words.tidy(named) or dimension)
        key = (dimension, written)
        if key not in self._groups:
            self._groups[key] = self._label(dimension, written, column)
        return dimension, self._groups[key]

    def _in_category(self, written: str) -> tuple[str, str | None]:
        """Return what a reporting category is, such as RB; no group for one that counts students of others again."""
        dimension, group = words.category(written) or ("", None)
        if group is None or (group and not dimension):
            self._categories[written] += 1
            return "", None
        if dimension and dimension not in words.DIMENSIONS:
            self.labels[dimension] = words.table("dimensions")[dimension]["label"]
        return dimension, group

    def _tell_categories(self) -> None:
        if self.category is not None and self._categories:
            named = ", ".join(sorted(map(words.tidy, self._categories)))
            lines = self.part.lines_with(self.category.index, *self._categories)
            count = sum(self._categories.values())
            self.asked.tell("categories_left_out", count=count, lines=lines, facts={"names": named})

    def _label(self, dimension: str, written: str, column: Column) -> str | None:
        try:
            return contract.group_in(dimension, written)
        except words.Doubt as doubt:
            named = Column(column.index, column.header, dimension)
            count = self.part.texts(column.index)[written]
            if doubt.code == "personal_value":
                contacts.tell(self.part, self.asked, column.index, [written], will="leave_out_row")
                return None
            about = (doubt.code, doubt.suggests)
            return ask_group(self.part, self.asked, named, written, count=count, doubt=about)


def _within_all(part: Part, asked: Asked, found: list[tuple[int, Published]]) -> list[tuple[int, Published]]:
    """Leave out groups and schools with more students than all together, or with more who count, or who do not."""
    totals = {row[:5]: row for _, row in found if not row.dimension and row.n is not None and row.x is not None}
    larger = set()
    for at, row in found:
        where = row.school if row.dimension else ""
        whole = totals.get((row.measure, row.period, "", "", where))
        if whole is None or row.n is None or row.x is None or whole.n is None or whole.x is None:
            continue
        if row.n > whole.n or row.x > whole.x or row.n - row.x > whole.n - whole.x:
            larger.add(at)
    if larger:
        lines = part.sheet.lines(sorted(larger)[:20])
        asked.tell("group_above_all", count=len(larger), lines=lines, will="leave_out_row")
    return [cell for cell in found if cell[0] not in larger]


def _without_repeats(part: Part, asked: Asked, found: list[tuple[int, Published]]) -> list[Published]:
    first: dict[tuple[str, ...], Published] = {}
    same: list[int] = []
    other: list[int] = []
    for at, row in found:
        held = first.setdefault(row[:5], row)
        if held is not row:
            (same if held == row else other).append(at)
    if same:
        asked.tell("exact_duplicates", count=len(same), lines=part.sheet.lines(same[:20]), will="drop_copies")
    if other:
        answer = asked.ask(
            "group_twice",
            count=len(other),
            lines=part.sheet.lines(other[:20]),
            answers=("keep_first", "keep_last"),
            default="keep_first",
        )
        if answer == "keep_last":
            first |= {row[:5]: row for _, row in found}
    return list(first.values())


def _rolled_up(part: Part, asked: Asked, rows: list[Published]) -> list[Published]:
    """Keep Filipino as a group of its own, or add it to Asian if somebody chose that.

    Where one of the two is not told, nor is their sum: no part of it is taken for all.
    """
    filipino = [row for row in rows if (row.dimension, row.group) == ("race", FILIPINO)]
    column = next((c.header for c in part.mapping.read() if c.meaning in ("race", "group", "category")), "")
    if not filipino or not roll_up(asked, column, len(filipino)):
        return rows
    found: dict[tuple[str, ...], Published] = {}
    for row in rows:
        told = row._replace(group=ASIAN) if row in filipino else row
        held = found.get(told[:5])
        found[told[:5]] = told if held is None else _added(held, told)
    return list(found.values())


def _added(one: Published, other: Published) -> Published:
    n, x = one.n, one.x
    exact = one.status == other.status == "exact"
    if exact and n is not None and x is not None and other.n is not None and other.x is not None:
        return one._replace(n=n + other.n, x=x + other.x, rate=None)
    status = "missing" if exact or "missing" in (one.status, other.status) else "hidden_by_source"
    return Published(*one[:5], None, None, None, status)


__all__ = ["Counted", "Published", "check_counts", "in_order"]
