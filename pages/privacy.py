"""What is hidden and why: the promise, the threshold, how much is hidden, and the stored proof."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Problem, Refused
from equity_core.workflow import privacy
from pages.parts import fields, frame


def raise_threshold() -> None:
    """Offer a stricter threshold; it is asked for twice, because it cannot be taken back."""
    st.header(words("privacy.raise_title"), anchor=False)
    st.text(words("privacy.raise_what", min_group=now.min_group))
    with st.form("privacy_raise_form"):
        label = words("privacy.raise_to")
        wanted = st.number_input(label, now.min_group, privacy.HIGHEST, now.min_group, key="privacy_min_group")
        sure = st.checkbox(words("privacy.raise_sure"), key="privacy_raise_sure")
        pressed = st.form_submit_button(words("privacy.raise_do"), key="privacy_raise")
    if pressed and not sure:
        st.warning(words("privacy.raise_unsure"))
    elif pressed:
        raise_to(int(wanted))


def raise_to(min_group: int) -> None:
    bar = st.progress(0.0, words("privacy.raising"))
    try:
        privacy.raise_to(view.ws, min_group, tell=lambda share: bar.progress(min(share, 1.0)))
    except Refused as error:
        st.warning(fields.said(view, Problem(error.code, facts=error.facts)))
    else:
        frame.flash(words("privacy.raised", min_group=min_group))
        st.rerun()


view = frame.enter("privacy")
words = view.words
now = privacy.overview(view.ws)

with st.container(key="privacy_promise"):
    st.markdown(words("privacy.promise", min_group=now.min_group, least=now.least))
    st.markdown(words("privacy.not_promised"))

st.header(words("privacy.how_much"), anchor=False)
if now.sources:
    with st.container(key="privacy_overview"):
        st.text(words("privacy.shown", count=now.shown, share=words.percent(now.share)))
        st.text(words("privacy.hidden", count=now.hidden))
        if now.hidden_by_source:
            st.text(words("privacy.hidden_by_source", count=now.hidden_by_source))
        st.text(words("privacy.listen_instead"))
        frame.link(view, "listen")
else:
    with st.container(key="privacy_nothing"):
        st.text(words("privacy.nothing_yet"))
        frame.link(view, "bring-in")

if view.mode == "desk":
    raise_threshold()

kept = privacy.kept(view.ws)
if kept and view.mode == "desk":
    st.header(words("kept.title"), anchor=False)
    with st.container(key="privacy_kept"):
        st.text(words("kept.what"))
        for line in kept:
            st.text(line)
        frame.link(view, "sources")

proof = privacy.audit(view.ws)
if proof and not view.is_stage:
    st.header(words("privacy.audit_title"), anchor=False)
    with st.container(key="privacy_audit"):
        st.text(words("privacy.audit_what", least=now.least))
        st.table(proof)

let_out = privacy.ledger(view.ws)
if let_out and view.mode == "desk":
    st.header(words("reviewer.ledger_title"), anchor=False)
    with st.container(key="privacy_ledger"):
        st.text(words("reviewer.ledger_what"))
        st.table(let_out)

if view.mode == "desk":
    st.header(words("reviewer.title"), anchor=False)
    with st.container(key="privacy_statement"):
        st.text(words("reviewer.what"))
        st.download_button(
            words("reviewer.save"),
            privacy.statement(view.ws).encode(),
            file_name="privacy-statement.txt",
            mime="text/plain",
            key="save_statement",
            on_click="ignore",
        )
