"""What somebody can work out from numbers that are given out: tables made elsewhere, and answers to questions.

Releases of this workspace are audited as they are planned (`gate`); this is the same linear program, asked directly.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from equity_core.privacy.bounds import Span
from equity_core.privacy.program import Program
from equity_core.privacy.rules import Rules

K = TypeVar("K", bound=tuple[object, ...] | str)
Place = tuple[str, str]  # row, column
MANY = 10**9  # more students than there are


def feasible(
    cells: Iterable[K],
    sums: Iterable[tuple[Collection[K], int]],
    *,
    lower: Mapping[K, int] | None = None,
    upper: Mapping[K, int] | None = None,
) -> dict[K, Span] | None:
    """Return the least and most that each hidden count can be, given sums of them; None when no counts fit the sums.

    `lower` and `upper` are what the attacker knows of single cells, for example from the rules.
    """
    program, cells = Program(), tuple(cells)
    for cell in cells:
        program.hide(cell, (lower or {}).get(cell, 0), (upper or {}).get(cell, MANY))
    for parts, total in sums:
        program.add_up(parts, to=total)
    found = program.spans(cells, enough=MANY + 1, seen={})
    return None if found is None else {cell: found[cell] for cell in cells}


@dataclass(frozen=True, slots=True)
class TableAudit:
    """Hold what each hidden cell of a table can be, which of them are small, and which small ones are told too well."""

    intervals: dict[Place, Span]
    small: tuple[Place, ...]
    unsafe: tuple[Place, ...]

    @property
    def is_safe(self) -> bool:
        """Say whether no small count can be worked out."""
        return not self.unsafe


def audit_table(table: Mapping[Place, int], hidden: Collection[Place], rules: Rules) -> TableAudit:
    """Return what a table with its row and column totals tells about the cells that it hides."""
    cells = [place for place in table if place in set(hidden)]
    sums = []
    for side in (0, 1):
        for name in dict.fromkeys(place[side] for place in cells):
            line = {place: n for place, n in table.items() if place[side] == name}
            parts = [place for place in line if place in set(hidden)]
            sums.append((parts, sum(n for place, n in line.items() if place in parts)))
    intervals = feasible(cells, sums)
    assert intervals is not None  # the table itself fits
    small = tuple(place for place in cells if 0 < table[place] < rules.min_group)
    return TableAudit(intervals, small, tuple(p for p in small if intervals[p].width < rules.min_width))


Query = Mapping[str, Collection[str]]  # for each dimension asked about, the groups that are wanted


@dataclass(frozen=True, slots=True)
class QueryAudit:
    """Hold the answers to several questions (None: too few students), and the small cells that they tell together."""

    answers: tuple[int | None, ...]
    exposed: tuple[tuple[str, ...], ...]


def audit_queries(
    cells: Mapping[tuple[str, ...], int], dimensions: Sequence[str], queries: Sequence[Query], rules: Rules
) -> QueryAudit:
    """Return what questions tell by their differences, though each answer alone is large enough to be given.

    `cells` counts students in every combination of groups, in the order of `dimensions`.
    """
    asked = [
        [at for at in cells if all(at[dimensions.index(d)] in wanted for d, wanted in query.items())]
        for query in queries
    ]
    answers = [sum(cells[at] for at in parts) for parts in asked]
    given = [(parts, n) for parts, n in zip(asked, answers, strict=True) if not rules.is_small_group(n)]
    spans = feasible(cells, given)
    assert spans is not None  # the cells themselves fit
    return QueryAudit(
        answers=tuple(None if rules.is_small_group(n) else n for n in answers),
        exposed=tuple(at for at, n in cells.items() if 0 < n < rules.min_group and spans[at].width == 0),
    )
