"""One group and whom it is compared with, from period to period and from its frozen baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from equity_core import metrics
from equity_core.charts import Figure, Goalpost, Point, Role, Series, dumbbell, lines
from equity_core.metrics import Change, Disparity, Pair
from equity_core.model import Goal, Query, Source
from equity_core.privacy import Released
from equity_core.workflow import formulas, numbers, race_break, school_year, series
from equity_core.workflow.definitions import definition
from equity_core.workflow.diagnose import gap_choices, gap_words, methods
from equity_core.workflow.diagnose.gap_same import Same, same
from equity_core.workflow.diagnose.goal_numbers import frozen, reference
from equity_core.workflow.series import At, Reading
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OverTime:
    """One group and whom it is compared with, over the periods: a figure, and sentences about the change."""

    figure: Figure
    sentences: tuple[str, ...]
    series: Reading  # whether there is a pattern in the group's rates
    flag: str = ""  # something that an average hides
    same: Same | None = None  # what the students did who are in both periods that are compared


def over_time(ws: Workspace, query: Query, found: Disparity) -> OverTime | None:
    """Return one group's line over all periods that have it; None when there is one period only."""
    upto = [p.code for p in reversed(gap_choices.periods_of(ws, query.measure, query.dimension))]
    compare = gap_choices.compared_with(query)
    tables = [t for p in upto if (t := ws.table(query.measure, p, query.dimension)) and _has(t, query.group, compare)]
    if len(tables) < 2:
        return None
    goal = gap_choices.goal_of(ws, query.measure, query.dimension)
    goal = goal if goal is not None and goal.baseline.query.group == query.group else None
    forms = {table.period: race_break.form(ws, table.source, table.dimension) for table in tables}
    is_broken = len(set(forms.values()) - {""}) > 1
    flag, change = "", None
    sentences: tuple[str, ...] = (ws.words("gaps.series_break_race"),)
    if not is_broken:
        change, hides, told = _change_sentences(ws, query, found, tables, goal)
        flag = gap_words.flag_average_hides(ws, change) if hides else ""
        sentences = (hides, *told) if hides else told
    pairs = _pairs(ws, query, tables, goal)
    other = gap_words.others(ws, found)
    drawn = _series(query, pairs, other[0].upper() + other[1:])
    figure = lines(
        ws.words,
        _broken(ws, drawn, forms) if is_broken else drawn,
        measure=ws.measure_label(query.measure),
        sentence=sentences[0] if sentences else "",
        direction=found.direction,
        baseline=_baseline_post(ws, goal),
        goal=_goal_post(ws, goal),
        key="gap_lines",
        question=query,
        method=methods.of_change(
            ws,
            query.measure,
            goal.baseline if goal else None,
            change,
            points=formulas.of_points(ws.words, pairs, query.group, other),
        ),
    )
    followed = _same(ws, query, tables, goal) if not is_broken else None
    beside = (followed.beside,) if sentences and followed is not None and followed.beside else ()
    return OverTime(figure, (*sentences, *beside), _reading(ws, query, found, tables), flag, followed)


def against_baseline(ws: Workspace, query: Query) -> Change | None:
    """Return the change since the frozen baseline; None when there is no goal about this group, or no comparing."""
    goal = gap_choices.goal_of(ws, query.measure, query.dimension)
    table = ws.table(query.measure, query.period, query.dimension)
    if goal is None or table is None or goal.baseline.query.group != query.group:
        return None
    if race_break.is_between(ws, query.dimension, goal.baseline.source, table.source):
        return None
    return metrics.change(
        frozen(ws, goal.baseline),
        metrics.pair(table, query.group, reference(goal.baseline.query)),
        ws.measure(query.measure),
        practical_points=ws.profile.practical_points,
    )


def since_baseline(ws: Workspace, query: Query, found: Disparity, change: Change) -> Figure:
    """Return the figure of a change since the goal's frozen baseline."""
    goal = gap_choices.goal_of(ws, query.measure, query.dimension)
    assert goal is not None  # there is a change against its baseline
    before = goal.baseline.query.period
    told = gap_words.moved(ws, found, query.group, change, before=before, after=query.period)
    return dumbbell(
        ws.words,
        change,
        measure=ws.measure_label(query.measure),
        group=query.group,
        before=before,
        after=query.period,
        sentence=" ".join(told),
        key="gap_dumbbell",
        question=query,
        method=methods.of_change(ws, query.measure, goal.baseline, change),
    )


def _reading(ws: Workspace, query: Query, found: Disparity, tables: list[Released]) -> Reading:
    """Return what the group's rates say as a series: the newest stretch that nothing hides or breaks.

    Only periods at the same time of the year, with races and rows counted in the same way.
    """
    points: list[At] = []
    before: tuple[str, str] | None = None
    for table in tables:
        if school_year.term(table.period) != school_year.term(query.period):
            continue
        count, rule = table.group(query.group), counted_by(ws, table)
        rate = metrics.rate_of(count)
        if rate is None or rule != before:
            points = []
        if rate is not None:
            points.append(At(table.period, count.x, count.n, rate))
        before = rule
    return series.read(
        ws,
        points,
        measure=ws.words("series.of_group", measure=ws.measure_label(query.measure), group=query.group),
        counted=(definition(ws, query.measure), ws.words("method.rate")),
        direction=found.direction,
        key="gap_runs",
        question=query,
    )


def counted_by(ws: Workspace, table: Released) -> tuple[str, str]:
    """Return by which form races are counted and what one row is: where either changes, a series breaks."""
    source = ws.get(Source, table.source)
    return race_break.form(ws, table.source, table.dimension), source.one_row_is if source else ""


def _broken(ws: Workspace, drawn: list[Series], forms: Mapping[str, str]) -> list[Series]:
    """Return each line in pieces, one for each form: who is in a group is not the same on both sides."""
    return [
        Series(f"{line.name} ({ws.words(f'gaps.form_{form}')})", line.role, points)
        for line in drawn
        for form in sorted(set(forms.values()) - {""})
        if (points := tuple(point for point in line.points if forms.get(point.period) == form))
    ]


def _has(table: Released, group: str, compare: str) -> bool:
    names = {name for name, _ in table.groups}
    return group in names and (not compare.startswith("group:") or compare.removeprefix("group:") in names)


def _pairs(ws: Workspace, query: Query, tables: list[Released], goal: Goal | None) -> dict[str, Pair]:
    pairs = {t.period: metrics.pair(t, query.group, gap_choices.compared_with(query)) for t in tables}
    if goal is not None and query.compare == "baseline":
        pairs[goal.baseline.query.period] = frozen(ws, goal.baseline)
    return pairs


def _series(query: Query, pairs: Mapping[str, Pair], others: str) -> list[Series]:
    named: list[tuple[str, Role, list[Point]]] = [
        (query.group, "focus", [_point(period, pair, of_rest=False) for period, pair in pairs.items()]),
        (others, "rest", [_point(period, pair, of_rest=True) for period, pair in pairs.items()]),
    ]
    return [Series(name, role, tuple(points)) for name, role, points in named]


def _point(period: str, pair: Pair, *, of_rest: bool) -> Point:
    count = pair.rest if of_rest else pair.group
    return Point(period, metrics.rate_of(count), count.n if count.status == "shown" else None)


def _change_sentences(
    ws: Workspace, query: Query, found: Disparity, tables: list[Released], goal: Goal | None
) -> tuple[Change | None, str, tuple[str, ...]]:
    """Return the change from the frozen baseline or the first period to this one, what the average hides, and words."""
    now = next((t for t in tables if t.period == query.period), None)
    first = tables[0]
    if goal is not None and gap_choices.compared_with(query) == "rest":
        change, before = against_baseline(ws, query), goal.baseline.query.period
    elif now is not None and now is not first:
        change, before = _between(ws, query, first, now), first.period
    else:
        return None, "", ()
    if change is None or now is None or before == query.period:
        return None, "", ()
    told = gap_words.moved(ws, found, query.group, change, before=before, after=query.period)
    then = ws.table(query.measure, before, query.dimension)
    return change, gap_words.average_hides(ws, then.total, now.total, change) if then else "", told


def _same(ws: Workspace, query: Query, tables: list[Released], goal: Goal | None) -> Same | None:
    """Return what the same students did since the goal's baseline or the first period, else since the one before."""
    periods = [table.period for table in tables]
    earlier = periods[: periods.index(query.period)] if query.period in periods else []
    wanted = [goal.baseline.query.period] if goal is not None else []
    found = (same(ws, query, before=before, after=query.period) for before in (*wanted, *earlier[:1], *earlier[-1:]))
    return next((one for one in found if one is not None), None)


def _between(ws: Workspace, query: Query, before: Released, after: Released) -> Change | None:
    """Return the change of one group among all of its table: whoever looks at one could have looked at another."""
    compare = gap_choices.compared_with(query)
    found = numbers.change(
        ws, query.measure, by=query.dimension, before=before.period, after=after.period, compare=compare
    )
    return found.group(query.group)


def _baseline_post(ws: Workspace, goal: Goal | None) -> Goalpost | None:
    rate = metrics.rate_of(frozen(ws, goal.baseline).group) if goal else None
    if goal is None or rate is None:
        return None
    return Goalpost(ws.words("gaps.baseline", period=goal.baseline.query.period), rate, goal.baseline.query.period)


def _goal_post(ws: Workspace, goal: Goal | None) -> Goalpost | None:
    if goal is None:
        return None
    return Goalpost(ws.words("gaps.goal"), Fraction(goal.target_percent) / 100, ws.words.month(goal.by))
