"""Once more round: what carries over, what starts empty, and the start."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Problem, Refused
from equity_core.workflow.reflect import next_cycle
from pages.parts import fields, frame


def show_table() -> None:
    with st.container(key="carry_table"):
        st.table(
            [{name: fields.plain(cell) for name, cell in row.items()} for row in next_cycle.rows(ws)],
            hide_index=True,
            alt=words("page.next.question"),
        )


def ask_start() -> None:
    taught = st.text_area(words("next.taught"), key="next_taught")
    form = fields.Form("next")
    title = form.text(view, words("next.title"), longest=80, key="next_title")
    without = ""
    if not next_cycle.is_decided(ws):
        without = st.text_area(words("next.without_decision"), key="next_without")
    label = words("next.begin", number=ws.cycle.number + 1)
    if st.button(label, key="next_cycle", type="primary") and not form.is_wrong:
        begin(title, taught, without)
    st.caption(words("next.is_closed"))


def begin(title: str, taught: str, without: str) -> None:
    try:
        begun = next_cycle.begin(ws, title=title, taught=taught, without_decision=without)
    except Refused as refused:
        with st.container(key="next_problem"):
            st.warning(fields.said(view, Problem(refused.code, facts=refused.facts)))
            frame.link(view, "decide")
    else:
        frame.flash(words("next.begun", number=begun.number))
        frame.go(view, "home")


view = frame.enter("next")
ws, words = view.ws, view.words
if next_cycle.is_empty(ws):
    with st.container(key="next_nothing"):
        st.info(words("next.nothing"))
        frame.link(view, "gaps")
else:
    show_table()
    if view.mode == "desk":
        ask_start()
