"""Small worlds for Reflect: a source with released counts, a goal frozen on it, an action with check-ins."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from equity_core.model import Action, CheckIn, DimensionUse, Goal, Idea, Query, Source
from equity_core.privacy import Count, Release, Released
from equity_core.workflow import Workspace
from equity_core.workflow.diagnose import goal_numbers

BUILT_IN = ("race", "el_status", "disability", "income", "gender", "grade", "school")
Cells = dict[str, dict[str, tuple[int, int] | None]]  # period -> group -> (x, n), None where it is hidden


def give(ws: Workspace, measure: str, dimension: str, cells: Cells, *, source: str = "numbers", **more: object) -> None:
    """Keep a source with released tables."""
    tables = tuple(_table(source, measure, dimension, period, groups) for period, groups in cells.items())
    groups = tuple(dict.fromkeys(name for table in tables for name, _ in table.groups))
    about = {
        "id": source,
        "name": "reading.csv",
        "shape": "counts",
        "fingerprint": "-",
        "rows_read": 1,
        "rows_kept": 1,
        "periods": tuple(cells),
        "measures": (measure,),
        "dimensions": (DimensionUse(id=dimension, label="" if dimension in BUILT_IN else dimension, groups=groups),),
        "one_row_is": "group",
        "imported_at": datetime(2025, 9, 1),
    }
    ws.save(Source.model_validate({**about, **more}))
    ws.store.keep_release(Release(source, 10, tables))


def freeze(ws: Workspace, measure: str, dimension: str, period: str, group: str, *, target: int, by: date) -> Goal:
    """Freeze a goal on the released counts."""
    baseline = goal_numbers.baseline(ws, Query(measure=measure, dimension=dimension, period=period, group=group))
    assert baseline is not None
    goal = Goal(
        cycle=ws.cycle.id,
        baseline=baseline.model_copy(update={"frozen_at": datetime(2025, 9, 2)}),
        target_percent=Decimal(target),
        by=by,
    )
    ws.save(goal)
    return goal


def act(
    ws: Workspace,
    title: str = "Mentor check-ins",
    *,
    weeks: tuple[tuple[int, int, int], ...] = (),
    reached: int = 34,
    intended: int = 40,
    leading: tuple[str, ...] = (),
) -> Action:
    """Keep an action with its check-ins: (planned, delivered, with core parts) for each week."""
    idea = Idea(cycle=ws.cycle.id, text=title)
    action = Action(
        cycle=ws.cycle.id,
        idea=idea.id,
        title=title,
        core_parts=("Twice a week",),
        owner_role="Counselor",
        approver_role="Principal",
        start=date(2025, 1, 13),
        end=date(2025, 6, 1),
        students_intended=intended,
        leading=leading,
        lagging=("chronic_absence",),
    )
    checkins = [
        CheckIn(
            cycle=ws.cycle.id,
            action=action.id,
            week_of=date(2025, 1, 13) + timedelta(weeks=i),
            planned=planned,
            delivered=delivered,
            with_core_parts=core,
            reached=reached,
            intended=intended,
        )
        for i, (planned, delivered, core) in enumerate(weeks)
    ]
    ws.save(idea, action, *checkins)
    return action


def _table(
    source: str, measure: str, dimension: str, period: str, groups: dict[str, tuple[int, int] | None]
) -> Released:
    cells = tuple((name, Count("shown", n=c[1], x=c[0]) if c else Count("hidden")) for name, c in groups.items())
    known = [c for c in groups.values() if c]
    total = Count("shown", n=sum(n for _, n in known), x=sum(x for x, _ in known)) if all(groups.values()) else None
    return Released(source, measure, period, dimension, total or Count("hidden"), cells)
