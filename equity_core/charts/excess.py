"""C6 for events and steps: how many more there were at each point than others' rate would give, or how many fewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import wrap

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import LABEL_LETTERS, Role
from equity_core.words import Words, half_up

TEN = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One point: events more than expected (fewer, below 0), and its cells of the table in words.

    Without `excess` it is in the table alone. `is_rest` for all that is not shown by itself: it is drawn apart.
    `is_named` is the color of what is looked at; None: wherever there is more than expected.
    """

    name: str
    excess: Fraction | None
    cells: tuple[str, ...]
    is_rest: bool = False
    is_named: bool | None = None


def excess_bars(
    words: Words,
    found: Sequence[Bar],
    *,
    columns: tuple[str, ...],
    title: str,
    subtitle: str,
    caption: str,
    sentence: str,
    method: tuple[str, ...],
    most: int,
    key: str = "points_chart",
) -> Figure:
    """Return the points in the order given, `most` of them drawn, and the rest of all events; the table has all."""
    shown = [bar for bar in found if bar.excess is not None]
    points, rest = [bar for bar in shown if not bar.is_rest], [bar for bar in shown if bar.is_rest]
    drawn = [*points[:most], *rest]
    part = words("charts.excess_part", count=most, all=len(points)) if len(points) > most else ""
    return Figure(
        key=key,
        form="places",
        title=title,
        subtitle=" · ".join(filter(None, (subtitle, part))),
        rows=tuple(_datum(words, order, bar) for order, bar in enumerate(drawn)),
        table=Table(caption, columns, tuple((bar.name, *bar.cells) for bar in found)),
        sentence=sentence,
        description=words("charts.excess_spoken", title=title, points="; ".join(_spoken(words, bar) for bar in drawn)),
        method=method,
    )


def more_or_fewer(words: Words, excess: Fraction, digits: int = 0) -> str:
    """Return "40 more", "2.5 fewer" or "as many"."""
    number = half_up(abs(excess), digits)
    code = "charts.excess_none" if not number else "charts.excess_more" if excess > 0 else "charts.excess_fewer"
    return words(code, events=number)


def _datum(words: Words, order: int, bar: Bar) -> Datum:
    excess = bar.excess or Fraction(0)
    is_named = excess > 0 if bar.is_named is None else bar.is_named
    role: Role = "baseline" if bar.is_rest else "focus" if is_named else "rest"
    return {
        "order": order,
        "label": "\n".join(line.replace("/ ", "/") for line in wrap(bar.name.replace("/", "/ "), LABEL_LETTERS)),
        "role": role,
        "students": float(excess),
        "value": _drawn(words, excess),
        "aria": _spoken(words, bar),
    }


def _spoken(words: Words, bar: Bar) -> str:
    return words("charts.excess_one", name=bar.name, events=_drawn(words, bar.excess or Fraction(0)))


def _drawn(words: Words, excess: Fraction) -> str:
    """Return a number beside its bar: whole from ten on, a small one as exact as in the table."""
    return more_or_fewer(words, excess, 0 if abs(excess) >= TEN else 1)
