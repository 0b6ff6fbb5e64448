"""Our story so far: the whole chain on one page, where an empty link invites the next ten minutes."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow import story, story_notebook
from equity_core.workflow.get_ready import terms
from pages.parts import cards, fields, figure, frame, session


def show_link(link: story.Link, *, of: str) -> None:
    with st.container(key=f"story_{of}{link.id}", border=not view.is_stage):
        st.subheader(link.title, anchor=False)
        for line in link.lines[:1] if view.is_stage and link.figure else link.lines:
            st.text(line)
        if link.quote:
            with st.container(key=f"at_desk_quote_{of}{link.id}" if view.mode == "desk" else None):
                st.text(words("story.quote", text=link.quote.text, who=link.quote.who))
        if link.figure:
            figure.show(view, link.figure, key=f"story_{of}{link.id}_chart", with_sentence=False)
        for note in () if view.is_stage and link.figure else link.notes:
            st.text(note)
        if link.is_empty and not of:
            label = words("story.go", invitation=link.invitation, minutes=link.minutes)
            frame.link(view, link.page, label, key=f"story_go_{link.id}")


def show_story(told: story.Story, *, of: str = "") -> None:
    for link in told.links:
        if not (of and link.is_empty):
            show_link(link, of=of)
    if told.taught:
        st.text(words("story.taught", text=told.taught))


def show_agreements() -> None:
    meant = terms.meant(ws)
    if meant:
        with st.container(key="story_words"):
            st.header(words("words.title"), anchor=False)
            for line in meant:
                st.text(line)


def show_earlier() -> None:
    finished = story.earlier(ws, wall=view.mode != "desk")
    if finished:
        st.header(words("story.earlier"), anchor=False)
    for told in finished:
        with st.expander(fields.plain(told.title), expanded=view.mode == "print"):
            show_story(told, of=f"{told.cycle.number}_")


def offer_notebook() -> None:
    """Prepare, then download: one button at a time."""
    st.caption(words("story.download_about"))
    made = st.session_state.get("story_file")
    if made and made[0] == ws.store.seq:
        name = story_notebook.file_name(ws)
        kind = "application/x-ipynb+json"
        st.download_button(words("story.download"), made[1], name, kind, on_click="ignore", key="story_ipynb")
    else:
        st.button(words("story.prepare"), key="story_prepare", on_click=prepare)


def prepare() -> None:
    made = story_notebook.build(ws, workspace=session.path().stem)
    st.session_state["story_file"] = (ws.store.seq, made)


view = frame.enter("notebook")
ws, words = view.ws, view.words
now = story.story(ws, wall=view.mode != "desk")

if view.is_stage:
    cards.turn(view, len(now.links), key="story_card")
    show_link(now.links[cards.current(len(now.links), key="story_card")], of="")
else:
    with st.container(key="story"):
        st.header(fields.plain(now.title), anchor=False)
        if all(link.is_empty for link in now.links):
            st.info(words("story.begin"))
        show_story(now)
    show_agreements()
    show_earlier()
    if view.mode == "desk":
        offer_notebook()
