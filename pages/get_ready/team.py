import streamlit as st

from equity_core.workflow import loop
from equity_core.workflow.get_ready import team
from pages.parts import fields, frame

view = frame.enter("team")
words, now = view.words, team.typed(view.ws)
tried = st.session_state.get("team_problems", ())

typing = fields.Form("team")
with st.form("team_form", border=False):
    school = typing.text(view, words("team.school"), now.school, longest=80, key=fields.now("team_school"))
    level = st.selectbox(
        words("team.level"),
        ("", *team.LEVELS),
        index=("", *team.LEVELS).index(now.level) if now.level in team.LEVELS else 0,
        format_func=lambda id: words(f"team.level_{id or 'none'}"),
        key=fields.now("team_level"),
    )
    roles = st.multiselect(
        words("team.roles"),
        team.known_roles(view.ws),
        default=now.roles,
        accept_new_options=True,
        placeholder=words("team.roles_hint"),
        help=words("team.roles_help"),
        key=fields.now("team_roles"),
    )
    fields.doubts(view, tried, "roles")
    approver = st.selectbox(
        words("team.approver"),
        options := team.approvers(view.ws),
        index=options.index(chosen) if (chosen := team.approver(view.ws)) in options else None,
        accept_new_options=True,
        placeholder=words("team.approver_hint"),
        key=fields.now("team_approver"),
    )
    decide_by = st.date_input(
        words("team.decide_by"), now.decide_by, format="MM/DD/YYYY", key=fields.now("team_decide_by")
    )
    fields.doubts(view, tried, "decide_by")
    constraints = st.pills(
        words("team.constraints"),
        team.CONSTRAINTS,
        selection_mode="multi",
        default=now.constraints,
        format_func=lambda id: words(f"team.constraint_{id}"),
        key=fields.now("team_constraints"),
    )
    minutes = st.select_slider(
        words("team.minutes"), (30, 45, 60, 90), value=now.minutes_per_meeting, key=fields.now("team_minutes")
    )
    points = st.number_input(
        words("team.points"),
        value=now.practical_points,
        step=1,
        help=words("team.points_help"),
        disabled=not team.may_set_points(view.ws),
        key=fields.now("team_points"),
    )
    can_be = fields.is_between(view, points, 1, 20)
    fields.doubts(view, tried, "practical_points")
    missing = [c for c in loop.step(view.ws, "get_ready").checks if c.page == "team" and c.is_open]
    if missing and view.ws.profile.roles:
        with st.container(key="team_open"):
            st.text(words("team.open", missing=words.listed([words(f"loop.check_{c.id}") for c in missing])))
    pressed = st.form_submit_button(words("common.save"), key="team_save", type="primary")

with st.container(key="on_paper_team"):
    fields.lines(team.told(view.ws), alt=words("page.team.name"))

if pressed and can_be and not typing.is_wrong:
    form = team.Typed(
        school, level, tuple(roles), approver or "", decide_by, tuple(constraints), int(minutes), int(points)
    )
    st.session_state["team_problems"] = team.keep(view.ws, form)
    if not st.session_state["team_problems"]:
        frame.flash(words("team.kept"))
    st.rerun()
