"""Weekly logs, feedback and listening notes on their way in: what they become, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from equity_core.workflow.data import bring_in
from equity_core.workflow.data.notes import NotesCheck
from pages.parts import fields, frame


def ask(view: frame.View, found: NotesCheck, *, key: str) -> None:
    """Draw one file of notes as it stands."""
    words = view.words
    with st.container(key=key, border=True):
        st.subheader(fields.plain(words("notes.title", name=found.notes.name)), anchor=False)
        if found.error is not None:
            st.warning(fields.plain(bring_in.refusal(view.ws, found.error)))
        for line in become(view, [found]):
            st.text(line)
        for question in found.questions:
            st.text(bring_in.message(words, question))
            if question.lines:
                st.caption(words("data.lines", lines=", ".join(map(str, question.lines))))


def become(view: frame.View, found: Sequence[NotesCheck]) -> list[str]:
    """Return what files of notes become, in words."""
    counts = {
        "weeks": sum(len(one.checkins) for one in found),
        "cards": sum(len(one.cards) for one in found),
    }
    return [view.words(f"notes.{what}", count=count) for what, count in counts.items() if count]


def links(view: frame.View, found: Sequence[NotesCheck]) -> None:
    """Lead to where the notes went."""
    if any(one.checkins for one in found):
        frame.link(view, "checkins", key="to_checkins")
    if any(one.cards for one in found):
        frame.link(view, "listen", key="to_listen")
