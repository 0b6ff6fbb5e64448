"""Whose numbers a row of a published file holds: one level is read (schools, districts …), never several added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping as Map
from collections.abc import Sequence

from equity_core.ingest import contacts
from equity_core.ingest import vocabulary as words
from equity_core.ingest.mapping import Column
from equity_core.ingest.part import Part
from equity_core.ingest.questions import Asked

NAMED = ("school", "district", "grade", "measure_name", "dimension_name")  # whose texts become names of something


class Places:
    """Say for each row which place it is about, or that it is not read."""

    def __init__(self, part: Part, asked: Asked) -> None:
        self._part, self._asked = part, asked
        at = {c.meaning: c for c in reversed(part.mapping.read())}
        self._level, self._school, self._district = (at.get(m) for m in ("level", "school", "district"))
        self.level = self._chosen()
        self._place = at.get(self.level) or (self._district if self.level == "district" else None)
        if self._level is None:
            self._place = self._school or self._district
        self._parts = self._whole(part.mapping.read())
        self._again = self._names_in_several_districts()
        self._others: dict[str, int] = defaultdict(int)
        self._contacts = self._with_contacts()

    def of(self, row: Map[int, str]) -> str | None:
        """Return the place that a row (text by column index) is about; None when the row is not read."""
        if self._level is not None and words.level(row[self._level.index]) != self.level:
            return None
        if any(not words.is_all_students(row[column.index]) for column in self._parts):
            return None
        if any(row[column.index] in texts for column, texts in self._contacts):
            return None
        place = words.tidy(row[self._place.index]) if self._place else ""
        if self._level is None and words.is_all_students(place):
            return ""  # a row of totals
        if self.level == "district" and words.is_no_district(place):
            self._others[place] += 1
            return None
        if place in self._again and self._district is not None:
            return f"{place} ({words.tidy(row[self._district.index])})"
        return place

    def is_total(self, row: Sequence[str], at: Map[int, int]) -> bool:
        """Say whether a row is about all places together."""
        return self._place is not None and words.is_all_students(row[at[self._place.index]])

    def tell(self) -> None:
        """Say which rows were not read: those of no district, and those that have a contact in place of a name."""
        for column, texts in self._contacts:
            contacts.tell(self._part, self._asked, column.index, texts, will="leave_out_row")
        if self._others:
            named = ", ".join(sorted(self._others))
            self._asked.tell("not_a_district", count=sum(self._others.values()), facts={"names": named})

    def _chosen(self) -> str:
        """Return the level that is read, asking where the file has several."""
        if self._level is None:
            return ""
        rows: dict[str, int] = defaultdict(int)
        unknown = []
        for text, count in self._part.texts(self._level.index).items():
            rows[words.level(text)] += count
            unknown += [] if words.level(text) else [text]
        if unknown:
            lines = self._part.lines_with(self._level.index, *unknown)
            told = {"column": self._level.header, "count": rows[""], "lines": lines}
            self._asked.tell("unknown_level", will="leave_out_row", **told)
        there = [level for level in words.LEVELS if rows[level]]
        if len(there) < 2:
            return there[0] if there else ""
        which = ", ".join(f"{level} {rows[level]}" for level in there)
        return self._asked.ask(
            "which_level", column=self._level.header, answers=there, default=there[0], facts={"which": which}
        )

    def _whole(self, columns: tuple[Column, ...]) -> list[Column]:
        """Return the columns that split the rows of a level into parts, and also have all of them together."""
        found = []
        for column in columns:
            if column.meaning == "part_of":
                pairs = self._part.vocabulary(column.index, *([self._level.index] if self._level else []))
                here = [texts[0] for texts, _ in pairs if len(texts) == 1 or words.level(texts[1]) == self.level]
                found += [column] if any(map(words.is_all_students, here)) else []
        return found

    def _with_contacts(self) -> list[tuple[Column, set[str]]]:
        """Return the columns of names in which some texts hold a contact, with these texts."""
        found = []
        for column in self._part.mapping.read():
            if column.meaning in NAMED:
                texts = {text for text in self._part.texts(column.index) if words.names_contact(text)}
                found += [(column, texts)] if texts else []
        return found

    def _names_in_several_districts(self) -> set[str]:
        if self.level != "school" or self._school is None or self._district is None:
            return set()
        districts = defaultdict(set)
        for (school, district), _ in self._part.vocabulary(self._school.index, self._district.index):
            districts[words.tidy(school)].add(words.tidy(district))
        return {school for school, them in districts.items() if len(them) > 1}
