"""What was seen in files, for people and for scripts; a count of students under 10 is not said exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from equity_core.errors import EquityError
from equity_core.ingest import Question
from equity_core.model import Decided, Source
from equity_core.words import Words
from equity_core.workflow.data import contents
from equity_core.workflow.data.draft import Checks, File
from equity_core.workflow.workspace import Workspace

FEW = 10


def message(words: Words, question: Question) -> str:
    """Return what was seen and why it matters; a count of students under 10 is not said exactly."""
    facts = {
        **{name: words("data.fewer") if _is_of_few(name, fact) else fact for name, fact in question.facts.items()},
        "column": question.column,
        "text": question.text or words("data.blank"),
        "rows": words("data.fewer") if is_few(question) else question.count,
        "count": FEW if is_few(question) else question.count,
        "line": question.lines[0] if question.lines else 0,
    }
    told = words(f"question.{question.code}", **facts)
    return told[:1].upper() + told[1:]


def _is_of_few(name: str, fact: object) -> bool:
    return name in ("students", "several") and isinstance(fact, int) and fact < FEW


def answer_said(words: Words, value: str) -> str:
    """Return an answer in words; a group is its own word."""
    for id in (f"answer.{value}", f"measure.{value}.label", f"dimension.{value}"):
        if words.has(id):
            return words(id)
    return value


def meaning_said(words: Words, id: str) -> str:
    """Return what a meaning of a column is called."""
    known = (f"meaning.{id}", f"dimension.{id}", f"measure.{id}.label")
    return next((words(word) for word in known if words.has(word)), id)


def looks_like(ws: Workspace, file: File) -> str:
    """Return what a file seems to be, in words: the system it comes from, or how many of its columns are read."""
    mapping, words = file.part.mapping, ws.words
    if mapping.system:
        return words("data.looks_like", name=file.recognised_as, known=mapping.recognised, all=len(mapping.columns))
    return words("data.recognised", read=len(mapping.read()), all=len(mapping.columns))


def refusal(ws: Workspace, error: EquityError) -> str:
    """Return why a file cannot go in, and what to do, in words."""
    return ws.words(f"problem.{error.code}", **error.facts)


def report(found: Checks | Source | Sequence[Source]) -> dict[str, Any]:
    """Return the JSON of `check` and `import` (DESIGN §7)."""
    if isinstance(found, Checks):
        return _report_of_checks(found)
    sources = [found] if isinstance(found, Source) else list(found)
    asked = [_decided_json(d) for source in sources for d in source.decided]
    return {
        "outcome": "accept_with_warnings" if asked else "accept",
        "recognised_as": ", ".join(dict.fromkeys(s.recognised_as for s in sources)),
        "rows_read": sum(s.rows_read for s in sources),
        "rows_kept": sum(s.rows_kept for s in sources),
        "columns_dropped": list(dict.fromkeys(c for s in sources for c in s.columns_dropped)),
        "questions": asked,
        "periods": sorted({p for s in sources for p in s.periods}),
        "groups": {use.id: list(use.groups) for s in sources for use in s.dimensions},
    }


def is_few(question: Question) -> bool:
    """Say whether a question is about so few students that their number is not said."""
    return 0 < question.count < FEW and not question.counts_may_show


def _report_of_checks(checks: Checks) -> dict[str, Any]:
    questions: list[dict[str, Any]] = []
    groups: dict[str, list[str]] = {}
    periods: set[str] = set()
    read = kept = 0
    dropped: list[str] = []
    for found in checks.files:
        read += found.file.part.rows_read
        dropped += contents.columns(found.file, found.result)[1]
        questions += [_question_json(checks.words, question) for question in found.questions]
        if found.result is not None and found.error is None:
            kept += contents.rows_kept(found.result)
            periods |= set(found.result.periods)
            groups |= {use.id: list(use.groups) for use in contents.dimensions(found.file, found.result)}
    for written in checks.notes:
        read, kept = read + written.rows, kept + written.ready
        questions += [_question_json(checks.words, question) for question in written.questions]
    refused = [*checks.refused, *checks.errors]
    questions += [_refusal_json(checks.words, error) for error in refused]
    warned = "accept_with_warnings" if questions else "accept"
    return {
        "outcome": "reject" if refused else warned,
        "recognised_as": ", ".join(
            dict.fromkeys([*(c.file.recognised_as for c in checks.files), *(n.notes.template.id for n in checks.notes)])
        ),
        "rows_read": read,
        "rows_kept": 0 if refused else kept,
        "columns_dropped": list(dict.fromkeys(dropped)),
        "questions": questions,
        "periods": sorted(periods),
        "groups": groups,
    }


def _question_json(words: Words, question: Question) -> dict[str, Any]:
    return {
        "code": question.id,
        "message": message(words, question),
        "lines": list(question.lines),
        "column": question.column,
        "count": words("data.fewer") if is_few(question) else question.count,
        "default": question.default,
        "answer": question.answer,
        "answers": list(question.answers),
    }


def _refusal_json(words: Words, error: EquityError) -> dict[str, Any]:
    said = {"code": error.code, "message": words(f"problem.{error.code}", **error.facts)}
    return {**said, "lines": [], "column": "", "count": 0, "default": "", "answer": "", "answers": []}


def _decided_json(decided: Decided) -> dict[str, Any]:
    return {
        "code": decided.code,
        "message": "",
        "lines": [],
        "column": decided.column,
        "count": decided.count,
        "default": decided.answer if decided.by_default else "",
        "answer": decided.answer,
    }
