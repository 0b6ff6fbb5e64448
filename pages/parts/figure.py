"""Show a figure: sentence, chart with a spoken description, table, how it was computed, and the same in a notebook."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from equity_core.charts import Figure, Table
from equity_core.words import Words
from equity_core.workflow.diagnose import gaps
from pages.parts import fields, frame, session

FEW_COLUMNS = 3  # so many have room on a phone


def show(
    view: frame.View,
    figure: Figure,
    *,
    key: str,
    with_sentence: bool = True,
    with_listed: bool = True,
    with_method: bool = True,
) -> None:
    """Show all four parts of a figure. In stage view the chart and its sentence are larger and stand alone."""
    if with_sentence and figure.sentence:
        with st.container(key=f"{key}_sentence"):
            st.markdown(f"**{fields.plain(figure.sentence)}**")
    chart(view, figure, key=key)
    if figure.listed and with_listed:
        st.caption(view.words("figure.not_drawn", groups=fields.plain(view.words.listed(figure.listed))))
    if view.is_stage:
        return
    table(figure.table, words=view.words, key=f"{key.removesuffix('_chart')}_table")
    if with_method:
        how(view, figure.method, key=f"{key}_how")
    _notebook(view, figure, key=key)


def chart(view: frame.View, figure: Figure, *, key: str) -> None:
    """Show the chart of a figure alone, with its spoken description."""
    with st.container(key=key):
        if figure.rows:
            look = "stage" if view.is_stage else "desk"
            st.vega_lite_chart(figure.arrow(), figure.spec(look), theme=None, alt=figure.description)


def paged(view: frame.View, parts: Sequence[Figure], *, key: str) -> None:
    """Show one part of a figure that has too many rows for a wall, with a button to the next."""
    here = st.session_state.get(f"_{key}_part", 0) % len(parts)
    show(view, parts[here], key=key, with_sentence=False, with_listed=False)
    if len(parts) > 1:
        st.button(view.words("figure.next_page"), key=f"{key}_next", on_click=_turn, args=(key, here + 1))


def table(shown: Table, *, words: Words, key: str) -> None:
    """Show a table with its caption. It is plain HTML: readable without the chart, and it prints whole."""
    columns = [fields.plain(name) for name in shown.columns]
    with st.container(key=key):
        st.caption(fields.plain(shown.caption))
        if len(columns) > FEW_COLUMNS:
            with st.container(key=f"{key}_swipe"):
                st.caption(words("figure.swipe"))
        st.table(
            [
                dict(zip(columns, (*map(fields.plain, row[: shown.typed]), *row[shown.typed :]), strict=True))
                for row in shown.rows
            ],
            hide_index=True,
            alt=shown.caption,
        )


def how(view: frame.View, method: Sequence[str], *, key: str) -> None:
    """Show how numbers were computed, to be opened; on paper it is open, on a wall it is not there."""
    if not method or view.is_stage:
        return
    with st.container() if view.mode == "print" else st.expander(view.words("figure.how"), key=key):
        for step in method:
            st.markdown(f"- {fields.plain(step)}")


def _notebook(view: frame.View, figure: Figure, *, key: str) -> None:
    if figure.question and view.mode == "desk":
        st.download_button(
            view.words("figure.notebook"),
            gaps.notebook(view.ws, figure, workspace=session.path().name.removesuffix(session.path().suffix)),
            file_name=f"{key}.ipynb",
            mime="application/x-ipynb+json",
            key=f"{key}_notebook",
            on_click="ignore",
        )


def _turn(key: str, part: int) -> None:
    st.session_state[f"_{key}_part"] = part
