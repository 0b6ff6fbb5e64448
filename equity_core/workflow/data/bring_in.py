"""Bring in your data: read files, say what they seem to be, ask what is not certain, keep, and give a receipt."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from equity_core import ingest
from equity_core.errors import EquityError, Refused, Unreadable
from equity_core.ingest import Checked, Column, Counted, Part, Published, Question
from equity_core.metrics import MEASURES
from equity_core.model import AtLeast, Decided, DimensionUse, Flag, Given, Measure, Source, new_id
from equity_core.store import Intake
from equity_core.words import Words
from equity_core.workflow.release import release
from equity_core.workflow.workspace import Workspace

Progress = Callable[[int, int, str], None]  # step, of how many, file name
Result = Checked | Counted
FEW = 10
SHAPES = ("students", "incidents", "counts")  # in the order in which files are kept: a roster comes first
TOGETHER = {"Ever EL": ("Current EL", "Former EL")}
COUNTED_TWICE = "data.note_counted_twice"
NO_SIZES = "data.note_no_sizes"
REGISTRATIONS = "data.note_registrations"


@dataclass
class File:
    """One file of a draft, with its fingerprint."""

    part: Part
    fingerprint: str
    confirmed_by: str = ""  # the role that confirmed the host, where somebody had to
    _result: tuple[Any, Result] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Return the file's own name."""
        return self.part.sheet.name

    def result(self, today: date) -> Result:
        """Return what the file becomes as it is mapped and answered now."""
        asked = (self.part.mapping, tuple(sorted(self.part.said.items())), today)
        if self._result is None or self._result[0] != asked:
            self.part.load()
            check = ingest.check_counts if self.part.mapping.shape == "counts" else ingest.check
            self._result = (asked, check(self.part, today=today))
        return self._result[1]

    def forget_result(self) -> None:
        """Work the result out again next time: its typed rows were changed or written."""
        self._result = None


@dataclass
class Draft:
    """Files on their way in. Nothing of them is kept until `keep`."""

    files: list[File]
    refused: list[Unreadable]

    def remap(self, file: int, column: int, meaning: str, **about: Any) -> None:
        """Change what a column means; `about`: label, yes, at_least, better for a team's own."""
        part = self.files[file].part
        old = part.mapping.columns[column]
        new = old if old.meaning == meaning else ingest.column_as(part.sheet, old, meaning)
        if new.meaning not in ingest.OWN:
            about = {}
        if about.get("label") and about["label"] != new.label:
            about["id"] = ingest.own_id(about["label"])
        part.mapping = part.mapping.with_column(replace(new, **about))

    def reshape(self, file: int, shape: Literal["students", "counts", "incidents"]) -> None:
        """Take a file for another kind; meanings that the kind does not have are no longer read."""
        part = self.files[file].part
        columns = tuple(
            c if c.meaning in ingest.MEANINGS[shape] else replace(c, meaning="not_read") for c in part.mapping.columns
        )
        part.mapping = replace(part.mapping, shape=shape, columns=columns)

    def say(self, file: int, *, period: str = "", measure: str = "", dimension: str = "") -> None:
        """Say what a file does not say itself; what is left empty stays as it was."""
        part = self.files[file].part
        known = part.mapping
        part.mapping = replace(
            known,
            period=period.strip() or known.period,
            measure=measure.strip() or known.measure,
            dimension=dimension.strip() or known.dimension,
        )

    def meanings(self, file: int) -> tuple[str, ...]:
        """Return what a column of this kind of file can mean."""
        return ingest.MEANINGS[self.files[file].part.mapping.shape]

    def values(self, file: int, column: int) -> tuple[str, ...]:
        """Return the values of a column that is read, the most frequent first, sixty at most."""
        part = self.files[file].part
        part.load()
        found = (" ".join(text.split()) for text in part.texts(column))
        return tuple(dict.fromkeys(text for text in found if text))[:60]

    def has_students(self) -> bool:
        """Say whether any of the files has rows of students."""
        return any(file.part.mapping.shape != "counts" for file in self.files)

    def close(self) -> None:
        """Forget everything."""
        for file in self.files:
            file.part.intake.close()  # type: ignore[attr-defined]
        self.files = []


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file as it stands: its questions, or why it cannot go in as it is mapped now."""

    file: File = field(repr=False)
    result: Result | None
    questions: tuple[Question, ...]
    error: EquityError | None

    @property
    def open(self) -> int:
        """Return how many questions can be answered."""
        return sum(1 for question in self.questions if question.asks)


@dataclass(frozen=True, slots=True)
class Checks:
    """Every file of a draft as it stands."""

    files: tuple[FileCheck, ...]
    words: Words = field(repr=False)
    refused: tuple[Unreadable, ...] = ()

    @property
    def can_be_kept(self) -> bool:
        """Say whether every file can go in."""
        return bool(self.files) and all(check.error is None for check in self.files)


def read(ws: Workspace, files: Sequence[tuple[str, bytes | Path]], *, key: bytes | None = None) -> Draft:
    """Read and recognise files. A file that is no table is named in `draft.refused`; Unreadable if all are."""
    secret = key or id_key(ws)
    found, refused = [], []
    for name, content in files:
        try:
            sheet = ingest.read(name, content)
        except Unreadable as error:
            refused.append(error)
            continue
        part = Part(sheet, ingest.guess(sheet), Intake(secret))
        found.append(File(part, _fingerprint(secret, content)))
    if refused and not found:
        raise refused[0]
    return Draft(found, refused)


def id_key(ws: Workspace) -> bytes:
    """Return the key for ids: of this computer, or of this session for a workspace in memory."""
    if ws.store.path == ":memory:" and not os.environ.get("EQUITY_LOOP_KEY"):
        return _session_key()
    home = Path(os.environ.get("EQUITY_LOOP_HOME") or Path.home() / "EquityLoop")
    return ingest.id_key(os.environ, home)


def check(ws: Workspace, draft: Draft) -> Checks:
    """Return every file's questions, with the answers that they have now."""
    found = []
    for file in draft.files:
        result, error = None, None
        try:
            result = file.result(ws.today())
        except EquityError as problem:
            error = problem
        questions = list(result.questions) if result else []
        if result and error is None:
            questions += _replaces(ws, file, result)
            is_list = file.part.mapping.shape == "incidents"
            if is_list and not (_roster(ws, result.periods) or _comes_with(ws, draft.files, result.periods)):
                error = Refused("import.no_roster", name=file.name, periods=", ".join(result.periods))
        found.append(FileCheck(file, result, tuple(questions), error))
    return Checks(tuple(found), ws.words, tuple(draft.refused))


def answer(draft: Draft, code: str, value: str) -> Draft:
    """Answer a question, by its id or its code, in every file that asks it."""
    for file in draft.files:
        file.part.said[code] = value
    return draft


def confirm_host(draft: Draft, role: str) -> None:
    """Note on every receipt which role confirmed that the district approved this host."""
    for file in draft.files:
        file.confirmed_by = role


def keep(ws: Workspace, draft: Draft, *, progress: Progress | None = None, is_sample: bool = False) -> Source:
    """Keep every file of a draft and return the receipt of the last. All of a file is kept, or nothing of it."""
    return keep_all(ws, draft, progress=progress, is_sample=is_sample)[-1]


def keep_all(
    ws: Workspace, draft: Draft, *, progress: Progress | None = None, is_sample: bool = False
) -> tuple[Source, ...]:
    """Keep every file of a draft and return their receipts; Refused when one cannot go in as it is mapped."""
    checks = check(ws, draft)
    for found in checks.files:
        if found.error is not None:
            raise found.error
    tell = progress or (lambda step, of, name: None)
    order = sorted(draft.files, key=lambda file: SHAPES.index(file.part.mapping.shape))
    kept = []
    for number, file in enumerate(order):
        tell(number, len(order), file.name)
        kept.append(_keep(ws, file, is_sample=is_sample))
    tell(len(order), len(order), order[-1].name)
    return tuple(kept)


# -- what was seen, for people and for scripts ----------------------------------------------------------------------


def message(words: Words, question: Question) -> str:
    """Return what was seen and why it matters; a count of students under 10 is not said exactly."""
    facts = {
        **question.facts,
        "column": question.column,
        "text": question.text or words("data.blank"),
        "rows": words("data.fewer") if _is_few(question) else question.count,
        "line": question.lines[0] if question.lines else 0,
    }
    return words(f"question.{question.code}", **facts)


def answer_said(words: Words, value: str) -> str:
    """Return an answer in words; a group is its own word."""
    for id in (f"answer.{value}", f"measure.{value}.label", f"dimension.{value}"):
        if words.has(id):
            return words(id)
    return value


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


def _report_of_checks(checks: Checks) -> dict[str, Any]:
    questions: list[dict[str, Any]] = []
    groups: dict[str, list[str]] = {}
    periods: set[str] = set()
    read = kept = 0
    dropped: list[str] = []
    for found in checks.files:
        read += found.file.part.intake.rows
        dropped += [c.header for c in found.file.part.mapping.columns if c.meaning == "not_read"]
        questions += [_question_json(checks.words, question) for question in found.questions]
        if found.result is not None and found.error is None:
            kept += _rows_kept(found.result)
            periods |= set(found.result.periods)
            groups |= {use.id: list(use.groups) for use in _dimensions(found.file, found.result)}
    refused = [*checks.refused, *(c.error for c in checks.files if c.error)]
    questions += [_refusal_json(checks.words, error) for error in refused]
    warned = "accept_with_warnings" if questions else "accept"
    return {
        "outcome": "reject" if refused else warned,
        "recognised_as": ", ".join(dict.fromkeys(c.file.part.mapping.shape for c in checks.files)),
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
        "count": words("data.fewer") if _is_few(question) else question.count,
        "default": question.default,
        "answer": question.answer,
        "answers": list(question.answers),
    }


def _refusal_json(words: Words, error: EquityError) -> dict[str, Any]:
    said = {"code": error.code, "message": words(f"problem.{error.code}", **error.facts)}
    return {**said, "lines": [], "column": "", "count": 0, "default": "", "answer": "", "answers": []}


def _is_few(question: Question) -> bool:
    return 0 < question.count < FEW and not question.counts_may_show


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


# -- keeping --------------------------------------------------------------------------------------------------------


def _keep(ws: Workspace, file: File, *, is_sample: bool) -> Source:
    result = file.result(ws.today())
    again = _replaces(ws, file, result)
    replaced = _overlapping(ws, file, result) if again and again[0].answer == "replace" else []
    source = _receipt(ws, file, result, again, is_sample=is_sample)
    own = _own_measures(ws, file, result)
    roster = _roster(ws, result.periods) if source.shape == "incidents" else None
    if source.shape == "incidents" and roster is None:
        raise Refused("import.no_roster", name=file.name, periods=", ".join(result.periods))
    new = [measure for measure in own if ws.get(Measure, measure.id) is None]
    ws.store.save(*new)
    try:
        with ws.store.writing():
            for old in replaced:
                ws.store.drop_rows(old.id)
                ws.store.save(old.model_copy(update={"status": "replaced"}))
            source = _write(ws, file, result, source, roster)
            ws.store.save(source)
            release(ws, source)
    except BaseException:
        ws.store.remove(*new)
        raise
    finally:
        file.forget_result()
    return source


def _write(ws: Workspace, file: File, result: Result, source: Source, roster: Source | None) -> Source:
    intake = file.part.intake
    assert isinstance(intake, Intake)
    if isinstance(result, Counted):
        intake.keep_counts(ws.store, source.id, _once(result))
        return source
    if roster is not None:
        dimensions = [use.id for use in roster.dimensions]
        written, strangers = intake.keep_referred(ws.store, source.id, roster.id, dimensions, result.periods)
        told = Decided(code="not_on_the_list", answer="leave_out_row", count=strangers if strangers >= FEW else 0)
        return source.model_copy(
            update={
                "dimensions": roster.dimensions,
                "notes": (*source.notes, *roster.notes),
                "decided": (*source.decided, told) if strangers else source.decided,
                "one_row_is": "incident",
                "rows_kept": source.rows_kept if written else 0,
            }
        )
    if result.drops_copies or result.student_twice == "keep_first":
        intake.drop_repeats(same=result.drops_copies, other=result.student_twice)
    uses = {use.id: use.groups for use in _dimensions(file, result)}
    every = {c.target: _groups_in(file, c.target) for c in result.dimensions} | uses | {"period": result.periods}
    intake.keep_rows(ws.store, source.id, groups=every)
    return source


def _receipt(ws: Workspace, file: File, result: Result, again: Iterable[Question], *, is_sample: bool) -> Source:
    mapping, sheet = file.part.mapping, file.part.sheet
    registrations = isinstance(result, Checked) and mapping.where("course") is not None
    notes = {
        NO_SIZES: isinstance(result, Counted) and not result.has_sizes,
        COUNTED_TWICE: isinstance(result, Counted) and any(_apart(g) != g for g in result.groups().values()),
        REGISTRATIONS: registrations,
    }
    row: Literal["student", "registration", "group", "incident"] = "registration" if registrations else "student"
    not_used = result.not_used if isinstance(result, Checked) else ()
    return Source(
        id=new_id(),
        name=sheet.name,
        shape=mapping.shape,
        recognised_as=mapping.shape,
        fingerprint=file.fingerprint,
        rows_read=file.part.intake.rows,
        rows_kept=_rows_kept(result),
        columns_kept=tuple(c.header for c in mapping.read() if c.header not in not_used),
        columns_dropped=tuple(c.header for c in mapping.columns if c.meaning == "not_read" or c.header in not_used),
        periods=result.periods,
        measures=_measures(file, result),
        dimensions=_dimensions(file, result),
        decided=(*map(_decided, (*result.questions, *again)), *_confirmed(file)),
        notes=tuple(note for note, is_so in notes.items() if is_so),
        one_row_is="group" if isinstance(result, Counted) else row,
        imported_at=ws.now(),
        is_sample=is_sample,
    )


def _confirmed(file: File) -> list[Decided]:
    return [Decided(code="cloud_ack", answer=file.confirmed_by, by_default=False)] if file.confirmed_by else []


def _decided(question: Question) -> Decided:
    return Decided(
        code=question.code,
        column=question.column,
        text=question.text,
        answer=question.answer,
        by_default=question.answer == question.default,
        count=0 if _is_few(question) else question.count,
    )


def _rows_kept(result: Result) -> int:
    return len(_once(result)) if isinstance(result, Counted) else result.rows_kept


def _once(result: Counted) -> tuple[Published, ...]:
    """Return the counts without those of groups that count the students of others again."""
    groups = {dimension: _apart(names) for dimension, names in result.groups().items()}
    return tuple(row for row in result.rows if not row.dimension or row.group in groups[row.dimension])


def _measures(file: File, result: Result) -> tuple[str, ...]:
    if isinstance(result, Counted):
        return result.measures
    if file.part.mapping.shape == "incidents":
        return ("referred",)
    needs = {id: _columns_of(measure) for id, measure in MEASURES.items()}
    built_in = [id for id, columns in needs.items() if columns and columns <= set(result.facts)]
    return (*built_in, *(column.id for column in result.own))


def _columns_of(measure: Measure) -> set[str]:
    rule = measure.rule.model_dump()
    return {str(rule[name]) for name in ("column", "part", "whole") if name in rule}


def _own_measures(ws: Workspace, file: File, result: Result) -> list[Measure]:
    made = []
    if isinstance(result, Counted):
        for id in result.measures:
            if id not in MEASURES:
                made.append(_own(id, result.labels.get(id, id), Given(), "higher_better"))
    else:
        for column in result.own:
            rule: Any = Flag(column=column.id)
            if column.meaning == "own_number" and column.at_least is not None:
                rule = AtLeast(column=column.id, value=column.at_least)
            made.append(_own(column.id, column.label, rule, column.better))
    for measure in made:
        known = ws.get(Measure, measure.id)
        if known is not None and known.rule != measure.rule:
            raise Refused("import.measure_taken", name=file.name, label=measure.label)
    return made


def _own(id: str, label: str, rule: Any, better: Literal["higher_better", "lower_better"]) -> Measure:
    return Measure(id=id, label=label, rule=rule, direction=better, timing="lagging")


def _dimensions(file: File, result: Result) -> tuple[DimensionUse, ...]:
    if isinstance(result, Counted):
        return tuple(
            DimensionUse(
                id=id,
                label=result.labels.get(id, ""),
                groups=_apart(groups),
                partitions=len(groups) > 1 and _are_all_there(groups),
            )
            for id, groups in result.groups().items()
        )
    uses = [(column, _groups_in(file, column.target)) for column in result.dimensions]
    return tuple(
        DimensionUse(id=column.target, label=column.label, groups=groups)
        for column, groups in uses
        if groups and (column.target != "school" or len(groups) > 1) and groups != (ingest.NOT_RECORDED,)
    )


def _apart(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Return the groups without those that count the students of others again: Ever EL, where one of its parts is."""
    return tuple(group for group in groups if not set(TOGETHER.get(group, ())) & set(groups))


def _are_all_there(groups: tuple[str, ...]) -> bool:
    """Say whether what was taken out by `_apart` is in the other groups, every part of it."""
    return all(set(TOGETHER[group]) <= set(groups) for group in set(groups) - set(_apart(groups)))


def _groups_in(file: File, dimension: str) -> tuple[str, ...]:
    intake = file.part.intake
    assert isinstance(intake, Intake)
    return ingest.in_order({str(value) for value, _ in intake.values_of(dimension) if value is not None})


def _replaces(ws: Workspace, file: File, result: Result) -> list[Question]:
    """Ask what becomes of earlier files that say the same."""
    found = _overlapping(ws, file, result)
    if not found:
        return []
    default = "replace" if all(_covers(file, result, source) for source in found) else "keep_both"
    said = file.part.said.get("source_exists")
    return [
        Question(
            "source_exists",
            answers=("replace", "keep_both"),
            default=default,
            answer=said if said in ("replace", "keep_both") else default,
            facts={"names": ", ".join(source.name for source in found)},
        )
    ]


def _covers(file: File, result: Result, source: Source) -> bool:
    """Say whether a file has all that an earlier one has, so that replacing it loses nothing."""
    dimensions = {use.id for use in _dimensions(file, result)} if file.part.mapping.shape != "incidents" else None
    theirs = {use.id for use in source.dimensions}
    return (
        set(source.measures) <= set(_measures(file, result))
        and set(source.periods) <= set(result.periods)
        and (dimensions is None or theirs <= dimensions)
    )


def _overlapping(ws: Workspace, file: File, result: Result) -> list[Source]:
    """Return the active sources with the same measure, period and dimension, at the same level of school."""
    measures, periods = set(_measures(file, result)), set(result.periods)
    dimensions = {use.id for use in _dimensions(file, result)} if file.part.mapping.shape != "incidents" else set()

    def says_the_same(source: Source) -> bool:
        theirs = {use.id for use in source.dimensions}
        shared = theirs & dimensions or not (theirs and dimensions)
        level = ("school" in theirs) == ("school" in dimensions) or source.shape != "counts"
        return bool(measures & set(source.measures) and periods & set(source.periods) and shared and level)

    return [source for source in ws.sources() if says_the_same(source)]


def _roster(ws: Workspace, periods: Sequence[str]) -> Source | None:
    """Return the newest student list of these periods that knows its students by id."""
    for source in reversed(ws.sources()):
        if source.shape == "students" and set(source.periods) & set(periods) and Intake.has_ids(ws.store, source.id):
            return source
    return None


def _comes_with(ws: Workspace, files: Sequence[File], periods: Sequence[str]) -> bool:
    """Say whether a student list of these periods is in the same draft."""
    for file in files:
        mapping = file.part.mapping
        if mapping.shape == "students" and mapping.where("student_id") is not None:
            with suppress(EquityError):
                if set(file.result(ws.today()).periods) & set(periods):
                    return True
    return False


def _fingerprint(key: bytes, content: bytes | Path) -> str:
    made = hmac.new(key, digestmod="sha256")
    if isinstance(content, bytes):
        made.update(content)
    else:
        with content.open("rb") as stream:
            made.update(hashlib.file_digest(stream, "sha256").digest())
    return made.hexdigest()


@cache
def _session_key() -> bytes:
    return secrets.token_bytes(32)


__all__ = [
    "Checks",
    "Column",
    "Decimal",
    "Draft",
    "File",
    "FileCheck",
    "Progress",
    "answer",
    "answer_said",
    "check",
    "confirm_host",
    "id_key",
    "keep",
    "keep_all",
    "message",
    "read",
    "refusal",
    "report",
]
