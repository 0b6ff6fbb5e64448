"""The frozen baseline beside a later period: which periods may be compared, and with what counts."""

from __future__ import annotations

import re

from equity_core import metrics
from equity_core.metrics import Change, Pair
from equity_core.model import Baseline, Goal, Measure, Query, Source
from equity_core.privacy import Released
from equity_core.workflow import periods, race_break
from equity_core.workflow.workspace import Workspace


def later_periods(ws: Workspace, asked: Goal) -> list[str]:
    """Return the periods after the baseline that have the same measure by the same dimension, latest first."""
    query = asked.baseline.query
    ws = ws.narrowed(query.where)
    found = {
        table.period
        for release in ws.releases()
        for table in release.tables
        if (table.measure, table.dimension, table.where) == (query.measure, query.dimension, ())
        and periods.is_before(query.period, table.period)
    }
    return periods.ordered(found)[::-1]


def comparable_periods(ws: Workspace, asked: Goal) -> list[str]:
    """Return the later periods that may be held against the baseline, latest first."""
    return [p for p in later_periods(ws, asked) if not why_not(ws, asked.baseline, p)]


def why_not(ws: Workspace, baseline: Baseline, period: str) -> str:
    """Return the code of what makes a period incomparable with the baseline, or nothing."""
    query, ws = baseline.query, ws.narrowed(baseline.query.where)
    if season(period) != season(query.period):
        return "season"
    table = ws.table(query.measure, period, query.dimension)
    then = ws.get(Source, baseline.source)
    now = ws.get(Source, table.source) if table else None
    if then and now and then.one_row_is != now.one_row_is and "group" not in (then.one_row_is, now.one_row_is):
        return "row"
    if table and race_break.is_between(ws, query.dimension, baseline.source, table.source):
        return "race_form"
    return "definition" if _is_redefined(ws, baseline) else ""


def change(ws: Workspace, measure: str, before: Pair, after: Pair) -> Change:
    """Return how a group moved between two pairs of counts, judged as named beforehand."""
    return metrics.change(before, after, ws.measure(measure), practical_points=ws.profile.practical_points)


def latest_table(ws: Workspace, query: Query) -> Released | None:
    """Return the newest table of the same question at the same time of the year after its period, or None."""
    ws = ws.narrowed(query.where)
    after = {
        table.period
        for release in ws.releases()
        for table in release.tables
        if (table.measure, table.dimension, table.where) == (query.measure, query.dimension, ())
        and periods.is_before(query.period, table.period)
        and season(table.period) == season(query.period)
    }
    return ws.table(query.measure, periods.ordered(after)[-1], query.dimension) if after else None


def _is_redefined(ws: Workspace, baseline: Baseline) -> bool:
    now = ws.get(Measure, baseline.query.measure)
    if now is None:
        return False
    then = [
        event.body
        for event in ws.store.events()
        if (event.kind, event.id) == (Measure.kind, now.id) and event.at <= baseline.frozen_at and event.body
    ]
    return bool(then) and Measure.model_validate_json(then[-1]).rule != now.rule


def season(period: str) -> str:
    """Return what is left of a period without its numbers: a fall is not compared with a whole year."""
    return " ".join(re.findall(r"[A-Za-z]{2,}", period)).lower()
