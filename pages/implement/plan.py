"""Who does what by when: one charter for each chosen action."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Problem
from equity_core.model import Action
from equity_core.workflow.design.choose import chosen
from equity_core.workflow.implement import plan
from pages.parts import fields, frame


def ask_charter(action: Action) -> None:
    open_ones = plan.problems(action) if plan.is_begun(action) else ()
    advice = plan.advice(ws, action)
    show_state(action)
    with st.container(key="charter_form"), st.form(f"charter_{action.id}"):
        typed = {
            **ask_parts(action, (*open_ones, *advice)),
            **ask_people(action, open_ones),
            **ask_when(action, (*open_ones, *advice)),
            **ask_measures(action, (*open_ones, *advice)),
        }
        if st.form_submit_button(words("common.save"), key="charter_save", type="primary"):
            kept = plan.keep(ws, action, **typed)
            frame.flash(words("plan.kept_ready" if plan.is_ready(kept) else "plan.kept_open"))
            st.rerun()
    frame.link_as(view, "plan", "print", words("plan.print"), key="charter_print")


def show_state(action: Action) -> None:
    with st.container(key="charter_state"):
        if plan.is_ready(action):
            st.success(words("plan.ready"))
        elif plan.is_begun(action):
            st.info(words("plan.open", count=len(plan.problems(action))))
        else:
            st.info(words("plan.begin"))


def ask_parts(action: Action, told: tuple[Problem, ...]) -> dict[str, object]:
    st.subheader(words("plan.what"), anchor=False)
    title = st.text_input(words("plan.title"), action.title, key=f"plan_title_{action.id}")
    core = st.text_area(
        words("plan.core_parts"),
        "\n".join(action.core_parts),
        placeholder=words("plan.core_example"),
        help=words("plan.core_help"),
        key=f"plan_core_{action.id}",
    )
    fields.doubts(view, told, "core_parts")
    flexible = st.text_area(
        words("plan.flexible_parts"),
        "\n".join(action.flexible_parts),
        placeholder=words("plan.flexible_example"),
        key=f"plan_flexible_{action.id}",
    )
    return {
        "title": title.strip() or action.title,
        "core_parts": plan.lines(core),
        "flexible_parts": plan.lines(flexible),
    }


def ask_people(action: Action, told: tuple[Problem, ...]) -> dict[str, object]:
    st.subheader(words("plan.who"), anchor=False)
    left, right = st.columns(2)
    with left:
        owner = ask_role("owner_role", action.owner_role, action)
        fields.doubts(view, told, "owner_role")
    with right:
        approver = ask_role("approver_role", action.approver_role or ws.profile.approver_role, action)
        fields.doubts(view, told, "approver_role")
    return {"owner_role": owner, "approver_role": approver}


def ask_role(field: str, now: str, action: Action) -> str:
    roles = plan.roles(ws, now)
    with st.container(key=f"plan_{field}"):
        role = st.selectbox(
            words(f"plan.{field}"),
            roles,
            index=roles.index(now) if now else None,
            accept_new_options=True,
            placeholder=words("plan.role_example"),
            key=f"plan_{field}_{action.id}",
        )
    return role or ""


def ask_when(action: Action, told: tuple[Problem, ...]) -> dict[str, object]:
    st.subheader(words("plan.when"), anchor=False)
    one, two, three, four = st.columns(4)
    with one:
        start = st.date_input(words("plan.start"), action.start, format="MM/DD/YYYY", key=f"plan_start_{action.id}")
        fields.doubts(view, told, "start")
    with two:
        end = st.date_input(words("plan.end"), action.end, format="MM/DD/YYYY", key=f"plan_end_{action.id}")
        fields.doubts(view, told, "end")
    with three:
        students = st.number_input(
            words("plan.students"), 0, None, action.students_intended, key=f"plan_students_{action.id}"
        )
        fields.doubts(view, told, "students_intended")
    with four:
        sessions = st.number_input(
            words("plan.sessions"),
            0,
            None,
            action.sessions_per_week,
            help=words("plan.sessions_help"),
            key=f"plan_sessions_{action.id}",
        )
    return {"start": start, "end": end, "students_intended": students, "sessions_per_week": sessions}


def ask_measures(action: Action, told: tuple[Problem, ...]) -> dict[str, object]:
    st.subheader(words("plan.measures"), anchor=False)
    typed: dict[str, object] = {}
    for field, now in (("leading", action.leading), ("lagging", action.lagging)):
        with st.container(key=f"plan_{field}"):
            typed[field] = tuple(
                st.multiselect(
                    words(f"plan.{field}"),
                    plan.measures(ws, now),
                    list(now),
                    format_func=lambda told: plan.measure_name(ws, told),
                    accept_new_options=True,
                    placeholder=words("plan.measure_example"),
                    help=words(f"plan.{field}_help"),
                    key=f"plan_{field}_{action.id}",
                )
            )
        fields.doubts(view, told, field)
    return typed


def show_charter(action: Action) -> None:
    with st.container(key=f"charter_{action.id}"):
        st.header(fields.plain(action.title), anchor=False)
        for title, lines in plan.charter(ws, action):
            st.subheader(title, anchor=False)
            for line in lines:
                st.text(line)


view = frame.enter("plan")
ws, words = view.ws, view.words
actions = {a.id: a for a in chosen(ws)}

if not actions:
    st.info(words("plan.empty"))
    frame.link(view, "choose")
elif view.mode == "desk":
    picked = fields.pick_action(view, actions)
    ask_charter(actions[picked])
else:
    for one_action in actions.values():
        show_charter(one_action)
