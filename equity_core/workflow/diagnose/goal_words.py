"""A goal in one sentence, and its arithmetic in a few."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from equity_core import stats
from equity_core.model import BaselineSide, Goal, Query
from equity_core.words import half_up
from equity_core.workflow import school_year
from equity_core.workflow.definitions import definition
from equity_core.workflow.diagnose.gap_words import people
from equity_core.workflow.diagnose.goal_numbers import is_parity_wanted, is_raised, rate, rest_moves
from equity_core.workflow.workspace import Workspace


def sentence(ws: Workspace, query: Query, *, is_raised: bool, start: str, target: str, by: str) -> str:
    """Return the sentence from its pieces, which may be blanks."""
    who, way = f"goal.who_{query.measure}", "raise" if is_raised else "lower"
    only = ws.narrowed(query.where).only
    told = ws.words(
        f"goal.sentence_{way}_parity" if is_parity_wanted(ws, query) else f"goal.sentence_{way}",
        group=people(ws, query.dimension, query.group),
        who=ws.words(who) if ws.words.has(who) else ws.words("goal.who_own", measure=ws.measure_label(query.measure)),
        start=start,
        target=target,
        by=by,
    )
    return ws.words("gaps.only", told=told, only=only) if only else told


def percent(number: Decimal) -> str:
    """Return a target as it was typed: "50%", "47.5%"."""
    return f"{number.normalize():f}%"


def math(ws: Workspace, goal: Goal) -> tuple[str, ...]:
    """Return what the goal asks for: students, pace, what chance does to the baseline, and what the gap would be."""
    side = goal.baseline.group
    told = [_students(ws, goal), _pace(ws, goal)]
    if side.n is not None and side.x is not None:
        low, high = stats.wilson(side.x, side.n) or (0.0, 1.0)
        told.append(
            ws.words(
                "goal.math_interval",
                x=side.x,
                n=side.n,
                rate=ws.words.percent(rate(side)),
                low=ws.words.percent(low),
                high=ws.words.percent(high),
            )
        )
        told.append(ws.words("goal.math_detectable", points=ws.words.points(detectable(side)), n=side.n))
    return tuple(line for line in (*told, _gap_at_their_pace(ws, goal), _gap(ws, goal)) if line)


def method(ws: Workspace, goal: Goal) -> tuple[str, ...]:
    """Return how the math of a goal was worked out: in words, and as formulas with its numbers."""
    words, side, target = ws.words, goal.baseline.group, Fraction(goal.target_percent) / 100
    facts = {"rate": words.percent(rate(side)), "target": percent(goal.target_percent)}
    told = []
    if side.n is not None and side.x is not None:
        is_more = is_raised(ws, goal.baseline, goal.target_percent)
        k = (stats.more_to_rate if is_more else stats.fewer_to_rate)(side.x, side.n, target)
        told.append(words(f"formula.goal_{'more' if is_more else 'fewer'}", x=side.x, n=side.n, k=k, **facts))
    points, years = pace(goal), _years(goal)
    if points is not None and years is not None:
        told.append(words("formula.goal_pace", years=half_up(years, 2), points=words.points(points), **facts))
    if side.n is not None and side.x is not None:
        low, high = stats.wilson(side.x, side.n) or (0.0, 1.0)
        ends = {"low": words.percent(low), "high": words.percent(high)}
        told.append(words("formula.goal_interval", x=side.x, n=side.n, rate=facts["rate"], **ends))
        if 0 < side.x < side.n:
            told.append(words("formula.goal_detectable", n=side.n, points=words.points(detectable(side)), **facts))
    if goal.baseline.rest is not None:
        rest = rate(goal.baseline.rest)
        gaps = {"before": rest - rate(side), "after": rest - target}
        ends = {name: words.points(abs(gap) * 100) for name, gap in gaps.items()}
        told.append(words("formula.goal_gap", rest=words.percent(rest), **facts, **ends))
    return (definition(ws, goal.baseline.query.measure), words("method.goal"), *told, words("method.shown_only"))


def pace(goal: Goal) -> Fraction | None:
    """Return the points a school year that the goal asks for; None when the baseline's period names no year."""
    years = _years(goal)
    if years is None:
        return None
    return stats.pace_per_year(rate(goal.baseline.group), Fraction(goal.target_percent) / 100, years) * 100


def detectable(side: BaselineSide) -> float:
    """Return the smallest change, in points, that so many students would mostly show; the side has counts."""
    assert side.n is not None  # the caller looked
    assert side.x is not None
    return stats.smallest_detectable(side.x, side.n, side.x, side.n) * 100


def _years(goal: Goal) -> Fraction | None:
    """Return the school years from the baseline to the goal; None when its period names no year, or it is over."""
    start = school_year.moment(goal.baseline.query.period)
    years = school_year.moment_of_day(goal.by) - start if start is not None else Fraction(0)
    return years if years > 0 else None


def _students(ws: Workspace, goal: Goal) -> str:
    side, target = goal.baseline.group, Fraction(goal.target_percent) / 100
    if side.n is None or side.x is None:
        return ws.words("goal.math_no_students")
    if is_raised(ws, goal.baseline, goal.target_percent):
        more = stats.more_to_rate(side.x, side.n, target)
        return ws.words("goal.math_more", count=more, x=side.x + more, n=side.n)
    fewer = stats.fewer_to_rate(side.x, side.n, target)
    return ws.words("goal.math_fewer", count=fewer, x=side.x - fewer, n=side.n)


def _pace(ws: Workspace, goal: Goal) -> str:
    points = pace(goal)
    if points is None:
        return ""
    facts = {"period": goal.baseline.query.period, "by": ws.words.month(goal.by)}
    return ws.words("goal.math_pace", points=ws.words.points(points), **facts)


def _gap_at_their_pace(ws: Workspace, goal: Goal) -> str:
    """Return what the gap would be if everyone else went on as in the years so far; nothing without two years."""
    moves, years, rest = rest_moves(ws, goal.baseline.query), _years(goal), goal.baseline.rest
    if not moves or years is None or rest is None:
        return ""
    a_year = sum(moves, Fraction(0)) / len(moves)
    then = min(max(rate(rest) * 100 + a_year * years, Fraction(0)), Fraction(100))
    return ws.words(
        "goal.math_their_pace",
        a_year=ws.words.points(a_year),
        way=ws.words("goal.way_up" if a_year > 0 else "goal.way_down" if a_year < 0 else "goal.way_same"),
        then=ws.words.percent(then / 100),
        after=ws.words.points(abs(then - Fraction(goal.target_percent))),
    )


def _gap(ws: Workspace, goal: Goal) -> str:
    if goal.baseline.rest is None:
        return ""
    rest = rate(goal.baseline.rest)
    before = (rest - rate(goal.baseline.group)) * 100
    after = rest * 100 - Fraction(goal.target_percent)
    over = "goal.math_gap_over_parity" if is_parity_wanted(ws, goal.baseline.query) else "goal.math_gap_over"
    return ws.words(
        "goal.math_gap" if before * after >= 0 else over,
        rest=ws.words.percent(rest),
        before=ws.words.points(before),
        after=ws.words.points(after),
    )
