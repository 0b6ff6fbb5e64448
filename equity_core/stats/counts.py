"""x of n students: the one thing that most formulas start from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple


class _Pair(NamedTuple):
    x: int
    n: int


class Counts(_Pair):
    """Hold how many of n students have an outcome. ValueError unless 0 <= x <= n."""

    __slots__ = ()

    def __new__(cls, x: int, n: int) -> Counts:  # noqa: D102
        if not 0 <= x <= n:
            raise ValueError(f"{x} of {n}")
        return super().__new__(cls, x, n)

    @property
    def rate(self) -> Fraction | None:
        """Return the exact proportion; None when there is nobody."""
        return Fraction(self.x, self.n) if self.n else None


Groups = Mapping[str, Counts]


def together(parts: Iterable[Counts]) -> Counts:
    """Return several groups, or several years of one group, as one: Σx of Σn."""
    parts = tuple(parts)
    return Counts(sum(part.x for part in parts), sum(part.n for part in parts))


def rest_of(groups: Groups, name: str) -> Counts:
    """Return everybody who is not in one group."""
    return together(counts for other, counts in groups.items() if other != name)
