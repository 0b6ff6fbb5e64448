"""What is said about decision points: each sentence from released numbers, with how sure it is."""

from __future__ import annotations

from fractions import Fraction

from equity_core.charts import more_or_fewer
from equity_core.metrics import ELSEWHERE, DecisionPoint, EventGap
from equity_core.privacy import EventTable, Path
from equity_core.words import half_up
from equity_core.workflow.diagnose import gap_words
from equity_core.workflow.workspace import Workspace

KINDS = ("subjective", "objective", "other")


def title(ws: Workspace, path: Path) -> str:
    """Return what people call a point: "Disruption, Classroom"."""
    if path == ELSEWHERE:
        return ws.words("points.elsewhere")
    told = path[1:] if path[0] in KINDS and len(path) > 1 else path
    return ws.words("points.at", behavior=told[0], place=told[1]) if len(told) > 1 else told[0]


def period(ws: Workspace, table: EventTable) -> str:
    """Return the period of a table, and that its numbers are those of a file that is in use no more."""
    if table.source in {source.id for source in ws.sources()}:
        return table.period
    return ws.words("points.earlier_period", period=table.period)


def numbers(ws: Workspace, point: DecisionPoint) -> dict[str, object]:
    """Return a point's numbers for a sentence."""
    return {
        "group_events": point.group,
        "other_events": point.others,
        "expected": ws.words.number(point.expected),
        "more": more_or_fewer(ws.words, point.excess),
    }


def headline(ws: Workspace, found: EventGap) -> str:
    """Return how often something happened to a group and to everyone else, and how many more that is."""
    facts = {
        "people": gap_words.people(ws, found.dimension, found.group),
        "rate": _per_100(found.rate.value),
        "rate_others": _per_100(found.rate_others.value),
        "events": half_up(abs(found.excess), 0),
    }
    if half_up(found.excess, 0) == 0:
        return ws.words("points.headline_alike", **facts)
    return ws.words("points.headline_more" if found.excess > 0 else "points.headline_fewer", **facts)


def how_sure(ws: Workspace, found: EventGap) -> str:
    """Return the intervals, and that a few children can drive them."""
    return ws.words(
        "points.how_sure",
        low=_one(found.rate.low),
        high=_one(found.rate.high),
        low_others=_one(found.rate_others.low),
        high_others=_one(found.rate_others.high),
        each=_each(found.events, found.involved),
        each_others=_each(found.events_others, found.involved_others),
    )


def share(of_it: Fraction) -> str:
    """Return a share as "40%"."""
    return f"{half_up(of_it * 100, 0)}%"


def method(ws: Workspace, found: EventGap) -> tuple[str, ...]:
    """Return how the numbers came about, with those of the strongest point in the formulas."""
    words = ws.words
    sides = {"n": found.n, "n_others": found.n_others, "events": found.events, "events_others": found.events_others}
    told = [
        words("points.method_rate", **sides, rate=_per_100(found.rate.value), others=_per_100(found.rate_others.value)),
        words("points.method_interval"),
        words("points.method_excess"),
    ]
    for point in found.points[:1]:
        told.append(
            words(
                "points.method_point",
                point=title(ws, point.path),
                n=found.n,
                n_others=found.n_others,
                excess=words.number(point.excess),
                all=words.number(found.excess),
                **numbers(ws, point),
            )
        )
    return (
        *told,
        words("points.method_share" if any(p.share is not None for p in found.points) else "points.method_no_share"),
        words("points.method_kinds"),
        words("points.method_shown", few=ws.profile.min_group),
        words("method.shown_only"),
    )


def _per_100(rate: Fraction | None) -> str:
    return str(half_up(rate or 0, 1))


def _one(number: float | None) -> str:
    return str(half_up(number or 0.0, 1))


def _each(events: int, involved: int) -> str:
    return str(half_up(Fraction(events, involved), 1)) if involved else "0"
