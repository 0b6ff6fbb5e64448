"""The released numbers that a goal stands on: its baseline, and the same groups over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from equity_core import metrics
from equity_core.metrics import Pair, rate_of
from equity_core.model import Baseline, BaselineSide, Query
from equity_core.privacy import HIDDEN, Count, Released
from equity_core.workflow import periods, race_break, school_year
from equity_core.workflow.workspace import Workspace

TOGETHER = {"Current EL": "Former EL"}  # who leaves the first for the second when the school serves them well


@dataclass(frozen=True, slots=True)
class Line:
    """One line over time: whose it is, and what each period says in text ("hidden" where it is)."""

    name: str
    values: tuple[tuple[str, str], ...]


def tables(ws: Workspace) -> list[Released]:
    """Return every released table of the workspace as it is narrowed."""
    return [t for release in ws.releases() for t in release.tables if not t.where]


def baseline(ws: Workspace, query: Query) -> Baseline | None:
    """Return the released numbers of a group and everyone else as they are now; None where the group is hidden."""
    ws = ws.narrowed(query.where)
    count = count_of(ws, query, query.period)
    table = ws.table(query.measure, query.period, query.dimension)
    group = _side(count) if count else None
    if group is None or table is None:
        return None
    return Baseline(
        query=query,
        group=group,
        rest=_side(table.rest(query.group)),
        together=_side(_with_leavers(table, query)),
        frozen_at=ws.now(),
        source=table.source,
    )


def frozen(ws: Workspace, baseline: Baseline) -> Pair:
    """Return the frozen counts, both hidden where the threshold was raised since and hides the group or the rest.

    Both: one side and the total would tell the other.
    """
    sides = metrics.baseline_pair(baseline)
    return Pair(HIDDEN, HIDDEN) if is_hidden_since(ws, baseline) else sides


def is_hidden_since(ws: Workspace, baseline: Baseline) -> bool:
    """Say whether a frozen baseline may not be shown any more: the threshold was raised above it, or hides its cell.

    Another file of the same period changes nothing; the same file, planned again under another threshold, does.
    """
    if any(_is_small(ws, side) for side in (baseline.group, baseline.rest) if side is not None):
        return True
    query, ws = baseline.query, ws.narrowed(baseline.query.where)
    table = ws.table(query.measure, query.period, query.dimension)
    if table is None and query.where:  # its file is here and tells nothing of this part any more
        return any(source.id == baseline.source for source in ws.sources())
    now = dict(table.groups).get(query.group) if table and table.source == baseline.source else None
    return now is not None and rate_of(now) is None


def frozen_together(ws: Workspace, baseline: Baseline) -> Count:
    """Return the frozen count of the group with those who leave it (Ever EL), under the same threshold."""
    together = baseline.together
    if together is None or _is_small(ws, together) or is_hidden_since(ws, baseline):
        return HIDDEN
    return metrics.baseline_side(together)


def rate_text(ws: Workspace, baseline: Baseline) -> str:
    """Return the rate of a frozen baseline's group in words, or that it is hidden."""
    return ws.words("common.hidden") if is_hidden_since(ws, baseline) else ws.words.percent(rate(baseline.group))


def reference(query: Query) -> str:
    """Return what a goal's group is compared with: everyone else, unless the question names something else."""
    return "rest" if query.compare in ("", "baseline") else query.compare


def rate(side: BaselineSide) -> Fraction:
    """Return the proportion of one side of a baseline."""
    if side.n is not None and side.x is not None:
        return Fraction(side.x, side.n)
    return Fraction(side.rate or 0)


def is_about(one: Query, other: Query) -> bool:
    """Say whether two questions are about the same measure, group and part of the students, in any period."""
    return (one.measure, one.group, one.where) == (other.measure, other.group, other.where)


def is_raised(ws: Workspace, baseline: Baseline, target_percent: Decimal | None) -> bool:
    """Say whether a goal is to raise the group's rate.

    Where parity is wanted the target says so, or everyone else's rate before there is a target.
    """
    direction = ws.measure(baseline.query.measure).direction
    if direction != "parity":
        return direction == "higher_better"
    if target_percent is not None:
        return Fraction(target_percent) / 100 > rate(baseline.group)
    return baseline.rest is None or rate(baseline.rest) > rate(baseline.group)


def is_parity_wanted(ws: Workspace, query: Query) -> bool:
    """Say whether neither higher nor lower is better, and the same rate for all is wanted."""
    return ws.measure(query.measure).direction == "parity"


def periods_of(ws: Workspace, measure: str, dimension: str) -> list[str]:
    """Return the periods of a measure by a dimension, earliest first."""
    return periods.ordered(t.period for t in tables(ws) if (t.measure, t.dimension) == (measure, dimension))


def count_of(ws: Workspace, query: Query, period: str) -> Count | None:
    """Return the released count of the query's group in any period, hidden or not; None if it is not there."""
    table = ws.narrowed(query.where).table(query.measure, period, query.dimension)
    return dict(table.groups).get(query.group) if table else None


def shown_rate(ws: Workspace, query: Query, period: str) -> Fraction | None:
    """Return the group's rate in a period, or None where it is not shown."""
    count = count_of(ws, query, period)
    return rate_of(count) if count else None


def shown_periods(ws: Workspace, query: Query) -> list[str]:
    """Return the periods in which the group's rate is shown, earliest first."""
    found = periods_of(ws.narrowed(query.where), query.measure, query.dimension)
    return [p for p in found if shown_rate(ws, query, p) is not None]


def yearly_moves(ws: Workspace, query: Query, ask: Callable[[Released], Count] | None = None) -> list[Fraction]:
    """Return the group's change a year, in points, between each two shown periods at the baseline's time of year.

    `ask` takes another cell of each table, such as everyone else. Two periods that count race and ethnicity in
    different ways say nothing.
    """
    seen, ws = [], ws.narrowed(query.where)
    for period in periods_of(ws, query.measure, query.dimension):
        moment, table = school_year.moment(period), ws.table(query.measure, period, query.dimension)
        if table is None or query.group not in dict(table.groups):
            continue
        found = rate_of(ask(table) if ask else table.group(query.group))
        if moment is not None and found is not None and school_year.term(period) == school_year.term(query.period):
            seen.append((moment, found, table.source))
    return [
        (r2 - r1) * 100 / (m2 - m1)
        for (m1, r1, before), (m2, r2, after) in pairwise(seen)
        if m2 > m1 and not race_break.is_between(ws, query.dimension, before, after)
    ]


def rest_moves(ws: Workspace, query: Query) -> list[Fraction]:
    """Return the same of everyone else."""
    return yearly_moves(ws, query, lambda table: table.rest(query.group))


def sizes(ws: Workspace, query: Query) -> list[tuple[str, int]]:
    """Return how many students the group has in each shown period at the baseline's time of year."""
    counts = ((period, count_of(ws, query, period)) for period in shown_periods(ws, query))
    term = school_year.term(query.period)
    return [(p, count.n) for p, count in counts if count and count.n is not None and school_year.term(p) == term]


def with_leavers(ws: Workspace, query: Query) -> str:
    """Return the name of the group together with those who left it (Ever EL), where its baseline is shown."""
    table = ws.narrowed(query.where).table(query.measure, query.period, query.dimension)
    return ws.words("goal.ever_el") if table is not None and _with_leavers(table, query).is_shown else ""


def lines(ws: Workspace, query: Query, frozen: Baseline | None = None) -> tuple[Line, ...]:
    """Return the group over time, with those who left it where that can be said, and everyone else.

    Where a baseline is `frozen`, its period keeps the frozen figures, whatever the newest file says.
    """
    found = [Line(query.group, group_over_time(ws, query, frozen))]
    if with_leavers(ws, query):
        found.append(Line(with_leavers(ws, query), leavers_over_time(ws, query, frozen)))
    return (*found, Line(ws.words("common.everyone_else"), rest_over_time(ws, query, frozen)))


def group_over_time(ws: Workspace, query: Query, frozen: Baseline | None = None) -> tuple[tuple[str, str], ...]:
    """Return what each period says of the group."""
    return _over_time(ws, query, lambda t: t.group(query.group), frozen.group if frozen else None)


def leavers_over_time(ws: Workspace, query: Query, frozen: Baseline | None = None) -> tuple[tuple[str, str], ...]:
    """Return what each period says of the group together with those who left it."""
    return _over_time(ws, query, lambda t: _with_leavers(t, query), frozen.together if frozen else None)


def rest_over_time(ws: Workspace, query: Query, frozen: Baseline | None = None) -> tuple[tuple[str, str], ...]:
    """Return what each period says of everyone else."""
    return _over_time(ws, query, lambda t: t.rest(query.group), frozen.rest if frozen else None)


def _over_time(
    ws: Workspace, query: Query, ask: Callable[[Released], Count], frozen: BaselineSide | None
) -> tuple[tuple[str, str], ...]:
    values, ws = [], ws.narrowed(query.where)
    for period in periods_of(ws, query.measure, query.dimension):
        table = ws.table(query.measure, period, query.dimension)
        if period == query.period and frozen is not None:
            values.append((period, ws.words.percent(rate(frozen))))
        elif table is not None and query.group in dict(table.groups):
            values.append((period, _text(ws, ask(table))))
    return tuple(values)


def _with_leavers(table: Released, query: Query) -> Count:
    names = {query.group, TOGETHER.get(query.group, "")}
    return table.union(names) if names <= set(dict(table.groups)) else Count("missing")


def _side(count: Count) -> BaselineSide | None:
    if count.is_shown and count.n:
        return BaselineSide(n=count.n, x=count.x)
    found = rate_of(count)
    if found is None:
        return None
    return BaselineSide(n=None, x=None, rate=Decimal(found.numerator) / Decimal(found.denominator))


def _text(ws: Workspace, count: Count) -> str:
    found = rate_of(count)
    return ws.words("common.hidden") if found is None else ws.words.percent(found)


def _is_small(ws: Workspace, side: BaselineSide) -> bool:
    return side.n is not None and side.n < ws.profile.min_group
