"""Which files the numbers come from: a receipt for each, and taking one away."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow.data import sources
from pages.parts import frame, importing


def show(found: sources.Receipt) -> None:
    source = found.source
    with st.container(key=f"source_{source.id}", border=True):
        st.badge(importing.status(view, source))
        if source.is_sample:
            st.badge(words("data.sample"))
        importing.receipt(view, found)
        if source.status == "active":
            with st.popover(words("data.delete"), key=f"delete_{source.id}"):
                st.text(words("data.delete_sure"))
                if st.button(words("data.delete_yes"), key=f"delete_yes_{source.id}"):
                    sources.delete(view.ws, source)
                    frame.flash(words("data.deleted"))
                    st.rerun()


view = frame.enter("sources")
words = view.words
receipts = sources.receipts(view.ws)
if receipts:
    with st.container(key="source_list"):
        for receipt in receipts:
            show(receipt)
else:
    st.text(words("data.no_sources"))
frame.link(view, "bring-in", words("data.bring_first"), key="bring_more_data")
