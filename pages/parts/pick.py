"""Pick one of several; the choice is in the address by its code, so that a link opens the same question."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from equity_core.workflow.diagnose.gap_choices import Option
from pages.parts import frame


def places(view: frame.View) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return where to choose and where the answer stands: on the wall the answer is first, and choosing folded."""
    above, below = st.container(), st.container()
    if not view.is_stage:
        return above, below
    return below.container(key="wall_choose").popover(view.words("figure.choose")), above


def columns(view: frame.View, count: int) -> Sequence[DeltaGenerator]:
    """Return places side by side; one below the other on the wall, where they are folded into a corner."""
    return [st.container() for _ in range(count)] if view.is_stage else st.columns(count)


def code(view: frame.View, label: str, options: Sequence[Option], *, key: str) -> str:
    """Ask for one of `options` and return its code: from the widget, else the address, else the first.

    On paper there is no widget. PLATFORM.md §1.3 says why the address is not bound by Streamlit.
    """
    labels = {option.code: option.label for option in options}
    asked = st.session_state.get(key) or st.query_params.get(key)
    first = asked if asked in labels else next(iter(labels))
    if view.mode == "print":
        return first
    st.session_state[key] = first
    return st.selectbox(label, list(labels), format_func=labels.__getitem__, key=key, on_change=_tell, args=(key,))


def _tell(key: str) -> None:
    st.query_params[key] = st.session_state[key]
