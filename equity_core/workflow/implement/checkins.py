"""Is it happening as planned: one short note a week, and dosage, adherence and reach worked out exactly.

Counts of sessions are staff activity: for the team's desk, never on the projector, in print or in a share copy
(percentages over the whole time may be). Students reached are shown by the gate's rule for counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from equity_core.errors import Problem
from equity_core.model import Action, CheckIn, LogEntry
from equity_core.workflow import naming, series
from equity_core.workflow.series import At, Reading
from equity_core.workflow.workspace import Workspace

Drift = Literal["", "know", "agree", "time", "stuff"]
ROUTES: dict[Drift, str] = {"know": "training", "agree": "team", "time": "plan", "stuff": "plan"}  # reason → page id
DRIFTS: tuple[Drift, ...] = ("", *ROUTES)
LATE_AFTER_DAYS = 14
SLIP = 3  # this many times the plan is a slip of the finger
SMALL = 4  # counts of students up to this many, or all but so many, are not printed (DESIGN.md §4)


@dataclass(frozen=True, slots=True)
class Fidelity:
    """What was planned and what happened, over all weeks. A share is None where nothing was counted to divide by.

    `adherence` is of the sessions delivered in weeks where core parts were counted (`core_of`); `reached` is the
    most students that any week reports, for weeks count students so far.
    """

    planned: int
    delivered: int
    with_core: int | None
    reached: int | None
    intended: int | None
    dosage: Fraction | None
    adherence: Fraction | None
    reach: Fraction | None
    weeks: int = 0
    core_of: int = 0


def fidelity(ws: Workspace, action: Action) -> Fidelity:
    """Return dosage, adherence and reach of one action, as exact fractions."""
    weeks = history(ws, action)
    planned, delivered = sum(w.planned for w in weeks), sum(w.delivered for w in weeks)
    counted = [w for w in weeks if w.with_core_parts is not None]
    with_core = sum(w.with_core_parts or 0 for w in counted) if counted else None
    core_of = sum(w.delivered for w in counted)
    reached = max((w.reached for w in weeks if w.reached is not None), default=None)
    intended = next((w.intended for w in reversed(weeks) if w.intended), action.students_intended)
    return Fidelity(
        planned=planned,
        delivered=delivered,
        with_core=with_core,
        reached=reached,
        intended=intended,
        dosage=_share(delivered, planned),
        adherence=_share(with_core, core_of),
        reach=_share(reached, intended),
        weeks=len(weeks),
        core_of=core_of,
    )


def history(ws: Workspace, action: Action) -> list[CheckIn]:
    """Return the check-ins of one action, by week."""
    return sorted((c for c in ws.of_cycle(CheckIn) if c.action == action.id), key=lambda c: c.week_of)


def shown_reach(ws: Workspace, fidelity: Fidelity) -> str:
    """Return the students reached in words that keep the small-count rule: "34 of 40", "under 5" or hidden."""
    reached, intended = fidelity.reached, fidelity.intended
    if reached is None or not intended:
        return ws.words("checkins.not_counted")
    if intended < ws.profile.min_group:
        return ws.words("common.hidden")
    if reached <= SMALL:
        return ws.words("checkins.reach_few", intended=intended)
    if intended - SMALL <= reached <= intended:
        return ws.words("checkins.reach_nearly_all", intended=intended)
    return ws.words("checkins.reach", reached=reached, intended=intended, percent=ws.words.percent(fidelity.reach or 0))


def draft(ws: Workspace, action: Action) -> CheckIn:
    """Return the next check-in to fill in: the week after the last one, with what the plan or last week says."""
    weeks = history(ws, action)
    if weeks:
        last = weeks[-1]
        return _empty(ws, action, last.week_of + timedelta(days=7), last.planned, last.intended)
    start = action.start if action.start and action.start <= ws.today() else ws.today()
    return _empty(ws, action, start, action.sessions_per_week or 0, action.students_intended)


def keep(ws: Workspace, checkin: CheckIn) -> tuple[Problem, ...]:
    """Keep a check-in, new or changed, under the Monday of its week; or nothing, and the problems by field."""
    kept = checkin.model_copy(update={"week_of": monday(checkin.week_of)})
    found = doubts(ws, kept)
    if not found:
        ws.save(kept)
    return found


def doubts(ws: Workspace, kept: CheckIn) -> tuple[Problem, ...]:
    """Return what speaks against keeping a check-in, by field."""
    found = (
        ("week_of", "checkin_week_taken", _is_taken(ws, kept)),
        ("week_of", "checkin_future", kept.week_of > ws.today()),
        ("delivered", "checkin_nothing", kept.planned == 0 and kept.delivered == 0),
        ("delivered", "checkin_many_more", 0 < kept.planned * SLIP < kept.delivered),
        ("with_core_parts", "checkin_core_more", (kept.with_core_parts or 0) > kept.delivered),
    )
    problems = tuple(Problem(code, column=column) for column, code, is_so in found if is_so)
    return (*problems, *naming.known_problems(ws, worked=kept.worked, hindered=kept.hindered))


def panel(ws: Workspace, action: Action, *, with_counts: bool) -> list[tuple[str, str, str]]:
    """Return dosage, adherence and reach as (name, share, what it is a share of).

    Sessions are counted out `with_counts` only: at the team's desk.
    """
    words, found = ws.words, fidelity(ws, action)
    what = "checkins.{}_of" if with_counts else "checkins.{}_what"
    sessions = {"planned": found.planned, "delivered": found.delivered}
    core = {"with_core": found.with_core or 0, "core_of": found.core_of}
    return [
        (words("checkins.dosage"), _percent(ws, found.dosage), words(what.format("dosage"), **sessions)),
        (words("checkins.adherence"), _percent(ws, found.adherence), words(what.format("adherence"), **core)),
        (words("checkins.reach_name"), shown_reach(ws, found), words("checkins.reach_what")),
    ]


def weeks(ws: Workspace, action: Action) -> list[dict[str, str]]:
    """Return the weeks of one action as a table, newest first; for the team's desk only."""
    return [_row(ws, week) for week in reversed(history(ws, action))]


def weekly(ws: Workspace, action: Action) -> Reading | None:
    """Return what the weeks' delivered shares say as a series, events of the log beside it; for the team's desk only.

    Weeks in which nothing was planned are left out. None before the first week.
    """
    found = [week for week in history(ws, action) if week.planned]
    if not found:
        return None
    entries = [entry for entry in ws.of_cycle(LogEntry) if entry.action in ("", action.id) and entry.form != "note"]
    points = [
        At(
            ws.words.day(week.week_of),
            week.delivered,
            week.planned,
            Fraction(week.delivered, week.planned),
            events=tuple(entry.text for entry in entries if monday(entry.on) == week.week_of),
        )
        for week in found
    ]
    return series.read(
        ws,
        points,
        measure=ws.words("checkins.weekly_measure"),
        counted=(ws.words("checkins.weekly_counted"),),
        direction="higher_better",
        key="weekly_chart",
    )


def week_name(ws: Workspace, checkin: CheckIn | None) -> str:
    """Return what people call a week; None is the one that is still to be written."""
    return ws.words("checkins.week", day=ws.words.day(checkin.week_of)) if checkin else ws.words("checkins.new_week")


def drift(ws: Workspace, action: Action) -> Drift:
    """Return the newest reason that was given for drifting from the plan."""
    return next((week.drift for week in reversed(history(ws, action)) if week.drift), "")


def is_late(ws: Workspace, action: Action) -> bool:
    """Say whether a running action has had no check-in for more than two weeks."""
    today, weeks = ws.today(), history(ws, action)
    over = action.end is not None and action.end < today
    since = weeks[-1].week_of + timedelta(days=6) if weeks else action.start
    return not over and since is not None and (today - since).days > LATE_AFTER_DAYS


def monday(day: date) -> date:
    """Return the Monday of a day's week.

    >>> monday(date(2025, 1, 16))
    datetime.date(2025, 1, 13)
    """
    return day - timedelta(days=day.weekday())


def _empty(ws: Workspace, action: Action, week: date, planned: int, intended: int | None) -> CheckIn:
    return CheckIn(
        cycle=ws.cycle.id, action=action.id, week_of=monday(week), planned=planned, delivered=0, intended=intended
    )


def _is_taken(ws: Workspace, checkin: CheckIn) -> bool:
    others = (c for c in ws.of_cycle(CheckIn) if c.action == checkin.action and c.id != checkin.id)
    return any(monday(c.week_of) == checkin.week_of for c in others)


def _row(ws: Workspace, week: CheckIn) -> dict[str, str]:
    words, none = ws.words, ws.words("checkins.not_counted")
    core = none if week.with_core_parts is None else str(week.with_core_parts)
    reason = words(f"checkins.drift_{week.drift}") if week.drift else ""
    return {
        words("checkins.week_of"): words.day(week.week_of),
        words("checkins.planned_short"): str(week.planned),
        words("checkins.delivered_short"): str(week.delivered),
        words("checkins.dosage"): _percent(ws, _share(week.delivered, week.planned)),
        words("checkins.core_short"): core,
        words("checkins.worked_short"): week.worked,
        words("checkins.hindered_short"): " · ".join(filter(None, (week.hindered, reason))),
    }


def _percent(ws: Workspace, share: Fraction | None) -> str:
    return ws.words("checkins.not_counted") if share is None else ws.words.percent(share)


def _share(part: int | None, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if part is not None and whole else None
