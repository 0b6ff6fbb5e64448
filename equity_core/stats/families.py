"""Many groups looked at together: what that does to chance (METHODS.md §2.6)."""

from __future__ import annotations

from collections.abc import Sequence


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Return the p values adjusted for being looked at together, in the same order (Benjamini & Hochberg 1995)."""
    adjusted, smallest = [0.0] * len(p), 1.0
    for rank, place in sorted(enumerate(sorted(range(len(p)), key=p.__getitem__), start=1), reverse=True):
        smallest = min(smallest, p[place] * len(p) / rank)
        adjusted[place] = smallest
    return adjusted


def discoveries(p: Sequence[float], q: float) -> list[bool]:
    """Say which of the p values stand out when, of all that do, a share of `q` may be false."""
    return [each <= q for each in benjamini_hochberg(p)]
