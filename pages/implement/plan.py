"""Who does what by when: one charter for each chosen action."""

from __future__ import annotations

import streamlit as st

from equity_core.model import Action
from equity_core.workflow.design.choose import chosen
from equity_core.workflow.implement import plan
from pages.parts import fields, frame


def ask_charter(action: Action) -> None:
    show_state(action)
    form = fields.Form("plan", action.id)
    with st.container(key="charter_form"), st.form(f"charter_{action.id}", enter_to_submit=False):
        typed = {**ask_parts(action, form), **ask_who(action, form), **ask_when(action, form), **ask_how(action, form)}
        form.doubts(view, plan.told(ws, action))
        if st.form_submit_button(words("common.save"), key="charter_save", type="primary") and not form.is_wrong:
            with fields.keeping(view):
                kept = plan.keep(ws, action, **typed)
                frame.flash(words("plan.kept_ready" if plan.is_ready(kept) else "plan.kept_open"))
                st.rerun()
    with st.container(key="on_paper_charter"):
        fields.lines(plan.charter(ws, action), alt=action.title)
    frame.link_as(view, "plan", "print", words("plan.print"), key="charter_print")


def show_state(action: Action) -> None:
    with st.container(key="charter_state"):
        if plan.is_ready(action) and not plan.blocked(ws, action):
            st.success(words("plan.ready"))
        elif plan.is_begun(action) and not plan.is_ready(action):
            st.info(words("plan.open", count=len(plan.problems(action))))
        elif not plan.is_begun(action):
            st.info(words("plan.begin"))
    show_blocked(action)


def show_blocked(action: Action) -> None:
    waits = plan.blocked(ws, action)
    if waits:
        with st.container(key="plan_blocked"):
            for line in waits:
                st.error(fields.plain(line))
            frame.link(view, "commitment", key="to_commitment")


def ask_parts(action: Action, form: fields.Form) -> dict[str, object]:
    st.subheader(words("plan.what"), anchor=False)
    with form.field("title") as key:
        title = st.text_input(words("plan.title"), action.title, key=key)
    with form.field("core_parts") as key:
        core = st.text_area(
            words("plan.core_parts"),
            "\n".join(action.core_parts),
            placeholder=words("plan.core_example"),
            help=words("plan.core_help"),
            key=key,
        )
    with form.field("flexible_parts") as key:
        flexible = st.text_area(
            words("plan.flexible_parts"),
            "\n".join(action.flexible_parts),
            placeholder=words("plan.flexible_example"),
            key=key,
        )
    return {
        "title": title.strip() or action.title,
        "core_parts": plan.lines(core),
        "flexible_parts": plan.lines(flexible),
    }


def ask_who(action: Action, form: fields.Form) -> dict[str, object]:
    st.subheader(words("plan.who"), anchor=False)
    approver = action.approver_role or ws.profile.approver_role
    left, right = st.columns(2)
    with left:
        owner = ask_role("owner_role", action.owner_role, form)
    with right:
        approver = ask_role("approver_role", approver, form)
    return {"owner_role": owner, "approver_role": approver, **ask_needs(action, form)}


def ask_needs(action: Action, form: fields.Form) -> dict[str, object]:
    known = plan.decisions(ws)
    typed: dict[str, object] = {}
    if known:
        with form.field("needs") as key:
            needs = st.multiselect(
                words("plan.needs"),
                list(known),
                [id for id in action.needs if id in known],
                format_func=known.get,
                placeholder=words("plan.needs_hint"),
                help=words("plan.needs_help"),
                key=key,
            )
            typed["needs"] = tuple(needs)
    uses = form.several(
        "uses",
        words("plan.uses"),
        plan.free_to_use(ws, action),
        action.uses,
        placeholder=words("plan.uses_hint"),
        help=words("plan.uses_help"),
    )
    return {**typed, "uses": uses}


def ask_role(column: str, now: str, form: fields.Form) -> str:
    hint = words("plan.role_example")
    return form.one_of(column, words(f"plan.{column}"), plan.roles(ws, now), now, placeholder=hint)


def ask_when(action: Action, form: fields.Form) -> dict[str, object]:
    st.subheader(words("plan.when"), anchor=False)
    one, two, three, four = st.columns(4)
    with one, form.field("start") as key:
        start = st.date_input(words("plan.start"), action.start, format="MM/DD/YYYY", key=key)
    with two, form.field("end") as key:
        end = st.date_input(words("plan.end"), action.end, format="MM/DD/YYYY", key=key)
    with three:
        students = form.number(view, "students_intended", words("plan.students"), action.students_intended)
    with four:
        label, help = words("plan.sessions"), words("plan.sessions_help")
        sessions = form.number(view, "sessions_per_week", label, action.sessions_per_week, help=help)
    return {
        "start": start,
        "end": end,
        "students_intended": students,
        "sessions_per_week": sessions,
        **ask_schools(action, form),
    }


def ask_schools(action: Action, form: fields.Form) -> dict[str, object]:
    there = plan.schools(ws, action)
    if not there:
        return {}
    with form.field("schools") as key:
        picked = st.multiselect(
            words("plan.schools"),
            there,
            list(action.schools),
            placeholder=words("plan.schools_all"),
            help=words("plan.schools_help"),
            key=key,
        )
    return {"schools": tuple(picked)}


def ask_how(action: Action, form: fields.Form) -> dict[str, object]:
    st.subheader(words("plan.measures"), anchor=False)
    return {
        "leading": ask_measures("leading", action.leading, form),
        "lagging": ask_measures("lagging", action.lagging, form),
    }


def ask_measures(column: str, now: tuple[str, ...], form: fields.Form) -> tuple[str, ...]:
    with form.field(column) as key:
        chosen_ones = st.multiselect(
            words(f"plan.{column}"),
            plan.measures(ws, now),
            list(now),
            format_func=lambda told: plan.measure_name(ws, told),
            accept_new_options=True,
            placeholder=words("plan.measure_example"),
            help=words(f"plan.{column}_help"),
            key=key,
        )
    return tuple(chosen_ones)


def show_charter(action: Action) -> None:
    with st.container(key=f"charter_{action.id}"):
        if not view.is_stage:
            st.header(fields.plain(action.title), anchor=False)
        fields.lines(plan.charter(ws, action), alt=action.title)
        for line in () if view.is_stage else plan.blocked(ws, action):
            st.text(line)


view = frame.enter("plan")
ws, words = view.ws, view.words
actions = {a.id: a for a in chosen(ws)}

if not actions:
    st.info(words("plan.empty"))
    frame.link(view, "choose")
elif view.mode == "desk":
    ask_charter(actions[fields.pick_action(view, actions)])
elif view.is_stage:
    show_charter(actions[fields.pick_action(view, actions)])
else:
    for one_action in actions.values():
        show_charter(one_action)
