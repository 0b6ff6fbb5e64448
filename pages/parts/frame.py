"""What is around every page: menu, loop strip, title and question, chips, modes, and the sign that a page is ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from equity_core.words import Words
from equity_core.workflow import Workspace
from pages.parts import session
from pages.parts.registry import FOLDER, PAGES, Page, exists

Mode = Literal["desk", "stage", "print"]
_MARK = "_frame_entered"


@dataclass(frozen=True, slots=True)
class View:
    """What a page needs: the workspace, its words, how it is being looked at, and which page it is."""

    ws: Workspace
    mode: Mode
    page: Page

    @property
    def words(self) -> Words:
        """Return the words of the workspace's language."""
        return self.ws.words

    @property
    def is_stage(self) -> bool:
        """Say whether everybody in the room can see this."""
        return self.mode == "stage"


def menu() -> st.Page:
    """Register every page, draw the menu, and return the page that was asked for (called by app.py)."""
    asked = st.navigation([_st_page(p) for p in PAGES.values() if exists(p.id)], position="sidebar")
    st.session_state[_MARK] = True
    return asked


def enter(id: str) -> View:
    """Draw what stands above a page and return its view. The first line of every page."""
    if not st.session_state.pop(_MARK, False):  # run by a cold deep link, without app.py
        menu()
        st.rerun()
    view = View(session.current(), _mode(), PAGES[id])
    st.title(view.words(f"page.{id}.name"))
    st.markdown(view.words(f"page.{id}.question"))
    flashed = st.session_state.pop("_flash", None)
    if flashed:
        st.success(flashed)
    return view


def close() -> None:
    """Draw what stands below a page, last of all the sign that the page is ready (called by app.py)."""
    with st.container(key="page_ready"):
        st.html("<span></span>")


def apologise() -> None:
    """Say in one sentence that something failed on our side; what happened is in the server's log (called by app.py)."""
    with st.container(key="page_broken"):
        st.error(Words()("frame.broken"))


def link(view: View, id: str, label: str = "", *, key: str = "", **query: str) -> None:
    """Draw a link to a page (nothing if it is not there), staying in the same mode."""
    if exists(id):
        where = st.container(key=key) if key else st
        where.page_link(
            _st_page(PAGES[id]), label=label or view.words(f"page.{id}.name"), query_params=_query(view.mode, query)
        )


def go(view: View, id: str, **query: str) -> None:
    """Open another page at once, staying in the same mode."""
    st.switch_page(_st_page(PAGES[id]), query_params=_query(view.mode, query))


def flash(text: str) -> None:
    """Say something once at the top of the next page that is drawn, such as that an edit was saved."""
    st.session_state["_flash"] = text


def _st_page(page: Page) -> st.Page:
    return st.Page(
        FOLDER / page.file,
        title=Words()(f"page.{page.id}.name"),
        url_path=page.address or None,
        default=page.address == "",
        visibility="visible" if page.in_menu else "hidden",
    )


def _mode() -> Mode:
    asked = st.query_params.get("view")
    return asked if asked in ("stage", "print") else "desk"  # type: ignore[return-value]


def _query(mode: Mode, query: dict[str, str]) -> dict[str, str]:
    return query if mode == "desk" else {"view": mode, **query}
