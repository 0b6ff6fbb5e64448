"""What an audit's answers add up to: counts of things that were looked at, exact, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from equity_core.model import Audit, AuditAnswers, AuditItem, Evidence
from equity_core.workflow.lists import FOLDER
from equity_core.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Finding:
    """One item over all things: how many are to look into (`look`), so in part, and still open or not asked."""

    item: AuditItem
    look: int
    partly: int
    answered: int
    still_open: int
    sentence: str


@cache
def registry(language: str) -> tuple[Audit, ...]:
    """Return the audits of a language, by id. Each is one file, and a district may edit or add one."""
    files = sorted((FOLDER / language / "audits").glob("*.json"))
    return tuple(Audit.model_validate_json(file.read_text(encoding="utf-8")) for file in files)


def audit_of(ws: Workspace, id: str) -> Audit | None:
    """Return an audit by its id, or None where the registry no longer has it."""
    return next((audit for audit in registry(ws.words.language) if audit.id == id), None)


def findings(ws: Workspace, audit: Audit, kept: AuditAnswers | None) -> tuple[Finding, ...]:
    """Return what the answers so far add up to, item by item."""
    return tuple(_finding(ws, audit, item, kept) for item in audit.items)


def sentence(ws: Workspace, card: Evidence) -> str:
    """Return what an audit's card says, counted anew from the answers; that they are gone, where they are."""
    kept = ws.get(AuditAnswers, card.sheet)
    audit = audit_of(ws, kept.audit) if kept else None
    if kept is None or audit is None:
        return ws.words("audits.gone")
    found = next((f for f in findings(ws, audit, kept) if f.item.id == card.item), None)
    return found.sentence if found else ws.words("audits.gone")


def title(ws: Workspace, card: Evidence) -> str:
    """Return the name of the audit that a card is from."""
    kept = ws.get(AuditAnswers, card.sheet)
    audit = audit_of(ws, kept.audit) if kept else None
    return ws.words("audits.card", title=audit.title) if audit else ws.words("audits.card_gone")


def _finding(ws: Workspace, audit: Audit, item: AuditItem, kept: AuditAnswers | None) -> Finding:
    counts = {answer.id: answer.counts for answer in audit.answers}
    given = [counts.get(line.answers.get(item.id, ""), "open") for line in kept.lines] if kept else []
    still_open, partly, look = given.count("open"), given.count("partly"), given.count("look")
    answered = len(given) - still_open
    if answered:
        things = audit.each if answered == 1 else audit.many
        told = [item.finding.format(count=look, all=answered, things=things)]
        told += [ws.words("audits.partly", count=partly)] if partly else []
        told += [ws.words("audits.still_open", count=still_open)] if still_open else []
    else:
        told = [ws.words("audits.not_asked")]
    return Finding(item, look, partly, answered, still_open, " ".join(told))
