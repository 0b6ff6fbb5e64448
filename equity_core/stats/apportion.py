"""Whole units by weight: the method of largest remainders (Hamilton), in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def largest_remainders(amount: int, weights: Sequence[int]) -> tuple[int, ...] | None:
    """Return whole parts of `amount` in proportion to `weights`; they add up to it. None where no weight is over zero.

    Each gets the whole units of its exact part; what is left goes one by one to the largest remainders, and among equal
    ones to who comes first. Source: Balinski and Young, Fair Representation (1982), ch. 3.

    >>> largest_remainders(10, [1, 1, 1])
    (4, 3, 3)
    """
    if amount < 0 or any(weight < 0 for weight in weights):
        raise ValueError("neither an amount nor a weight is under zero")
    whole = sum(weights)
    if not whole:
        return None
    exact = [Fraction(amount * weight, whole) for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: parts[i] - exact[i])
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return tuple(parts)
