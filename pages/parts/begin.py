"""The first minute: one sentence and four ways to begin."""

from __future__ import annotations

import streamlit as st

from pages.parts import carry, frame, session


def show(view: frame.View) -> None:
    """Draw the four ways to begin."""
    words = view.words
    with st.container(key="begin"):
        st.markdown(words("home.promise"))
        if st.button(words("home.open_sample"), key="open_sample", type="primary"):
            from equity_core.workflow.sample_school import open_sample  # readers load when needed

            with st.spinner(words("home.opening_sample")):
                session.made(words("home.sample_file"), open_sample)
            st.rerun()
        if st.button(words("home.bring_data"), key="bring_data"):
            frame.go(view, "bring-in")
        if st.button(words("home.suspect"), key="suspect"):
            frame.go(view, "suspect")
        carry.continue_saved(view)
