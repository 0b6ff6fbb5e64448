"""What was released before of the same students: two releases that differ by one student tell about that student.

What was hidden stays hidden. A count that changed by so little that the difference is itself a small count is hidden.
A count that is as it was can no longer guard others: it has been seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from equity_core.privacy.released import At, Count, Release
from equity_core.privacy.rules import Rules

NEAR = 4  # students are the same if their number differs by less than one in four
Cells = Mapping[tuple[str, At], Count]  # by measure and place
Before = Literal["new", "same", "hidden", "changed"]


@dataclass(frozen=True, slots=True, repr=False)
class Past:
    """Earlier releases of one period whose students may be the ones of today, each with its threshold."""

    rules: Rules
    seen: Sequence[tuple[int, Cells]] = field(default=())
    closed: Sequence[frozenset[At]] = field(default=())  # where no measure says how many students there are
    named: Collection[str] = field(default=())  # the dimensions of today

    def of(self, students: int | None) -> Past:
        """Return what there is of about as many students."""
        near = [(few, cells) for few, cells in self.seen if _is_near(cells, students)]
        return Past(self.rules, near, [_closed(cells) for _, cells in near], self.named)

    def was(self, measure: str, at: At, n: int, x: int) -> Before:
        """Say how a count was released before: as it is now, not at all, or so that the two tell of few students."""
        found: Before = "new"
        for few, cells in self.seen:
            count = cells.get((measure, at))
            if count is None or count.status in ("missing", "hidden_by_source", "not_applicable"):
                continue
            if count.status == "hidden":
                return "hidden"
            if count.x is None and count.n == n and (count.x_low or 0) <= x <= (count.x_high or 0):
                is_same = True
            elif count.x is None or count.n is None:
                return "changed"
            else:
                is_same = (count.n, count.x) == (n, x)
                if not is_same and self.is_slight(n - count.n, x - count.x):
                    return "changed"
            if is_same and few >= self.rules.min_group:
                found = "same"
        return found

    def is_slight(self, students: int, counts: int) -> bool:
        """Say whether two numbers differ by few students, by next to nobody of them, or by all but so few."""
        n, x = abs(students), abs(counts)
        if n == 0:
            return x <= self.rules.small
        return self.rules.is_small_group(n) or x <= self.rules.small or abs(x - n) <= self.rules.small

    def hidden_sizes(self, ats: Iterable[At]) -> set[At]:
        """Return the places whose number of students was hidden by us whenever one was given for others."""
        return {at for at in ats if any(at in closed for closed in self.closed)}

    def regrouped(self, dimension: str, sizes: Mapping[str, int]) -> set[str]:
        """Return groups that may be others put together, or taken apart: new ones, and those of another size than then.

        Where groups came or went, students may have moved between them by a rule that is known, as when races are
        counted by another form: what one group gained and another lost would tell of a third. So it is where a
        dimension seems to be one that is not there any more, under other names.
        """
        found: set[str] = set()
        named = sizes.keys() - {""}  # which is everyone else, where groups are decided one by one
        for _, cells in self.seen:
            then: dict[str, set[int | None]] = {}
            is_hidden = False
            for (_, at), count in cells.items():
                if len(at) == 1 and at[0][0] == dimension:
                    then.setdefault(at[0][1], set()).add(count.n)
                    is_hidden |= count.status == "hidden"
            if then and (then.keys() - sizes.keys() or is_hidden):
                found |= sizes.keys() - then.keys()
            if then and then.keys() != named:
                found |= {group for group in sizes.keys() & then.keys() if sizes[group] not in then[group]}
            if not then and any(self._is_as_large(gone, sizes) for gone in self._gone(cells)):
                found |= sizes.keys()
        return found

    def _gone(self, cells: Cells) -> list[dict[str, int | None]]:
        """Return the groups, with how many they were, of each dimension that is not there any more."""
        found: dict[str, dict[str, int | None]] = {}
        for (_, at), count in cells.items():
            if len(at) == 1 and at[0][0] not in self.named:
                groups = found.setdefault(at[0][0], {})
                groups[at[0][1]] = count.n if count.n is not None else groups.get(at[0][1])
        return list(found.values())

    def _is_as_large(self, gone: Mapping[str, int | None], sizes: Mapping[str, int]) -> bool:
        """Say whether half the groups, or more, are each about as large as one of these."""
        left, alike = sorted(sizes.values()), 0
        for then in sorted(n for n in gone.values() if n is not None):
            if near := [n for n in left if self.rules.is_small_group(abs(n - then))]:
                left.remove(near[0])
                alike += 1
        return alike > 1 and alike * 2 >= len(gone)


def past(releases: Sequence[Release], period: str, rules: Rules, named: Collection[str] = ()) -> Past:
    """Return what earlier releases say of a period; `named` are the dimensions of today."""
    seen = []
    for release in releases:
        cells: dict[tuple[str, At], Count] = {}
        for table in release.tables:
            if table.period == period:
                cells[table.measure, table.where] = table.total
                for name, count in table.groups:
                    cells[table.measure, table.at(name)] = count
        if cells:
            seen.append((release.min_group, cells))
    return Past(rules, seen, named=named)


def _closed(cells: Cells) -> frozenset[At]:
    told = {at for (_, at), count in cells.items() if count.status != "hidden"}
    return frozenset({at for _, at in cells} - told)


def _is_near(cells: Cells, students: int | None) -> bool:
    known = [count.n for (_, at), count in cells.items() if not at and count.n is not None]
    if not known or students is None:
        return True
    return any(abs(n - students) * NEAR < max(n, students) for n in known)
