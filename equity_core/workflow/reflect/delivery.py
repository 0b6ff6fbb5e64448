"""What comes before any outcome: was it delivered, whom did it reach, did what should move first move."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from equity_core import metrics
from equity_core.errors import Unknown
from equity_core.metrics import Change
from equity_core.model import Action, FirstSign, Query
from equity_core.workflow import race_break
from equity_core.workflow.design import choose
from equity_core.workflow.diagnose import goal as goals
from equity_core.workflow.implement import checkins, plan
from equity_core.workflow.reflect.decide import Facts, Leading
from equity_core.workflow.reflect.result_numbers import change, latest_table
from equity_core.workflow.reflect.result_words import moved_sentence
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Delivery:
    """Whether one action was delivered and whom it reached, in sentences."""

    action: Action
    fidelity: checkins.Fidelity
    delivered: str
    reached: str


@dataclass(frozen=True, slots=True)
class First:
    """One leading measure of one action: a sentence, and whether it moved. `is_told` when the team says it itself."""

    action: Action
    text: str
    sentence: str
    moved: Leading
    is_told: bool


def deliveries(ws: Workspace) -> list[Delivery]:
    """Return how each action of this cycle was delivered and whom it reached; percentages only, so it may be shown."""
    return [_delivery(ws, action) for action in choose.chosen(ws)]


def first_signs(ws: Workspace) -> list[First]:
    """Return each leading measure of each action: from the released numbers, or as the team saw it."""
    return [_first(ws, action, told) for action in choose.chosen(ws) for told in action.leading]


def tell(ws: Workspace, action: Action, text: str, *, moved: Literal["moved", "not_moved"]) -> None:
    """Keep what the team saw of a leading measure that no file counts."""
    ws.save(FirstSign(cycle=ws.cycle.id, action=action.id, text=text, moved=moved, on=ws.today()))


def delivered_facts(ws: Workspace, action: Action) -> Facts:
    """Return what the decision helper needs to know about the delivery of one action, no more than is shown."""
    found = checkins.fidelity(ws, action)
    told = checkins.shown_reach(ws, found) if found.reach is not None else ""
    return Facts(dosage=found.dosage, adherence=found.adherence, reach=_reach_as_shown(ws, found), reach_told=told)


def leading(ws: Workspace, action: Action | None) -> Leading:
    """Return whether what should move first moved, over all leading measures of an action or of the cycle."""
    known = {sign.moved for sign in first_signs(ws) if action is None or sign.action.id == action.id}
    if "moved" in known:
        return "moved"
    return "not_moved" if known == {"not_moved"} else "unknown"


def _delivery(ws: Workspace, action: Action) -> Delivery:
    found, words = checkins.fidelity(ws, action), ws.words
    if found.dosage is None:
        delivered = words("results.delivered_unknown", action=action.title)
    elif found.adherence is None:
        delivered = words("results.delivered", action=action.title, dosage=words.percent(found.dosage))
    else:
        delivered = words(
            "results.delivered_core",
            action=action.title,
            dosage=words.percent(found.dosage),
            adherence=words.percent(found.adherence),
        )
    reached = words("results.reached", action=action.title, told=checkins.shown_reach(ws, found))
    return Delivery(action, found, delivered, reached)


def _reach_as_shown(ws: Workspace, found: checkins.Fidelity) -> Fraction | None:
    """Return reach as far as it is shown, so that the suggestion tells no more than the screen does."""
    reached, intended = found.reached, found.intended
    if reached is None or not intended or intended < ws.profile.min_group:
        return None
    few = checkins.SMALL
    if reached <= few:
        return Fraction(few // 2, intended)
    if intended - few <= reached <= intended:
        return Fraction(intended - few // 2, intended)
    return Fraction(reached, intended)


def _first(ws: Workspace, action: Action, told: str) -> First:
    query = _leading_query(ws, told)
    if query is None:
        return _as_seen(ws, action, told)
    ws = ws.narrowed(query.where)
    name = plan.measure_name(ws, told)
    then = ws.table(query.measure, query.period, query.dimension)
    now = latest_table(ws, query)
    if then is None or now is None or query.group not in dict(then.groups) or query.group not in dict(now.groups):
        return First(action, name, ws.words("results.first_no_numbers", measure=name), "unknown", is_told=False)
    if race_break.is_between(ws, query.dimension, then.source, now.source):
        sentence = ws.words("problem.change.race_form", before=query.period, after=now.period)
        return First(action, name, sentence, "unknown", is_told=False)
    moved = change(ws, query.measure, metrics.pair(then, query.group), metrics.pair(now, query.group))
    sentence = moved_sentence(ws, query, moved, period=now.period)
    return First(action, name, sentence, _has_moved(ws, moved), is_told=False)


def _as_seen(ws: Workspace, action: Action, told: str) -> First:
    seen = [s for s in ws.of_cycle(FirstSign) if (s.action, s.text) == (action.id, told)]
    if not seen:
        return First(action, told, ws.words("results.first_unseen", measure=told), "unknown", is_told=True)
    last = seen[-1]
    sentence = ws.words(f"results.first_{last.moved}", measure=told, day=ws.words.day(last.on))
    return First(action, told, sentence, last.moved, is_told=True)


def _leading_query(ws: Workspace, told: str) -> Query | None:
    found = goals.current(ws)
    try:
        ws.measure(told)
    except Unknown:
        return None
    return found.baseline.query.model_copy(update={"measure": told}) if found else None


def _has_moved(ws: Workspace, moved: Change) -> Leading:
    if moved.group_change is None:
        return "unknown"
    if moved.direction == "parity":
        return _is_nearer(ws, moved)
    better = moved.group_change if moved.direction == "higher_better" else -moved.group_change
    if better >= ws.profile.practical_points:
        return "moved"
    return "not_moved" if better <= 0 or moved.group_certainty == "no_sign" else "unknown"


def _is_nearer(ws: Workspace, moved: Change) -> Leading:
    """Say whether a gap that should be none is smaller by what the team calls enough, on the same side."""
    if moved.gap_before is None or moved.gap_after is None or moved.how == "crossed_parity":
        return "unknown"
    if abs(moved.gap_before) - abs(moved.gap_after) >= ws.profile.practical_points:
        return "moved"
    return "not_moved" if moved.how == "not_narrowed" or moved.certainty == "no_sign" else "unknown"
