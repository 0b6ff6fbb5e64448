"""Files on their way in: what each is taken to mean, how it stands, and what it still asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from equity_core import ingest
from equity_core.errors import EquityError, Unreadable
from equity_core.ingest import Checked, Counted, Part, Question
from equity_core.words import Words
from equity_core.workflow.data.notes import Notes, NotesCheck
from equity_core.workflow.meanwhile import Tell

Result = Checked | Counted


@dataclass
class File:
    """One file of a draft, with its fingerprint."""

    part: Part
    fingerprint: str
    brought_by: str = ""  # the role that brings it in
    keep_until: date | None = None  # the last day on which its rows are needed; None for what is usual
    confirmed_by: str = ""  # the role that confirmed the host, where somebody had to
    reread: Callable[[str, Tell | None], Part] | None = field(default=None, repr=False)  # another of its sheets
    _result: tuple[Any, Result] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Return the file's own name."""
        return self.part.sheet.name

    def result(self, today: date) -> Result:
        """Return what the file becomes as it is mapped and answered now."""
        asked = (self.part.mapping, tuple(sorted(self.part.said.items())), self.part.race_form, today)
        if self._result is None or self._result[0] != asked:
            self.part.load()
            check = ingest.check_counts if self.part.mapping.shape == "counts" else ingest.check
            self._result = (asked, check(self.part, today=today))
        return self._result[1]

    @property
    def recognised_as(self) -> str:
        """Return the system that the file comes from, or else its kind."""
        known = ingest.named(self.part.mapping.system)
        return known.name if known else self.part.mapping.shape

    @property
    def hides_under(self) -> int:
        """Return how many students a group must have for its publisher to show it; 0 where that is not known."""
        known = ingest.named(self.part.mapping.system)
        return known.min_group if known else 0

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the sheets of the workbook that can be read, the largest first; none where there is no choice."""
        return self.part.sheet.titles

    @property
    def sheet_read(self) -> str:
        """Return which of them is read."""
        return self.part.said.get(ingest.OTHER_SHEET, next(iter(self.sheets), ""))

    def take_sheet(self, title: str, tell: Tell | None = None) -> None:
        """Read another sheet of the workbook in place of this one, as if it had been given so.

        Unreadable when it is no table: then, and when what `tell` raises stops it, all stays as it was.
        """
        if self.reread is None or title not in self.sheets or title == self.sheet_read:
            return
        part = self.reread(title, tell)
        self.part.intake.close()  # type: ignore[attr-defined]
        part.said[ingest.OTHER_SHEET] = title
        self.part, self._result = part, None

    def forget_result(self) -> None:
        """Work the result out again next time: its typed rows were changed or written."""
        self._result = None


@dataclass
class Draft:
    """Files on their way in. Nothing of them is kept until `keep`."""

    files: list[File]
    refused: list[Unreadable]
    notes: list[Notes] = field(default_factory=list)
    key: bytes = field(repr=False, kw_only=True)  # what their ids are hashed with

    def remap(self, file: int, column: int, meaning: str, **about: Any) -> None:
        """Change what a column means; `about`: label, yes, at_least, better for a team's own."""
        part = self.files[file].part
        old = part.mapping.columns[column]
        new = old if old.meaning == meaning else ingest.column_as(part.sheet, old, meaning)
        if new.meaning not in ingest.OWN:
            about = {}
        if about.get("label") and about["label"] != new.label:
            about["id"] = ingest.own_id(about["label"])
        part.mapping = part.mapping.with_column(replace(new, **about))

    def reshape(self, file: int, shape: Literal["students", "counts", "incidents", "survey"]) -> None:
        """Take a file for another kind; meanings that the kind does not have are no longer read."""
        part = self.files[file].part
        columns = tuple(
            c if c.meaning in ingest.MEANINGS[shape] else replace(c, meaning="not_read") for c in part.mapping.columns
        )
        part.mapping = replace(part.mapping, shape=shape, columns=columns)

    def say(self, file: int, *, period: str = "", measure: str = "", dimension: str = "") -> None:
        """Say what a file does not say itself; what is left empty stays as it was."""
        part = self.files[file].part
        known = part.mapping
        part.mapping = replace(
            known,
            period=period.strip() or known.period,
            measure=measure.strip() or known.measure,
            dimension=dimension.strip() or known.dimension,
        )

    def leave_out(self, file: int) -> None:
        """Forget one file; the others stay as they are."""
        self.files.pop(file).part.intake.close()  # type: ignore[attr-defined]

    def meanings(self, file: int) -> tuple[str, ...]:
        """Return what a column of this kind of file can mean."""
        return ingest.MEANINGS[self.files[file].part.mapping.shape]

    def values(self, file: int, column: int) -> tuple[str, ...]:
        """Return the values of a column that is read, the most frequent first, sixty at most; no name of a person."""
        part = self.files[file].part
        part.load()
        found = (" ".join(text.split()) for text in ingest.without_names(part.texts(column)))
        return tuple(dict.fromkeys(text for text in found if text))[:60]

    def has_students(self) -> bool:
        """Say whether any of the files has rows of students."""
        return any(file.part.mapping.shape != "counts" for file in self.files)

    def close(self) -> None:
        """Forget everything."""
        for file in self.files:
            file.part.intake.close()  # type: ignore[attr-defined]
        self.files = []


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file as it stands: its questions, or why it cannot go in as it is mapped now."""

    file: File = field(repr=False)
    result: Result | None
    questions: tuple[Question, ...]
    error: EquityError | None

    @property
    def open(self) -> int:
        """Return how many questions can be answered."""
        return sum(1 for question in self.questions if question.asks)


@dataclass(frozen=True, slots=True)
class Checks:
    """Every file of a draft as it stands."""

    files: tuple[FileCheck, ...]
    words: Words = field(repr=False)
    refused: tuple[Unreadable, ...] = ()
    notes: tuple[NotesCheck, ...] = ()

    @property
    def can_be_kept(self) -> bool:
        """Say whether every file can go in."""
        return bool(self.files or self.notes) and not self.errors

    @property
    def errors(self) -> tuple[EquityError, ...]:
        """Return why files cannot go in as they are."""
        found = [*(check.error for check in self.files), *(check.error for check in self.notes)]
        return tuple(error for error in found if error is not None)
