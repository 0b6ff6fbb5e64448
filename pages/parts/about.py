"""What a finding is about: the gap, or one of the causes that were named."""

from __future__ import annotations

import streamlit as st

from equity_core.model import Cause
from equity_core.workflow.diagnose import focus
from pages.parts import frame


def ask(view: frame.View, label: str, *, key: str) -> str:
    """Ask for a cause and return its id; nothing stands for the gap itself."""
    gap = focus.statement(view.ws) or view.words("about.gap")
    causes = {"": gap, **{cause.id: cause.text for cause in view.ws.of_cycle(Cause)}}
    return st.selectbox(label, list(causes), format_func=causes.get, key=key)
