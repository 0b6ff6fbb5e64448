"""What every typed form needs: text that is only text, doubts at their field, and an empty form at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from equity_core.errors import Problem, Refused
from equity_core.model import Action
from equity_core.workflow.get_ready import team
from pages.parts import frame, typed
from pages.parts.typed import plain

MOST = 999_999_999
_VERSIONS = "_forms"


def table(rows: Iterable[dict[str, str]], *, alt: str) -> None:
    """Show rows of typed text as a table."""
    shown = [{plain(name): plain(told) for name, told in row.items()} for row in rows]
    st.table(shown, hide_index=True, alt=alt)


def lines(told: Mapping[str, str], *, alt: str) -> None:
    """Show typed facts, each by what it is about; nothing where there are none."""
    if told:
        st.table({name: plain(text) for name, text in told.items()}, hide_header=True, alt=alt)


def said(view: frame.View, problem: Problem) -> str:
    """Return what a problem says to a person on this page."""
    return typed.said(view.words, problem, wall=view.is_stage)


def doubts(view: frame.View, problems: Iterable[Problem], column: str) -> None:
    """Show, under a field, what is wrong with it."""
    for problem in problems:
        if problem.column == column:
            with st.container(key=f"doubt_{problem.code}"):
                st.warning(said(view, problem))


def is_between(view: frame.View, typed: float | None, low: int, high: int) -> bool:
    """Say whether a typed number can be; a sentence under it when it cannot. An open field can be."""
    if typed is None or low <= typed <= high:
        return True
    st.warning(view.words("common.number_between" if high < MOST else "common.number_from", low=low, high=high))
    return False


class Form:
    """The fields of one form: a place with a lasting key for each, so that a doubt can stand under its field.

    A field's place has the key `<name>_<field>`; the field itself has that with `tail`, so that another tail (the next
    line, another action) is an empty form.
    """

    def __init__(self, name: str, tail: str | None = None) -> None:
        self._name = name
        self._tail = fresh(name) if tail is None else tail
        self._places: dict[str, DeltaGenerator] = {}
        self.is_wrong = False  # a number that cannot be, or a text for which there is no room

    @contextmanager
    def field(self, column: str) -> Iterator[str]:
        """Open the place of a field and give the key that the field must have."""
        place = self._places[column] = st.container(key=f"{self._name}_{column}")
        with place:
            yield now(f"{self._name}_{column}_{self._tail}")

    def number(
        self,
        view: frame.View,
        column: str,
        label: str,
        value: int | None,
        *,
        low: int = 0,
        high: int = MOST,
        **more: Any,
    ) -> int | None:
        """Ask for a whole number. One that cannot be stays in its field with a sentence, and nothing is kept of it.

        A browser that knows the limits would send the number before instead, and say no word of it.
        """
        with self.field(column) as key:
            typed = st.number_input(label, value=value, step=more.pop("step", 1), key=key, **more)
            if is_between(view, typed, low, high):
                return None if typed is None else int(typed)
        self.is_wrong = True
        return value

    def text(
        self, view: frame.View, label: str, value: str = "", *, longest: int, is_long: bool = False, **more: Any
    ) -> str:
        """Ask for a text. One for which there is no room stays whole in its field with a sentence; nothing is kept.

        A browser that knows the limit would drop the end of what is pasted instead, and say no word of it.
        """
        text: str = (st.text_area if is_long else st.text_input)(label, value, **more)
        problem = team.too_long(text, longest=longest)
        if problem:
            st.warning(said(view, problem))
            self.is_wrong = True
        return text

    def one_of(self, column: str, label: str, known: Iterable[str], now: str = "", **more: Any) -> str:
        """Ask for one of what is known or for something in the team's own words; what is kept is among it."""
        options = list(dict.fromkeys((*known, *([now] if now else []))))
        index = options.index(now) if now else None
        with self.field(column) as key:
            return st.selectbox(label, options, index, accept_new_options=True, key=key, **more) or ""

    def several(
        self, column: str, label: str, known: Iterable[str], now: Sequence[str], **more: Any
    ) -> tuple[str, ...]:
        """Ask for several of what is known and for others in the team's own words; what is kept is among it."""
        chosen, options = list(now), list(dict.fromkeys((*known, *now)))
        with self.field(column) as key:
            return tuple(st.multiselect(label, options, chosen, accept_new_options=True, key=key, **more))

    def doubts(self, view: frame.View, problems: Iterable[Problem]) -> None:
        """Show each problem under its field."""
        for problem in problems:
            with self._places[problem.column]:
                st.warning(said(view, problem))


@contextmanager
def keeping(view: frame.View) -> Iterator[None]:
    """Do what a button asks for; what is refused is said right there, and what was typed stays."""
    try:
        yield
    except Refused as error:
        with st.container(key="refused"):
            st.warning(said(view, Problem(error.code, facts=error.facts)))


def now(key: str) -> str:
    """Return the key of a field that begins with what is kept: another one after each undo, so that it shows that."""
    undone = st.session_state.get(frame.UNDONE, 0)
    return f"{key}_{undone}" if undone else key


def fresh(name: str) -> str:
    """Return a key that stays the same until the form of this name is `done`."""
    return f"{name}_{st.session_state.get(_VERSIONS, {}).get(name, 0)}"


def done(name: str, text: str) -> None:
    """Empty a form, say that it was kept, and draw the page again."""
    versions = st.session_state.setdefault(_VERSIONS, {})
    versions[name] = versions.get(name, 0) + 1
    frame.flash(text)
    st.rerun()


def pick_action(view: frame.View, actions: dict[str, Action]) -> str:
    """Ask for one of the chosen actions, when there are several, and return its id."""
    if len(actions) == 1:
        (only,) = actions.values()
        st.header(plain(only.title), anchor=False)
        return only.id
    picked = st.selectbox(
        view.words("act.action"), list(actions), format_func=lambda id: actions[id].title, key="act_action"
    )
    with st.container(key="on_paper_action"):
        st.header(plain(actions[picked].title), anchor=False)
    return picked
