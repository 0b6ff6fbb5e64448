"""Audits at no cost: a team goes through its rules, meetings or rooms one by one, and what it counts is evidence.

Answers are about things the school made, never about a person; a name that may be somebody's is asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from equity_core.errors import Problem
from equity_core.model import Audit, AuditAnswers, AuditItem, AuditLine, Evidence
from equity_core.model.diagnose import Stance
from equity_core.reports import Block, Heading, Line, Note, Table, page
from equity_core.workflow import naming, periods
from equity_core.workflow.diagnose import audit_findings, listen, point_words
from equity_core.workflow.diagnose.audit_findings import Finding
from equity_core.workflow.workspace import Workspace

MOST_LETTERS = 80  # of the name of a thing
BLANK_LINES = 12  # on a sheet to fill in by hand
BY_BEHAVIOR = "discipline_code"  # the audit whose things are what referrals are written for
ASKED_OF_USE = ("defined", "observable")


@dataclass(frozen=True, slots=True)
class Look:
    """One audit as far as the team has come: its answers, what they add up to, and one sentence for all of it."""

    audit: Audit
    kept: AuditAnswers | None
    findings: tuple[Finding, ...]
    sentence: str

    @property
    def lines(self) -> tuple[AuditLine, ...]:
        """Return what was looked at so far."""
        return self.kept.lines if self.kept else ()


def looks(ws: Workspace) -> tuple[Look, ...]:
    """Return every audit of the registry, as far as this cycle's team has come with it."""
    return tuple(look(ws, audit.id) for audit in audit_findings.registry(ws.words.language))


def look(ws: Workspace, id: str) -> Look:
    """Return one audit as far as the team has come; KeyError for an id that the registry does not have."""
    audit = {audit.id: audit for audit in audit_findings.registry(ws.words.language)}[id]
    kept = next((answers for answers in ws.of_cycle(AuditAnswers) if answers.audit == id), None)
    found = audit_findings.findings(ws, audit, kept)
    return Look(audit, kept, found, _sentence(ws, audit, kept, found))


def add(ws: Workspace, id: str, name: str, answers: Mapping[str, str | None]) -> AuditLine | Problem:
    """Keep one thing that was looked at; answers may be missing, and come later."""
    now = look(ws, id)
    doubt = _doubt(ws, now, name)
    if doubt is not None:
        return doubt
    line = AuditLine(name=" ".join(name.split()), answers={item: told for item, told in answers.items() if told})
    _keep(ws, now, (*now.lines, line))
    return line


def answer(ws: Workspace, id: str, name: str, item: str, told: str | None) -> None:
    """Keep one answer about one thing, or take it back with None."""
    now = look(ws, id)
    lines = tuple(_answered(line, item, told) if line.name == name else line for line in now.lines)
    if lines != now.lines:
        _keep(ws, now, lines)


def remove(ws: Workspace, id: str, name: str) -> None:
    """Take one thing off the audit; `undo` brings it back."""
    now = look(ws, id)
    _keep(ws, now, tuple(line for line in now.lines if line.name != name))


def next_to_ask(now: Look, item: AuditItem) -> AuditLine | None:
    """Return the first thing of which this item has not been asked, or None when all have their answer."""
    return next((line for line in now.lines if item.id not in line.answers), None)


def use(ws: Workspace, now: Look, item: str, *, cause: str = "", stance: Stance = "supports") -> Evidence | None:
    """Make what an item adds up to a card on the evidence board, once, and link it; None while nothing is answered."""
    found = next(f for f in now.findings if f.item.id == item)
    if now.kept is None or not found.answered:
        return None
    about = (cause,) if cause else ()
    return listen.from_sheet(ws, now.kept.id, form="audit", item=item, causes=about, stance=stance)


def used(ws: Workspace, now: Look) -> tuple[str, ...]:
    """Return how often the school used each infraction, most often first: from released counts of events only.

    Only for the discipline code, of the newest period that has events; what is used and not on the audit comes too.
    """
    tables = [table for release in ws.releases() for table in release.events if "behavior" in table.levels]
    if now.audit.id != BY_BEHAVIOR or not tables:
        return ()
    newest = periods.ordered({table.period for table in tables})[-1]
    table = next(table for table in reversed(tables) if table.period == newest)
    place = table.levels.index("behavior")
    when = point_words.period(ws, table)
    events = {path[place]: n for path, n in table.of().items() if len(path) == place + 1}
    lines = {line.name.casefold(): line for line in now.lines}
    return tuple(
        _used(ws, now.audit, name, lines.get(name.casefold()), count=n, period=when)
        for name, n in sorted(events.items(), key=lambda one: (-one[1], one[0]))
    )


def label(audit: Audit, told: str | None) -> str:
    """Return the words of an answer; "" where there is none."""
    return next((answer.label for answer in audit.answers if answer.id == told), "")


def sheet(ws: Workspace, now: Look, *, blank: bool) -> bytes:
    """Return the audit as a page that prints: to fill in by hand, or with the answers and what they add up to."""
    words, audit = ws.words, now.audit
    heads = (audit.name, *(str(number) for number in range(1, len(audit.items) + 1)))
    if blank:
        choices = " / ".join(answer.label for answer in audit.answers)
        filled: list[tuple[str, ...]] = [("",) * len(heads)] * BLANK_LINES
        how: list[Block] = [Line(words("audits.on_paper", choices=choices))]
    else:
        filled = [(line.name, *(label(audit, line.answers.get(i.id)) for i in audit.items)) for line in now.lines]
        how = [Line(now.sentence, is_lead=True)]
        how += [Line(found.sentence) for found in now.findings if found.answered]
        how += [Line(told) for told in used(ws, now)]
    questions = [(str(number), item.question) for number, item in enumerate(audit.items, 1)]
    blocks: list[Block] = [
        Line(audit.why),
        *how,
        Heading(words("audits.have")),
        *(Line(thing) for thing in audit.have),
        Heading(words("audits.questions")),
        Table(("", words("audits.question")), questions, numbers_from=9),
        Heading(words("audits.lines", many=audit.many)),
        Table(heads, filled or [("",) * len(heads)], numbers_from=9),
        Heading(words("audits.suggests_title")),
        *(Line(words("audits.suggests", number=n, text=i.suggests)) for n, i in enumerate(audit.items, 1)),
        Note(audit.origin),
    ]
    footer = words("audits.footer", school=ws.profile.school or words("results.our_school"), day=words.day(ws.today()))
    title = words("audits.sheet_title", title=audit.title)
    return page(title=title, blocks=blocks, footer=footer, language=words.language)


def _sentence(ws: Workspace, audit: Audit, kept: AuditAnswers | None, found: tuple[Finding, ...]) -> str:
    lines = len(kept.lines) if kept else 0
    if not lines:
        return ws.words("audits.nothing", many=audit.many)
    facts = {"lines": lines, "things": audit.each if lines == 1 else audit.many, "title": audit.title}
    asked, of = sum(f.answered for f in found), lines * len(audit.items)
    told = [ws.words("audits.looked", **facts)]
    to_look = sum(f.look + f.partly for f in found)
    told.append(ws.words("audits.to_look", count=to_look, asked=asked) if asked else ws.words("audits.not_asked"))
    if asked < of:
        told.append(ws.words("audits.left", count=of - asked))
    return " ".join(told)


def _used(ws: Workspace, audit: Audit, name: str, line: AuditLine | None, *, count: int, period: str) -> str:
    told = ws.words("audits.written_under", name=name, count=count, period=period)
    if line is None:
        return f"{told} {ws.words('audits.used_not_yet')}"
    answers = {item: label(audit, line.answers.get(item)) or ws.words("audits.not_yet") for item in ASKED_OF_USE}
    return f"{told} {ws.words('audits.used_answers', **answers)}"


def _doubt(ws: Workspace, now: Look, name: str) -> Problem | None:
    told = " ".join(name.split())
    if not told:
        return Problem("audit.no_name", "name", facts={"each": now.audit.each})
    if any(line.name.casefold() == told.casefold() for line in now.lines):
        return Problem("audit.twice", "name", facts={"name": told})
    if naming.seen_in(ws, told):
        return Problem("audit.names_somebody", "name", facts={"each": now.audit.each})
    return None


def _keep(ws: Workspace, now: Look, lines: tuple[AuditLine, ...]) -> None:
    kept = now.kept or AuditAnswers(cycle=ws.cycle.id, audit=now.audit.id)
    ws.save(kept.model_copy(update={"lines": lines}))


def _answered(line: AuditLine, item: str, told: str | None) -> AuditLine:
    answers = {name: given for name, given in line.answers.items() if name != item}
    return line.model_copy(update={"answers": answers | ({item: told} if told else {})})
