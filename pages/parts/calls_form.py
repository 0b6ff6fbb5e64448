"""One planned phone call on one line of a form: to whom, by which role, when."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow.diagnose import listen
from equity_core.workflow.get_ready import suspect, team
from pages.parts import fields, frame


def ask(view: frame.View, number: int, planned: suspect.Planned) -> suspect.Planned:
    """Ask for one call, beginning with what is planned."""
    words = view.words
    whom, by_whom, when = st.columns(3)
    known = team.known_roles(view.ws)
    to_role = whom.selectbox(
        words("suspect.call_to", number=number),
        listen.ROLES,
        index=listen.ROLES.index(planned.to_role) if planned.to_role in listen.ROLES else 0,
        format_func=lambda role: listen.role_name(view.ws, role),
        key=fields.now(f"call_to_{number}"),
    )
    by_role = by_whom.selectbox(
        words("suspect.call_by"),
        known,
        index=known.index(planned.by_role) if planned.by_role in known else None,
        placeholder=words("suspect.call_by_hint"),
        key=fields.now(f"call_by_{number}"),
    )
    on = when.date_input(words("suspect.call_on"), planned.on, format="MM/DD/YYYY", key=fields.now(f"call_on_{number}"))
    return suspect.Planned(to_role, by_role or "", on)
