"""What did we decide or change, and why: lines that are added and never rewritten."""

from __future__ import annotations

import streamlit as st

from equity_core.model import LogEntry
from equity_core.workflow.implement import log, plan
from pages.parts import fields, frame

ON_THE_WALL = 5


def ask_entry() -> None:
    name = fields.fresh("log")
    typed = {entry.id: entry for entry in log.entries(ws)}
    with st.container(key="log_form"), st.form(name, enter_to_submit=False):
        form = st.radio(
            words("log.form"),
            log.FORMS,
            index=None,
            format_func=lambda form: words(f"log.kind_{form}"),
            horizontal=True,
            key=f"{name}_form",
        )
        form_place = st.container()
        text = st.text_area(words("log.text"), key=f"{name}_text", height=80, placeholder=words("log.example"))
        text_place = st.container()
        one, two, three = st.columns(3)
        with one:
            on = st.date_input(words("log.on"), ws.today(), format="MM/DD/YYYY", key=f"{name}_on")
            on_place = st.container()
        role = two.selectbox(words("log.role"), plan.roles(ws), index=None, accept_new_options=True, key=f"{name}_role")
        corrects = three.selectbox(
            words("log.corrects"),
            list(reversed(typed)),
            index=None,
            format_func=lambda id: typed[id].text,
            key=f"{name}_corrects",
        )
        if st.form_submit_button(words("log.add"), key="log_add", type="primary"):
            kept = log.add(ws, form=form, text=text, on=on, role=role or "", corrects=corrects or "")
            if isinstance(kept, LogEntry):
                fields.done("log", words("log.kept"))
            for place, column in ((form_place, "form"), (text_place, "text"), (on_place, "on")):
                with place:
                    fields.doubts(view, kept, column)


def show_lines(lines: list[log.Line]) -> None:
    with st.container(key="log_table"):
        if lines:
            rows = [{name: fields.plain(cell) for name, cell in log.told(ws, line).items()} for line in lines]
            st.table(rows, hide_index=True, alt=words("log.table"))
        else:
            st.text(words("log.none"))


view = frame.enter("log")
ws, words = view.ws, view.words

if view.is_stage:
    show_lines(log.timeline(ws)[-ON_THE_WALL:])
else:
    kinds = []
    if view.mode == "desk":
        st.header(words("log.new"), anchor=False)
        st.text(words("log.promise"))
        ask_entry()
        st.header(words("log.table"), anchor=False)
        kinds = st.pills(
            words("log.filter"),
            log.KINDS,
            selection_mode="multi",
            format_func=lambda kind: words(f"log.kind_{kind}"),
            key="log_filter",
        )
    show_lines(log.timeline(ws, kinds))
