"""Carry a workspace by file: a private copy, a copy to share, and going on with a saved one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from equity_core.errors import EquityError, Refused
from equity_core.workflow import copies, id_keys
from equity_core.workflow.files import SUFFIX
from pages.parts import frame, session

_READY = "_copy"
_SHARED = "_share"


def continue_saved(view: frame.View) -> None:
    """Ask for a saved copy and go on with it; what is no copy gets a clear sentence and changes nothing."""
    given = st.file_uploader(
        view.words("home.continue_saved"), type=["duckdb"], key="continue_saved", help=view.words("home.continue_help")
    )
    if given is None:
        return
    try:
        session.take_in(Path(given.name).stem or view.words("home.own_file"), given.getvalue())
    except EquityError as error:
        frame.tell(error, of_upload=True)
        return
    frame.flash(view.words("home.continued"))
    frame.go(view, "workspace" if view.page.id == "home" else "home")


def save_copy(view: frame.View) -> None:
    """Offer everything as one private file. The file is made first, so that a fault is seen and no click is lost."""
    with st.container(key="save_copy"):
        passphrase = st.text_input(
            view.words("key.passphrase"), type="password", help=view.words("key.passphrase_help"), key="copy_passphrase"
        )
        if st.button(view.words("workspace.make_copy"), key="make_copy"):
            try:
                st.session_state[_READY] = (view.ws.store.seq, copies.backup(view.ws, passphrase=passphrase))
            except Refused as error:
                frame.tell(error)
        ready = st.session_state.get(_READY)
        if ready and ready[0] == view.ws.store.seq:
            st.download_button(
                view.words("workspace.save_copy"),
                ready[1],
                file_name=f"{session.path().stem}-{view.ws.today():%Y-%m-%d}{SUFFIX}",
                mime="application/octet-stream",
                key="save_copy_file",
                type="primary",
                on_click=session.copy_taken,
            )


def unlock_key(view: frame.View) -> None:
    """Where the key of the ids is not on this computer, say so; ask for its passphrase if the copy brought it along."""
    words, ws = view.words, view.ws
    if id_keys.can_link(ws):
        return
    with st.container(key="unlock_key", border=True):
        st.header(words("key.title"), anchor=False)
        st.warning(words("key.cannot_link"))
        if not id_keys.is_carried(ws):
            return
        with st.form("unlock_form", border=False):
            passphrase = st.text_input(words("key.its_passphrase"), type="password", key="unlock_passphrase")
            pressed = st.form_submit_button(words("key.unlock"), key="unlock")
        if pressed:
            try:
                id_keys.unlock(ws, passphrase, keep=session.is_laptop())
            except Refused as error:
                frame.tell(error)
            else:
                frame.flash(words("key.unlocked"))
                st.rerun()


def share_copy(view: frame.View) -> None:
    """Offer the released numbers alone, for people outside the team."""
    with st.container(key="share_copy"):
        st.markdown(view.words("workspace.share"))
        if st.button(view.words("workspace.make_share"), key="make_share"):
            st.session_state[_SHARED] = (view.ws.store.seq, copies.share(view.ws))
        ready = st.session_state.get(_SHARED)
        if ready and ready[0] == view.ws.store.seq:
            st.download_button(
                view.words("workspace.share_copy"),
                ready[1],
                file_name=f"{session.path().stem}-{view.ws.today():%Y-%m-%d}.released.json",
                mime="application/json",
                key="share_copy_file",
                on_click="ignore",
            )


def others(view: frame.View) -> None:
    """Offer the other workspaces of this computer, and an empty one."""
    words = view.words
    if session.is_laptop():
        found = session.others()
        if found:
            labels = {
                file: words(
                    "workspace.other_one", name=file.stem, day=words.day(datetime.fromtimestamp(file.stat().st_mtime))
                )
                for file in found
            }
            chosen = st.selectbox(words("workspace.other"), found, format_func=labels.__getitem__, key="other_file")
            st.button(words("workspace.open_other"), key="open_other", on_click=session.choose, args=(chosen,))
        st.button(words("workspace.new"), key="new_workspace", on_click=session.fresh, args=(words("home.own_file"),))


def delete(view: frame.View) -> None:
    """Delete everything, once the person has written the word that says that they mean it."""
    words = view.words
    st.markdown(words("workspace.delete_help"))
    with st.form("delete_form", border=False, enter_to_submit=False):
        typed = st.text_input(words("workspace.delete_word", word=words("workspace.delete_it")), key="delete_word")
        pressed = st.form_submit_button(words("workspace.delete_now"), key="delete_all")
    if pressed and typed.strip().lower() != words("workspace.delete_it").lower():
        st.warning(words("workspace.delete_not_said", word=words("workspace.delete_it")))
    elif pressed:
        gone = session.delete_all()
        frame.flash(words("key.deleted", files=words.listed(gone)) if gone else words("workspace.deleted"))
        frame.go(view, "home")
