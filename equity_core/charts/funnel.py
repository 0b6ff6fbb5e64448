"""Many schools in one picture: rates by number of students, with how far chance alone takes a school of that size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from equity_core.charts.figure import Datum, Figure, Table
from equity_core.model import Direction, Query
from equity_core.words import Words

COLUMNS = ("place", "counted", "rate", "drawn_in", "chance", "outside")


@dataclass(frozen=True, slots=True)
class InFunnel:
    """One school: its count, its rate drawn in towards that of all, and its 99.8 % limits."""

    name: str
    x: int
    n: int
    drawn_in: Fraction
    low: float
    high: float
    is_outside: bool

    @property
    def rate(self) -> Fraction:
        """Return the rate as counted."""
        return Fraction(self.x, self.n)


@dataclass(frozen=True, slots=True)
class Limit:
    """Two ends of the funnel at a number of students, by the share of schools that chance leaves inside."""

    students: int
    share: str
    low: float
    high: float


def funnel(
    words: Words,
    schools: Sequence[InFunnel],
    limits: Sequence[Limit],
    *,
    overall: Fraction,
    measure: str,
    period: str,
    sentence: str,
    direction: Direction,
    left_out: tuple[str, ...] = (),
    about: str = "",
    key: str = "funnel_chart",
    question: Query | None = None,
    method: tuple[str, ...] = (),
) -> Figure:
    """Return the schools, in alphabetical order: those outside the funnel are named, and `about`; none has a rank."""
    better = words(f"charts.{direction}")
    rows = [_limit(words, limit, is_low=is_low) for is_low in (True, False) for limit in limits]
    rows += [_overall(words, limit.students, overall) for limit in limits[:: max(1, len(limits) - 1)]]
    rows += [_school(words, school, is_named=school.is_outside or school.name == about) for school in schools]
    return Figure(
        key=key,
        form="funnel",
        title=measure,
        subtitle=" · ".join((period, better, words("charts.funnel_subtitle"))),
        rows=tuple(rows),
        table=Table(
            caption=words("charts.funnel_table", measure=measure, period=period),
            columns=tuple(words(f"charts.column_funnel_{name}") for name in COLUMNS),
            rows=tuple(_row(words, school) for school in schools),
        ),
        sentence=sentence,
        description=words(
            "charts.funnel_spoken",
            measure=measure,
            period=period,
            overall=words.percent(overall),
            schools="; ".join(_spoken(words, school) for school in schools),
        ),
        listed=left_out,
        question=question,
        method=method,
    )


def _limit(words: Words, limit: Limit, *, is_low: bool) -> Datum:
    rate = limit.low if is_low else limit.high
    return {
        "series": f"{limit.share} {is_low}",
        "mark": "limit",
        "role": "rest" if limit.share == "95" else "baseline",
        "students": limit.students,
        "rate": rate,
        "value": "",
        "aria": words("charts.funnel_limit", share=limit.share, rate=words.percent(rate), students=limit.students),
    }


def _overall(words: Words, students: int, overall: Fraction) -> Datum:
    return {
        "series": "overall",
        "mark": "overall",
        "role": "baseline",
        "students": students,
        "rate": float(overall),
        "value": "",
        "aria": words("charts.funnel_overall", rate=words.percent(overall)),
    }


def _school(words: Words, school: InFunnel, *, is_named: bool) -> Datum:
    return {
        "series": school.name,
        "mark": "point",
        "role": "focus" if school.is_outside else "rest",
        "students": school.n,
        "rate": float(school.rate),
        "value": school.name if is_named else "",
        "aria": _spoken(words, school),
    }


def _spoken(words: Words, school: InFunnel) -> str:
    code = "charts.funnel_outside" if school.is_outside else "charts.funnel_inside"
    return words(code, name=school.name, rate=words.percent(school.rate), n=school.n)


def _row(words: Words, school: InFunnel) -> tuple[str, ...]:
    return (
        school.name,
        words("charts.x_of_n", x=school.x, n=school.n),
        words.percent(school.rate),
        words.percent(school.drawn_in),
        words("charts.interval", low=words.percent(school.low), high=words.percent(school.high)),
        words("charts.outside") if school.is_outside else words("charts.none"),
    )
