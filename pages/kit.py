"""What a team hands out or sends: choose a paper, prepare it, look at it, download it."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow import kit, kit_workbook
from equity_core.workflow.data.templates import XLSX
from pages.parts import frame


def offer(preset: str) -> None:
    """Prepare, then download: one button at a time, so that a mistake shows before a file is kept."""
    made = st.session_state.get("kit_file")
    is_fresh = made is not None and made[:2] == (preset, ws.store.seq)
    if made is not None and not is_fresh:
        st.info(words("kit.stale"))
    with st.container(key="kit_html"):
        if is_fresh:
            st.success(words("kit.prepared"))
            name = kit.file_name(ws, preset)
            st.download_button(
                words("kit.download"), made[2], name, "text/html", on_click="ignore", key="kit_download", type="primary"
            )
        else:
            st.button(words("kit.prepare"), key="kit_prepare", type="primary", on_click=prepare, args=(preset,))
    if is_fresh:
        with st.expander(words("kit.preview")):
            st.iframe(kit.address(made[2]), height=900, alt=words("kit.preview"))


def prepare(preset: str) -> None:
    st.session_state["kit_file"] = (preset, ws.store.seq, kit.build(ws, preset))


def offer_workbook() -> None:
    made = st.session_state.get("kit_workbook")
    with st.container(key="kit_xlsx"):
        st.text(words("kit.workbook_about"))
        if made is not None and made[0] == ws.store.seq:
            name = kit_workbook.file_name(ws)
            label = words("kit.workbook_download")
            st.download_button(label, made[1], name, XLSX, on_click="ignore", key="kit_xlsx_download")
        else:
            st.button(words("kit.workbook_prepare"), key="kit_xlsx_prepare", on_click=prepare_workbook)


def prepare_workbook() -> None:
    st.session_state["kit_workbook"] = (ws.store.seq, kit_workbook.build(ws))


view = frame.enter("kit")
ws, words = view.ws, view.words
if kit.is_empty(ws):
    with st.container(key="kit_empty"):
        st.info(words("kit.empty"))
        frame.link(view, "bring-in")
        frame.link(view, "suspect")
else:
    chosen = st.radio(
        words("kit.choose"),
        kit.offered(ws),
        format_func=lambda id: words(f"kit.preset_{id}"),
        captions=[words(f"kit.about_{id}") for id in kit.offered(ws)],
        key="kit_preset",
    )
    with st.container(key="kit_privacy_line"):
        st.text(kit.privacy_line(ws))
    offer(chosen)
    offer_workbook()
