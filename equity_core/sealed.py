"""Counts that nobody may look at yet. Only the store makes them and only the gate opens them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, NoReturn


class Row(NamedTuple):
    """One count of the lattice. `at` holds (dimension, group) pairs in alphabetical order, () for all students.

    `status` is "exact" for a count of rows; for a published count it may be "range" (from low to high), or
    "hidden_by_source", "missing" or "not_applicable". Rates are published proportions as texts, where there are any.
    """

    measure: str
    period: str
    at: tuple[tuple[str, str], ...]
    n: int | None
    x: int | None
    status: str = "exact"
    rate: str | None = None
    x_low: int | None = None
    x_high: int | None = None
    rate_low: str | None = None
    rate_high: str | None = None


class Pattern(NamedTuple):
    """How many students of a period count in the same measures and in no others.

    `marks` holds (measure, whether they count) for each measure whose facts they have, in alphabetical order.
    """

    period: str
    marks: tuple[tuple[str, bool], ...]
    students: int


class Cells:
    """Hold rows without showing them: no text, no pickle, no iteration, no attributes."""

    __slots__ = ("__patterns", "__rows")

    def __init__(self, rows: Iterable[Row], patterns: Iterable[Pattern] = ()) -> None:
        self.__rows = tuple(rows)
        self.__patterns = tuple(patterns)

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "<sealed>"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("sealed")

    def __dir__(self) -> list[str]:
        return []


def unseal(cells: Cells) -> tuple[Row, ...]:
    """Return the rows. Called by `privacy` and by nothing else (tests/rules holds that)."""
    return cells._Cells__rows  # type: ignore[attr-defined, no-any-return]


def unseal_patterns(cells: Cells) -> tuple[Pattern, ...]:
    """Return which measures students count in together. Called by `privacy` and by nothing else."""
    return cells._Cells__patterns  # type: ignore[attr-defined, no-any-return]
