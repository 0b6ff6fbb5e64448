"""Bring in your data: read files, say what they seem to be, ask what is not certain, keep, and give a receipt."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from equity_core import ingest
from equity_core.errors import EquityError, Problem, Unreadable
from equity_core.ingest import OTHER_SHEET, Column, Part, Question
from equity_core.ingest.watching import part
from equity_core.model import Source
from equity_core.store import Intake
from equity_core.workflow import id_keys, naming
from equity_core.workflow.data import comments, earlier, fix_file, known, notes, race_form
from equity_core.workflow.data.draft import Checks, Draft, File, FileCheck
from equity_core.workflow.data.keeping import keep_file, no_list
from equity_core.workflow.data.report import answer_said, looks_like, meaning_said, message, refusal, report
from equity_core.workflow.meanwhile import Tell, meanwhile
from equity_core.workflow.workspace import Workspace

Progress = Callable[[float, str], None]  # the share that is done, and the file at work; what it raises stops the work

FEW_STUDENTS = 60  # rows of a file of which hardly any group can be shown
WRITTEN = 0.2  # how far it is when a file's rows are written: what may be shown of them is still to be decided


def read(
    ws: Workspace,
    files: Sequence[tuple[str, bytes | Path]],
    *,
    key: bytes | None = None,
    progress: Progress | None = None,
    before: Draft | None = None,
) -> Draft:
    """Read and recognise files. What is no table is named in `draft.refused`; Unreadable for a single such file.

    Files that `before` has already move from there as they were matched and answered.
    """
    secret = key or id_keys.current(ws)
    draft = Draft([], [], key=secret)
    held = Draft([], [], key=secret) if before is None else before
    try:
        for number, (name, content) in enumerate(files):
            if fix_file.is_one(ws, ingest.head_of(content)):
                draft.refused.append(Unreadable("file.fix_file", name=name))
                continue
            try:
                given = _Given(ws, secret, name, content)
                _take(draft, given, held, _one_of(name, number, len(files), progress))
            except Unreadable as error:
                draft.refused.append(error)
    except BaseException:
        draft.close()
        raise
    if draft.refused and len(files) == 1:
        raise draft.refused[0]
    return draft


@dataclass(frozen=True, slots=True)
class _Given:
    """A file as it was given: it can be read, and another of its sheets after that."""

    ws: Workspace = field(repr=False)
    secret: bytes = field(repr=False)
    name: str
    content: bytes | Path = field(repr=False)

    def sheets(self, title: str, tell: Tell | None) -> list[ingest.Sheet]:
        return meanwhile(lambda told: ingest.read_all(self.name, self.content, title, told), tell)

    def part(self, sheet: ingest.Sheet) -> Part:
        return Part(sheet, known.apply(self.ws, sheet, ingest.guess(sheet)), Intake(self.secret))

    def reread(self, title: str, tell: Tell | None) -> Part:
        return self.part(*self.sheets(title, tell))


def _take(draft: Draft, given: _Given, held: Draft, tell: Tell | None) -> None:
    """Read a file into a draft: what it holds of notes, and of numbers; or move it from the draft that has it."""
    mark = _fingerprint(given.secret, given.content)
    again = [file for file in held.files if (file.fingerprint, file.name) == (mark, given.name)]
    if again:
        draft.files += again
        held.files = [file for file in held.files if (file.fingerprint, file.name) != (mark, given.name)]
        return
    for sheet in given.sheets("", tell):
        note = notes.of(sheet)
        if note is None:
            draft.files.append(File(given.part(sheet), mark, reread=given.reread if sheet.titles else None))
        else:
            draft.notes.append(note)


def take_sheet(draft: Draft, number: int, title: str, *, progress: Progress | None = None) -> None:
    """Read another sheet of a file in place of this one; Unreadable, and all stays as it was, when it is no table."""
    file = draft.files[number]
    file.take_sheet(title, _one_of(file.name, 0, 1, progress))


def sheet_beside(ws: Workspace, file: File, title: str, *, progress: Progress | None = None) -> Draft:
    """Return a draft of another sheet of a file, which may be kept by now; Unreadable when it is no table."""
    assert file.reread is not None  # it has several sheets
    part = file.reread(title, _one_of(file.name, 0, 1, progress))
    part.said[OTHER_SHEET] = title
    its = File(part, file.fingerprint, brought_by=file.brought_by, keep_until=file.keep_until, reread=file.reread)
    return Draft([its], [], key=id_keys.current(ws))


def _one_of(name: str, number: int, of: int, progress: Progress | None) -> Tell | None:
    """Return who is told how far the work on one file of several is."""
    return None if progress is None else lambda share: progress((number + share) / of, name)


def cells_to_mend(ws: Workspace, draft: Draft) -> bytes | None:
    """Return the cells in doubt with their lines, as a file to correct; None when there are none."""
    return fix_file.write(ws, draft)


def is_full_list(content: bytes) -> bool:
    """Say whether such a list holds as many cells as it can, so that there may be more."""
    return fix_file.is_full(content)


def is_fix_file(ws: Workspace, content: bytes) -> bool:
    """Say whether a file is such a list."""
    return fix_file.is_one(ws, content)


def mend(ws: Workspace, draft: Draft, content: bytes) -> fix_file.Mended:
    """Write the corrections of such a file into the same draft; Refused when it is no such file."""
    return fix_file.apply(ws, draft, content)


def check(ws: Workspace, draft: Draft, *, progress: Progress | None = None) -> Checks:
    """Return every file's questions, with the answers that they have now."""
    found = []
    for number, file in enumerate(draft.files):
        result, error = None, None
        file.part.race_form = race_form.current(ws)
        try:
            with _watched(file, number, len(draft.files), progress):
                result = file.result(ws.today())
        except EquityError as problem:
            error = problem
        questions = list(result.questions) if result else []
        if result and error is None:
            questions += [*earlier.ask(ws, file, result), *earlier.stricter(ws, file)]
            if earlier.needs_list(result) and not (
                earlier.lists(ws, file, result) or earlier.comes_with(ws, draft.files, result.periods)
            ):
                error = no_list(file, result)
        found.append(FileCheck(file, result, tuple(questions), error))
    written = tuple(notes.check(ws, note) for note in draft.notes)
    return Checks(tuple(found), ws.words, tuple(draft.refused), written)


def answer(draft: Draft, code: str, value: str) -> Draft:
    """Answer a question, by its id or its code, in every file that asks it."""
    for file in draft.files:
        if code == OTHER_SHEET:
            file.take_sheet(value)
        else:
            file.part.said[code] = value
    return draft


def confirm_host(draft: Draft, role: str) -> None:
    """Note on every receipt which role confirmed that the district approved this host."""
    for file in draft.files:
        file.confirmed_by = role


def say_who(ws: Workspace, draft: Draft, role: str) -> tuple[Problem, ...]:
    """Note on every receipt which role brings the files in; the problem, and nothing noted, where it is a person."""
    problems = naming.role_problems(ws, brought_by=role)
    for file in draft.files:
        file.brought_by = "" if problems else " ".join(role.split())
    return problems


def few(ws: Workspace, checks: Checks) -> tuple[str, ...]:
    """Return, for each file with few students, what will not be seen of them: whoever brings it in knows how many."""
    found = [
        (check.file.name, check.result.rows_kept)
        for check in checks.files
        if isinstance(check.result, ingest.Checked) and check.file.part.mapping.shape == "students"
    ]
    min_group = ws.profile.min_group
    return tuple(
        ws.words("data.few", name=name, rows=rows, min_group=min_group) for name, rows in found if rows < FEW_STUDENTS
    )


def say_until(ws: Workspace, draft: Draft, day: date | None) -> tuple[Problem, ...]:
    """Note on every receipt until when the rows of students are kept; the problem where that day is past or missing."""
    if day is None or day < ws.today():
        return (Problem("kept.past", column="keep_until"),)
    for file in draft.files:
        file.keep_until = day
    return ()


def keep(ws: Workspace, draft: Draft, *, progress: Progress | None = None, is_sample: bool = False) -> Source:
    """Keep every file of a draft and return the receipt of the last. All of a file is kept, or nothing of it."""
    return keep_all(ws, draft, progress=progress, is_sample=is_sample)[-1]


def keep_all(
    ws: Workspace, draft: Draft, *, progress: Progress | None = None, is_sample: bool = False
) -> tuple[Source, ...]:
    """Keep every file of a draft and return their receipts; Refused when one cannot go in as it is mapped."""
    checks = check(ws, draft, progress=progress)
    for error in checks.errors:
        raise error
    order = sorted(draft.files, key=lambda file: earlier.needs_list(file.result(ws.today())))
    names = comments.names_in(draft.files)
    kept: list[Source] = []
    if draft.has_students():
        id_keys.note(ws, draft.key)
    for number, file in enumerate(order):
        if progress is not None:
            progress(number / len(order), file.name)
        with _watched(file, number, len(order), progress, to=WRITTEN) as tell:
            gate = None if tell is None else part(tell, WRITTEN, 1)
            kept.append(keep_file(ws, file, is_sample=is_sample, names=names, tell=gate))
    for written in checks.notes:
        notes.keep(ws, written)
    return tuple(kept)


@contextmanager
def _watched(file: File, number: int, of: int, progress: Progress | None, *, to: float = 1) -> Iterator[Tell | None]:
    """Tell how far the work on one file of several is: it never goes back, though each long step begins anew.

    What the engine does brings it as far as `to`; what is given is to be told of the rest.
    """
    furthest = 0.0

    def tell(share: float) -> None:
        nonlocal furthest
        furthest = max(furthest, min(share, 1.0))
        if progress is not None:
            progress((number + furthest) / of, file.name)

    intake = file.part.intake
    intake.watch = None if progress is None else part(tell, 0, to)
    try:
        yield None if progress is None else tell
    finally:
        intake.watch = None


def _fingerprint(key: bytes, content: bytes | Path) -> str:
    made = hmac.new(key, digestmod="sha256")
    if isinstance(content, bytes):
        made.update(content)
    else:
        with content.open("rb") as stream:
            made.update(hashlib.file_digest(stream, "sha256").digest())
    return made.hexdigest()


__all__ = [
    "OTHER_SHEET",
    "Checks",
    "Column",
    "Draft",
    "File",
    "FileCheck",
    "Progress",
    "Question",
    "answer",
    "answer_said",
    "cells_to_mend",
    "check",
    "confirm_host",
    "few",
    "is_fix_file",
    "is_full_list",
    "keep",
    "keep_all",
    "looks_like",
    "meaning_said",
    "mend",
    "message",
    "read",
    "refusal",
    "report",
    "say_until",
    "say_who",
    "sheet_beside",
    "take_sheet",
]
