"""Keep one file: its rows, its receipt and its released numbers at once, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from equity_core import ingest
from equity_core.errors import Refused
from equity_core.ingest import Checked, Counted, Question
from equity_core.model import Decided, DimensionUse, Document, Measure, OwnDimension, Source, new_id
from equity_core.store import Intake
from equity_core.workflow.data import comments, contents, earlier, race_form, retention
from equity_core.workflow.data.draft import File, Result
from equity_core.workflow.data.report import FEW, is_few
from equity_core.workflow.definitions import definition
from equity_core.workflow.meanwhile import Tell
from equity_core.workflow.release import raise_threshold, release
from equity_core.workflow.workspace import Workspace

COUNTED_TWICE = "data.note_counted_twice"
NO_SIZES = "data.note_no_sizes"
REGISTRATIONS = "data.note_registrations"
BY_ATTENDANCE = "data.note_attendance"
SURVEY = "data.note_survey"
OF_AN_INCIDENT = ("day", "behavior", "location", "time_band", "decision", "days")
RowOf = Literal["student", "registration", "group", "incident", "response", "headcount"]
ROWS: dict[str, RowOf] = {"students": "student", "counts": "group", "incidents": "incident", "survey": "response"}
Lists = Mapping[str, tuple[Source, str]]


def keep_file(
    ws: Workspace, file: File, *, is_sample: bool, names: frozenset[str] = frozenset(), tell: Tell | None = None
) -> Source:
    """Keep one file and return its receipt; Refused when it has no student list that it needs.

    `names` are those of people in the files that come with it: what people wrote is searched for them. `tell` hears
    how far the release is; what it raises stops it, and nothing of the file is kept.
    """
    file.part.race_form = race_form.current(ws)
    result = file.result(ws.today())
    again = earlier.ask(ws, file, result)
    replaced = earlier.overlapping(ws, file, result) if again and again[0].answer == "replace" else []
    stricter = earlier.stricter(ws, file)
    source = _receipt(ws, file, result, [*again, *stricter], is_sample=is_sample)
    own = contents.own_measures(ws, file, result)
    lists = earlier.lists(ws, file, result)
    if earlier.needs_list(result) and not lists:
        raise no_list(file, result)
    new: list[Document] = [measure for measure in own if ws.get(Measure, measure.id) is None]
    new += [d for d in contents.own_dimensions(result) if ws.get(OwnDimension, d.id) is None]
    ws.store.save(*new)
    try:
        with ws.store.writing():
            if stricter:
                raise_threshold(ws, file.hides_under, tell=None if tell is None else lambda share: tell(0.0))
            for old in replaced:
                ws.store.drop(old.id)
                ws.store.save(old.model_copy(update={"status": "replaced"}))
            source = _write(ws, file, result, source, lists)
            source = source.model_copy(update={"definitions": _definitions(ws, source)})
            ws.store.save(source)
            race_form.choose(ws, race_form.chosen(result.questions))
            release(ws, source, tell=tell)
            comments.keep(ws, file, result, source, names=names)
    except BaseException:
        ws.store.remove(*new)
        raise
    finally:
        file.forget_result()
    return source


def no_list(file: File, result: Result) -> Refused:
    """Return the refusal of a file of ids and facts without the student list that says who they are."""
    code = "import.no_roster" if file.part.mapping.shape == "incidents" else "import.no_list"
    return Refused(code, name=file.name, periods=", ".join(result.periods))


def _write(ws: Workspace, file: File, result: Result, source: Source, lists: Lists) -> Source:
    intake = file.part.intake
    assert isinstance(intake, Intake)
    if isinstance(result, Counted):
        intake.keep_counts(ws.store, source.id, contents.once(result))
        return source
    if result.drops_copies or result.student_twice == "keep_first":
        intake.drop_repeats(same=result.drops_copies, other=result.student_twice)
    if lists:
        return _write_joined(ws, file, result, source, lists)
    uses = {use.id: use.groups for use in contents.dimensions(file, result)}
    seen = {c.target: contents.groups_in(file, c.target) for c in result.dimensions}
    intake.keep_rows(ws.store, source.id, groups=seen | uses | {"period": result.periods})
    return source


def _write_joined(ws: Workspace, file: File, result: Checked, source: Source, lists: Lists) -> Source:
    """Write the facts of a file beside the groups of the student lists; Refused when nobody is on them."""
    intake = file.part.intake
    assert isinstance(intake, Intake)
    known = list({its.id: its for its, _ in lists.values()}.values())
    uses = _shared(known)
    each: Literal["student", "row", "event"] = "row" if source.one_row_is == "registration" else "student"
    joined = intake.keep_joined(
        ws.store,
        source.id,
        {period: (its.id, theirs) for period, (its, theirs) in lists.items()},
        groups={use.id: use.groups for use in uses},
        facts=result.facts,
        absent=result.absent,
        each="event" if source.shape == "incidents" else each,
    )
    if not joined.found:
        raise Refused("import.nobody_listed", name=file.name, lists=", ".join(its.name for its in known))
    if source.shape == "incidents":
        intake.keep_incidents(ws.store, source.id, [p.name for p in result.plan if p.name in OF_AN_INCIDENT])
    told = Decided(
        code="not_on_the_list", answer="leave_out_row", count=joined.strangers if joined.strangers >= FEW else 0
    )
    return source.model_copy(
        update={
            "dimensions": uses,
            "race_form": known[0].race_form if any(use.id == "race" for use in uses) else "",
            "periods": tuple(period for period in source.periods if period in lists),
            "notes": tuple(dict.fromkeys((*source.notes, *(note for its in known for note in its.notes)))),
            "decided": (*source.decided, told) if joined.strangers else source.decided,
            "joined_to": tuple(its.id for its in known),
        }
    )


def _shared(lists: Sequence[Source]) -> tuple[DimensionUse, ...]:
    """Return the dimensions that every list has, with the groups of all of them."""
    uses = []
    for use in lists[0].dimensions:
        same = [u for its in lists for u in its.dimensions if u.id == use.id]
        if len(same) == len(lists):
            groups = ingest.in_order({group for u in same for group in u.groups})
            uses.append(use.model_copy(update={"groups": groups, "partitions": all(u.partitions for u in same)}))
    return tuple(uses)


def _receipt(ws: Workspace, file: File, result: Result, again: Iterable[Question], *, is_sample: bool) -> Source:
    mapping, sheet = file.part.mapping, file.part.sheet
    registrations = isinstance(result, Checked) and mapping.where("course") is not None
    notes = {
        NO_SIZES: isinstance(result, Counted) and not result.has_sizes,
        COUNTED_TWICE: isinstance(result, Counted) and contents.counts_twice(result),
        REGISTRATIONS: registrations,
        BY_ATTENDANCE: isinstance(result, Checked) and result.by_attendance,
        SURVEY: "answered_survey" in contents.measures(ws, file, result),
    }
    dimensions = contents.dimensions(file, result)
    read, dropped = contents.columns(file, result)
    return Source(
        id=new_id(),
        name=sheet.name,
        shape=mapping.shape,
        recognised_as=file.recognised_as,
        fingerprint=file.fingerprint,
        rows_read=file.part.rows_read,
        rows_kept=contents.rows_kept(result),
        columns_kept=read,
        columns_dropped=dropped,
        columns_meant=contents.columns_meant(file, result),
        periods=result.periods,
        measures=contents.measures(ws, file, result),
        dimensions=dimensions,
        race_form=race_form.of(result.questions, dimensions),
        decided=(*map(_decided, (*result.questions, *again)), *_confirmed(file)),
        notes=tuple(note for note, is_so in notes.items() if is_so),
        one_row_is=_row(result, mapping.shape, registrations=registrations),
        imported_at=ws.now(),
        brought_by=file.brought_by,
        keep_until=None if is_sample or mapping.shape == "counts" else file.keep_until or retention.usual(ws),
        is_sample=is_sample,
    )


def _row(result: Result, shape: str, *, registrations: bool) -> RowOf:
    """Return what one row of a file is about."""
    if isinstance(result, Counted) and result.is_headcount:
        return "headcount"
    return "registration" if registrations else ROWS[shape]


def _definitions(ws: Workspace, source: Source) -> dict[str, str]:
    """Return what each measure counts now, so that the receipt can say when it was changed."""
    return {id: definition(ws, id) for id in source.measures}


def _confirmed(file: File) -> list[Decided]:
    return [Decided(code="cloud_ack", answer=file.confirmed_by, by_default=False)] if file.confirmed_by else []


def _decided(question: Question) -> Decided:
    """Return what a receipt keeps of an answer: a text of few rows only where it became the name of a group."""
    is_told = not is_few(question) or question.answer == "keep"
    return Decided(
        code=question.code,
        column=question.column,
        text=question.text if is_told else "",
        answer=question.answer,
        by_default=question.answer == question.default,
        count=0 if is_few(question) else question.count,
    )
