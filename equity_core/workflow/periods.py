"""The order of periods: "2023-24 Fall", "2023-24 Spring", "2023-24", "2024-25"; "2013B", "2013J"; "G1", "G2"."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TERMS = ("fall", "autumn", "winter", "spring", "summer")
_SCHOOL_YEAR = re.compile(r"(\d{4})-\d{2}")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_NUMBER = re.compile(r"\d+")


def ordered(periods: Iterable[str]) -> list[str]:
    """Return each period once, earliest first; a whole school year comes after its terms."""
    return sorted(set(periods), key=_place)


def is_before(earlier: str, later: str) -> bool:
    """Say whether one period comes before another."""
    return _place(earlier) < _place(later)


def years_before(period: str, years: int) -> list[str]:
    """Return so many whole school years before one, earliest first; none before anything else.

    >>> years_before("2024-25", 2)
    ['2022-23', '2023-24']
    """
    found = _SCHOOL_YEAR.fullmatch(period)
    if found is None:
        return []
    first = int(found.group(1))
    return [f"{year}-{(year + 1) % 100:02d}" for year in range(first - years, first)]


def _place(period: str) -> tuple[int, int, list[int], str]:
    year = _YEAR.search(period)
    term = next((i for i, name in enumerate(_TERMS) if name in period.lower()), len(_TERMS))
    return (int(year.group(1)) if year else 9999, term, [int(n) for n in _NUMBER.findall(period)], period)
