"""Where a goal's group is on the straight path from its baseline, and what its rate would do by itself."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from equity_core import stats
from equity_core.metrics import Change
from equity_core.model import Goal
from equity_core.privacy import Count, Released
from equity_core.stats import Counts, Trajectory
from equity_core.workflow import formulas, school_year
from equity_core.workflow.diagnose.gap_words import people
from equity_core.workflow.reflect.result_words import signed
from equity_core.workflow.workspace import Workspace

FEWEST_GROUPS = 3  # with fewer nobody can say how much of their spread is chance
HARDLY = Fraction(5, 100)  # points: less is not worth a sentence


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences, and the formulas behind them."""

    sentences: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()


def path(ws: Workspace, asked: Goal, table: Released, moved: Change) -> Told:
    """Return how far along the path to the goal a period is; nothing without counts, or where no year is named."""
    base, target, now = moved.group_before, Fraction(asked.target_percent) / 100, moved.after.group
    start, end = school_year.moment(asked.baseline.query.period), school_year.moment_of_day(asked.by)
    here = school_year.moment(table.period)
    if base is None or target == base or not now.is_shown or start is None or here is None or end <= start:
        return Told()
    at = min(here, end)
    found = stats.trajectory(now.x or 0, now.n or 0, baseline=base, target=target, start=start, end=end, now=at)
    if found.rate is None:
        return Told()
    formula = formulas.of_path(ws.words, base, target, done=at - start, all_years=end - start, line=found.expected_now)
    told = [
        _standing(ws, moved, found, table.period, target),
        _students(ws, found, is_up=target > base),
        _pace(ws, asked, found),
    ]
    if found.worse_than_baseline:
        told.insert(1, ws.words("results.path_worse"))
    return Told(tuple(filter(None, told)), (ws.words("method.path"), formula))


def by_itself(ws: Workspace, asked: Goal, moved: Change) -> Told:
    """Return what chance alone would do to a rate that was chosen for being the furthest behind; else nothing.

    Frozen and released numbers only: the groups of the baseline's table that are shown.
    """
    query, value = asked.baseline.query, moved.group_before
    table = ws.table(query.measure, query.period, query.dimension)
    if table is None or value is None or moved.group_change is None or not table.partitions:
        return Told()
    groups = {name: _counts(c) for name, c in table.groups if c.is_shown and c.n}
    if query.group not in groups or len(groups) < FEWEST_GROUPS or not _is_furthest(groups, query.group, moved):
        return Told()
    drawn = stats.shrink(groups)
    assert drawn is not None  # there are groups with somebody in them
    reliability = drawn.groups[query.group].weight
    back = stats.regress(value, mean=drawn.overall, reliability=reliability)
    if abs(back.expected_change) * 100 < HARDLY:
        return Told()
    words = ws.words
    sentence = words(
        f"results.flag_regression{_of(moved)}",
        group=people(ws, query.dimension, query.group),
        period=query.period,
        before=words.percent(value),
        expected=words.percent(back.expected_next),
        by=signed(words, back.expected_change * 100),
        change=signed(words, moved.group_change),
    )
    formula = formulas.of_regression(words, value, drawn.overall, reliability, back.expected_next)
    return Told((sentence,), (words("method.regression"), formula))


def _is_furthest(groups: dict[str, Counts], group: str, moved: Change) -> bool:
    rates = {name: Fraction(c.x, c.n) for name, c in groups.items()}
    lowest, highest = rates[group] == min(rates.values()), rates[group] == max(rates.values())
    return {"higher_better": lowest, "lower_better": highest, "parity": lowest or highest}[moved.direction]


def _counts(count: Count) -> Counts:
    return Counts(count.x or 0, count.n or 0)


def _of(moved: Change) -> str:
    """Return the ending of words that speak of no better side."""
    return "_parity" if moved.direction == "parity" else ""


def _standing(ws: Workspace, moved: Change, found: Trajectory, period: str, target: Fraction) -> str:
    assert found.rate is not None  # who asks has looked
    assert found.low is not None
    assert found.high is not None
    words = ws.words
    return words(
        f"results.path_{found.status}{_of(moved)}",
        rate=words.percent(found.rate),
        line=words.percent(found.expected_now),
        period=period,
        target=words.percent(target),
        low=words.percent(found.low),
        high=words.percent(found.high),
    )


def _students(ws: Workspace, found: Trajectory, *, is_up: bool) -> str:
    if found.status == "met" or found.students_to_line is None or found.students_to_target is None:
        return ""
    code = "results.path_more" if is_up else "results.path_fewer"
    code += "" if found.students_to_line > 0 else "_to_go"
    return ws.words(code, line=found.students_to_line, target=found.students_to_target)


def _pace(ws: Workspace, asked: Goal, found: Trajectory) -> str:
    if found.status == "met" or found.required_pace is None or found.current_pace is None:
        return ""
    return ws.words(
        "results.path_pace",
        current=signed(ws.words, found.current_pace * 100),
        required=signed(ws.words, found.required_pace * 100),
        by=ws.words.month(asked.by),
    )
