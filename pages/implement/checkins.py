"""Is it happening as planned: three minutes a week."""

from __future__ import annotations

import streamlit as st

from equity_core.model import Action, CheckIn
from equity_core.workflow import profiles
from equity_core.workflow.design.choose import chosen
from equity_core.workflow.implement import checkins
from pages.parts import fields, figure, frame


def show_fidelity(action: Action) -> None:
    for column, (title, value, what) in zip(
        st.columns(3), checkins.panel(ws, action, with_counts=view.mode == "desk"), strict=True
    ):
        with column:
            st.metric(title, value)
            st.caption(what)


def show_weeks(action: Action) -> None:
    st.header(words("checkins.weeks"), anchor=False)
    with st.container(key="weeks_table"):
        st.table(
            [{name: fields.plain(cell) for name, cell in row.items()} for row in checkins.weeks(ws, action)],
            hide_index=True,
            alt=words("checkins.weeks"),
        )
        st.caption(words("checkins.desk_only"))


def show_weekly(action: Action) -> None:
    """Show whether there is a pattern in the weeks; sessions by week are for the team's desk only."""
    told = checkins.weekly(ws, action)
    if told:
        st.header(words("checkins.weekly"), anchor=False)
        with st.container(key="weekly_sentences"):
            for sentence in told.sentences:
                st.text(sentence)
        if told.figure:
            figure.show(view, told.figure, key="weekly_chart", with_sentence=False)


def show_route(drift: checkins.Drift) -> None:
    """Say what a reason for drift asks for, and where."""
    if drift:
        with st.container(key="drift_route"):
            st.info(words(f"checkins.route_{drift}"))
            frame.link(view, checkins.ROUTES[drift])


def ask_checkin(action: Action) -> None:
    earlier = {c.id: c for c in checkins.history(ws, action)}
    st.header(words("checkins.form"), anchor=False)
    with fields.Form("checkin").field("which") as key:
        picked = st.selectbox(
            words("checkins.which"),
            ["", *reversed(earlier)],
            format_func=lambda id: checkins.week_name(ws, earlier.get(id)),
            key=key,
        )
    now = earlier[picked] if picked else checkins.draft(ws, action)
    form = fields.Form("checkin", f"{fields.fresh('checkin')}_{action.id}_{picked}")
    with st.container(key="checkin_form"), st.form("checkin_week", enter_to_submit=False):
        typed = {**ask_counts(now, form), **ask_rest(now, form)}
        if st.form_submit_button(words("common.save"), key="checkin_save", type="primary") and not form.is_wrong:
            doubts = checkins.keep(ws, now.model_copy(update=typed))
            form.doubts(view, doubts)
            if not doubts:
                fields.done("checkin", words("checkins.kept"))


def ask_counts(now: CheckIn, form: fields.Form) -> dict[str, object]:
    with form.field("week_of") as key:
        typed: dict[str, object] = {
            "week_of": st.date_input(
                words("checkins.week_of"), now.week_of, format="MM/DD/YYYY", required=True, key=key
            )
        }
    counted = ("planned", "delivered") if is_short else ("planned", "delivered", "with_core_parts")
    return typed | ask_numbers(now, form, counted)


def ask_numbers(now: CheckIn, form: fields.Form, columns: tuple[str, ...]) -> dict[str, object]:
    typed: dict[str, object] = {}
    for place, column in zip(st.columns(3), columns, strict=False):
        with place:
            label, is_needed = words(f"checkins.{column}"), column in ("planned", "delivered")
            typed[column] = form.number(view, column, label, getattr(now, column), required=is_needed)
    return typed


def ask_rest(now: CheckIn, form: fields.Form) -> dict[str, object]:
    """Ask for what a minute has no room for: open as always, or folded where a minute is all there is."""
    if not is_short:
        return {**ask_numbers(now, form, ("reached", "intended")), **ask_why(now, form)}
    with st.expander(words("checkins.more"), key="checkin_more"):
        return {**ask_numbers(now, form, ("with_core_parts", "reached", "intended")), **ask_why(now, form)}


def ask_why(now: CheckIn, form: fields.Form) -> dict[str, object]:
    with form.field("worked") as key:
        worked = st.text_area(words("checkins.worked"), now.worked, height=80, key=key)
    with form.field("hindered") as key:
        hindered = st.text_area(words("checkins.hindered"), now.hindered, height=80, key=key)
    with st.container(key="drift_reason"), form.field("drift") as key:
        drift = st.radio(
            words("checkins.drift"),
            checkins.DRIFTS,
            index=checkins.DRIFTS.index(now.drift),
            format_func=lambda reason: words(f"checkins.drift_{reason or 'none'}"),
            key=key,
        )
    return {"worked": worked, "hindered": hindered, "drift": drift}


view = frame.enter("checkins")
ws, words = view.ws, view.words
actions = {a.id: a for a in chosen(ws)}
is_short = "one_minute" in profiles.changes(ws, "checkins")

if not actions:
    st.info(words("checkins.no_action"))
    frame.link(view, "choose")
elif view.mode == "desk":
    picked_action = actions[fields.pick_action(view, actions)]
    if checkins.is_late(ws, picked_action):
        with st.container(key="checkin_late"):
            st.warning(words("checkins.late"))
    if checkins.history(ws, picked_action):
        with st.container(key="fidelity_panel"):
            show_fidelity(picked_action)
        show_route(checkins.drift(ws, picked_action))
        ask_checkin(picked_action)
        show_weekly(picked_action)
        show_weeks(picked_action)
    else:
        st.info(words("checkins.empty"))
        ask_checkin(picked_action)
else:
    begun = [each for each in actions.values() if checkins.history(ws, each)]
    if not begun:
        st.info(words("checkins.none"))
    with st.container(key="fidelity_panel"):
        for each in begun:
            st.header(fields.plain(each.title), anchor=False)
            show_fidelity(each)
