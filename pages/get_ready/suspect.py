import streamlit as st

from equity_core.workflow.get_ready import suspect, team
from pages.parts import calls_form, fields, frame

view = frame.enter("suspect")
words, before, tried = view.words, suspect.barrier(view.ws), st.session_state.get("suspect_problems", ())
st.markdown(words("suspect.help"))

typing = fields.Form("suspect")
with st.form("suspect_form", border=False):
    text = typing.text(
        view,
        words("suspect.barrier"),
        before.text if before else "",
        longest=300,
        is_long=True,
        placeholder=words("suspect.barrier_hint"),
        key=fields.now("suspect_barrier"),
    )
    fields.doubts(view, tried, "barrier")
    who = st.text_input(
        words("suspect.who"),
        before.who if before else "",
        placeholder=words("suspect.who_hint"),
        key=fields.now("suspect_who"),
    )
    fields.doubts(view, tried, "who")
    roles = st.multiselect(
        words("team.roles"),
        team.known_roles(view.ws),
        default=view.ws.profile.roles,
        accept_new_options=True,
        placeholder=words("team.roles_hint"),
        help=words("team.roles_help"),
        key=fields.now("suspect_roles"),
    )
    fields.doubts(view, tried, "roles")
    st.header(words("suspect.calls"), anchor=False)
    st.markdown(words("suspect.calls_help"))
    calls = [calls_form.ask(view, number, planned) for number, planned in enumerate(suspect.draft(view.ws), start=1)]
    fields.doubts(view, tried, "calls")
    pressed = st.form_submit_button(words("suspect.start"), key="suspect_start", type="primary")

with st.container(key="on_paper_suspect"):
    fields.lines(suspect.told(view.ws), alt=words("page.suspect.name"))

if pressed and not typing.is_wrong:
    st.session_state["suspect_problems"] = suspect.start(view.ws, text, who=who, roles=tuple(roles), calls=calls)
    if st.session_state["suspect_problems"]:
        st.rerun()
    frame.flash(words("suspect.kept"))
    frame.go(view, "listen")
