"""What stands in the way of a goal, with the way out, and how a goal could mislead.

A *refusal* says what cannot be; nothing is frozen. A *warning* is kept with the goal, and the team may still freeze it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from equity_core.metrics import rate_of
from equity_core.model import Baseline, BaselineSide, Goal, Query
from equity_core.workflow import school_year
from equity_core.workflow.diagnose import focus, goal_numbers
from equity_core.workflow.diagnose.gap_words import people
from equity_core.workflow.diagnose.goal_numbers import (
    is_parity_wanted,
    is_raised,
    leavers_over_time,
    rate,
    rest_over_time,
    shown_periods,
    shown_rate,
    with_leavers,
    yearly_moves,
)
from equity_core.workflow.diagnose.goal_words import detectable, pace
from equity_core.workflow.workspace import Workspace

MUCH = Fraction(1, 5)  # of a group's size: it is hardly the same group
FEWEST = 30  # fewer students than this are too few to judge (DESIGN.md §5)
LEAVE, JOIN = ("el_status", "Current EL"), ("el_status", "Former EL")  # who is reclassified leaves one for the other


@dataclass(frozen=True, slots=True)
class Note:
    """A refusal or a warning: its code and its sentence."""

    code: str
    text: str


def refusals(
    ws: Workspace, query: Query, baseline: Baseline | None, *, target_percent: Decimal | None, by: date | None
) -> tuple[Note, ...]:
    """Return what stands in the way, each with what to do; nothing when it can be frozen or has blanks."""
    if baseline is None:
        return (Note("baseline_hidden", _way_out(ws, query)),)
    found = {
        "target": _refuse_target(ws, baseline, target_percent) if target_percent is not None else "",
        "date": _refuse_date(ws, query, by) if by else "",
    }
    return tuple(Note(code, text) for code, text in found.items() if text)


def warnings(ws: Workspace, goal: Goal) -> tuple[Note, ...]:
    """Return how this goal could mislead, in a fixed order."""
    query = goal.baseline.query
    found = {
        "not_focus": _warn_focus(ws, query),
        "pace": _warn_pace(ws, goal),
        "membership": _warn_membership(ws, goal.baseline),
        "size": _warn_size(ws, query),
        "everyone_else": _warn_others(ws, goal.baseline),
        "newer_numbers": _warn_newer(ws, query),
        "date_passed": ws.words("goal.warn_passed", by=ws.words.month(goal.by)) if goal.by < ws.today() else "",
        "too_few": _warn_few(ws, goal.baseline.group),
        "too_small": _warn_small(ws, goal),
    }
    return tuple(Note(code, text) for code, text in found.items() if text)


def _way_out(ws: Workspace, query: Query) -> str:
    table = ws.narrowed(query.where).table(query.measure, query.period, query.dimension)
    groups = [name for name, count in table.groups if rate_of(count) is not None] if table else []
    parts = [ws.words("goal.refuse_hidden", group=people(ws, query.dimension, query.group), period=query.period)]
    if shown_periods(ws, query):
        parts.append(ws.words("goal.way_period", periods=ws.words.listed(shown_periods(ws, query))))
    if groups:
        parts.append(ws.words("goal.way_group", groups=ws.words.listed(groups)))
    return " ".join([*parts, ws.words("goal.way_listen")])


def _refuse_target(ws: Workspace, baseline: Baseline, target_percent: Decimal) -> str:
    target, start, higher = (
        Fraction(target_percent) / 100,
        rate(baseline.group),
        is_raised(ws, baseline, target_percent),
    )
    if not 0 <= target <= 1:
        return ws.words("goal.refuse_no_percent")
    if is_parity_wanted(ws, baseline.query):
        return _refuse_apart(ws, baseline, target)
    if target > start if higher else target < start:
        return ""
    word = "goal.refuse_direction_raise" if higher else "goal.refuse_direction_lower"
    return ws.words(word, start=ws.words.percent(start))


def _refuse_apart(ws: Workspace, baseline: Baseline, target: Fraction) -> str:
    """Refuse a target that is no nearer to everyone else; where they are hidden, one that changes nothing."""
    start = rate(baseline.group)
    if baseline.rest is None:
        return "" if target != start else ws.words("goal.refuse_no_change", start=ws.words.percent(start))
    rest = rate(baseline.rest)
    if abs(target - rest) < abs(start - rest):
        return ""
    return ws.words("goal.refuse_apart", start=ws.words.percent(start), rest=ws.words.percent(rest))


def _refuse_date(ws: Workspace, query: Query, by: date) -> str:
    newest = next(reversed(shown_periods(ws, query)), query.period)
    moment = school_year.moment(newest)
    if moment is None or school_year.moment_of_day(by) > moment:
        return ""
    return ws.words("goal.refuse_date", by=ws.words.month(by), period=newest)


def _warn_focus(ws: Workspace, query: Query) -> str:
    chosen = focus.current(ws)
    if chosen is None or goal_numbers.is_about(chosen.query, query):
        return ""
    if chosen.query.where and not query.where:
        return ws.words("goal.warn_narrow", focus=focus.title(ws, chosen.query))
    return ws.words("goal.warn_focus", focus=focus.title(ws, chosen.query))


def _warn_pace(ws: Workspace, goal: Goal) -> str:
    asked, query = pace(goal), goal.baseline.query
    if asked is None:
        return ws.words("goal.warn_pace_no_year", period=query.period)
    better = 1 if is_raised(ws, goal.baseline, goal.target_percent) else -1
    moves = [move * better for move in yearly_moves(ws, query)]
    told = {"pace": ws.words.points(asked), "group": people(ws, query.dimension, query.group)}
    if not moves:
        return ws.words("goal.warn_pace_unknown", **told)
    if max(moves) <= 0:
        return ws.words("goal.warn_pace_never", **told)
    return ws.words("goal.warn_pace", best=ws.words.points(max(moves)), **told) if abs(asked) > max(moves) else ""


def _warn_membership(ws: Workspace, frozen: Baseline) -> str:
    query = frozen.query
    named = (query.dimension, query.group)
    if named not in (LEAVE, JOIN):
        return ""
    who = people(ws, query.dimension, query.group)
    parts = [ws.words("goal.warn_membership" if named == LEAVE else "goal.warn_membership_join", group=who)]
    if named == JOIN:
        pass  # nobody leaves it, so there is nobody to add
    elif with_leavers(ws, query):
        parts.append(ws.words("goal.warn_membership_offer", path=_path(leavers_over_time(ws, query, frozen))))
    else:
        parts.append(ws.words("goal.warn_membership_alone"))
    parts.append(ws.words("goal.warn_membership_cohort", group=who, period=query.period))
    return " ".join(parts)


def _warn_size(ws: Workspace, query: Query) -> str:
    """Warn where the group has grown or shrunk much: other students are counted than before."""
    found = goal_numbers.sizes(ws, query)
    if len(found) < 2:
        return ""
    (first, before), (last, after) = found[0], found[-1]
    if abs(Fraction(after, before) - 1) < MUCH:
        return ""
    group = people(ws, query.dimension, query.group)
    return ws.words("goal.warn_size", group=group, first=first, last=last, before=before, after=after)


def _warn_others(ws: Workspace, frozen: Baseline) -> str:
    if frozen.rest is None:
        return ws.words("goal.warn_others_hidden")
    return ws.words(
        f"goal.warn_others_{ws.measure(frozen.query.measure).direction}",
        path=_path(rest_over_time(ws, frozen.query, frozen)),
    )


def _warn_newer(ws: Workspace, query: Query) -> str:
    newest = next(reversed(shown_periods(ws, query)), query.period)
    found = shown_rate(ws, query, newest)
    if newest == query.period or found is None:
        return ""
    return ws.words("goal.warn_newer", period=newest, rate=ws.words.percent(found))


def _warn_few(ws: Workspace, side: BaselineSide) -> str:
    return ws.words("goal.warn_few", n=side.n) if side.n is not None and side.n < FEWEST else ""


def _warn_small(ws: Workspace, goal: Goal) -> str:
    side = goal.baseline.group
    if side.n is None or side.x is None:
        return ""
    change = abs(Fraction(goal.target_percent) - rate(side) * 100)
    if change >= Fraction(detectable(side)):
        return ""
    return ws.words("goal.warn_small", change=ws.words.points(change), points=ws.words.points(detectable(side)))


def _path(values: tuple[tuple[str, str], ...]) -> str:
    return " → ".join(value for _, value in values)
