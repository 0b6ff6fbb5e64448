"""Who does what by when: the charter of one action. Half a plan is kept too; what is open is said by field."""

from __future__ import annotations

from collections.abc import Sequence

from equity_core.errors import Problem
from equity_core.metrics import MEASURES
from equity_core.model import Action, CheckIn, Measure
from equity_core.workflow import naming
from equity_core.workflow.get_ready import commitment, listening
from equity_core.workflow.workspace import Workspace

FEWEST_CORE_PARTS, MOST_CORE_PARTS = 3, 6


def keep(ws: Workspace, action: Action, **typed: object) -> Action:
    """Keep what was typed as it is, whole or not; `problems` says what is still open."""
    kept = Action.model_validate({**action.model_dump(), **typed})
    naming.refuse(ws, kept.title, *kept.core_parts, *kept.flexible_parts, *kept.uses, *kept.leading, *kept.lagging)
    naming.refuse(ws, kept.owner_role, kept.approver_role, code=naming.ROLE_CODE)
    if kept != action:
        ws.save(kept)
    return kept


def problems(action: Action) -> tuple[Problem, ...]:
    """Return what must be mended before the plan is ready, by field (`column`), in the order of the form."""
    found = (
        ("core_parts", "plan_no_core", not action.core_parts),
        ("owner_role", "plan_no_owner", not action.owner_role),
        ("approver_role", "plan_no_approver", not action.approver_role),
        ("start", "plan_no_start", action.start is None),
        ("end", "plan_no_end", action.end is None),
        ("end", "plan_end_first", bool(action.start and action.end and action.end < action.start)),
        ("students_intended", "plan_no_students", not action.students_intended),
        ("leading", "plan_no_leading", not action.leading),
        ("lagging", "plan_no_lagging", not action.lagging),
    )
    return tuple(Problem(code, column=column) for column, code, is_so in found if is_so)


def advice(ws: Workspace, action: Action) -> tuple[Problem, ...]:
    """Return what is allowed but deserves a second look, by field."""
    parts = len(action.core_parts)
    chosen = [measure for measure in (_measure(ws, id) for id in (*action.leading, *action.lagging)) if measure]
    typed = len(action.leading) + len(action.lagging) - len(chosen)
    tests_only = bool(chosen) and not typed and all(measure.is_test_score for measure in chosen)
    late = action.end and ws.profile.decide_by and action.end > ws.profile.decide_by
    has_begun = any(week.action == action.id for week in ws.of_cycle(CheckIn))
    starts_past = action.start and action.start < ws.today() and not has_begun
    found = (
        Problem("plan_few_core", "core_parts", count=parts) if 0 < parts < FEWEST_CORE_PARTS else None,
        Problem("plan_many_core", "core_parts", count=parts) if parts > MOST_CORE_PARTS else None,
        Problem("plan_start_past", "start") if starts_past else None,
        Problem("plan_end_past", "end") if action.end and action.end < ws.today() else None,
        Problem("plan_ends_late", "end") if late else None,
        Problem("plan_tests_only", "lagging") if tests_only else None,
    )
    return tuple(problem for problem in found if problem)


def told(ws: Workspace, action: Action) -> tuple[Problem, ...]:
    """Return what the form says under its fields: what is open, once anybody has planned anything, and advice."""
    return (*(problems(action) if is_begun(action) else ()), *advice(ws, action))


def is_ready(action: Action) -> bool:
    """Say whether nothing in the plan is open."""
    return not problems(action)


def lines(text: str) -> tuple[str, ...]:
    r"""Return the lines of a typed list, without bullets and empty ones.

    >>> lines("- Call home\n\n• Ask one question ")
    ('Call home', 'Ask one question')
    """
    return tuple(line for line in (raw.strip().lstrip("-•*").strip() for raw in text.splitlines()) if line)


def is_begun(action: Action) -> bool:
    """Say whether anybody has planned anything yet: a fresh form is not a form full of mistakes."""
    planned = (action.core_parts, action.owner_role, action.start, action.end, action.leading, action.lagging)
    return any(planned)


def roles(ws: Workspace, *also: str) -> list[str]:
    """Return the roles that may own or approve: the team's, who can say yes, and those named already."""
    profile = ws.profile
    return list(dict.fromkeys(role for role in (*profile.roles, profile.approver_role, *also) if role))


def measures(ws: Workspace, also: Sequence[str] = ()) -> list[str]:
    """Return the ids of the measures in the data, by label, then what the plan names already."""
    found = {id for source in ws.sources() for id in source.measures}
    return [*sorted(found, key=ws.measure_label), *(told for told in also if told not in found)]


def schools(ws: Workspace, action: Action) -> list[str]:
    """Return the schools that numbers come by and those named already, in alphabetical order; none where one is all."""
    tables = [t for release in ws.releases() for t in release.tables if t.dimension == "school" and not t.where]
    found = {name for table in tables for name, _ in table.groups}
    return sorted(found | set(action.schools)) if len(found) > 1 or action.schools else []


def charter(ws: Workspace, action: Action) -> dict[str, str]:
    """Return the plan for paper and wall, by what each line is about. Roles only; the numbers are what was planned."""
    words = ws.words
    when = _from_to(ws, action)
    dose = words("plan.dose", count=action.sessions_per_week) if action.sessions_per_week else ""
    students = words("plan.for_students", count=action.students_intended) if action.students_intended else ""
    lines: dict[str, tuple[str, ...]] = {
        "must": action.core_parts,
        "may": action.flexible_parts,
        "owner": (action.owner_role,),
        "approver": (action.approver_role,),
        "dates": (when, dose),
        "for": (students,),
        **({"schools": action.schools} if action.schools else {}),
        **({"needs": _needed(ws, action)} if action.needs else {}),
        **({"uses": action.uses} if action.uses else {}),
        "leading": tuple(measure_name(ws, told) for told in action.leading),
        "lagging": tuple(measure_name(ws, told) for told in action.lagging),
    }
    return {
        words(f"plan.line_{id}"): " · ".join(filter(None, told)) or words("plan.not_yet") for id, told in lines.items()
    }


def measure_name(ws: Workspace, told: str) -> str:
    """Return a measure's label, or the team's own words where they typed some."""
    return ws.measure_label(told) if _measure(ws, told) else told


def decisions(ws: Workspace) -> dict[str, str]:
    """Return the decisions of the map by id, with what each is called."""
    return {right.id: commitment.name(ws, right) for right in commitment.rights(ws)}


def blocked(ws: Workspace, action: Action) -> tuple[str, ...]:
    """Return what an action waits for, and until when: every yes that it needs and does not have."""
    return tuple(commitment.said(ws, wait) for wait in commitment.waits(ws, action))


def free_to_use(ws: Workspace, action: Action) -> list[str]:
    """Return what costs nothing, with what the action names already."""
    return listening.free_to_use(ws, action.uses)


def _needed(ws: Workspace, action: Action) -> tuple[str, ...]:
    told = (
        f"{commitment.name(ws, r)} ({commitment.status(ws, r)})" for r in commitment.rights(ws) if r.id in action.needs
    )
    return tuple(told)


def _from_to(ws: Workspace, action: Action) -> str:
    if action.start is None or action.end is None:
        return ""
    return ws.words("plan.from_to", start=ws.words.day(action.start), end=ws.words.day(action.end))


def _measure(ws: Workspace, told: str) -> Measure | None:
    return ws.get(Measure, told) or MEASURES.get(told)
