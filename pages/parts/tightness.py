"""What a tight year changes on a page, said at its top; what it folds or puts first, the page does itself."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow import profiles
from pages.parts.frame import View


def show(view: View, screen: str) -> None:
    """Say what this team's constraints change here; nothing where they change nothing."""
    told = profiles.told(view.ws, screen)
    if told:
        with st.container(key="tightness"):
            st.markdown("\n".join(f"- {line}" for line in told))
