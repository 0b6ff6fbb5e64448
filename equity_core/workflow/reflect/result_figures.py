"""Results as pictures: then and now, and over time beside the frozen baseline and the path to the goal."""

from __future__ import annotations

from fractions import Fraction

from equity_core import metrics
from equity_core.charts import Figure, Goalpost, Point, Series, dumbbell, lines
from equity_core.metrics import Change, Pair
from equity_core.model import Goal, Query
from equity_core.privacy import HIDDEN, Count, Released
from equity_core.workflow import formulas
from equity_core.workflow.diagnose import methods
from equity_core.workflow.diagnose.goal_numbers import frozen, reference
from equity_core.workflow.reflect.result_numbers import comparable_periods
from equity_core.workflow.reflect.result_words import moved_sentence
from equity_core.workflow.workspace import Workspace


def draw_pair(ws: Workspace, asked: Goal, table: Released, moved: Change, *, more: tuple[str, ...]) -> Figure:
    """Return then and now (C2): the focus group, everyone else and the points between; `more` ends its method."""
    query = asked.baseline.query
    return dumbbell(
        ws.words,
        moved,
        measure=ws.measure_label(query.measure),
        group=query.group,
        before=ws.words("results.frozen_period", period=query.period),
        after=table.period,
        sentence=moved_sentence(ws, query, moved, period=table.period),
        key="result_pair_chart",
        question=_question(asked, table.period),
        method=(*methods.of_change(ws, query.measure, asked.baseline, moved), *more),
    )


def draw_time(ws: Workspace, asked: Goal, period: str, moved: Change, *, more: tuple[str, ...]) -> Figure:
    """Return the focus group and everyone else over the comparable periods; the baseline's is the frozen one."""
    query, words = asked.baseline.query, ws.words
    measure = ws.measure_label(query.measure)
    start = metrics.rate_of(frozen(ws, asked.baseline).group)
    pairs, others = _pairs(ws, asked), words("common.everyone_else")
    series = [
        Series(query.group, "focus", tuple(_point(period, pair.group) for period, pair in pairs.items())),
        Series(others, "rest", tuple(_point(period, pair.rest) for period, pair in pairs.items())),
    ]
    return lines(
        words,
        [line for line in series if any(point.rate is not None for point in line.points)],
        measure=measure,
        sentence=words("results.time_sentence", measure=measure, group=query.group, period=period),
        direction=ws.measure(query.measure).direction,
        baseline=Goalpost(words("results.line_baseline"), start, query.period) if start is not None else None,
        goal=Goalpost(words("results.line_goal"), Fraction(asked.target_percent) / 100, words.month(asked.by)),
        key="result_time_chart",
        question=_question(asked, period),
        method=(
            *methods.of_change(
                ws,
                query.measure,
                asked.baseline,
                moved,
                points=formulas.of_points(words, pairs, query.group, others),
            ),
            *more,
        ),
    )


def _question(asked: Goal, period: str) -> Query:
    """Return what the gaps page is asked for the same figure."""
    return asked.baseline.query.model_copy(update={"period": period, "compare": "baseline"})


def _pairs(ws: Workspace, asked: Goal) -> dict[str, Pair]:
    """Return both sides in the frozen baseline, and in each later period that can be compared with it."""
    query = asked.baseline.query
    pairs = {query.period: frozen(ws, asked.baseline)}
    for period in comparable_periods(ws, asked)[::-1]:
        table = ws.table(query.measure, period, query.dimension)
        there = table is not None and query.group in dict(table.groups)
        pairs[period] = metrics.pair(table, query.group, reference(query)) if table and there else Pair(HIDDEN, HIDDEN)
    return pairs


def _point(period: str, count: Count) -> Point:
    return Point(period, metrics.rate_of(count), count.n)
