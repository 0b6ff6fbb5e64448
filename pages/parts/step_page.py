"""A step's own page: what is ready, what it still takes, the next act, and its sub-steps as links."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow import loop
from pages.parts import fields, frame, gates
from pages.parts.registry import substeps


def show(view: frame.View) -> None:
    """Draw the page of one of the five steps."""
    step = loop.step(view.ws, view.page.step)
    words = view.words
    with st.container(key="step_state"):
        st.markdown(frame.state_line(view, step))
    with st.container(key="step_checks", gap="small"):
        told = words("step.ready", count=len(step.open)) if step.open else words("step.all_ready")
        st.header(told, anchor=False)
        for check in step.checks:
            mark = words("step.done" if check.done else "step.open")
            frame.link(view, check.page, f"{mark} {words(f'loop.check_{check.id}')}", key=f"check_{check.id}")
            if check.passed_by and not check.done:
                st.caption(fields.plain(words("gate.passed", text=check.passed_by)))
    act = loop.next_act(view.ws, at=step.id)
    if step.open:
        with st.container(key="step_next"):
            st.markdown(words("step.takes", minutes=step.minutes))
            frame.link(view, act.page, words("frame.next", act=words(act.word), minutes=act.minutes))
        if view.mode == "desk":
            with st.expander(words("gate.title_here"), key="gate"):
                st.text(words("gate.about"))
                gates.offer(view.ws, step.open, told=frame.flash)
    _substeps(view)


def show_data(view: frame.View) -> None:
    """Draw the page of the data: how many files are in, and the way to bring in another."""
    words, files = view.words, view.ws.sources()
    with st.container(key="step_state"):
        if files:
            st.header(words("step.files", count=len(files)), anchor=False)
        else:
            st.header(words("step.no_files"), anchor=False)
            st.markdown(words("step.no_files_help"))
    _substeps(view)


def _substeps(view: frame.View) -> None:
    with st.container(key="step_links", gap="small"):
        st.header(view.words("step.parts"), anchor=False)
        for page in substeps(view.page.step):
            name, question = view.words(f"page.{page.id}.name"), view.words(f"page.{page.id}.question")
            label = view.words("step.link", name=name, question=question, minutes=loop.MINUTES.get(page.id, 5))
            frame.link(view, page.id, label, key=f"part_{page.id}")
