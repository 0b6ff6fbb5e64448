"""Is there a pattern in a series of rates: run charts, and control charts with their guards (METHODS.md §3.7).

A run chart has two rules that work: a run that is too long, and too few crossings of the median. Limits are drawn from
twelve points on, for points that do not follow each other; the rule of five rising points is not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from equity_core import stats
from equity_core.charts import Figure, Moment, runs
from equity_core.model import Direction, Query
from equity_core.stats import RunChart
from equity_core.workflow.workspace import Workspace

FEWEST = 10  # points; with fewer nobody can tell a pattern from chance
FEWEST_FOR_LIMITS = 12
VERY_MANY = 1000  # in each point: the limits of a p chart are so narrow then that nearly every point is outside


@dataclass(frozen=True, slots=True)
class At:
    """One point of a series: x of n, or a rate alone, and what the log tells of that time."""

    period: str
    x: int | None
    n: int | None
    rate: Fraction
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a series says: sentences, and a figure when there are points enough."""

    sentences: tuple[str, ...]
    figure: Figure | None = None


def read(
    ws: Workspace,
    points: Sequence[At],
    *,
    measure: str,
    counted: tuple[str, ...],
    direction: Direction,
    key: str,
    question: Query | None = None,
) -> Reading:
    """Return what a series says, in the order of time; `counted` says in words what its rate is."""
    words = ws.words
    if len(points) < FEWEST:
        return Reading((words("series.too_few", count=len(points), fewest=FEWEST),))
    rates = [float(p.rate) for p in points]
    run = stats.run_chart(rates)
    limits, kind, told = _limits(ws, points, rates)
    outside = set(limits.outside) if limits else set()
    sentences = (_pattern(ws, run, is_outside=bool(outside)), *told, words("series.no_reason"))
    moments = [
        Moment(
            p.period,
            words("charts.none") if p.x is None else words("series.counts", x=p.x, n=p.n),
            p.rate,
            limits.lower[place] if limits else None,
            limits.upper[place] if limits else None,
            is_outside=place in outside,
            events=p.events,
        )
        for place, p in enumerate(points)
    ]
    figure = runs(
        words,
        moments,
        median=run.median,
        measure=measure,
        sentence=sentences[0],
        direction=direction,
        key=key,
        question=question,
        method=(*counted, *_method(ws, run, kind, points, limits)),
    )
    return Reading(sentences, figure)


def _pattern(ws: Workspace, run: RunChart, *, is_outside: bool) -> str:
    if run.longest_run_max is None or run.crossings_min is None:
        return ws.words("series.all_alike")
    facts = {
        "longest": run.longest_run,
        "most": run.longest_run_max,
        "crossings": run.crossings,
        "fewest": run.crossings_min,
    }
    if not run.signal:
        return ws.words("series.no_run" if is_outside else "series.no_pattern")
    return ws.words("series.run" if run.longest_run > run.longest_run_max else "series.crossings", **facts)


def _limits(
    ws: Workspace, points: Sequence[At], rates: Sequence[float]
) -> tuple[stats.Limits | None, str, tuple[str, ...]]:
    """Return limits where they may be drawn, of which kind, and what to say about them."""
    words = ws.words
    if len(points) < FEWEST_FOR_LIMITS:
        return None, "", (words("series.no_limits_yet", fewest=FEWEST_FOR_LIMITS),)
    follows = stats.autocorrelation(rates)
    if follows is None:
        return None, "", ()
    if follows.lag1 > follows.bound:
        return None, "", (words("series.follows_itself"),)
    counted = [(p.x, p.n) for p in points if p.x is not None and p.n]
    if len(counted) == len(points) and all(x <= n for x, n in counted):
        x, n = ([side[i] for side in counted] for i in (0, 1))
        kind = "p_prime" if min(n) >= VERY_MANY else "p"
        found = stats.p_prime_chart(x, n) if kind == "p_prime" else stats.p_chart(x, n)
    else:
        single = stats.xmr(rates)
        size = len(rates)
        low, high = max(0.0, single.lower), single.upper
        found, kind = stats.Limits(single.center, [low] * size, [high] * size, single.outside), "xmr"
    names = [points[place].period for place in found.outside]
    told = words("series.outside", periods=words.listed(names)) if names else words("series.none_outside")
    return found, kind, (told,)


def _method(
    ws: Workspace, run: RunChart, kind: str, points: Sequence[At], limits: stats.Limits | None
) -> tuple[str, ...]:
    words = ws.words
    told = [words("method.runs")]
    if run.longest_run_max is not None:
        told.append(
            words(
                "formula.runs",
                median=words.percent(run.median),
                useful=run.useful,
                longest=run.longest_run,
                most=run.longest_run_max,
                crossings=run.crossings,
                fewest=run.crossings_min,
            )
        )
    if limits is not None:
        last = {"low": words.percent(limits.lower[-1]), "high": words.percent(limits.upper[-1])}
        facts = {"center": words.percent(limits.center), "n": points[-1].n, "period": points[-1].period}
        if limits.sigma_z is not None:
            facts["wider"] = words.times(limits.sigma_z, 2)
        told += [words(f"method.limits_{kind}"), words(f"formula.limits_{kind}", **facts, **last)]
    return tuple(told)
