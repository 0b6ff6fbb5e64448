"""Do we mean the same thing? One word at a time: write alone, read together, agree on one meaning."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Problem
from equity_core.workflow import profiles
from equity_core.workflow.get_ready import terms
from pages.parts import fields, frame, shared_words


def choose(found: list[terms.Term]) -> terms.Term:
    by_id = {one.id: one for one in found}
    now = terms.current(ws).id
    chosen = st.segmented_control(
        words("words.which"), list(by_id), default=now, format_func=lambda id: name(by_id[id]), key="words_term"
    )
    return by_id[chosen or now]


def name(term: terms.Term) -> str:
    state = "agreed" if term.is_agreed else "read" if term.is_revealed else "written" if term.written else "open"
    return words(f"words.state_{state}", name=fields.plain(term.name))


def add_own() -> None:
    form = fields.Form("own_term")
    with st.expander(words("words.own"), key="words_own"), st.form("own_term_form", border=False):
        with form.field("term") as key:
            text = form.text(view, words("words.own_name"), longest=40, key=key)
        if st.form_submit_button(words("words.own_add"), key="words_own_add") and not form.is_wrong:
            kept = terms.add(ws, text)
            if isinstance(kept, Problem):
                form.doubts(view, [kept])
            else:
                fields.done("own_term", words("words.own_kept"))


def show_desk(term: terms.Term) -> None:
    for kept in terms.to_review(ws):
        st.warning(fields.plain(words("words.due", name=kept.name)))
    frame.link(view, "meet", words("words.to_meeting"), key="words_meet")
    if not term.written and not term.is_agreed:
        st.info(words("words.empty", name=fields.plain(term.name)))
    shared_words.ask(view, term)
    shared_words.show_written(view, term)
    shared_words.show_compared(view, term)
    if term.is_revealed:
        shared_words.ask_agreement(view, term)
    for one in found:
        shared_words.show_agreement(view, one)
    add_own()


def show_wall(term: terms.Term) -> None:
    frame.stage_title(fields.plain(words("words.wall_title", name=term.name)))
    if not term.is_revealed:
        shared_words.show_agreement(view, term)
        if "child_first" in profiles.changes(ws, "words"):
            st.text(words("profile.child_first"))
        shared_words.ask(view, term)
        shared_words.show_written(view, term)
        return
    shared_words.show_compared(view, term)
    shared_words.show_agreement(view, term)


view = frame.enter("words")
ws, words = view.ws, view.words
found = terms.terms(ws)

if view.mode == "print":
    if not terms.agreed(ws):
        st.info(words("words.nothing_agreed"))
    for one in found:
        if one.is_agreed:
            shared_words.show_agreement(view, one)
elif view.is_stage:
    below = st.container()
    with st.container(key="words_choice"):
        term = choose(found)
    with below:
        show_wall(term)
else:
    show_desk(choose(found))
