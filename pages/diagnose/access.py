"""At which step does the way in get narrow? The steps of a way into a program, for a group beside everyone else."""

from __future__ import annotations

import streamlit as st

from equity_core.model import AccessPath
from equity_core.workflow.diagnose import listen, ways_in
from pages.parts import fields, figure, frame, pick


def show_nothing() -> None:
    with st.container(key="access_nothing"):
        st.info(words("ways.nothing"))
        st.text(words("ways.nothing_how"))
        if view.mode == "desk":
            st.text(words("ways.nothing_match", better=words("data.higher_better")))
            st.text(words("ways.practice", title=words("samples.ways.title")))
            frame.link(view, "bring-in")
            frame.link(view, "sources")
    to_others()


def to_others() -> None:
    if view.mode == "desk":
        with st.container(key="access_others"):
            st.caption(words("screening.to_points_why"))
            frame.link(view, "points", words("screening.to_points"), key="to_points")
            st.caption(words("ways.to_screening_why"))
            frame.link(view, "screening", words("points.to_screening"), key="to_screening")


def ask_steps(kept: AccessPath | None) -> None:
    labels = {option.code: option.label for option in ways_in.choices(ws)}
    chosen = st.multiselect(
        words("ways.steps"),
        list(labels),
        list(kept.steps) if kept else [],
        format_func=labels.__getitem__,
        max_selections=ways_in.MOST,
        placeholder=words("ways.steps_hint"),
        key=fields.now("access_steps"),
    )
    if st.button(words("ways.keep"), key="access_keep", type="primary"):
        with fields.keeping(view):
            ways_in.keep(ws, chosen)
            frame.flash(words("ways.kept"))
            st.rerun()


def show_path(kept: AccessPath) -> None:
    by = ways_in.dimensions(ws, kept)
    if not by:
        with st.container(key="access_wrong"):
            st.warning(fields.plain(ways_in.apart(ws, kept)))
        return
    chooser, answer = pick.places(view)
    with chooser:
        what, when, who = pick.columns(view, 3)
        with what:
            dimension = pick.code(view, words("gaps.dimension"), by, key="access_dimension")
        with when:
            there = ways_in.periods_of(ws, kept, dimension)
            period = pick.code(view, words("points.period"), there, key="access_period")
        groups = ways_in.groups(ws, kept, dimension, period)
        with who:
            group = pick.code(view, words("points.group"), groups, key="access_group") if groups else ""
    with answer:
        if group:
            show(ways_in.look(ws, kept, dimension, period, group))
        else:
            with st.container(key="access_hidden"):
                st.info(words("ways.nobody", few=ws.profile.min_group))
                frame.link(view, "listen", words("gaps.listen_instead"), key="listen_instead")


def show(look: ways_in.Look) -> None:
    if look.figure is None:
        with st.container(key="access_wrong"):
            st.warning(fields.plain(look.wrong))
        return
    with st.container(key="headline"):
        st.markdown(f"**{fields.plain(look.headline)}**")
    if view.is_stage:
        figure.show(view, look.figure, key="access_chart", with_sentence=False)
    with st.container(key="access_sentences"):
        for sentence in look.sentences:
            st.text(sentence)
        if not view.is_stage:
            st.text(words("ways.of_whom", page=words("page.gaps.name")))
    with st.container(key="hidden_note"):
        if look.hidden_note:
            st.text(look.hidden_note)
    if not view.is_stage:
        figure.show(view, look.figure, key="access_chart", with_sentence=False)
    if view.mode == "desk" and look.steps:
        show_pins(look)


def show_pins(look: ways_in.Look) -> None:
    with st.container(key="access_pins"):
        with st.container(horizontal=True, vertical_alignment="center"):
            for place, (query, step, is_pinned) in enumerate(look.steps):
                if is_pinned:
                    st.text(words("ways.is_pinned", step=step), width="content")
                elif st.button(words("ways.pin", step=fields.plain(step)), key=f"access_pin_{place}"):
                    listen.pin(ws, query)
                    frame.flash(words("points.pinned_flash"))
                    st.rerun()
        st.caption(words("ways.to_causes_why"))
        frame.link(view, "causes", words("points.to_causes"), key="access_to_causes")


view = frame.enter("access")
ws, words = view.ws, view.words
kept = ways_in.current(ws)

if not ways_in.choices(ws):
    show_nothing()
else:
    if view.mode == "desk":
        st.text(words("ways.help"))
        ask_steps(kept)
    if kept:
        show_path(kept)
    elif view.mode != "desk":
        st.info(words("ways.none_chosen"))
    to_others()
