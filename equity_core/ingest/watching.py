"""How far the reading of a file is: whoever waits is told, and what they raise stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
Watch = Callable[[float], None]  # told the share that is done
SOMETIMES = 4_096  # rows between two words


def unwatched(share: float) -> None:
    """Tell nobody."""


def part(watch: Watch, start: float, end: float) -> Watch:
    """Return the watch of a step that begins and ends at these shares of the whole.

    >>> part(print, 0.5, 1.0)(0.5)
    0.75
    """
    return lambda share: watch(start + share * (end - start))


def each(rows: Sequence[T], watch: Watch, often: int = SOMETIMES) -> Iterator[T]:
    """Yield rows, and tell how far it is once for so many of them."""
    for place, row in enumerate(rows):
        if place % often == 0:
            watch(place / len(rows))
        yield row
