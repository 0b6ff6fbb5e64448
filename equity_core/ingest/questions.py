"""What an import asks: what was seen, and what will happen unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

OTHER_SHEET = "sheet_of_several"  # answered by reading another sheet of the workbook
EXEMPT = (  # counts of lines, or of cells about no single student: they may be said exactly
    "exact_duplicates",
    "student_twice",
    "group_twice",
    "lines_above",
    "lines_below",
    "ragged_lines",
    "rows_too_long",
    "examples_left_out",
    "only_examples",
    "two_row_header",
    "merged_cells",
    "formulas_not_saved",
    "open_quote",
    "blank_rows",
    "cells_mended",
    "header_again",
    "total_rows",
    "blank_header",
    "empty_columns",
    "years_in_columns",
    "unreadable_letters",
    "negative_count",
    "part_of_a_person",
    "impossible_rate",
    "numerator_above_denominator",
    "group_above_all",
    "rate_contradicts_counts",
    "notes_no_action",
    "notes_unclear",
    "notes_week_taken",
    "notes_impossible",
    "notes_name",
    "notes_many",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One doubt of an import, with the answer that it has now. One possible answer makes it a notice.

    The words are `question.<code>` (what was seen and why it matters) and `answer.<answer>`.
    """

    code: str
    column: str = ""
    text: str = ""
    count: int = 0
    lines: tuple[int, ...] = ()
    answers: tuple[str, ...] = ()
    answer: str = ""
    default: str = ""
    free: bool = False  # any text is an answer
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return what names this question among those of its file."""
        return ":".join(filter(None, (self.code, self.column, self.text)))

    @property
    def asks(self) -> bool:
        """Say whether there is something to choose."""
        return self.free or len(self.answers) > 1

    @property
    def counts_may_show(self) -> bool:
        """Say whether its count is of lines and not of students."""
        return self.code in EXEMPT


class Asked:
    """Collect questions, each answered as somebody said or by its default."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._said = said
        self.questions: list[Question] = []

    def ask(self, code: str, *, answers: Sequence[str], default: str, free: bool = False, **about: Any) -> str:
        """Add a question and return its answer."""
        question = Question(code, answers=tuple(answers), default=default, free=free, **about)
        said = self._said.get(question.id) or self._said.get(f"{code}:{question.column}") or self._said.get(code)
        answer = said if said and (free or said in answers) else default
        self.questions.append(
            Question(code, answers=tuple(answers), default=default, free=free, answer=answer, **about)
        )
        return answer

    def tell(self, code: str, *, will: str = "", **about: Any) -> None:
        """Add a notice: something that was seen and needs no answer."""
        self.ask(code, answers=(will,) if will else (), default=will, **about)
