"""A published file of how many students are in each group, a column for each: who is enrolled, and nothing else."""

from __future__ import annotations

from collections import Counter

from equity_core.ingest import contract
from equity_core.ingest import vocabulary as words
from equity_core.ingest.mapping import Column
from equity_core.ingest.part import Part, Planned
from equity_core.ingest.places import Places
from equity_core.ingest.questions import Asked

MEASURE = "enrolled"
Key = tuple[str, str, str, str]  # period, place, dimension, group
Sizes = dict[Key, int]


def is_one(columns: tuple[Column, ...]) -> bool:
    """Say whether a file's columns are numbers of students by group."""
    return any(column.meaning == "group_size" for column in columns)


def sizes_in(part: Part, asked: Asked, period: Planned) -> Sizes:
    """Return how many students are in each group. Rows of one grade say how many are in it, and no more is read."""
    reading = _Reading(part, asked, period)
    for at, row in enumerate(part.intake.texts([column.index for column in reading.read])):
        reading.take(at, row)
    reading.tell()
    return reading.sizes


class _Reading:
    def __init__(self, part: Part, asked: Asked, period: Planned) -> None:
        self.part, self.asked, self.period = part, asked, period
        self.read = part.mapping.read()
        self.sizes: Sizes = {}
        self.places = Places(part, asked)
        self._columns = [column for column in self.read if column.meaning == "group_size"]
        self._all = next((column for column in self._columns if not column.id), None)
        self._grade = next((column for column in self.read if column.meaning == "grade"), None)
        self._judged = {
            c.index: contract.judge(contract.CountRow, "numerator", list(part.texts(c.index))) for c in self._columns
        }
        self._seen: set[tuple[str, str, str]] = set()
        self._again: list[int] = []
        self._by_grade = 0
        self._wrong: Counter[tuple[str, str]] = Counter()

    def take(self, at: int, texts: tuple[str, ...]) -> None:
        """Add what a row says."""
        row = {column.index: text for column, text in zip(self.read, texts, strict=True)}
        place, period = self.places.of(row), self._period(row)
        grade = row[self._grade.index] if self._grade else ""
        if place is None or period is None:
            return
        if (period, place, grade) in self._seen:
            self._again.append(at)
            return
        self._seen.add((period, place, grade))
        if self._grade is None or words.is_all_students(grade):
            for column in self._columns:
                self._add((period, place, column.id, column.label), column, row)
        elif self._all is not None:
            self._by_grade += 1
            self._add((period, place, "grade", self._label(grade)), self._all, row)

    def tell(self) -> None:
        """Say what was not read, and why."""
        self.places.tell()
        self.asked.tell("headcounts")
        if self._by_grade:
            self.asked.tell("grades_alone", count=self._by_grade)
        for (header, code), count in sorted(self._wrong.items()):
            self.asked.tell(code, column=header, count=count, will="leave_out")
        if self._again:
            lines = self.part.sheet.lines(self._again[:20])
            self.asked.tell("group_twice", count=len(self._again), lines=lines, will="keep_first")

    def _add(self, key: Key, column: Column, row: dict[int, str]) -> None:
        judged, text = self._judged[column.index], row[column.index]
        if text in judged.doubts:
            self._wrong[column.header, judged.doubts[text][0]] += 1
        elif judged.values[text].value is not None:
            self.sizes[key] = self.sizes.get(key, 0) + int(judged.values[text].value)

    def _period(self, row: dict[int, str]) -> str | None:
        if self.period.constant is not None:
            return self.period.constant
        found = (self.period.values or {}).get(tuple(row[i] for i in self.period.columns))
        return None if found is None else str(found)

    @staticmethod
    def _label(grade: str) -> str:
        try:
            return words.group_label("grade", grade)
        except words.Doubt as doubt:
            return doubt.suggests or words.tidy(grade)
