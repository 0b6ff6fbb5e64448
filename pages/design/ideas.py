"""What could change this cause: the team's ideas first, then what other schools tried."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Problem
from equity_core.model import Cause
from equity_core.workflow import profiles
from equity_core.workflow.design import ideas
from pages.parts import fields, frame


def ask_idea() -> None:
    causes = {cause.id: cause.text for cause in ws.of_cycle(Cause)}
    role, about = None, []
    if view.mode == "desk":
        left, right = st.columns(2)
        role = left.selectbox(
            words("ideas.from"), ws.profile.roles, index=None, accept_new_options=True, key="idea_role"
        )
        about = right.multiselect(
            words("ideas.about"),
            list(causes),
            list(causes) if len(causes) == 1 else None,
            format_func=causes.get,
            key="idea_causes",
        )
    form = fields.Form("idea")
    with st.form("idea_form"):
        with form.field("text") as key:
            text = form.text(view, words("ideas.text"), longest=300, key=key, placeholder=words("ideas.example"))
        if st.form_submit_button(words("ideas.add"), key="idea_add", type="primary") and not form.is_wrong:
            kept = ideas.add(ws, text, causes=about, from_role=role or "")
            if isinstance(kept, Problem):
                form.doubts(view, [kept])
            else:
                fields.done("idea", words("ideas.kept"))


def show_lines(lines: tuple[ideas.Line, ...]) -> None:
    if view.is_stage:  # two columns, so that nobody scrolls while people read
        for column, half in zip(st.columns(2), ideas.halves(lines), strict=True):
            with column:
                for line in half:
                    st.text(line.idea.text)
        return
    for line in lines:
        show_line(line)


def show_line(line: ideas.Line) -> None:
    idea = line.idea
    with st.container(key=f"idea_{idea.id}", horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.text(idea.text)
            if view.mode == "desk":
                show_links(line)
        if view.mode == "desk":
            with st.popover(words("ideas.change"), key=f"idea_change_{idea.id}"):
                change(line)


def show_links(line: ideas.Line) -> None:
    role = words("ideas.role", role=line.idea.from_role) if line.idea.from_role else ""
    causes = words.listed([cause.text for cause in line.causes])
    about = words("ideas.linked", causes=causes) if line.causes else words("ideas.no_cause")
    st.caption(fields.plain(" · ".join(part for part in (about, role) if part)))


def change(line: ideas.Line) -> None:
    idea = line.idea
    causes = {cause.id: cause.text for cause in ws.of_cycle(Cause)}
    form = fields.Form(f"idea_{idea.id}")
    text = form.text(view, words("ideas.text"), idea.text, longest=300, key=f"idea_words_{idea.id}")
    linked = st.multiselect(
        words("ideas.about"),
        list(causes),
        [cause.id for cause in line.causes],
        format_func=causes.get,
        key=f"idea_links_{idea.id}",
    )
    if st.button(words("common.save"), key=f"idea_save_{idea.id}", type="primary") and not form.is_wrong:
        kept = ideas.change(ws, idea, text=text, causes=linked)
        if isinstance(kept, Problem):
            st.warning(fields.said(view, kept))
        else:
            frame.flash(words("ideas.changed"))
            st.rerun()
    st.button(words("ideas.park"), key=f"idea_park_{idea.id}", on_click=ideas.park, args=(ws, idea))


def show_library() -> None:
    st.header(words("ideas.library"), anchor=False)
    if board.still_to_type:
        with st.container(key="library_closed"):
            st.text(words("ideas.library_closed", count=board.still_to_type))
        return
    st.text(words("ideas.library_open"))
    is_short_of_money = "no_cost_first" in profiles.changes(ws, "ideas")
    with_costs = not is_short_of_money or st.toggle(words("ideas.library_money"), key="library_money")
    for entry in ideas.library(ws):
        if with_costs or not entry.needs_money:
            with st.expander(fields.plain(entry.text), key=f"library_{entry.id}"):
                st.text(words("ideas.cost", cost=entry.cost))
                st.text(words("ideas.works_if", works_if=entry.works_if))
                st.text(words("ideas.fails_if", fails_if=entry.fails_if))
                st.button(words("ideas.take"), key=f"library_take_{entry.id}", on_click=ideas.take, args=(ws, entry.id))


view = frame.enter("ideas")
ws, words = view.ws, view.words
board = ideas.board(ws)

if view.mode != "print":
    ask_idea()
with st.container(key="idea_list"):
    if not board.open:
        st.info(words("ideas.empty"))
    show_lines(board.open)
if view.mode == "desk":
    if not ws.of_cycle(Cause):
        st.text(words("ideas.causes_missing"))
        frame.link(view, "causes")
    if board.parked:
        with st.expander(words("ideas.parked", count=len(board.parked)), key="ideas_parked"):
            for parked in board.parked:
                st.text(parked.idea.text)
                st.button(
                    words("ideas.unpark"),
                    key=f"idea_unpark_{parked.idea.id}",
                    on_click=ideas.unpark,
                    args=(ws, parked.idea),
                )
    show_library()
