"""One card at a time on the wall: which one is shown, and the buttons to the one before and after."""

from __future__ import annotations

import streamlit as st

from pages.parts.frame import View


def current(count: int, *, key: str) -> int:
    """Return the place of the card that is shown, from 0."""
    return min(st.session_state.get(key, 0), max(count - 1, 0))


def turn(view: View, count: int, *, key: str) -> None:
    """Draw the buttons to the card before and after, and which card this is."""
    here = current(count, key=key)
    with st.container(key=f"{key}_turn", horizontal=True, vertical_alignment="center"):
        back = view.words("story.previous")
        st.button(back, key=f"{key}_back", disabled=here == 0, on_click=_go, args=(key, here - 1))
        st.text(view.words("story.card", place=here + 1, cards=count))
        forward = view.words("story.forward")
        st.button(forward, key=f"{key}_next", disabled=here == count - 1, on_click=_go, args=(key, here + 1))


def _go(key: str, place: int) -> None:
    st.session_state[key] = place
