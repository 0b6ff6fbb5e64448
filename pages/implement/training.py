"""Does everyone have the skill, support and time: skills, who has them, and the coaching that follows."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Problem
from equity_core.model import Training
from equity_core.workflow.design.choose import chosen
from equity_core.workflow.implement import plan, training
from pages.parts import fields, frame


def ask_training() -> None:
    action = actions[fields.pick_action(view, actions)]
    form = fields.Form("training")
    with st.container(key="training_form"), st.form("training_new", enter_to_submit=False):
        with form.field("skill") as key:
            skill = st.text_input(words("training.skill"), key=key, placeholder=words("training.example"))
        one, two, three = st.columns(3)
        with one, form.field("who") as key:
            who = st.selectbox(words("training.who"), plan.roles(ws), index=None, accept_new_options=True, key=key)
        with two:
            people = form.number(view, "people", words("training.people"), None)
        with three, form.field("by") as key:
            by = st.date_input(words("training.by"), None, format="MM/DD/YYYY", key=key)
        with form.field("follow_up") as key:
            follow_up = st.text_input(
                words("training.follow_up"), key=key, placeholder=words("training.follow_up_example")
            )
        if st.form_submit_button(words("training.add"), key="training_add", type="primary") and not form.is_wrong:
            kept = training.add(ws, action, skill=skill, who=who or "", people=people, by=by, follow_up=follow_up)
            if isinstance(kept, Training):
                fields.done("training", words("training.kept"))
            else:
                form.doubts(view, kept)


def show_line(line: training.Line) -> None:
    one = line.training
    with st.container(key=f"training_{one.id}", border=True):
        st.text(training.told(ws, line, with_counts=view.mode == "desk"))
        if line.is_one_off:
            with st.container(key=f"one_off_{one.id}"):
                st.warning(words("training.one_off"))
        if line.is_late and view.mode == "desk":
            st.warning(words("training.late"))
        if view.mode == "desk":
            ask_progress(one)


def ask_progress(one: Training) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        trained = st.number_input(
            words("training.trained"), value=one.trained, step=1, key=fields.now(f"trained_{one.id}"), width=180
        )
        follow_up = st.text_input(
            words("training.follow_up"), one.follow_up, key=fields.now(f"follow_up_{one.id}"), width=420
        )
        saved = st.button(words("common.save"), key=f"training_save_{one.id}")
        st.button(words("training.remove"), key=f"training_remove_{one.id}", on_click=training.remove, args=(ws, one))
    if fields.is_between(view, trained, 0, fields.MOST) and saved:
        with fields.keeping(view):
            kept = training.progress(ws, one, trained=int(trained), follow_up=follow_up)
            if isinstance(kept, Problem):
                st.warning(words("problem.training_too_many", count=one.people))
            else:
                frame.flash(words("training.progress_kept"))
                st.rerun()


view = frame.enter("training")
ws, words = view.ws, view.words
actions = {a.id: a for a in chosen(ws)}

if not actions:
    st.info(words("training.no_action"))
    frame.link(view, "choose")
else:
    board = training.board(ws)
    if view.mode == "desk" and board.coverage is not None:
        with st.container(key="training_coverage"):
            st.metric(words("training.coverage"), words.percent(board.coverage))
        for untrained in board.not_ready:
            st.warning(words("training.not_ready", action=fields.plain(untrained.title)))
    with st.container(key="training_list"):
        if not board.lines:
            st.info(words("training.empty"))
        for skill_line in board.lines:
            show_line(skill_line)
    if view.mode == "desk":
        with st.container(key="at_desk_training"):
            st.header(words("training.new"), anchor=False)
            ask_training()
