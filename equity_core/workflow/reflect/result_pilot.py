"""Schools where an action took place beside the others: the same group, before and after (METHODS.md §3.4).

From the released cells within schools only. A school that may not be shown in one of the two periods is left out, on
its side of the comparison, and named.
"""

from __future__ import annotations

from dataclasses import dataclass

from equity_core import metrics
from equity_core.charts import Figure, dumbbell
from equity_core.metrics import Change, Pair
from equity_core.model import Action, Goal, Query
from equity_core.privacy import Count, Released
from equity_core.workflow import formulas
from equity_core.workflow.definitions import definition
from equity_core.workflow.design import choose
from equity_core.workflow.diagnose.gap_words import people
from equity_core.workflow.implement import plan
from equity_core.workflow.reflect.result_words import signed, value
from equity_core.workflow.workspace import Workspace

SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Pilot:
    """One action that took place in some schools: sentences, what to keep in mind, and a figure where there is one."""

    action: Action
    sentences: tuple[str, ...]
    cautions: tuple[str, ...]
    figure: Figure | None = None


def pilots(ws: Workspace, asked: Goal, period: str) -> tuple[Pilot, ...]:
    """Return each action of this cycle that took place in some schools only, beside the schools where it did not.

    Of a goal for a part of the students there is none: which of them are in which school is not released.
    """
    if asked.baseline.query.where:
        return ()
    return tuple(_pilot(ws, asked, period, action) for action in choose.chosen(ws) if action.schools)


def _pilot(ws: Workspace, asked: Goal, period: str, action: Action) -> Pilot:
    query, words = asked.baseline.query, ws.words
    all_schools = plan.schools(ws, action)
    there = {name: sides for name in all_schools if (sides := _sides(ws, query, period, name)) is not None}
    taking = {name: sides for name, sides in there.items() if name in action.schools}
    others = {name: sides for name, sides in there.items() if name not in action.schools}
    left_out = tuple(name for name in all_schools if name not in there)
    told = [words("results.pilot_left_out", schools=words.listed(left_out))] if left_out else []
    if not taking or not others:
        return Pilot(action, (words("results.pilot_hidden", action=action.title), *told), ())
    (taking_then, taking_now), (others_then, others_now) = _together(taking), _together(others)
    moved = metrics.change(
        Pair(taking_then, others_then),
        Pair(taking_now, others_now),
        ws.measure(query.measure),
        practical_points=ws.profile.practical_points,
    )
    facts = {
        "action": action.title,
        "group": people(ws, query.dimension, query.group),
        "taking": len(taking),
        "others": len(others),
    }
    sentences = (_went(ws, moved, facts), _apart(ws, moved), *told)
    cautions = [
        "trends",
        "volunteers",
        "whole_schools",
        *(["few_schools"] if min(len(taking), len(others)) < 3 else []),
    ]
    return Pilot(
        action,
        sentences,
        tuple(words(f"results.pilot_{name}") for name in cautions),
        _draw(ws, query, period, moved, facts, sentence=sentences[0]),
    )


def _sides(ws: Workspace, query: Query, period: str, school: str) -> tuple[Count, Count] | None:
    """Return the group's counts in one school in both periods, or None where one may not be shown."""
    then, now = (
        _count(ws.table(query.measure, p, query.dimension, ((SCHOOL, school),)), query) for p in (query.period, period)
    )
    return (then, now) if then is not None and now is not None else None


def _count(table: Released | None, query: Query) -> Count | None:
    found = dict(table.groups).get(query.group) if table else None
    return found if found is not None and found.is_shown and found.n else None


def _together(there: dict[str, tuple[Count, Count]]) -> tuple[Count, Count]:
    then, now = zip(*there.values(), strict=True)
    return _sum(then), _sum(now)


def _sum(counts: tuple[Count, ...]) -> Count:
    return Count("shown", n=sum(c.n or 0 for c in counts), x=sum(c.x or 0 for c in counts))


def _went(ws: Workspace, moved: Change, facts: dict[str, object]) -> str:
    assert moved.group_change is not None  # both sides are shown in both periods
    assert moved.rest_change is not None
    return ws.words(
        "results.pilot",
        **facts,
        taking_before=value(ws.words, moved.before.group),
        taking_after=value(ws.words, moved.after.group),
        taking_change=signed(ws.words, moved.group_change),
        others_before=value(ws.words, moved.before.rest),
        others_after=value(ws.words, moved.after.rest),
        others_change=signed(ws.words, moved.rest_change),
    )


def _apart(ws: Workspace, moved: Change) -> str:
    assert moved.gap_change is not None  # both sides are shown in both periods
    assert moved.gap_change_low is not None
    assert moved.gap_change_high is not None
    return ws.words(
        "results.pilot_apart",
        change=signed(ws.words, moved.gap_change),
        sure=ws.words(f"certainty.{moved.certainty}"),
        low=signed(ws.words, moved.gap_change_low),
        high=signed(ws.words, moved.gap_change_high),
    )


def _draw(
    ws: Workspace, query: Query, period: str, moved: Change, facts: dict[str, object], *, sentence: str
) -> Figure:
    words = ws.words
    return dumbbell(
        words,
        moved,
        measure=words("results.pilot_figure", measure=ws.measure_label(query.measure), group=query.group),
        group=words("results.pilot_side", **facts),
        rest=words("results.pilot_others", **facts),
        between=False,
        before=query.period,
        after=period,
        sentence=sentence,
        key="result_pilot_chart",
        method=(
            definition(ws, query.measure),
            words("method.rate"),
            words("method.pilot"),
            *formulas.of_change(words, moved),
            words("method.shown_only"),
        ),
    )
