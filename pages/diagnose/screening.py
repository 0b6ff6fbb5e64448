"""Whom would a rule reach that looks at every student? A rule over the columns that are there, beside who is in now."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Refused
from equity_core.model import Criterion, Screening
from equity_core.workflow.data import bring_in
from equity_core.workflow.diagnose import gaps, screening
from pages.parts import asking, fields, figure, frame, pick


def show_empty() -> None:
    with st.container(key="screening_empty"):
        st.info(words("screening.empty"))
        st.text(words("screening.empty_how"))
        if view.mode == "desk":
            st.text(words("ways.practice", title=words("samples.ways.title")))
        frame.link(view, "bring-in")
        to_points()


def to_points() -> None:
    if view.mode == "desk":
        with st.container(key="screening_points"):
            st.caption(words("screening.to_points_why"))
            frame.link(view, "points", words("screening.to_points"), key="to_points")
            st.caption(words("ways.to_access_why"))
            frame.link(view, "access", words("ways.to_access"), key="to_access")


def ask_rule(kept: Screening | None) -> None:
    left, right = st.columns(2)
    with left:
        offered_programs = sorted(programs, key=lambda one: kept is None or one.code != kept.program)
        program = pick.code(view, words("screening.program"), offered_programs, key="screening_program")
    offered = {choice.measure: choice for choice in screening.choices(ws, program)}
    before = {one.measure: one.limit for one in kept.criteria} if kept and kept.program == program else {}
    if not offered:
        st.info(words("screening.no_choice"))
        return
    chosen = right.multiselect(
        words("screening.criteria"),
        list(offered),
        [id for id in before if id in offered],
        format_func=lambda id: offered[id].label,
        max_selections=screening.MOST,
        placeholder=words("screening.criteria_hint"),
        key=fields.now(f"screening_criteria_{program}"),
    )
    typed, form = {}, fields.Form("screening")
    with_limit = [id for id in chosen if offered[id].limit]
    how_many, *limits = st.columns(1 + max(1, len(with_limit)))
    for id, place in zip(with_limit, limits, strict=False):
        limit = f"{before[id].normalize():f}" if before.get(id) is not None else offered[id].limit
        label = words("screening.limit", column=fields.plain(offered[id].column))
        with place:
            typed[id] = form.text(view, label, limit, longest=12, key=fields.now(f"screening_limit_{id}"))
    how = how_many.radio(
        words("screening.how"),
        ("all", "any"),
        index=1 if kept and kept.how == "any" else 0,
        format_func=lambda id: words(f"screening.how_{id}"),
        horizontal=True,
        key=fields.now("screening_how"),
    )
    if st.button(words("screening.try"), key="screening_try", type="primary") and not form.is_wrong:
        numbers = {id: asking.number(text) for id, text in typed.items()}
        wrong = [id for id, number in numbers.items() if number is None]
        if wrong:
            st.warning(words("screening.no_number", column=fields.plain(offered[wrong[0]].column)))
            return
        keep(program, how, [Criterion(measure=id, limit=numbers.get(id)) for id in chosen])


def keep(program: str, how: str, criteria: list[Criterion]) -> None:
    try:
        with st.spinner(words("screening.counting")):
            hides = screening.try_rule(ws, program, how, criteria)
    except Refused as error:
        st.warning(fields.plain(bring_in.refusal(ws, error)))
        return
    note = words("screening.hides", measures=ws.words.listed(hides), page=words("page.gaps.name")) if hides else ""
    frame.flash(words("screening.tried"), note=note)
    st.rerun()


def show_answer(kept: Screening) -> None:
    chooser, answer = pick.places(view)
    with chooser:
        dimension = pick.code(view, words("gaps.dimension"), screening.dimensions(ws), key="screening_dimension")
    with answer:
        show_look(screening.look(ws, kept, dimension))


def show_look(look: screening.Look) -> None:
    with st.container(key="screening_sentences"):
        st.markdown(f"**{fields.plain(look.rule)}**")
        for sentence in look.sentences if not view.is_stage else look.sentences[:2]:
            st.text(sentence)
    figure.show(view, look.figure, key="screening_chart", with_sentence=False)
    if view.mode == "desk":
        if look.is_pinned:
            st.text(words("gaps.is_pinned"))
        elif st.button(words("gaps.pin_evidence"), key="screening_pin"):
            gaps.pin(ws, look.query)
            frame.flash(words("gaps.pinned"))
            st.rerun()
        to_points()


view = frame.enter("screening")
ws, words = view.ws, view.words
programs = screening.programs(ws)
kept = screening.current(ws)

if not programs:
    show_empty()
else:
    if view.mode == "desk":
        st.text(words("screening.help"))
        st.text(words("screening.weighed"))
        ask_rule(kept)
    if kept:
        show_answer(kept)
    elif view.mode != "desk":
        st.info(words("screening.no_rule"))
