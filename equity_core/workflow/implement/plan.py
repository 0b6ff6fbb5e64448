"""Who does what by when: the charter of one action. Half a plan is kept too; what is open is said by field."""

from __future__ import annotations

from equity_core.errors import Problem
from equity_core.metrics import MEASURES
from equity_core.model import Action, Measure
from equity_core.workflow.workspace import Workspace

FEWEST_CORE_PARTS, MOST_CORE_PARTS = 3, 6


def keep(ws: Workspace, action: Action, **typed: object) -> Action:
    """Keep what was typed as it is, whole or not; `problems` says what is still open."""
    kept = Action.model_validate({**action.model_dump(), **typed})
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
    late = action.end and ws.profile.decide_by and action.end > ws.profile.decide_by
    found = (
        ("core_parts", "plan_few_core", 0 < parts < FEWEST_CORE_PARTS),
        ("core_parts", "plan_many_core", parts > MOST_CORE_PARTS),
        ("end", "plan_ends_late", bool(late)),
        ("lagging", "plan_tests_only", bool(chosen) and not typed and all(m.is_test_score for m in chosen)),
    )
    return tuple(Problem(code, column=column, count=parts) for column, code, is_so in found if is_so)


def is_ready(action: Action) -> bool:
    """Say whether nothing in the plan is open."""
    return not problems(action)


def lines(text: str) -> tuple[str, ...]:
    r"""Return the lines of a typed list, without bullets and empty ones.

    >>> lines("- Call home\n\n• Ask one question ")
    ('Call home', 'Ask one question')
    """
    return tuple(line for line in (raw.strip().lstrip("-•*").strip() for raw in text.splitlines()) if line)


def measures(ws: Workspace) -> list[str]:
    """Return the ids of the measures in the data, by label."""
    found = {id for source in ws.sources() for id in source.measures}
    return sorted(found, key=ws.measure_label)


def measure_name(ws: Workspace, told: str) -> str:
    """Return a measure's label, or the team's own words where they typed some."""
    return ws.measure_label(told) if _measure(ws, told) else told


def _measure(ws: Workspace, told: str) -> Measure | None:
    return ws.get(Measure, told) or MEASURES.get(told)
