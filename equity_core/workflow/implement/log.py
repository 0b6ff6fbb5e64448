"""What was decided or changed, and why: lines that are only ever added, with what the app kept by itself among them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from equity_core.errors import Problem
from equity_core.model import Action, Assumption, Decision, Goal, LogEntry
from equity_core.workflow import naming
from equity_core.workflow.workspace import Workspace

Form = Literal["decision", "adjustment", "outcome", "event", "note"]
FORMS: tuple[Form, ...] = get_args(Form)
KINDS = (*FORMS, "assumption")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log. `entry` is None for what was kept by itself; `corrects` is the text that it mends."""

    on: date
    kind: str
    text: str
    role: str = ""
    entry: LogEntry | None = None
    corrects: str = ""
    is_corrected: bool = False


def add(
    ws: Workspace,
    *,
    form: Form | None,
    text: str,
    on: date | None = None,
    role: str = "",
    action: str = "",
    corrects: str = "",
) -> LogEntry | tuple[Problem, ...]:
    """Keep a line, for good; the problems by field when kind, words or date cannot stand."""
    day = on or ws.today()
    found = (
        ("kind", "log_no_form", form is None),
        ("text", "log_empty", not text.strip()),
        ("on", "log_future", day > ws.today()),
    )
    doubts = (
        *(Problem(code, column=column) for column, code, is_so in found if is_so),
        *naming.known_problems(ws, text=text),
        *naming.role_problems(ws, role=role),
    )
    if doubts or form is None:
        return doubts
    entry = LogEntry(cycle=ws.cycle.id, form=form, text=text, on=day, role=role, action=action, corrects=corrects)
    ws.save(entry)
    return entry


def entries(ws: Workspace) -> list[LogEntry]:
    """Return the lines that people typed, oldest first."""
    return ws.of_cycle(LogEntry)


def timeline(ws: Workspace, kinds: Collection[str] = ()) -> list[Line]:
    """Return every line in time order, of the kinds asked for (all when none is)."""
    lines = sorted([_beginning(ws), *_typed(ws), *_kept_by_itself(ws)], key=lambda line: line.on)
    return [line for line in lines if not kinds or line.kind in kinds]


def told(ws: Workspace, line: Line) -> dict[str, str]:
    """Return a line as the cells of a table."""
    words = ws.words
    notes = (
        words("log.mends", text=line.corrects) if line.corrects else "",
        words("log.mended") if line.is_corrected else "",
        words("log.by_itself") if line.entry is None else "",
    )
    return {
        words("log.on"): words.day(line.on),
        words("log.form"): words(f"log.kind_{line.kind}"),
        words("log.text"): " ".join(filter(None, (line.text, *notes))),
        words("log.role"): line.role,
    }


def _beginning(ws: Workspace) -> Line:
    cycle = ws.cycle
    return Line(cycle.started, "event", ws.words("log.auto_begun", number=cycle.number))


def _typed(ws: Workspace) -> list[Line]:
    typed = {entry.id: entry for entry in ws.of_cycle(LogEntry)}
    corrected = {entry.corrects for entry in typed.values()}
    return [
        Line(
            entry.on,
            entry.form,
            entry.text,
            entry.role,
            entry,
            corrects=typed[entry.corrects].text if entry.corrects in typed else "",
            is_corrected=entry.id in corrected,
        )
        for entry in typed.values()
    ]


def _kept_by_itself(ws: Workspace) -> list[Line]:
    words, saved = ws.words, _saved(ws)
    titles = {action.id: action.title for action in ws.of_cycle(Action)}
    goals = [
        Line(g.baseline.frozen_at.date(), "decision", words("log.auto_goal", by=words.day(g.by)))
        for g in ws.of_cycle(Goal)
    ]
    actions = ws.of_cycle(Action)
    came = [Line(saved[a.id][0], "decision", words("log.auto_chosen", action=a.title)) for a in actions]
    left = [Line(saved[a.id][1], "decision", words("log.auto_left", action=a.title)) for a in actions if a.dropped]
    decisions = [
        Line(d.on, "decision", _decided(ws, d, titles.get(d.action, "")), d.approver_role)
        for d in ws.of_cycle(Decision)
        if not _is_typed(ws, d)
    ]
    skipped = [Line(saved[a.id][0], "assumption", a.text) for a in ws.of_cycle(Assumption)]
    return [*goals, *came, *left, *decisions, *skipped]


def _is_typed(ws: Workspace, decision: Decision) -> bool:
    """Say whether the log already has a line of its own about a decision, so that it is not told twice."""
    told = (decision.on, decision.action, decision.approver_role)
    return any(e.form == "decision" and (e.on, e.action, e.role) == told for e in ws.of_cycle(LogEntry))


def _decided(ws: Workspace, decision: Decision, title: str) -> str:
    choice = ws.words(f"log.choice_{decision.choice}")
    if title:
        return ws.words("log.auto_decided_action", choice=choice, action=title)
    return ws.words("log.auto_decided", choice=choice)


def _saved(ws: Workspace) -> dict[str, tuple[date, date]]:
    """Return the days on which each document was first and last kept."""
    days: dict[str, tuple[date, date]] = {}
    for event in ws.store.events():
        day = event.at.date()
        days[event.id] = (days.get(event.id, (day, day))[0], day)
    return days
