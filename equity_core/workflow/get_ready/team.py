"""Who the team is: the school, roles (never names), who can say yes, by when, and what counts as worth acting on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import get_args

from equity_core.errors import Problem
from equity_core.model import Assumption, Profile
from equity_core.model.team import Constraint
from equity_core.workflow import naming
from equity_core.workflow.workspace import Workspace

CONSTRAINTS: tuple[Constraint, ...] = get_args(Constraint)
LONGEST = 300  # characters of a sentence that a wall has room for
LEVELS = ("class", "elementary", "middle", "high", "k12", "early", "district", "community")
ROLES = (
    "principal",
    "assistant_principal",
    "teacher",
    "counselor",
    "specialist",
    "family",
    "student",
    "community",
    "district",
    "data",
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds. Roles are in the team's words; a blank role is left out."""

    school: str = ""
    level: str = ""
    roles: tuple[str, ...] = ()
    approver_role: str = ""
    decide_by: date | None = None
    constraints: tuple[Constraint, ...] = ()
    minutes_per_meeting: int = 45
    practical_points: int = 3


def known_roles(ws: Workspace) -> tuple[str, ...]:
    """Return the roles to choose from: the usual ones, then those that this team added."""
    usual = tuple(ws.words(f"team.role_{role}") for role in ROLES)
    return (*usual, *(role for role in ws.profile.roles if role not in usual))


def typed(ws: Workspace) -> Typed:
    """Return the form as it is kept now."""
    p = ws.profile
    return Typed(
        p.school, p.level, p.roles, p.approver_role, p.decide_by, p.constraints, p.minutes_per_meeting,
        p.practical_points,
    )  # fmt: skip


def told(ws: Workspace) -> dict[str, str]:
    """Return what is kept of the team, in words, by what it is about; what nobody said is not in it."""
    words, now = ws.words, typed(ws)
    lines = {
        "school": now.school,
        "level": words(f"team.level_{now.level}") if now.level else "",
        "roles": words.listed(now.roles),
        "approver": now.approver_role,
        "decide_by": words.day(now.decide_by) if now.decide_by else "",
        "constraints": words.listed([words(f"team.constraint_{one}") for one in now.constraints]),
        "minutes": str(now.minutes_per_meeting),
        "points": str(now.practical_points),
    }
    return {words(f"team.{name}"): text for name, text in lines.items() if text}


def approvers(ws: Workspace) -> tuple[str, ...]:
    """Return who can say yes: a role, the one who fills this in, or nobody yet."""
    alone = (ws.words("team.approver_myself"), ws.words("team.approver_nobody"))
    kept = ws.profile.approver_role
    known = known_roles(ws)
    return (*known, *([kept] if kept and kept not in (*known, *alone) else []), *alone)


def approver(ws: Workspace) -> str:
    """Return who was chosen to say yes; also "nobody yet", which stands as an assumption."""
    return (
        ws.words("team.approver_nobody")
        if _no_approver(ws) and not ws.profile.approver_role
        else (ws.profile.approver_role)
    )


def problems(ws: Workspace, form: Typed) -> tuple[Problem, ...]:
    """Return what must be mended before the form is kept, by field."""
    named = naming.known_in(ws, *form.roles, form.approver_role)
    found = (
        ("roles", "team_role_is_name", bool(named)),
        ("decide_by", "team_decide_past", _is_new_past(ws, form)),
        ("practical_points", "team_points_seen", _is_moved_after_looking(ws, form)),
    )
    facts = {"seen": named, "points": ws.profile.practical_points}
    return tuple(Problem(code, column=column, facts=facts) for column, code, is_so in found if is_so)


def keep(ws: Workspace, form: Typed) -> tuple[Problem, ...]:
    """Keep the form as the profile; or nothing, and the problems by field."""
    found = problems(ws, form)
    kept = ws.profile.model_copy(
        update={
            "school": form.school.strip(),
            "level": form.level,
            "roles": tuple(dict.fromkeys(role.strip() for role in form.roles if role.strip())),
            "approver_role": form.approver_role.strip(),
            "decide_by": form.decide_by,
            "constraints": form.constraints,
            "minutes_per_meeting": form.minutes_per_meeting,
            "practical_points": form.practical_points,
        }
    )
    nobody, before = ws.words("team.approver_nobody"), _no_approver(ws)
    is_nobody = kept.approver_role == nobody
    kept = kept.model_copy(update={"approver_role": ""}) if is_nobody else kept
    assumed = [_assumed(ws, nobody)] if is_nobody and not before else []
    settled = before if kept.approver_role else ()
    if not found and (kept != ws.profile or assumed or settled):
        ws.save(Profile.model_validate(kept.model_dump()), *assumed, remove=settled)
    return found


def too_long(text: str, column: str = "", *, longest: int = LONGEST) -> Problem | None:
    """Return the problem when a typed text has more characters than there is room for, on a wall if nothing is said."""
    length = len(text.strip())
    return Problem("too_long", column, facts={"length": length, "longest": longest}) if length > longest else None


def may_set_points(ws: Workspace) -> bool:
    """Say whether the smallest difference worth acting on may still be set: only before any number was looked at."""
    return not any(source.measures for source in ws.sources())


def _no_approver(ws: Workspace) -> tuple[Assumption, ...]:
    return tuple(a for a in ws.of_cycle(Assumption) if (a.comes_from, a.about) == ("gate", "approver"))


def _assumed(ws: Workspace, reason: str) -> Assumption:
    text = ws.words("ledger.gate", check=ws.words("loop.check_approver"), reason=reason)
    return Assumption(cycle=ws.cycle.id, text=text, comes_from="gate", about="approver")


def _is_new_past(ws: Workspace, form: Typed) -> bool:
    return form.decide_by is not None and form.decide_by != ws.profile.decide_by and form.decide_by < ws.today()


def _is_moved_after_looking(ws: Workspace, form: Typed) -> bool:
    return form.practical_points != ws.profile.practical_points and not may_set_points(ws)
