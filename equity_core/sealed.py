"""Counts that nobody may look at yet. Only the store makes them and only the gate opens them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
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


class Sum(NamedTuple):
    """The numbers of n students in one column, added up, and their squares; the least of them and the greatest.

    `measures` set a limit in the column, each in `limits` (whether it counts numbers above, and the limit); `beside`
    are all measures that tell something of it.
    """

    column: str
    period: str
    at: tuple[tuple[str, str], ...]
    measures: tuple[str, ...]
    limits: tuple[tuple[bool, Decimal], ...]
    beside: tuple[str, ...]
    n: int
    total: Decimal
    squares: Decimal
    least: Decimal
    greatest: Decimal
    different: int  # numbers


class Happened(NamedTuple):
    """How many events of a group's students were of one kind, and how many students had any; the most that one had.

    `path` narrows from left to right: (kind,), (kind, behavior), (kind, behavior, place); () is all events. Each
    student is in one group of `dimension`; "" for both where there is none.
    """

    period: str
    dimension: str
    group: str
    path: tuple[str, ...]
    events: int
    students: int
    most: int


class Turn(NamedTuple):
    """How many students of a measure went from one answer to another, from one period to the next.

    `was` and `now` are their groups of `dimensions` then and later, `said` and `says` whether they counted; None: they
    were not there, or not eligible. A dimension that a period does not have has the group "".
    """

    measure: str
    period: str
    next_period: str
    dimensions: tuple[str, ...]
    was: tuple[str, ...] | None
    now: tuple[str, ...] | None
    said: bool | None
    says: bool | None
    students: int


class Cells:
    """Hold rows without showing them: no text, no pickle, no iteration, no attributes."""

    __slots__ = ("__happened", "__patterns", "__rows", "__sums", "__turns")

    def __init__(
        self,
        rows: Iterable[Row],
        patterns: Iterable[Pattern] = (),
        sums: Iterable[Sum] = (),
        happened: Iterable[Happened] = (),
        turns: Iterable[Turn] = (),
    ) -> None:
        self.__happened = tuple(happened)
        self.__rows = tuple(rows)
        self.__patterns = tuple(patterns)
        self.__sums = tuple(sums)
        self.__turns = tuple(turns)

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


def unseal_sums(cells: Cells) -> tuple[Sum, ...]:
    """Return the sums of numbers. Called by `privacy` and by nothing else."""
    return cells._Cells__sums  # type: ignore[attr-defined, no-any-return]


def unseal_happened(cells: Cells) -> tuple[Happened, ...]:
    """Return the counts of events. Called by `privacy` and by nothing else."""
    return cells._Cells__happened  # type: ignore[attr-defined, no-any-return]


def unseal_turns(cells: Cells) -> tuple[Turn, ...]:
    """Return how students went from one answer to another. Called by `privacy` and by nothing else."""
    return cells._Cells__turns  # type: ignore[attr-defined, no-any-return]
