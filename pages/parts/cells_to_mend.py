"""The list of cells in doubt: down to a spreadsheet, and back on the same draft; on no other page than Bring in."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import EquityError
from equity_core.workflow.data import bring_in
from equity_core.workflow.data.bring_in import Draft
from pages.parts import fields, frame

DONE = "_mended"  # the lists that were applied, by file id, with what came of each


def offer(view: frame.View, draft: Draft) -> None:
    """Offer the list, and take it back corrected."""
    words = view.words
    found = bring_in.cells_to_mend(view.ws, draft)
    for line in st.session_state.get(DONE, {}).values():
        st.info(fields.plain(line))
    if found is None:
        return
    with st.expander(words("fix.title"), key="fix_file"):
        st.text(words("fix.about"))
        if bring_in.is_full_list(found):
            st.warning(words("fix.full"))
        st.download_button(
            words("fix.download"), found, "cells-to-mend.csv", "text/csv", on_click="ignore", key="fix_download"
        )
        given = st.file_uploader(words("fix.upload"), type="csv", key="fix_upload")
    if given is not None and mend(view, draft, given):
        st.rerun()


def mend(view: frame.View, draft: Draft, file) -> bool:
    """Apply a corrected list once; say whether anything was done."""
    done = st.session_state.setdefault(DONE, {})
    if file.file_id in done:
        return False
    words = view.words
    try:
        came = bring_in.mend(view.ws, draft, file.getvalue())
    except EquityError as error:
        done[file.file_id] = bring_in.refusal(view.ws, error)
        return True
    said = [words("fix.done", changed=came.changed, count=came.changed)]
    if came.unknown:
        said.append(words("fix.unknown", lines=", ".join(map(str, came.unknown))))
    done[file.file_id] = " ".join(said)
    return True
