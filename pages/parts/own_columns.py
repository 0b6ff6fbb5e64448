"""A column of the team's own, while a file is matched: what it is called, what counts, and which way is better."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow.data import known
from equity_core.workflow.data.bring_in import Column, Draft
from pages.parts import asking, fields, frame

BETTER = ("higher_better", "lower_better", "parity")
TIMING = ("leading", "lagging")
MOST_NAMES = 12  # groups that may be given other names here


def ask(view: frame.View, draft: Draft, number: int, column: Column) -> None:
    """Ask what a column of the team's own is; say in a sentence what will be counted."""
    words, key = view.words, f"{number}_{column.index}"

    def changed(field: str, value: object) -> None:
        draft.remap(number, column.index, column.meaning, **{field: value})

    asking.typed(
        words("data.label"), column.label, key=f"label_{key}", change=lambda text: changed("label", text.strip())
    )
    if column.meaning == "own_dimension":
        _names(view, draft, number, column, changed)
        return
    if column.meaning == "own_yes_no":
        _yes_values(view, draft, number, column, changed)
    else:
        _limit(view, column, key, changed)
    better, timing = st.columns(2)
    with better:
        asking.pick(
            words("data.better"),
            BETTER,
            column.better,
            key=f"better_{key}",
            said=lambda id: words(f"data.{id}"),
            change=lambda value: changed("better", value),
        )
    with timing:
        asking.pick(
            words("own.timing"),
            TIMING,
            column.timing,
            key=f"timing_{key}",
            said=lambda id: words(f"own.{id}"),
            change=lambda value: changed("timing", value),
        )
    st.caption(fields.plain(known.sentence(view.ws, column)))


def _limit(view: frame.View, column: Column, key: str, changed) -> None:
    words = view.words
    way, limit = st.columns(2)
    with way:
        asking.pick(
            words("own.way"),
            tuple(known.WAYS),
            column.way,
            key=f"way_{key}",
            said=lambda id: words(f"own.{id}"),
            change=lambda value: changed("way", value),
        )
    with limit:
        shown = "" if column.at_least is None else f"{column.at_least.normalize():f}"
        asking.typed(
            words("own.limit"), shown, key=f"least_{key}", change=lambda text: changed("at_least", asking.number(text))
        )


def _yes_values(view: frame.View, draft: Draft, number: int, column: Column, changed) -> None:
    chosen = f"yes_{number}_{column.index}"
    st.session_state[chosen] = list(column.yes)
    st.multiselect(
        view.words("data.yes_values"),
        [*column.yes, *(v for v in draft.values(number, column.index) if v not in column.yes)],
        key=chosen,
        format_func=fields.plain,
        on_change=lambda: changed("yes", tuple(st.session_state[chosen])),
    )


def _names(view: frame.View, draft: Draft, number: int, column: Column, changed) -> None:
    values = draft.values(number, column.index)
    if not 1 < len(values) <= MOST_NAMES:
        return
    called = dict(column.names)
    with st.expander(view.words("own.names"), key=f"names_{number}_{column.index}"):
        for place, value in enumerate(values):
            asking.typed(
                fields.plain(view.words("own.name_of", value=value)),
                called.get(value, value),
                key=f"name_{number}_{column.index}_{place}",
                change=lambda text, value=value: changed("names", _renamed(called, value, text)),
            )


def _renamed(called: dict[str, str], value: str, text: str) -> tuple[tuple[str, str], ...]:
    names = called | {value: " ".join(text.split()) or value}
    return tuple((old, new) for old, new in names.items() if old != new)
