"""One file on its way in: its sheet, what it is taken to mean, its texts in memory, and what was answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from equity_core.errors import Problem, Refused
from equity_core.ingest import fingerprints
from equity_core.ingest.contract import Plain
from equity_core.ingest.mapping import MANY_TIMES, Column, Mapping
from equity_core.ingest.rows_apart import set_apart
from equity_core.ingest.sheet import Sheet, mended, repaired
from equity_core.ingest.vocabulary import plain, table

Type = Literal["VARCHAR", "BOOLEAN", "DECIMAL(9,4)", "DECIMAL(28,16)", "BIGINT", "DATE"]


@dataclass
class Part:
    """One file on its way: its sheet, what it is taken to mean, its texts in memory, and what was answered."""

    sheet: Sheet = field(repr=False)
    mapping: Mapping
    intake: Intake = field(repr=False)
    said: dict[str, str] = field(default_factory=dict)
    race_form: str = ""  # how sets of races are counted, where this time round the loop has decided it
    loaded: tuple[int, ...] | None = None
    doubts: dict[int, dict[str, str]] = field(default_factory=dict, repr=False)  # column → text → code, once judged
    apart: tuple[Problem, ...] = ()  # rows that are no students, and are left out
    faulty: list[tuple[int, int, str, str]] = field(
        default_factory=list, repr=False
    )  # of counts: row, column, text, code

    def load(self) -> None:
        """Read the columns that are wanted, if they are not here yet."""
        beside = (twin for column in self.mapping.read() for twin in self.beside(column))
        wanted = tuple(dict.fromkeys(c.index for c in (*self.mapping.read(), *beside)))
        if wanted == self.loaded:
            return
        try:
            self._load(wanted)
        except Refused:
            self.sheet = repaired(self.sheet)
            self._load(wanted)
        self.loaded = wanted
        self.apart = set_apart(self)

    def _load(self, wanted: tuple[int, ...]) -> None:
        sheet = self.sheet
        rows = self.intake.load(
            sheet.body, delimiter=sheet.delimiter, skip=sheet.skip, width=sheet.width, wanted=wanted
        )
        self.sheet = replace(sheet, rows=rows)

    @property
    def rows_read(self) -> int:
        """Return how many rows the file has below its header."""
        return self.intake.rows if self.sheet.rows is None else self.sheet.rows

    def beside(self, column: Column) -> tuple[Column, ...]:
        """Return the columns that are not read and may say the same: of the same name, or of the same place."""
        if column.meaning in MANY_TIMES:
            return ()
        names = {plain(column.header)}
        if column.meaning == "school" and self.mapping.shape == "students":
            names |= {plain(name) for name in table("columns")["school"] if plain(name).startswith("school")}
        return tuple(
            c
            for c in self.mapping.columns
            if c.index != column.index and c.meaning == "not_read" and not c.personal and plain(c.header) in names
        )

    def mend(self, cells: Map[tuple[int, str], tuple[str, str]]) -> set[tuple[int, str]]:
        """Write corrections, {(line, column name): (what it says, what is right)}; return those that fit a cell."""
        self.sheet, done = mended(self.sheet, cells)
        self.loaded = None
        self.doubts.clear()
        return done

    def vocabulary(self, *columns: int) -> list[tuple[tuple[str, ...], int]]:
        """Return each combination of texts in these columns with its number of rows."""
        return self.intake.distinct(columns)

    def texts(self, column: int) -> dict[str, int]:
        """Return the texts of one column with their numbers of rows."""
        return {text[0]: count for text, count in self.vocabulary(column)}

    def some_texts(self, column: int) -> list[str]:
        """Return texts of a column: all of them, or the thousand that most rows have."""
        if self.intake.is_vocabulary(column):
            return list(self.texts(column))
        return [text for text, _ in self.intake.left(column, None, 1_000)]

    def lines_with(self, column: int, *texts: str) -> tuple[int, ...]:
        """Return the first lines of the file that have one of these texts in a column."""
        return self.sheet.lines(self.intake.rows_with(column, texts))

    def header(self, column: int) -> str:
        """Return the header of a column."""
        return self.sheet.header[column]

    def code(self, column: Column, text: str) -> str:
        """Return what a code of a recognised system means, or ""."""
        known = fingerprints.named(self.mapping.system)
        return known.means(column.header, text) if known else ""

    def may_mean(self, column: Column, text: str) -> str:
        """Return what a code of a recognised system may mean, or "": it must be asked."""
        known = fingerprints.named(self.mapping.system)
        return known.may_mean(column.header, text) if known else ""


@dataclass(frozen=True, slots=True)
class Planned:
    """One column of the typed table: what each combination of texts in `columns` becomes."""

    name: str
    type: Type = "VARCHAR"
    columns: tuple[int, ...] = ()
    values: Map[Any, Any] | None = None  # keys are tuples of texts, one for each column
    constant: str | None = None
    is_id: bool = False
    plain: Plain | None = None  # a text that `values` does not have may be such a number


class Intake(Protocol):
    """What ingest asks of the engine that holds the texts of a file (store.Intake is one)."""

    rows: int
    watch: Callable[[float], None] | None  # told how far a long step is; what it raises stops the step

    def load(self, body: bytes | Path, *, delimiter: str, skip: int, width: int, wanted: Sequence[int]) -> int:
        """Read the wanted columns as texts; Refused when rows differ in width."""

    def distinct(self, columns: Sequence[int]) -> list[tuple[tuple[str, ...], int]]:
        """Return each combination of texts with its number of rows."""

    def is_vocabulary(self, column: int) -> bool:
        """Say whether a column uses few texts, again and again."""

    def different(self, column: int, plain: Plain | None = None) -> int:
        """Return how many different texts there are that are no plain numbers."""

    def come_again(self, column: int) -> int:
        """Return how many different texts of a column are in more than one row."""

    def rows_left(self, column: int, plain: Plain | None) -> int:
        """Return how many rows have a text that is no plain number."""

    def left(self, column: int, plain: Plain | None, limit: int | None = None) -> list[tuple[str, int]]:
        """Return the texts that are no plain numbers with their numbers of rows, most first."""

    def rows_with(self, column: int, texts: Sequence[str], limit: int | None = 20) -> tuple[int, ...]:
        """Return the rows, the first of them, that have one of these texts."""

    def rows_of(self, column: int, texts: Sequence[str]) -> list[tuple[int, str]]:
        """Return (row, text) of every row that has one of these texts in a column."""

    def sparse_rows(self, columns: Sequence[int]) -> tuple[list[int], list[tuple[int, str]]]:
        """Return the rows in which none of these columns holds anything, and (row, its text) where only one does."""

    def leave_out(self, rows: Sequence[int]) -> None:
        """Forget these rows; the others keep their numbers."""

    def texts(self, columns: Sequence[int]) -> list[tuple[str, ...]]:
        """Return the texts of every row, in order."""

    def type(self, outputs: Sequence[Planned], *, required: Sequence[str] = ()) -> int:
        """Make the typed table and return how many rows it has."""

    def repeats(self, key: Sequence[str], values: Sequence[str]) -> Repeats:
        """Return what comes more than once for a key."""


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
