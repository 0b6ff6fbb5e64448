"""What did we decide or change, and why: lines that are added and never rewritten."""

from __future__ import annotations

import streamlit as st

from equity_core.model import LogEntry
from equity_core.workflow.implement import log, plan
from pages.parts import assumed, fields, frame

ON_THE_WALL = 5


def ask_entry() -> None:
    typed = {entry.id: entry.text for entry in reversed(log.entries(ws))}
    form = fields.Form("log")
    with st.container(key="log_form"), st.form("log_new", enter_to_submit=False):
        with form.field("kind") as key:
            kind = st.radio(words("log.form"), log.FORMS, None, format_func=name_kind, horizontal=True, key=key)
        with form.field("text") as key:
            text = st.text_area(words("log.text"), key=key, height=80, placeholder=words("log.example"))
        one, two, three = st.columns(3)
        with one, form.field("on") as key:
            on = st.date_input(words("log.on"), ws.today(), format="MM/DD/YYYY", key=key)
        with two, form.field("role") as key:
            role = st.selectbox(words("log.role"), plan.roles(ws), None, accept_new_options=True, key=key)
        with three, form.field("corrects") as key:
            corrects = st.selectbox(words("log.corrects"), list(typed), None, format_func=typed.get, key=key)
        if st.form_submit_button(words("log.add"), key="log_add", type="primary"):
            kept = log.add(ws, form=kind, text=text, on=on, role=role or "", corrects=corrects or "")
            if isinstance(kept, LogEntry):
                fields.done("log", words("log.kept"))
            else:
                form.doubts(view, kept)


def name_kind(kind: str) -> str:
    return words(f"log.kind_{kind}")


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
            format_func=name_kind,
            key="log_filter",
        )
    show_lines(log.timeline(ws, kinds))
    assumed.show(view)
