"""Keep one file: its rows, its receipt and its released numbers at once, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from equity_core.errors import Refused
from equity_core.ingest import Checked, Counted, Question
from equity_core.model import Decided, Document, Measure, OwnDimension, Source, new_id
from equity_core.store import Intake
from equity_core.workflow.data import contents, earlier, overlaps, race_form
from equity_core.workflow.data.draft import File, Result
from equity_core.workflow.data.report import FEW, is_few
from equity_core.workflow.release import release
from equity_core.workflow.workspace import Workspace

COUNTED_TWICE = "data.note_counted_twice"
NO_SIZES = "data.note_no_sizes"
REGISTRATIONS = "data.note_registrations"


def keep_file(ws: Workspace, file: File, *, is_sample: bool) -> Source:
    """Keep one file and return its receipt; Refused when it has no student list that it needs."""
    file.part.race_form = race_form.current(ws)
    result = file.result(ws.today())
    again = earlier.ask(ws, file, result)
    replaced = earlier.overlapping(ws, file, result) if again and again[0].answer == "replace" else []
    source = _receipt(ws, file, result, again, is_sample=is_sample)
    own = contents.own_measures(ws, file, result)
    roster = earlier.roster(ws, result.periods) if source.shape == "incidents" else None
    if source.shape == "incidents" and roster is None:
        raise Refused("import.no_roster", name=file.name, periods=", ".join(result.periods))
    new: list[Document] = [measure for measure in own if ws.get(Measure, measure.id) is None]
    new += [d for d in contents.own_dimensions(result) if ws.get(OwnDimension, d.id) is None]
    ws.store.save(*new)
    try:
        with ws.store.writing():
            for old in replaced:
                ws.store.drop_rows(old.id)
                ws.store.save(old.model_copy(update={"status": "replaced"}))
            source = _write(ws, file, result, source, roster)
            ws.store.save(source)
            race_form.choose(ws, race_form.chosen(result.questions))
            overlaps.refuse(ws, source, release(ws, source))
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
        intake.keep_counts(ws.store, source.id, contents.once(result))
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
    uses = {use.id: use.groups for use in contents.dimensions(file, result)}
    seen = {c.target: contents.groups_in(file, c.target) for c in result.dimensions}
    intake.keep_rows(ws.store, source.id, groups=seen | uses | {"period": result.periods})
    return source


def _receipt(ws: Workspace, file: File, result: Result, again: Iterable[Question], *, is_sample: bool) -> Source:
    mapping, sheet = file.part.mapping, file.part.sheet
    registrations = isinstance(result, Checked) and mapping.where("course") is not None
    notes = {
        NO_SIZES: isinstance(result, Counted) and not result.has_sizes,
        COUNTED_TWICE: isinstance(result, Counted) and contents.counts_twice(result),
        REGISTRATIONS: registrations,
    }
    row: Literal["student", "registration", "group", "incident"] = "registration" if registrations else "student"
    dimensions = contents.dimensions(file, result)
    not_used = result.not_used if isinstance(result, Checked) else ()
    return Source(
        id=new_id(),
        name=sheet.name,
        shape=mapping.shape,
        recognised_as=file.recognised_as,
        fingerprint=file.fingerprint,
        rows_read=file.part.intake.rows,
        rows_kept=contents.rows_kept(result),
        columns_kept=tuple(c.header for c in mapping.read() if c.header not in not_used),
        columns_dropped=tuple(c.header for c in mapping.columns if c.meaning == "not_read" or c.header in not_used),
        periods=result.periods,
        measures=contents.measures(ws, file, result),
        dimensions=dimensions,
        race_form=race_form.of(result.questions, dimensions),
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
        count=0 if is_few(question) else question.count,
    )
