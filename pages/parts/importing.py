"""The pieces of the import: match table, questions, receipt. Values of identifying columns are never drawn."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from equity_core.model import Source
from equity_core.workflow.data import bring_in, sources
from equity_core.workflow.data.bring_in import Column, Draft, FileCheck, Question
from pages.parts import asking, fields, frame, own_columns

Take = Callable[[int, str], None]  # reads another sheet of a file: its number, and the title
FEW_UNREAD = 5  # so many columns that are not read are shown at once; more are a list to open
SHAPES = ("students", "counts", "incidents", "survey")


def match(view: frame.View, draft: Draft, number: int, take_sheet: Take) -> None:
    """Draw what each column of a file is taken to mean, to be changed column by column."""
    words = view.words
    mapping, name = draft.files[number].part.mapping, draft.files[number].name
    st.subheader(fields.plain(name), anchor=False)
    st.text(bring_in.looks_like(view.ws, draft.files[number]))
    if draft.files[number].sheets:
        asking.pick(
            words("data.sheet"),
            draft.files[number].sheets,
            draft.files[number].sheet_read,
            key=f"sheet_{number}",
            said=str,
            change=lambda title: take_sheet(number, title),
        )
    asking.pick(
        words("data.kind"),
        SHAPES,
        mapping.shape,
        key=f"shape_{number}",
        said=lambda id: words(f"shape.{id}"),
        change=lambda value: draft.reshape(number, value),
    )
    _constants(view, draft, number)
    with st.container(key=f"match_head_{number}"):
        for place, word in zip(st.columns(3), ("data.column", "data.meaning", "data.examples"), strict=True):
            place.caption(words(word))
    for column in mapping.read():
        _column(view, draft, number, column)
    unread = [column for column in mapping.columns if column.meaning == "not_read"]
    struck = [f"~~{fields.plain(column.header)}~~" for column in unread if column.personal in ("header", "content")]
    if struck:
        st.markdown(words("data.struck", columns=", ".join(struck)))
    open_ones = [column for column in unread if column.personal != "header"]  # of those the line above says enough
    if open_ones:
        few = len(open_ones) <= FEW_UNREAD or len(mapping.read()) < 2
        with st.expander(words("data.other_columns", count=len(open_ones)), key=f"unread_{number}", expanded=few):
            for column in open_ones:
                _column(view, draft, number, column)


def questions(view: frame.View, draft: Draft, number: int, check: FileCheck, take_sheet: Take) -> None:
    """Draw what is asked about a file, each with its default, or why it cannot go in."""
    words = view.words
    st.subheader(fields.plain(check.file.name), anchor=False)
    if check.error is not None:
        st.warning(fields.plain(bring_in.refusal(view.ws, check.error)))
    if not check.questions and check.error is None:
        st.text(words("data.no_questions"))
    for place, question in enumerate(check.questions):
        with st.container(key=f"question_{number}_{place}", border=True):
            _question(view, draft, f"answer_{number}_{place}", question, lambda title: take_sheet(number, title))
    if check.result is not None and check.error is None:
        st.text(words("data.periods_found", periods=", ".join(check.result.periods)))


def receipt(view: frame.View, found: sources.Receipt, *, first: bool = False) -> None:
    """Draw one receipt. The first of a page has the keys by which it is found."""
    words, source = view.words, found.source

    def keyed(key: str) -> str:
        return key if first else f"{key}_{source.id}"

    with st.container(key=keyed("snapshot_name")):
        st.subheader(
            fields.plain(words("data.named", name=source.name, periods=", ".join(source.periods))), anchor=False
        )
    with st.container(key=keyed("receipt_read")):
        st.text(words("data.read_rows", rows=source.rows_read))
    with st.container(key=keyed("receipt_kept")):
        st.text(words("data.kept_rows", rows=source.rows_kept))
    with st.container(key=keyed("receipt_dropped")):
        dropped = ", ".join(source.columns_dropped)
        st.text(words("data.dropped", columns=dropped) if dropped else words("data.nothing_dropped"))
    for line in found.read:
        st.text(line)
    with st.container(key=keyed("receipt_hidden")):
        st.text(words("data.hidden_cells", cells=found.hidden))
    if found.measures:
        st.text(words("data.measures_found", measures=", ".join(found.measures)))
    st.text(words("data.groups_found", groups=", ".join(found.dimensions)))
    for note in found.notes:
        st.text(note)
    _lines(words("sources.compared"), found.compared)
    _lines(words("sources.quality"), found.quality)
    if found.definitions:
        with st.expander(words("sources.definitions"), key=f"definitions_{source.id}"):
            for measure, text in found.definitions:
                st.text(words("sources.definition", measure=measure, text=text))
    if source.brought_by:
        st.text(words("sources.by", role=source.brought_by))
    if found.answered:
        st.caption(words("data.answered"))
        for seen, done in found.answered:
            st.text(f"{seen}: {done}" if done else seen)
    st.caption(words("data.imported", day=words.day(source.imported_at)))
    if found.kept:
        st.text(found.kept)


def _lines(title: str, lines: tuple[str, ...]) -> None:
    if lines:
        st.caption(title)
        for line in lines:
            st.text(line)


def status(view: frame.View, source: Source) -> str:
    """Return what became of a file, in words."""
    return view.words(f"data.status_{source.status}")


# -- one column -----------------------------------------------------------------------------------------------------


def _column(view: frame.View, draft: Draft, number: int, column: Column) -> None:
    words, key = view.words, f"match_{number}_{column.index}"
    with st.container(key=f"match_row_{number}_{column.index}"):
        header, meaning, examples = st.columns(3, vertical_alignment="center")
    with header:
        st.text(column.header)
    with meaning:
        asking.pick(
            column.header or words("data.blank"),
            draft.meanings(number),
            column.meaning,
            key=key,
            said=lambda id: bring_in.meaning_said(words, id),
            change=lambda value: draft.remap(number, column.index, value),
            hidden=True,
        )
    with examples:
        st.text(", ".join(column.examples) or words("data.no_examples"))
    if column.meaning in ("own_dimension", "own_yes_no", "own_number"):
        with st.container(key=f"own_{number}_{column.index}", border=True):
            own_columns.ask(view, draft, number, column)


def _constants(view: frame.View, draft: Draft, number: int) -> None:
    words, mapping = view.words, draft.files[number].part.mapping
    if all(mapping.where(meaning) is None for meaning in ("school_year", "period", "date")):
        asking.typed(
            words("data.period"),
            mapping.period,
            key=f"period_{number}",
            help=words("data.period_help"),
            change=lambda text: draft.say(number, period=text),
        )
    if mapping.shape == "counts" and mapping.where("measure_name") is None:
        asking.typed(
            words("data.measure"),
            bring_in.meaning_said(words, mapping.measure) if mapping.measure else "",
            key=f"measure_{number}",
            change=lambda text: draft.say(number, measure=text),
        )


# -- one question ---------------------------------------------------------------------------------------------------


def _question(view: frame.View, draft: Draft, key: str, question: Question, take_sheet) -> None:
    words = view.words
    st.text(bring_in.message(words, question))
    if question.lines:
        st.caption(words("data.lines", lines=", ".join(map(str, question.lines))))

    def said(value: str) -> None:
        if question.code == bring_in.OTHER_SHEET:
            take_sheet(value)
        else:
            bring_in.answer(draft, question.id, value)

    if question.free:
        asking.typed(words("data.will_ask"), question.answer, key=key, change=said)
    elif question.asks:
        asking.pick(
            words("data.sheet" if question.code == bring_in.OTHER_SHEET else "data.will_ask"),
            question.answers,
            question.answer,
            key=key,
            said=lambda id: bring_in.answer_said(words, id),
            change=said,
        )
    elif question.answer:
        st.caption(fields.plain(words("data.will", answer=bring_in.answer_said(words, question.answer))))
