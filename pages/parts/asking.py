"""Fields that show what a draft says now, and tell it what a person chose instead."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import streamlit as st


def pick(label, options, value, *, key, said, change, hidden=False):
    """Ask for one of several; what it shows is always what the draft says."""
    st.session_state[key] = value
    st.selectbox(
        label,
        options,
        key=key,
        format_func=said,
        label_visibility="collapsed" if hidden else "visible",
        on_change=lambda: change(st.session_state[key]),
    )


def typed(label, value, *, key, change, help=None):
    """Ask for a text; what it shows is always what the draft says."""
    st.session_state[key] = value
    with st.container(key=f"at_once_{key}"):
        st.text_input(label, key=key, help=help, on_change=lambda: change(st.session_state[key]))


def number(text: str) -> Decimal | None:
    """Return the number that somebody typed, with a comma or a point; None when it is none."""
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
