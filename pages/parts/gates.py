"""Going on past an open ready check: one line of reason, which becomes an assumption. Never a wall."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from equity_core.workflow import Workspace, loop
from pages.parts import typed


def offer(ws: Workspace, checks: Sequence[loop.Check], *, told: Callable[[str], None]) -> None:
    """Offer to go on without some of the open checks; `told` says once that it was kept."""
    words, by_id = ws.words, {check.id: check for check in checks}
    with st.form("gate_form", border=False, clear_on_submit=False):
        which = st.multiselect(
            words("gate.which"),
            list(by_id),
            list(by_id) if len(by_id) == 1 else None,
            format_func=lambda id: words(f"loop.check_{id}"),
            placeholder=words("gate.which_hint"),
            key="gate_which",
        )
        reason = st.text_input(words("gate.reason"), placeholder=words("gate.hint"), key="gate_reason")
        if st.form_submit_button(words("gate.go_on"), key="gate_go_on"):
            problems = loop.go_on(ws, [by_id[id] for id in which], reason)
            for problem in problems:
                st.warning(typed.said(words, problem, wall=False))
            if not problems:
                told(words("gate.kept", count=len(which)))
                for key in ("gate_which", "gate_reason"):
                    st.session_state.pop(key, None)
                st.rerun()
