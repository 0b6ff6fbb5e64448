"""Events, not students: rates that may exceed 1, and exact Poisson intervals (METHODS.md §2.4)."""

from __future__ import annotations

from fractions import Fraction
from math import exp, log, sqrt
from typing import NamedTuple

from equity_core.stats.binomial import clopper_pearson
from equity_core.stats.estimates import Estimate
from equity_core.stats.intervals import Interval, z_value


class EventRates(NamedTuple):
    """Hold three measures that are often taken for one another. `incidence` is per `per` students and may exceed it."""

    incidence: Fraction | None
    risk: Fraction | None
    per_student_involved: Fraction | None


def event_rates(*, events: int, students: int, n: int, per: int = 100) -> EventRates:
    """Return events per so many students, the share of students with any, and events for each student with any."""
    return EventRates(
        incidence=Fraction(events * per, n) if n else None,
        risk=Fraction(students, n) if n else None,
        per_student_involved=Fraction(events, students) if students else None,
    )


def event_rate(events: int, exposure: int, *, per: int = 100, level: float = 0.95) -> Estimate:
    """Return events per so many students with the exact Poisson interval (Garwood).

    Too narrow where one child has many events: say that a few children can drive it.
    """
    if not exposure:
        return Estimate(None, None, None)
    from scipy.stats import chi2

    tail, scale = (1 - level) / 2, per / exposure
    low = float(chi2.ppf(tail, 2 * events)) / 2 if events else 0.0
    high = float(chi2.ppf(1 - tail, 2 * events + 2)) / 2
    return Estimate(Fraction(events * per, exposure), low * scale, high * scale)


class EventRatio(NamedTuple):
    """Hold the ratio of two event rates; `exact` is the interval to show, `wald` what many reports show."""

    value: Fraction | None
    exact: tuple[float | None, float | None]
    wald: Interval | None


def event_rate_ratio(e1: int, t1: int, e2: int, t2: int, level: float = 0.95) -> EventRatio:
    """Return (e1/t1) / (e2/t2), with the interval that is exact given how many events there were in all."""
    value = Fraction(e1 * t2, t1 * e2) if t1 and e2 else None
    among = clopper_pearson(e1, e1 + e2, level) if t1 and t2 else None
    exact = (None, None) if among is None else tuple(p / (1 - p) * t2 / t1 if p < 1 else None for p in among)
    return EventRatio(value, (exact[0], exact[1]), _wald(value, e1, e2, level))


def _wald(value: Fraction | None, e1: int, e2: int, level: float) -> Interval | None:
    if not value:
        return None
    half = z_value(level) * sqrt(1 / e1 + 1 / e2)
    return exp(log(value) - half), exp(log(value) + half)
