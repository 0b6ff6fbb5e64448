"""Start with what you suspect: one barrier, the team's roles and five phone calls. No file is needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from equity_core.errors import Problem
from equity_core.model import Barrier, Call, Cause, Profile
from equity_core.workflow import naming
from equity_core.workflow.diagnose import causes, listen
from equity_core.workflow.workspace import Workspace

CALLS = 5
DAYS = 7  # the calls fit into one week


@dataclass(frozen=True, slots=True)
class Planned:
    """One phone call: to whom, by which role, on which day."""

    to_role: str
    by_role: str = ""
    on: date | None = None


def draft(ws: Workspace) -> list[Planned]:
    """Return the five calls as a start: two families, two students, one teacher, within a week."""
    kept = [Planned(call.to_role, call.by_role, call.on) for call in ws.of_cycle(Call)]
    if kept:
        return kept
    by = ws.profile.roles[0] if ws.profile.roles else ""
    days = [ws.today() + timedelta(days=DAYS * (i + 1) // CALLS) for i in range(CALLS)]
    return [Planned(role, by, on) for role, on in zip(listen.FIRST_CALLS, days, strict=True)]


def barrier(ws: Workspace) -> Barrier | None:
    """Return what the team suspects, or None."""
    return ws.get(Barrier, ws.cycle.id)


def told(ws: Workspace) -> dict[str, str]:
    """Return what the team suspects and whom it calls, in words, by what it is about; nothing before it was kept."""
    words, kept = ws.words, barrier(ws)
    if kept is None:
        return {}
    lines = {words("suspect.barrier"): kept.text, words("suspect.who"): kept.who}
    for number, call in enumerate(ws.of_cycle(Call), start=1):
        day = words.day(call.on) if call.on else ""
        line = " · ".join(filter(None, (listen.role_name(ws, call.to_role), call.by_role, day)))
        lines[words("suspect.call_to", number=number)] = line
    return {name: text for name, text in lines.items() if text}


def start(ws: Workspace, text: str, *, who: str, roles: tuple[str, ...], calls: list[Planned]) -> tuple[Problem, ...]:
    """Keep the barrier, the roles, a cause that stays a hunch, and the planned calls; or nothing, and the problems.

    One `undo` takes all of it back.
    """
    found = (*problems(ws, text, who, roles), *_past(ws, calls))
    if found:
        return found
    cycle = ws.cycle.id
    profile = ws.profile.model_copy(update={"roles": tuple(dict.fromkeys(r.strip() for r in roles if r.strip()))})
    before = barrier(ws)
    hunches = [c for c in ws.of_cycle(Cause) if before is not None and c.text == before.text]
    hunch = (
        hunches[0].model_copy(update={"text": text.strip()})
        if hunches
        else Cause(cycle=cycle, text=text, lens="practice")
    )
    ws.save(
        Profile.model_validate(profile.model_dump()),
        Barrier(id=cycle, cycle=cycle, text=text, who=who),
        hunch,
        *_planned(ws, calls),
    )
    return ()


def problems(ws: Workspace, text: str, who: str, roles: tuple[str, ...]) -> tuple[Problem, ...]:
    """Return what must be mended before the start is kept, by field."""
    seen = causes.blame(ws, text)
    found = (
        ("barrier", "suspect_empty", not text.strip()),
        ("barrier", "suspect_blames", bool(seen)),
        ("roles", "suspect_no_roles", not any(role.strip() for role in roles)),
    )
    wrong = tuple(Problem(code, column=column, facts={"seen": seen}) for column, code, is_so in found if is_so)
    return (
        *wrong,
        *naming.known_problems(ws, barrier=text, who=who),
        *naming.role_problems(ws, roles=roles),
    )


def _past(ws: Workspace, calls: list[Planned]) -> tuple[Problem, ...]:
    """Return a problem for each call whose day is past, unless it was planned for that day before."""
    before = [call.on for call in ws.of_cycle(Call)]
    return tuple(
        Problem("suspect_call_past", column="calls", facts={"number": number})
        for number, call in enumerate(calls, start=1)
        if call.on and call.on < ws.today() and call.on not in before[number - 1 : number]
    )


def _planned(ws: Workspace, calls: list[Planned]) -> list[Call]:
    kept = ws.of_cycle(Call)
    same = [call.id for call in kept]
    made = {call.id: call.evidence for call in kept}
    told = []
    for place, call in enumerate(calls):
        known = {"id": same[place], "evidence": made[same[place]]} if place < len(same) else {}
        body = {"cycle": ws.cycle.id, "to_role": call.to_role, "by_role": call.by_role, "on": call.on, **known}
        told.append(Call.model_validate(body))
    return told
