"""C3: rates over periods, broken where a period is hidden, with the frozen baseline and the goal drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.charts.roles import Role
from equity_core.model import Direction, Query
from equity_core.words import Words

Place = Literal["around", "above", "below"]
CLOSE = Fraction(45, 100)  # of the height: two texts of one line and two of another do not fit between them
FEW = 5  # periods: with more, only the first and the last point have their number beside them, the table has all


@dataclass(frozen=True, slots=True)
class Point:
    """One period of one line; `rate` None where it is hidden or missing."""

    period: str
    rate: Fraction | None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line: who it is about, in which role."""

    name: str
    role: Role
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Goalpost:
    """A rate to hold the lines against: the frozen baseline, or the goal at its date."""

    name: str
    rate: Fraction
    period: str


def lines(
    words: Words,
    series: Sequence[Series],
    *,
    measure: str,
    sentence: str,
    direction: Direction,
    baseline: Goalpost | None = None,
    goal: Goalpost | None = None,
    key: str = "lines_chart",
    question: Query | None = None,
    method: tuple[str, ...] = (),
) -> Figure:
    """Return lines over the periods of the series, in the order in which they come."""
    periods = list(dict.fromkeys(p.period for s in series for p in s.points))
    places = {period: i for i, period in enumerate([*periods, goal.period] if goal else periods)}
    goals = [post.rate for post in (baseline, goal) if post]
    top = max([*goals, *(p.rate for s in series for p in s.points if p.rate is not None)], default=Fraction(0))
    is_long = len(periods) > FEW
    rows = [
        _datum(words, places, s, p, told=_ends(s) if is_long else s.points, place=_place(series, s, p, top=top))
        for s in series
        for p in s.points
    ]
    if baseline and periods:
        rows.append(_level(words, places, periods[0], baseline))
    if goal:
        rows.extend(_path(words, places, baseline, goal))
    spoken = [_spoken(words, s) for s in series]
    spoken += [words("charts.level_spoken", name=g.name, rate=words.percent(g.rate)) for g in (baseline, goal) if g]
    return Figure(
        key=key,
        form="lines",
        title=measure,
        subtitle=words(f"charts.{direction}"),
        rows=tuple(rows),
        table=_table(words, series, periods, measure),
        sentence=sentence,
        description=words("charts.lines_spoken", measure=measure, lines="; ".join(spoken)),
        listed=tuple(s.name for s in series if any(p.rate is None for p in s.points)),
        question=question,
        method=method,
    )


def _ends(series: Series) -> tuple[Point, ...]:
    """Return the first and the last point that are shown."""
    shown = [p for p in series.points if p.rate is not None]
    return (shown[0], shown[-1]) if shown else ()


def _place(series: Sequence[Series], line: Series, point: Point, *, top: Fraction) -> Place:
    """Return where a point's texts go: on both sides of it, or away from another line that passes close by."""
    if point.rate is None:
        return "around"
    here = [
        (p.rate, -i) for i, s in enumerate(series) for p in s.points if p.period == point.period if p.rate is not None
    ]
    mine = (point.rate, -list(series).index(line))
    close = [other for other in here if other != mine and abs(other[0] - point.rate) < top * CLOSE]
    if not close:
        return "around"
    return "above" if mine > max(close) else "below"


def _datum(
    words: Words, places: dict[str, int], s: Series, p: Point, *, told: tuple[Point, ...], place: Place
) -> Datum:
    return {
        "order": places[p.period],
        "period": p.period,
        "series": s.name,
        "role": s.role,
        "mark": "point",
        "rate": None if p.rate is None else float(p.rate),
        "value": "" if p.rate is None or p not in told else words.percent(p.rate),
        "name": s.name if p in _ends(s)[-1:] else "",
        "place": place,
        "aria": words("charts.point_spoken", name=s.name, period=p.period, rate=_rate(words, p)),
    }


def _level(words: Words, places: dict[str, int], period: str, post: Goalpost) -> Datum:
    return {
        "order": places[period],
        "period": period,
        "series": post.name,
        "role": "baseline",
        "mark": "level",
        "rate": float(post.rate),
        "value": "",
        "name": post.name,
        "place": "around",
        "aria": words("charts.level_spoken", name=post.name, rate=words.percent(post.rate)),
    }


def _path(words: Words, places: dict[str, int], baseline: Goalpost | None, goal: Goalpost) -> list[Datum]:
    spoken = words("charts.level_spoken", name=goal.name, rate=words.percent(goal.rate))
    end: Datum = {
        "order": places[goal.period],
        "period": goal.period,
        "series": goal.name,
        "role": "goal",
        "mark": "point",
        "rate": float(goal.rate),
        "value": words.percent(goal.rate),
        "name": goal.name,
        "place": "around",
        "aria": spoken,
    }
    if baseline is None or baseline.period not in places:
        return [end]
    start = {**end, "order": places[baseline.period], "period": baseline.period, "mark": "path"}
    return [{**start, "rate": float(baseline.rate), "value": "", "name": ""}, end]


def _rate(words: Words, p: Point) -> str:
    return words("common.hidden") if p.rate is None else words.percent(p.rate)


def _spoken(words: Words, s: Series) -> str:
    told = ", ".join(words("charts.rate_in", rate=_rate(words, p), period=p.period) for p in s.points)
    return words("charts.line_spoken", name=s.name, points=told)


def _table(words: Words, series: Sequence[Series], periods: list[str], measure: str) -> Table:
    cells = {(s.name, p.period): _rate(words, p) for s in series for p in s.points}
    return Table(
        caption=words("charts.lines_table", measure=measure),
        columns=(words("charts.column_period"), *(s.name for s in series)),
        rows=tuple(
            (period, *(cells.get((s.name, period), words("charts.none")) for s in series)) for period in periods
        ),
    )
