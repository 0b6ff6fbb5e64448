"""The order of periods: "2023-24 Fall", "2023-24 Spring", "2023-24", "2024-25"; "2013B", "2013J"; "G1", "G2"."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TERMS = ("fall", "autumn", "winter", "spring", "summer")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_NUMBER = re.compile(r"\d+")


def ordered(periods: Iterable[str]) -> list[str]:
    """Return each period once, earliest first; a whole school year comes after its terms."""
    return sorted(set(periods), key=_place)


def is_before(earlier: str, later: str) -> bool:
    """Say whether one period comes before another."""
    return _place(earlier) < _place(later)


def _place(period: str) -> tuple[int, int, list[int], str]:
    year = _YEAR.search(period)
    term = next((i for i, name in enumerate(_TERMS) if name in period.lower()), len(_TERMS))
    return (int(year.group(1)) if year else 9999, term, [int(n) for n in _NUMBER.findall(period)], period)
