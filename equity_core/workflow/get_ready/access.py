"""Can the people who are most affected come? Computed from what is planned, never ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal

from equity_core.model import Listening, ListeningPlan

EVENING = time(17)
SATURDAY = 5
Part = Literal["school_hours", "around_school", "evening", "weekend"]
Met = Literal["yes", "no", "needless", "unsaid"]  # needless: nobody of them has to come; unsaid: not entered yet
NEEDS = ("off_hours", "languages", "childcare", "transport", "remote")


@dataclass(frozen=True, slots=True)
class Finding:
    """One question of the check. `missing`: what it does not cover, such as languages. Words `access.<code>`."""

    code: str
    holds: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """What makes it possible for one group to take part, by need: words `access.need_<need>` and `access.met_<met>`."""

    group: str
    needs: dict[str, Met]


def by_group(sessions: Sequence[Listening], plan: ListeningPlan, *, groups: Sequence[str]) -> tuple[Reached, ...]:
    """Return for each group what the occasions that are for it offer: hours, languages, childcare, a ride, from afar.

    Where it is heard by calls and surveys alone, or in school, nobody has to come, and what helps to come is needless.
    """
    return tuple(Reached(group, _needs([s for s in sessions if group in s.groups], plan)) for group in groups)


def _needs(mine: Sequence[Listening], plan: ListeningPlan) -> dict[str, Met]:
    slots = [s for s in mine if is_slot(s)]
    spoken = {language for s in mine for language in s.languages}
    parts = {part(s, plan) for s in slots}
    met = {
        "off_hours": bool(parts & {"evening", "weekend"}),
        "languages": bool(plan.languages) and set(plan.languages) <= spoken,
        "childcare": any("childcare" in s.supports for s in slots),
        "transport": any("transport" in s.supports for s in slots),
        "remote": any(s.setting in AFAR or s.is_remote for s in mine),
    }
    nobody_comes = ("off_hours", "childcare", "transport") if mine and not slots else ()
    unsaid = {*(() if plan.languages else ("languages",)), *(("off_hours",) if None in parts else ())}
    found: dict[str, Met] = {need: "yes" if met[need] else "unsaid" if need in unsaid else "no" for need in NEEDS}
    return found | dict.fromkeys(nobody_comes, "needless")


def check(sessions: Sequence[Listening], plan: ListeningPlan, *, groups: Sequence[str]) -> tuple[Finding, ...]:
    """Return what holds and what does not; nothing before anything is planned.

    A slot is a meeting with families or others who are not in school all day; calls, surveys and meetings with students
    or staff take none. Where there is no slot, no question is asked about slots, and of an hour or a language that
    nobody has entered nothing is said but that it is missing.
    """
    slots = [s for s in sessions if is_slot(s)]
    parts = {part(s, plan) for s in slots}
    is_said = None not in parts
    spoken = {language for s in sessions for language in s.languages}
    silent = tuple(language for language in plan.languages if language not in spoken)
    unheard = tuple(g for g in groups if not any(g in s.groups and is_accessible(s, plan) for s in sessions))
    open_to = {g for s in slots if part(s, plan) is None for g in s.groups}  # their hour may turn out to be a good one
    off_hours, two = bool(parts & {"evening", "weekend"}), len(parts - {None}) > 1
    about_slots = (
        *(() if is_said else (Finding("when", False),)),
        *((Finding("off_hours", off_hours),) if is_said or off_hours else ()),
        *((Finding("two_slots", two),) if two or (is_said and len(slots) > 1) else ()),
        Finding("childcare", any("childcare" in s.supports for s in slots)),
        Finding("transport", any("transport" in s.supports for s in slots)),
        Finding("remote", any(s.is_remote for s in sessions) or any(s.setting == "calls" for s in sessions)),
        Finding("all_in_school_hours", parts != {"school_hours"}),
    )
    about_people = (
        Finding("languages", not silent, silent) if plan.languages else Finding("named", False),
        *(() if open_to & set(unheard) else (Finding("groups", not unheard, unheard),)),
    )
    if not sessions:
        return ()
    asked = (*(about_slots if slots else ()), *about_people)
    return tuple(f for f in asked if f.code != "all_in_school_hours" or not f.holds)


def part(session: Listening, plan: ListeningPlan) -> Part | None:
    """Return when in the week a session begins; None while its day, or on a weekday its hour, is not entered."""
    if session.on is None:
        return None
    if session.on.weekday() >= SATURDAY:
        return "weekend"
    starts = session.starts
    if starts is None:
        return None
    if starts >= EVENING:
        return "evening"
    return "school_hours" if plan.school_starts <= starts < plan.school_ends else "around_school"


def is_slot(session: Listening) -> bool:
    """Say whether people outside of the school must come."""
    return session.setting not in AFAR and session.with_role in OUTSIDE


def is_accessible(session: Listening, plan: ListeningPlan) -> bool:
    """Say whether somebody who works days can take part: off hours, or from afar; in school, whoever is there."""
    if session.setting in AFAR or session.is_remote:
        return True
    if session.with_role not in OUTSIDE:
        return True
    return part(session, plan) in ("evening", "weekend")


AFAR = ("calls", "survey")  # people answer where they are
OUTSIDE = ("family", "community")  # roles whose days are not spent in the school
