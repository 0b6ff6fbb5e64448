"""Is it happening as planned: three minutes a week."""

from __future__ import annotations

from datetime import date

import streamlit as st

from equity_core.model import Action, CheckIn
from equity_core.workflow.design.choose import chosen
from equity_core.workflow.implement import checkins
from pages.parts import fields, frame


def show_fidelity(action: Action) -> None:
    for column, (title, value, what) in zip(
        st.columns(3), checkins.panel(ws, action, with_counts=view.mode == "desk"), strict=True
    ):
        with column:
            st.metric(title, value)
            st.caption(what)


def show_weeks(action: Action) -> None:
    with st.container(key="weeks_table"):
        st.table(
            [{name: fields.plain(cell) for name, cell in row.items()} for row in checkins.weeks(ws, action)],
            hide_index=True,
            alt=words("checkins.weeks"),
        )
        st.caption(words("checkins.desk_only"))


def show_route(drift: checkins.Drift) -> None:
    """Say what a reason for drift asks for, and where."""
    if drift:
        with st.container(key="drift_route"):
            st.info(words(f"checkins.route_{drift}"))
            frame.link(view, checkins.ROUTES[drift])


def ask_checkin(action: Action) -> None:
    earlier = {c.id: c for c in checkins.history(ws, action)}
    st.header(words("checkins.form"), anchor=False)
    picked = st.selectbox(
        words("checkins.which"),
        ["", *reversed(earlier)],
        format_func=lambda id: checkins.week_name(ws, earlier.get(id)),
        key=fields.fresh("checkin_week"),
    )
    now = earlier[picked] if picked else checkins.draft(ws, action)
    name = f"{fields.fresh('checkin')}_{action.id}_{picked}"
    with st.container(key="checkin_form"), st.form(name, enter_to_submit=False):
        typed, places = ask_fields(now, name)
        if st.form_submit_button(words("common.save"), key="checkin_save", type="primary"):
            doubts = checkins.keep(ws, now.model_copy(update=typed))
            for column, place in places.items():
                with place:
                    fields.doubts(view, doubts, column)
            if not doubts:
                fields.done("checkin", words("checkins.kept"))


def ask_fields(now: CheckIn, name: str) -> tuple[dict[str, object], dict[str, object]]:
    week = st.date_input(words("checkins.week_of"), now.week_of, format="MM/DD/YYYY", key=f"{name}_week")
    places = {"week_of": st.container()}
    typed: dict[str, object] = {"week_of": week if isinstance(week, date) else now.week_of}
    counts = (("planned", "delivered", "with_core_parts"), ("reached", "intended"))
    for group in counts:
        for field, column in zip(group, st.columns(3), strict=False):
            with column:
                given = getattr(now, field)
                typed[field] = ask_count(field, given, name)
                places[field] = st.container()
    typed["worked"] = st.text_area(words("checkins.worked"), now.worked, height=80, key=f"{name}_worked")
    typed["hindered"] = st.text_area(words("checkins.hindered"), now.hindered, height=80, key=f"{name}_hindered")
    with st.container(key="drift_reason"):
        typed["drift"] = st.radio(
            words("checkins.drift"),
            checkins.DRIFTS,
            index=checkins.DRIFTS.index(now.drift),
            format_func=lambda reason: words(f"checkins.drift_{reason or 'none'}"),
            key=f"{name}_drift",
        )
    return typed, places


def ask_count(field: str, given: int | None, name: str) -> int | None:
    with st.container(key=f"checkin_{field}"):
        required = field in ("planned", "delivered")
        count = st.number_input(words(f"checkins.{field}"), 0, None, given, key=f"{name}_{field}")
    return 0 if required and count is None else count


view = frame.enter("checkins")
ws, words = view.ws, view.words
actions = {a.id: a for a in chosen(ws)}

if not actions:
    st.info(words("checkins.no_action"))
    frame.link(view, "choose")
elif view.mode == "desk":
    picked_action = actions[fields.pick_action(view, actions)]
    if checkins.is_late(ws, picked_action):
        with st.container(key="checkin_late"):
            st.warning(words("checkins.late"))
    history = checkins.history(ws, picked_action)
    if history:
        with st.container(key="fidelity_panel"):
            show_fidelity(picked_action)
        show_route(history[-1].drift)
        show_weeks(picked_action)
    else:
        st.info(words("checkins.empty"))
    ask_checkin(picked_action)
else:
    with st.container(key="fidelity_panel"):
        for each in actions.values():
            st.header(fields.plain(each.title), anchor=False)
            show_fidelity(each)
