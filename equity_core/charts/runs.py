"""C7: one series over time with its median, limits where they may be drawn, and what the log says beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import Role
from equity_core.model import Direction, Query
from equity_core.words import Words

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLUMNS = ("period", "counts", "rate", "limits", "outside", "log")


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of a series: its period, counts in words, rate, limits (None: none drawn) and events of that time."""

    period: str
    counts: str
    rate: Fraction
    low: float | None = None
    high: float | None = None
    is_outside: bool = False
    events: tuple[str, ...] = ()


def runs(
    words: Words,
    moments: Sequence[Moment],
    *,
    median: float,
    measure: str,
    sentence: str,
    direction: Direction,
    key: str = "runs_chart",
    question: Query | None = None,
    method: tuple[str, ...] = (),
) -> Figure:
    """Return a run chart of points in the order of time; with limits it is a control chart."""
    letters = _letters(moments)
    rows = [row for order, m in enumerate(moments) for row in _of_moment(words, order, m, letters)]
    middle = words("charts.median", rate=words.percent(median))
    rows.append(_row(0, moments[0], "median", median, role="baseline", aria=middle))
    parts = [words(f"charts.{direction}"), middle]
    if any(m.low is not None for m in moments):
        parts.append(words("charts.limits"))
    return Figure(
        key=key,
        form="runs",
        title=measure,
        subtitle=" · ".join(parts),
        rows=tuple(rows),
        table=_table(words, moments, letters, measure),
        sentence=sentence,
        description=words(
            "charts.runs_spoken",
            measure=measure,
            points=", ".join(words("charts.rate_in", rate=words.percent(m.rate), period=m.period) for m in moments),
            median=words.percent(median),
        ),
        question=question,
        method=method,
    )


def _letters(moments: Sequence[Moment]) -> dict[int, str]:
    told = [order for order, m in enumerate(moments) if m.events]
    return {order: LETTERS[place % len(LETTERS)] for place, order in enumerate(told)}


def _of_moment(words: Words, order: int, m: Moment, letters: dict[int, str]) -> list[Datum]:
    rate, spoken = float(m.rate), words("charts.rate_in", rate=words.percent(m.rate), period=m.period)
    rows = [_row(order, m, "point", rate, role="focus", aria=spoken)]
    if m.is_outside:
        rows.append(_row(order, m, "ring", rate, role="baseline", value=words.percent(m.rate), aria=spoken))
    if m.low is not None and m.high is not None:
        limits = words("charts.interval", low=words.percent(m.low), high=words.percent(m.high))
        rows.append(_row(order, m, "limit", m.low, role="rest", series="low", aria=limits))
        rows.append(_row(order, m, "limit", m.high, role="rest", series="high", aria=limits))
    if m.events:
        rows.append(_row(order, m, "event", rate, role="baseline", name=letters[order], aria=" · ".join(m.events)))
    return rows


def _row(
    order: int,
    m: Moment,
    mark: str,
    rate: float,
    *,
    role: Role,
    aria: str,
    series: str = "",
    value: str = "",
    name: str = "",
) -> Datum:
    return {
        "order": order,
        "period": m.period,
        "series": series,
        "role": role,
        "mark": mark,
        "rate": rate,
        "value": value,
        "name": name,
        "aria": aria,
    }


def _table(words: Words, moments: Sequence[Moment], letters: dict[int, str], measure: str) -> Table:
    none = words("charts.none")
    rows = [
        (
            m.period,
            m.counts,
            words.percent(m.rate),
            none
            if m.low is None or m.high is None
            else words("charts.interval", low=words.percent(m.low), high=words.percent(m.high)),
            words("charts.outside") if m.is_outside else none,
            words("charts.event", letter=letters[order], events=" · ".join(m.events)) if m.events else none,
        )
        for order, m in enumerate(moments)
    ]
    return Table(
        caption=words("charts.runs_table", measure=measure),
        columns=tuple(words(f"charts.column_runs_{name}") for name in COLUMNS),
        rows=tuple(rows),
    )
