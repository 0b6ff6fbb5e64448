"""Whom the team will hear, when and where: the plan, what it still leaves out, its calendar and its promises.

Two meetings, not one: in the first the team only listens; in the second it comes back with what it heard. Every
occasion therefore has a day on which the team reports back, and a promise that is overdue is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import get_args

from equity_core import reports
from equity_core.errors import Problem
from equity_core.model import Listening, ListeningPlan
from equity_core.model.get_ready import Setting, Support
from equity_core.workflow import lists, naming, profiles
from equity_core.workflow.diagnose import listen
from equity_core.workflow.get_ready import access
from equity_core.workflow.workspace import Workspace

SETTINGS: tuple[Setting, ...] = get_args(Setting)
SUPPORTS: tuple[Support, ...] = get_args(Support)
MEETINGS: tuple[Setting, ...] = ("session", "conversation", "interviews")  # have a place and an hour
ON_THE_WALL = ("what", "for", "when", "where", "languages")
MOST_ON_THE_WALL = 3
BACK_IN = timedelta(days=21)
CALLS_IN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Promise:
    """What the team owes to people who spoke: by when, and whether that day has passed."""

    session: Listening
    text: str
    is_overdue: bool


def plan(ws: Workspace) -> ListeningPlan:
    """Return what listening is measured by in this cycle; as it begins where nobody has said anything."""
    return ws.get(ListeningPlan, ws.cycle.id) or ListeningPlan(id=ws.cycle.id, cycle=ws.cycle.id)


def keep_plan(ws: Workspace, **typed: object) -> tuple[Problem, ...]:
    """Keep who is most affected, the families' languages, the school day and what the community has."""
    kept = ListeningPlan.model_validate({**plan(ws).model_dump(), **typed})
    problems = naming.known_problems(ws, groups=kept.groups, languages=kept.languages, assets=kept.assets)
    if kept.school_ends <= kept.school_starts:
        problems = (*problems, Problem("listening_day_backward", column="school_ends"))
    if not problems and kept != plan(ws):
        ws.save(kept)
    return problems


def sessions(ws: Workspace) -> list[Listening]:
    """Return what is planned, by day and hour; what has no day yet comes last."""
    return sorted(ws.of_cycle(Listening), key=lambda s: (s.on or date.max, s.starts or time.max))


def groups(ws: Workspace) -> tuple[str, ...]:
    """Return who is most affected: the group of the focus or of what is suspected, and those that the team named."""
    return listen.most_affected(ws)


def known_groups(ws: Workspace) -> tuple[str, ...]:
    """Return the groups to choose from: those named already, then those of our numbers, in alphabetical order."""
    there = {g for source in ws.sources() for use in source.dimensions if use.id != "school" for g in use.groups}
    return tuple(dict.fromkeys((*groups(ws), *sorted(there))))


def keep(ws: Workspace, session: Listening, **typed: object) -> tuple[Problem, ...]:
    """Keep one occasion, new or changed; or nothing, and the problems by field."""
    kept = Listening.model_validate({**session.model_dump(), **typed})
    back = kept.report_back
    is_new_past = back is not None and back != session.report_back and back < ws.today()
    found = (
        ("on", "listening_no_day", kept.setting in MEETINGS and kept.on is None),
        ("ends", "listening_ends_first", bool(kept.starts and kept.ends and kept.ends <= kept.starts)),
        ("report_back", "listening_back_first", bool(kept.on and back and back <= kept.on)),
        ("report_back", "listening_back_past", is_new_past),
    )
    problems = (
        *(Problem(code, column=column) for column, code, is_so in found if is_so),
        *naming.role_problems(ws, invites=kept.invites),
        *naming.known_problems(ws, groups=kept.groups, languages=kept.languages, place=kept.place),
    )
    if not problems and kept != ws.get(Listening, kept.id):
        ws.save(kept)
    return problems


def new(ws: Workspace) -> Listening:
    """Return an occasion as the form begins: the families of whoever is most affected, back in three weeks."""
    is_where_they_meet = "community_conversations" in profiles.changes(ws, "listening")
    setting: Setting = "conversation" if is_where_they_meet else "session"
    return Listening(cycle=ws.cycle.id, setting=setting, groups=groups(ws), languages=plan(ws).languages)


def remove(ws: Workspace, session: Listening) -> None:
    """Take an occasion away; `undo` brings it back."""
    ws.remove(session)


def plan_quick(ws: Workspace) -> None:
    """Plan what fits into a week: the answers that the school has already, and five phone calls. Once only."""
    if any(s.setting == "calls" for s in sessions(ws)):
        return
    who = {"cycle": ws.cycle.id, "groups": groups(ws), "languages": plan(ws).languages}
    day = ws.today() + CALLS_IN
    calls = Listening.model_validate({**who, "setting": "calls", "on": day, "report_back": day + BACK_IN})
    answers = Listening.model_validate({**who, "setting": "survey", "with_role": "student", "on": ws.today()})
    ws.save(answers, calls)
    if not listen.calls(ws):
        listen.plan_calls(ws)


def plan_skeptics(ws: Workspace) -> None:
    """Plan to hear those who doubt, in interviews; nothing where that is planned already."""
    if not are_skeptics_planned(ws):
        who = {"setting": "interviews", "with_role": "teacher", "groups": (ws.words("listening.skeptics"),)}
        on = ws.today() + CALLS_IN
        ws.save(Listening.model_validate({"cycle": ws.cycle.id, **who, "on": on, "report_back": on + BACK_IN}))


def are_skeptics_planned(ws: Workspace) -> bool:
    """Say whether an occasion is planned for those who doubt."""
    return any(ws.words("listening.skeptics") in s.groups for s in sessions(ws))


def reported(ws: Workspace, session: Listening) -> None:
    """Keep that the team has come back today with what it heard."""
    ws.save(session.model_copy(update={"reported_on": ws.today()}))


def promises(ws: Workspace) -> list[Promise]:
    """Return what is still owed to people, soonest first."""
    words, owed = ws.words, [s for s in sessions(ws) if s.report_back and not s.reported_on]
    found = []
    for session in sorted(owed, key=lambda s: s.report_back or date.max):
        back = session.report_back or ws.today()
        late = back < ws.today()
        word = "listening.promise_overdue" if late else "listening.promise"
        found.append(Promise(session, words(word, what=title(ws, session), day=words.day(back)), late))
    return found


def is_over(ws: Workspace, session: Listening) -> bool:
    """Say whether its day has come, so that the team can have come back."""
    return session.on is None or session.on <= ws.today()


def planned(ws: Workspace) -> list[Listening]:
    """Return what listening is judged by: what was held before this cycle began is recorded, and no plan."""
    return [s for s in sessions(ws) if s.on is None or s.on >= ws.cycle.started]


def is_planned(ws: Workspace) -> bool:
    """Say whether somebody listens to each group that is most affected, and the team will come back to all of them."""
    coming = planned(ws)
    heard = {g for s in coming for g in s.groups}
    owed = [s for s in coming if s.setting != "survey"]
    return bool(owed) and set(groups(ws)) <= heard and all(s.report_back for s in owed)


def check(ws: Workspace) -> tuple[access.Finding, ...]:
    """Return the access check of what is planned."""
    return access.check(planned(ws), plan(ws), groups=groups(ws))


def access_rows(ws: Workspace) -> list[dict[str, str]]:
    """Return for each group that is most affected what makes it possible to take part, in words."""
    words, found = ws.words, access.by_group(planned(ws), plan(ws), groups=groups(ws))
    if not planned(ws):
        return []
    heads = {need: words(f"access.need_{need}") for need in access.NEEDS}
    return [
        {words("access.column_group"): one.group}
        | {heads[need]: words(f"access.met_{met}") for need, met in one.needs.items()}
        for one in found
    ]


def said(ws: Workspace, finding: access.Finding) -> str:
    """Return a finding in words: that it is so, or who cannot take part until it is."""
    word = f"access.{finding.code}_{'yes' if finding.holds else 'no'}"
    return ws.words(word, missing=ws.words.listed(finding.missing))


def title(ws: Workspace, session: Listening) -> str:
    """Return what an occasion is called."""
    words, role = ws.words, listen.role_name(ws, session.with_role)
    setting = words(f"listening.setting_{session.setting}")
    return words("listening.title", setting=setting, role=role)


def rows(ws: Workspace, *, wall: bool = False) -> list[dict[str, str]]:
    """Return the plan in words, a row for each occasion; on the wall the next few, with what people ask first."""
    if not wall:
        return [_row(ws, session) for session in sessions(ws)]
    coming = [s for s in sessions(ws) if s.on is None or s.on >= ws.today()]
    heads = [ws.words(f"listening.column_{id}") for id in ON_THE_WALL]
    return [{head: _row(ws, session)[head] for head in heads} for session in coming[:MOST_ON_THE_WALL]]


def when(ws: Workspace, session: Listening) -> str:
    """Return the day and the hours in words."""
    words = ws.words
    if session.on is None:
        return words("listening.no_day_yet")
    day = words("listening.weekday", weekday=words(f"common.weekday_{session.on.weekday()}"), day=words.day(session.on))
    if session.starts is None:
        return day
    hours = " – ".join(_hour(hour) for hour in (session.starts, session.ends) if hour)
    return words("listening.day_and_hours", day=day, hours=hours)


def checklist(ws: Workspace) -> list[str]:
    """Return what must be on an invitation and done before it goes out."""
    asked = "stories_with_consent" in profiles.changes(ws, "listening")
    first = [ws.words("listening.stories_consent")] if asked else []
    return first + [ws.words(id) for id in ws.words.ids("listening.invite_")]


def community(ws: Workspace, name: str) -> tuple[str, ...]:
    """Return one of the lists of what costs nothing: venues, conversations, assets, resources."""
    return lists.load(ws.words.language, "community")[name]


def free_to_use(ws: Workspace, also: tuple[str, ...] = ()) -> list[str]:
    """Return what an action can use without buying: what our community has, open resources, and those named already."""
    return list(dict.fromkeys((*plan(ws).assets, *community(ws, "resources"), *also)))


def calendar(ws: Workspace) -> bytes:
    """Return a calendar file of the meetings and of the days on which the team comes back."""
    events = []
    for session in sessions(ws):
        what, place = title(ws, session), session.place
        if session.on is not None:
            about = "\n".join(f"{name}: {told}" for name, told in _row(ws, session).items() if told)
            events.append(reports.Event(session.id, what, session.on, session.starts, session.ends, place, about))
        if session.report_back is not None:
            told = ws.words("listening.calendar_back", what=what)
            events.append(reports.Event(f"{session.id}-back", told, session.report_back))
    return reports.calendar(events, name=ws.words("listening.calendar"), stamp=ws.now())


def _row(ws: Workspace, session: Listening) -> dict[str, str]:
    words = ws.words
    place = [session.place, words("listening.or_remote") if session.is_remote else ""]
    helps = [words(f"listening.support_{s}") for s in session.supports]
    cells = {
        "what": title(ws, session),
        "for": words.listed(session.groups),
        "when": when(ws, session),
        "where": ", ".join(filter(None, place)),
        "languages": words.listed(session.languages),
        "supports": words.listed(helps),
        "invites": session.invites,
        "back": words.day(session.report_back) if session.report_back else "",
    }
    return {words(f"listening.column_{id}"): told or words("listening.open") for id, told in cells.items()}


def _hour(hour: time) -> str:
    """Return "6:30 pm"."""
    return f"{(hour.hour - 1) % 12 + 1}:{hour:%M} {'am' if hour.hour < 12 else 'pm'}"
