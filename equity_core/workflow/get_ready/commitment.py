"""Who can say yes, and have they? The decision map, what was promised, who stands up for it, and how large to begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import get_args

from equity_core import stats
from equity_core.errors import Problem
from equity_core.model import Action, Champion, Commitment, DecisionRight, Query
from equity_core.model.get_ready import Level, Scope, Yes
from equity_core.privacy import Released
from equity_core.words import half_up
from equity_core.workflow import meet, naming, periods, profiles
from equity_core.workflow.diagnose import focus
from equity_core.workflow.workspace import Workspace

DECISIONS = (
    "discipline",
    "curriculum",
    "schedule",
    "staffing",
    "pd_budget",
    "other_budget",
    "partnerships",
    "data_access",
    "communications",
)
YES: tuple[Yes, ...] = get_args(Yes)
LEVELS: tuple[Level, ...] = get_args(Level)
SCOPES: tuple[Scope, ...] = tuple(scope for scope in get_args(Scope) if scope)
ENOUGH_LEVELS = 3
HALF = Fraction(1, 2)
MONTH = 31 * 24  # hours


@dataclass(frozen=True, slots=True)
class Reach:
    """One scope: how many students, and the smallest change in points that so many could show; None: not known."""

    scope: Scope
    students: int | None
    points: float | None


@dataclass(frozen=True, slots=True)
class Wait:
    """A yes that an action still waits for: until when, if a day is known, and whether that is after it begins."""

    right: DecisionRight
    until: date | None
    is_late: bool


# -- the decision map -----------------------------------------------------------------------------------------------


def rights(ws: Workspace) -> list[DecisionRight]:
    """Return the decision map: the usual decisions first, then the team's own."""
    place = {id: number for number, id in enumerate(DECISIONS)}
    return sorted(ws.of_cycle(DecisionRight), key=lambda right: place.get(right.what, len(place)))


def name(ws: Workspace, right: DecisionRight) -> str:
    """Return what a decision is called."""
    return what(ws, right.what)


def what(ws: Workspace, id: str) -> str:
    """Return what a usual decision is called; the team's own words stay as they are."""
    return ws.words(f"commitment.decision_{id}") if id in DECISIONS else id


def unmapped(ws: Workspace) -> list[str]:
    """Return the usual decisions that are not on the map yet."""
    return [id for id in DECISIONS if id not in {right.what for right in ws.of_cycle(DecisionRight)}]


def keep_right(ws: Workspace, right: DecisionRight, **typed: object) -> tuple[Problem, ...]:
    """Keep one line of the map, with two approvers or none too; or nothing, and the problems by field."""
    kept = DecisionRight.model_validate({**right.model_dump(), **typed})
    people = {column: getattr(kept, column) for column in ("drivers", "approvers", "contributors", "informed")}
    twice = any(r.what == kept.what for r in ws.of_cycle(DecisionRight) if r.id != kept.id)
    before, waits_for_yes = ws.get(DecisionRight, kept.id) or right, kept.yes in ("not_asked", "asked")
    past = kept.meets is not None and kept.meets < ws.today() and kept.meets != before.meets
    problems = [
        *_if("meets", "commitment_past", past and waits_for_yes),
        *_if("what", "commitment_what", not kept.what),
        *_if("what", "commitment_twice", twice),
        *naming.role_problems(ws, **people),
        *naming.known_problems(ws, what=kept.what, body=kept.body),
        *naming.problems(ws, evidence=kept.evidence),
    ]
    if not problems and kept != ws.get(DecisionRight, kept.id):
        ws.save(kept)
    return tuple(problems)


def flags(ws: Workspace, right: DecisionRight) -> tuple[str, ...]:
    """Return what deserves a second look in one line of the map; nothing of it stops anybody."""
    words, decision = ws.words, name(ws, right)
    count = len(right.approvers)
    found = {
        "no_approver": count == 0,
        "approvers": count > 1,
        "no_time": right.yes in ("not_asked", "asked") and right.lead_days is None and right.meets is None,
        "past": right.meets is not None and right.meets < ws.today() and right.yes in ("not_asked", "asked"),
        "no_evidence": right.yes in ("yes", "conditional") and not right.evidence,
        "said_no": right.yes == "no",
    }
    facts = {"decision": decision, "roles": words.listed(right.approvers)}
    return tuple(words(f"commitment.flag_{code}", **facts) for code, is_so in found.items() if is_so)


def rows(ws: Workspace, *, wall: bool = False) -> list[dict[str, str]]:
    """Return the decision map in words, a row for each decision; on the wall who approves and where the yes stands."""
    return [_row(ws, right, wall=wall) for right in rights(ws)]


def status(ws: Workspace, right: DecisionRight) -> str:
    """Return where the yes stands, with the body and its next date."""
    words, told = ws.words, [ws.words(f"commitment.yes_{right.yes}")]
    if right.yes in ("not_asked", "asked", "conditional"):
        day = words.day(right.meets) if right.meets else ""
        told += filter(None, (right.body, day, lead(ws, right)))
    return " · ".join(told)


def lead(ws: Workspace, right: DecisionRight) -> str:
    """Return how long a yes takes."""
    return ws.words("commitment.lead", count=right.lead_days) if right.lead_days is not None else ""


def is_mapped(ws: Workspace) -> bool:
    """Say whether there is a decision map and every decision on it has exactly one approver."""
    found = ws.of_cycle(DecisionRight)
    return bool(found) and all(len(right.approvers) == 1 for right in found)


# -- what an action waits for ---------------------------------------------------------------------------------------


def waits(ws: Workspace, action: Action) -> list[Wait]:
    """Return every yes that an action needs and does not have."""
    needed = [right for right in rights(ws) if right.id in action.needs and right.yes != "yes"]
    found = [(right, _until(ws, right)) for right in needed]
    return [Wait(r, until, bool(until and action.start and until > action.start)) for r, until in found]


def said(ws: Workspace, wait: Wait) -> str:
    """Return what an action waits for, and until when."""
    words, right = ws.words, wait.right
    facts = {"decision": name(ws, right), "approver": words.either(right.approvers) or words("commitment.nobody")}
    if right.yes == "no":
        return words("commitment.blocked_no", **facts)
    state = words(f"commitment.yes_{right.yes}")
    if wait.until is None:
        return words("commitment.blocked", state=state, **facts)
    word = "commitment.blocked_late" if wait.is_late else "commitment.blocked_until"
    return words(word, state=state, day=words.day(wait.until), **facts)


def _until(ws: Workspace, right: DecisionRight) -> date | None:
    """Return the first day on which a yes can come: where it takes days, not before them; none after a no."""
    days = (
        ws.today() + timedelta(days=right.lead_days) if right.lead_days is not None else None,
        right.meets if right.meets and right.meets >= ws.today() else None,
    )
    known = [day for day in days if day is not None]
    return max(known) if known and right.yes != "no" else None


# -- what was promised ----------------------------------------------------------------------------------------------


def current(ws: Workspace) -> Commitment:
    """Return what was promised in this cycle; as it begins where nobody has said anything."""
    return ws.get(Commitment, ws.cycle.id) or Commitment(id=ws.cycle.id, cycle=ws.cycle.id)


def keep(ws: Workspace, **typed: object) -> tuple[Problem, ...]:
    """Keep what was promised; or nothing, and the problems by field."""
    kept = Commitment.model_validate({**current(ws).model_dump(), **typed})
    people, fewest = meet.seats(ws), ws.profile.min_group
    sizes = {"class_size": kept.class_size, "program_size": kept.program_size}
    problems = (
        *_if("hours", "commitment_hours", (kept.hours or 0) > people * MONTH, people=people, most=people * MONTH),
        *(p for id, n in sizes.items() for p in _if(id, "commitment_few", n is not None and n < fewest, least=fewest)),
        *naming.role_problems(ws, said_by=kept.said_by),
        *naming.problems(ws, said_where=kept.said_where, authority=kept.authority),
    )
    if not problems and kept != current(ws):
        ws.save(kept)
    return problems


def is_written(ws: Workspace) -> bool:
    """Say whether time and money are written down, even as zero, the scope is chosen, and three levels stand up."""
    now = current(ws)
    return None not in (now.hours, now.money) and bool(now.scope) and len(levels(ws)) >= ENOUGH_LEVELS


def panel(ws: Workspace) -> dict[str, str]:
    """Return what was promised, in words, by what each line is about."""
    words, now = ws.words, current(ws)
    said = " · ".join(filter(None, (now.said_by, now.said_where)))
    lines = {
        "hours": words("commitment.hours_a_month", count=now.hours) if now.hours is not None else "",
        "money": words("commitment.dollars", money=f"{now.money:,}") if now.money is not None else "",
        "said": said,
        "authority": now.authority,
        "data_access": words(f"commitment.data_{now.data_access}") if now.data_access else "",
        "scope": words(f"commitment.scope_{now.scope}") if now.scope else "",
    }
    return {words(f"commitment.line_{id}"): told or words("commitment.open") for id, told in lines.items()}


def lip_service(ws: Workspace) -> tuple[str, ...]:
    """Return where words and means part; nothing before anything was promised."""
    words, now = ws.words, current(ws)
    if now == Commitment(id=ws.cycle.id, cycle=ws.cycle.id):
        return ()
    found = {
        "no_hours": now.hours == 0 and now.money != 0,
        "nothing": now.hours == 0 and now.money == 0,
        "silent": not now.said_by and bool(now.hours or now.money),
        "no_data": now.data_access == "no",
        "too_large_for_time": now.scope in ("school", "district")
        and "small_scope" in profiles.changes(ws, "commitment"),
        "too_large": now.scope in ("school", "district") and not any(r.yes == "yes" for r in rights(ws)),
    }
    return tuple(words(f"commitment.lip_{code}") for code, is_so in found.items() if is_so)


# -- how large to begin ---------------------------------------------------------------------------------------------


def reaches(ws: Workspace) -> list[Reach]:
    """Return each scope with its students and the smallest change that so many could show in 8 years of 10.

    From released numbers of the focus, else of the measure of most students; without any, as if half were counted.
    """
    found = _totals(ws)
    now, rate = current(ws), found[0] if found else HALF
    school, district = found[1:] if found else (None, None)
    sizes: dict[Scope, int | None] = {
        "classroom": now.class_size,
        "program": now.program_size,
        "school": school,
        "district": district,
    }
    enough = ws.profile.min_group
    return [Reach(scope, n, detectable(rate, n) if n and n >= enough else None) for scope, n in sizes.items()]


def reach_rows(ws: Workspace) -> list[dict[str, str]]:
    """Return the scopes in words."""
    words = ws.words
    told = []
    for reach in reaches(ws):
        students, points = reach.students, reach.points
        cells = {
            "scope": words(f"commitment.scope_{reach.scope}"),
            "students": str(students) if students else words("commitment.not_known"),
            "change": words("commitment.points", points=words.points(points, 0)) if points is not None else "",
        }
        told.append({words(f"commitment.column_{id}"): cell for id, cell in cells.items()})
    return told


def basis(ws: Workspace) -> str:
    """Return what the changes are worked out from."""
    table = _basis(ws)
    if table is None:
        is_in = any(source.measures for source in ws.sources())
        return ws.words("commitment.basis_hidden" if is_in else "commitment.basis_none")
    facts = {"measure": ws.measure_label(table.measure), "period": table.period}
    return ws.words("commitment.basis", **facts)


def detectable(rate: Fraction, students: int) -> float:
    """Return the smallest change between two times, in points, that so many students would show 4 times in 5.

    `stats.smallest_detectable` with the whole number of students that comes nearest to the rate, at both times.
    """
    x = int(half_up(rate * students, 0))
    return stats.smallest_detectable(x, students, x, students) * 100


def _totals(ws: Workspace) -> tuple[Fraction, int, int | None] | None:
    """Return the rate, the students of a school and those of all schools where there are several."""
    table = _basis(ws)
    if table is None or not table.total.n or table.total.x is None:
        return None
    rate = Fraction(table.total.x, table.total.n)
    by_school = ws.table(table.measure, table.period, "school")
    schools = sorted(count.n for _, count in by_school.groups if count.n) if by_school else []
    if len(schools) < 2:
        return rate, table.total.n, None
    return rate, schools[len(schools) // 2], table.total.n


def _basis(ws: Workspace) -> Released | None:
    chosen = focus.current(ws)
    if chosen is not None and (found := _of(ws, chosen.query)) is not None:
        return found
    shown = [t for release in ws.releases() for t in release.tables if not t.where and t.total.is_shown]
    if not shown:
        return None
    newest = periods.ordered(t.period for t in shown)[-1]
    return max((t for t in shown if t.period == newest), key=lambda t: t.total.n or 0)


def _of(ws: Workspace, query: Query) -> Released | None:
    table = ws.table(query.measure, query.period, query.dimension)
    return table if table is not None and table.total.is_shown else None


# -- champions ------------------------------------------------------------------------------------------------------


def champions(ws: Workspace) -> list[Champion]:
    """Return who stands up for the work, by level."""
    return sorted(ws.of_cycle(Champion), key=lambda champion: LEVELS.index(champion.level))


def levels(ws: Workspace) -> set[Level]:
    """Return the levels that have a champion."""
    return {champion.level for champion in ws.of_cycle(Champion)}


def add_champion(ws: Workspace, level: Level, role: str, will_do: str) -> tuple[Problem, ...]:
    """Keep one champion; or nothing, and the problems by field."""
    problems = (
        *_if("role", "commitment_role", not role.strip()),
        *naming.role_problems(ws, role=role),
        *_if("will_do", "commitment_will_do", not will_do.strip()),
        *naming.problems(ws, will_do=will_do),
    )
    if not problems:
        ws.save(Champion(cycle=ws.cycle.id, level=level, role=role, will_do=will_do))
    return problems


def champion_rows(ws: Workspace) -> list[dict[str, str]]:
    """Return the champions in words."""
    words = ws.words
    heads = [words(f"commitment.column_{id}") for id in ("level", "role", "will_do")]
    return [
        dict(zip(heads, (words(f"commitment.level_{c.level}"), c.role, c.will_do), strict=True)) for c in champions(ws)
    ]


def _row(ws: Workspace, right: DecisionRight, *, wall: bool) -> dict[str, str]:
    words = ws.words
    cells = {
        "decision": name(ws, right),
        "drivers": words.listed(right.drivers),
        "approvers": words.listed(right.approvers),
        "contributors": words.listed(right.contributors),
        "informed": words.listed(right.informed),
        "status": status(ws, right),
        "evidence": right.evidence,
    }
    shown = ("decision", "approvers", "status") if wall else tuple(cells)
    return {words(f"commitment.column_{id}"): cells[id] or words("commitment.open") for id in shown}


def _if(column: str, code: str, is_so: bool, **facts: object) -> tuple[Problem, ...]:
    return (Problem(code, column=column, facts=facts),) if is_so else ()
