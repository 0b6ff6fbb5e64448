"""Did the gap move: a later period against the frozen baseline, for the focus group, everyone else and between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from equity_core import metrics
from equity_core.charts import Figure
from equity_core.metrics import Change
from equity_core.model import Action, Baseline, Goal, LogEntry, Query
from equity_core.privacy import Released
from equity_core.workflow.diagnose import focus
from equity_core.workflow.diagnose import goal as goals
from equity_core.workflow.diagnose.gap_same import Same, same
from equity_core.workflow.diagnose.goal_numbers import frozen, reference
from equity_core.workflow.reflect import delivery
from equity_core.workflow.reflect.decide import Facts, Moved
from equity_core.workflow.reflect.result_cautions import Flag, events, flags, losses
from equity_core.workflow.reflect.result_figures import draw_pair, draw_time
from equity_core.workflow.reflect.result_numbers import (
    change,
    comparable_periods,
    later_periods,
    why_not,
)
from equity_core.workflow.reflect.result_path import by_itself, path
from equity_core.workflow.reflect.result_pilot import Pilot, pilots
from equity_core.workflow.reflect.result_words import moved_sentence, names, others, value
from equity_core.workflow.workspace import Workspace

PARITY: dict[str, Moved] = {
    "narrowed_to_parity": "nearer",
    "not_narrowed": "not_nearer",
    "crossed_parity": "crossed",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The focus group, everyone else and the gap: a later period against the frozen baseline."""

    goal: Goal
    period: str
    change: Change
    sentence: str  # the focus group
    others: tuple[str, ...]  # everyone else, then the gap in points, as a ratio, and who did it
    flags: tuple[Flag, ...]
    harmed: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[str, ...]
    pair_figure: Figure
    time_figure: Figure
    path: tuple[str, ...]  # where the group is on the way to the goal
    pilots: tuple[Pilot, ...]  # actions that took place in some schools only
    same: Same | None = None  # what the students did who are in both periods


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no outcome to show, and what to do about it, in words."""

    code: Literal["no_goal", "no_follow_up", "not_comparable", "hidden", "group_gone"]
    text: str
    to_do: str
    why: str = ""  # of "not_comparable": "season", "row", "race_form" or "definition"


def offered_periods(ws: Workspace) -> list[str]:
    """Return the periods that this cycle's baseline can be held against, latest first."""
    found = goals.current(ws)
    return comparable_periods(ws, found) if found else []


def outcome(ws: Workspace, asked: Goal | None = None, *, period: str = "") -> Outcome | Missing:
    """Return the outcome of a goal (this cycle's by default) in a later period (the latest comparable by default)."""
    found = asked or goals.current(ws)
    if found is None:
        return _missing(ws, "no_goal")
    ws = ws.narrowed(found.baseline.query.where)
    baseline, told = found.baseline, _bring(ws, found.baseline)
    wanted = period or next(iter((*comparable_periods(ws, found), *later_periods(ws, found))), "")
    table = ws.table(baseline.query.measure, wanted, baseline.query.dimension) if wanted else None
    if table is None:
        return _missing(ws, "no_follow_up", **told)
    told["period"] = wanted
    reason = why_not(ws, baseline, wanted)
    if reason:
        missing = _missing(ws, "not_comparable", reason=ws.words(f"results.differs_{reason}"), **told)
        return replace(missing, why=reason)
    if baseline.query.group not in dict(table.groups):
        return _missing(ws, "group_gone", **told)
    if metrics.rate_of(table.group(baseline.query.group)) is None:
        return _missing(ws, "hidden", min_group=ws.profile.min_group, **told)
    return _outcome(ws, found, table)


def original(ws: Workspace) -> Goal | None:
    """Return the goal of an earlier cycle whose baseline is still to be shown, or None."""
    earlier = ws.get(Goal, ws.cycle.original_goal) if ws.cycle.original_goal else None
    current = goals.current(ws)
    return None if current is not None and earlier is not None and earlier.id == current.id else earlier


def against_original(ws: Workspace, *, period: str = "") -> str:
    """Return one sentence about now and the first cycle's baseline; empty in a first cycle."""
    first = original(ws)
    if first is None:
        return ""
    told = outcome(ws, first, period=period if period in later_periods(ws, first) else "")
    if isinstance(told, Missing):
        return ws.words("results.original_alone", baseline=baseline_sentence(ws, first))
    return ws.words("results.original", baseline=baseline_sentence(ws, first), sentence=told.sentence)


def facts(ws: Workspace, action: Action | None, found: Outcome | Missing) -> Facts:
    """Return what the decision helper needs to know about one action, or about the cycle when it has none."""
    current = goals.current(ws)
    known = replace(
        delivery.delivered_facts(ws, action) if action else Facts(),
        leading=delivery.leading(ws, action),
        outside_event=bool(events(ws)),
        horizon_passed=current is not None and ws.today() >= current.by,
    )
    if isinstance(found, Missing):
        return replace(known, changed=("definition",)) if found.why in ("row", "race_form", "definition") else known
    return replace(
        known,
        outcome=_moved(found.change),
        sure=found.change.certainty if found.change.direction == "parity" else found.change.group_certainty,
        gap=found.change.how or "" if found.change.certainty else "",  # rates alone claim nothing
        gap_sure=found.change.certainty,
        harmed=found.harmed,
        lost=found.lost,
        changed=found.changed,
    )


def keep(ws: Workspace, found: Outcome) -> LogEntry:
    """Write the result in the log as an outcome, in the words that were on the screen; once for a period."""
    text = " ".join((found.sentence, *found.others))
    for entry in ws.of_cycle(LogEntry):
        if entry.form == "outcome" and entry.text == text:
            return entry
    entry = LogEntry(cycle=ws.cycle.id, form="outcome", text=text, on=ws.today())
    ws.save(entry)
    return entry


def is_kept(ws: Workspace, found: Outcome) -> bool:
    """Say whether this very result is in the log."""
    text = " ".join((found.sentence, *found.others))
    return any(entry.form == "outcome" and entry.text == text for entry in ws.of_cycle(LogEntry))


def baseline_sentence(ws: Workspace, asked: Goal) -> str:
    """Return a frozen baseline in one sentence."""
    query = asked.baseline.query
    before, ws = frozen(ws, asked.baseline).group, ws.narrowed(query.where)
    return ws.words("results.baseline", **names(ws, query), value=value(ws.words, before), period=query.period)


def baseline_lines(ws: Workspace, asked: Goal) -> tuple[str, ...]:
    """Return a frozen baseline and what it is compared with; without the second where that may not be shown."""
    return (baseline_sentence(ws, asked), *_beside(ws, asked.baseline.query, frozen(ws, asked.baseline)))


def latest_lines(ws: Workspace) -> tuple[str, ...]:
    """Return this cycle's latest value and what it is compared with; nothing before there is one."""
    found = outcome(ws)
    if isinstance(found, Missing):
        return ()
    return (latest_sentence(ws), *_beside(ws, found.goal.baseline.query, found.change.after))


def _beside(ws: Workspace, query: Query, pair: metrics.Pair) -> tuple[str, ...]:
    rates = (metrics.rate_of(pair.group), metrics.rate_of(pair.rest))
    if rates[0] is None or rates[1] is None:
        return ()
    compare = focus.compared_with(ws, query.compare)
    facts = {"value": value(ws.words, pair.rest), "points": ws.words.points((rates[0] - rates[1]) * 100)}
    return (ws.words("home.beside", compare=compare[:1].upper() + compare[1:], **facts),)


def latest_query(ws: Workspace) -> Query | None:
    """Return the question whose answer is this cycle's latest value, or None before there is one."""
    found = outcome(ws)
    if isinstance(found, Missing):
        return None
    return found.goal.baseline.query.model_copy(update={"period": found.period})


def latest_sentence(ws: Workspace) -> str:
    """Return this cycle's latest value in one sentence; empty before there is one."""
    found = outcome(ws)
    if isinstance(found, Missing):
        return ""
    query, now = found.goal.baseline.query, value(ws.words, found.change.after.group)
    return ws.words("results.latest", **names(ws.narrowed(query.where), query), value=now, period=found.period)


def _outcome(ws: Workspace, asked: Goal, table: Released) -> Outcome:
    query = asked.baseline.query
    before, after = frozen(ws, asked.baseline), metrics.pair(table, query.group, reference(query))
    moved = change(ws, query.measure, before, after)
    harmed, lost = losses(ws, asked, table, moved)
    itself = by_itself(ws, asked, moved)
    said = flags(ws, asked, table, moved, lost, by_itself=itself.sentences)
    on_the_path = path(ws, asked, table, moved)
    return Outcome(
        goal=asked,
        period=table.period,
        change=moved,
        sentence=moved_sentence(ws, query, moved, period=table.period),
        others=others(ws, moved),
        flags=said,
        harmed=harmed,
        lost=lost,
        changed=tuple(flag.code for flag in said if flag.code == "composition"),
        pair_figure=draw_pair(ws, asked, table, moved, more=itself.formulas),
        time_figure=draw_time(ws, asked, table.period, moved, more=on_the_path.formulas),
        path=on_the_path.sentences,
        pilots=pilots(ws, asked, table.period),
        same=same(ws, query, before=query.period, after=table.period),
    )


def _moved(moved: Change) -> Moved:
    if moved.direction == "parity":
        return PARITY.get(moved.how or "", "unknown")
    if moved.group_change is None:
        return "unknown"
    if moved.group_change == 0:
        return "same"
    return "better" if moved.group_improved else "worse"


def _bring(ws: Workspace, baseline: Baseline) -> dict[str, str]:
    query = baseline.query
    return {**names(ws, query), "dimension": ws.dimension_label(query.dimension), "baseline_period": query.period}


def _missing(
    ws: Workspace,
    code: Literal["no_goal", "no_follow_up", "not_comparable", "hidden", "group_gone"],
    **told: object,
) -> Missing:
    return Missing(code, ws.words(f"results.missing_{code}", **told), ws.words(f"results.to_do_{code}", **told))
