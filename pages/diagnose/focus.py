"""The gaps that the team found, what it thinks of each, and the one that it takes on."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow.diagnose import focus
from pages.parts import fields, frame

ON_THE_WALL = 7


def show_gap(found: focus.Found) -> None:
    with st.container(key=f"focus_gap_{found.gap.id}", border=True):
        if found.is_chosen:
            st.badge(words("focus.chosen"))
        st.subheader(fields.plain(found.title), anchor=False)
        st.text(found.sentence)
        for fact in found.facts:
            st.text(fact)
        if view.mode == "desk":
            ask_judgements(found)
        else:
            show_judgements(found)


def ask_judgements(found: focus.Found) -> None:
    gap = found.gap
    with st.form(f"focus_form_{gap.id}", border=False):
        left, right = st.columns(2)
        matters = left.text_area(
            words("focus.matters"),
            gap.matters,
            key=fields.now(f"focus_matters_{gap.id}"),
            help=words("focus.matters_help"),
            max_chars=300,
        )
        control = right.text_area(
            words("focus.in_our_control"), gap.in_our_control, key=fields.now(f"focus_control_{gap.id}"), max_chars=300
        )
        if st.form_submit_button(words("focus.save_judgements"), key=f"focus_save_{gap.id}"):
            focus.judge(ws, gap, matters=matters, in_our_control=control)
            frame.flash(words("focus.saved"))
            st.rerun()
    with st.container(horizontal=True):
        if not found.is_first:
            st.button(words("focus.up"), key=f"focus_up_{gap.id}", on_click=focus.move_up, args=(ws, gap))
        if not found.is_chosen:
            st.button(words("focus.remove"), key=f"focus_remove_{gap.id}", on_click=focus.remove, args=(ws, gap))


def show_judgements(found: focus.Found) -> None:
    for word, text in (("focus.matters", found.gap.matters), ("focus.in_our_control", found.gap.in_our_control)):
        if text:
            st.caption(words(word))
            st.text(text)


def ask_choice() -> None:
    st.header(words("focus.which"), anchor=False)
    by_id = {f.gap.id: f for f in portfolio}
    chosen = [f.gap.id for f in portfolio if f.is_chosen] or (list(by_id) if len(by_id) == 1 else [])
    picked = st.radio(
        words("focus.pick"),
        list(by_id),
        index=list(by_id).index(chosen[0]) if chosen else None,
        format_func=lambda id: fields.plain(by_id[id].title),
        key="focus_pick",
    )
    if st.button(words("focus.choose"), key="focus_choose", type="primary"):
        if picked is None:
            st.warning(words("focus.pick_first"))
        else:
            focus.choose(ws, by_id[picked].gap)
            frame.flash(words("focus.chosen_flash"))
            st.rerun()


def show_barrier() -> None:
    barrier = focus.barrier(ws)
    if barrier and focus.current(ws) is None:
        with st.container(key="focus_barrier", border=True):
            st.subheader(words("focus.barrier"), anchor=False)
            st.text(barrier.text)
            st.text(words("focus.barrier_next"))
    elif not portfolio and focus.current(ws) is None:
        st.text(words("focus.empty_words"))
        frame.link(view, "suspect", words("focus.start_suspect"))


view = frame.enter("focus")
ws, words = view.ws, view.words
portfolio = focus.portfolio(ws)
shown = portfolio if view.mode == "desk" else portfolio[:ON_THE_WALL]

if focus.current(ws) is not None:
    with st.container(key="focus_statement"):
        st.header(fields.plain(focus.statement(ws)), anchor=False)
show_barrier()
with st.container(key="focus_table"):
    if portfolio:
        st.text(words("focus.many"))
    else:
        st.info(words("focus.empty"))
        frame.link(view, "gaps")
    for one in shown:
        show_gap(one)
    if len(shown) < len(portfolio):
        st.text(words("focus.more", count=len(portfolio) - len(shown)))
if portfolio and view.mode == "desk":
    ask_choice()
