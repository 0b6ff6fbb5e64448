"""What is around every page: menu, loop strip, title and question, chips, modes, and the sign that a page is ready."""

from __future__ import annotations

import json
import runpy
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Literal
from urllib.parse import urlparse

import streamlit as st

from equity_core.errors import Damaged, EquityError, Locked, Problem, Refused
from equity_core.words import Words
from equity_core.workflow import Workspace, loop, profiles, undo
from equity_core.workflow.get_ready import tallies
from pages.parts import gates, looks, session, typed
from pages.parts.registry import FOLDER, PAGES, STEP_PAGE, Page, exists, substeps

Mode = Literal["desk", "stage", "print"]

UNDONE = "_undone"
ICONS = {"not_started": "○", "working": "◐", "ready": "●", "decided": "✓"}
_NUMBERS = "①②③④⑤"
_OF_NUMBERS = ("listening", "gaps", "focus", "goal", "results")  # what one class can hardly ask
_MARK = "_frame_entered"
_VIEW = "_view"
_NEXT = "_next_place"
_OWN_NEXT = "_own_next"
_DRAFTS, _UNTYPED = "_drafts", object()  # by the key of a field: its page, the cycle and what stands in it
_TITLE = "_title_place"
_FLASH = "_flash"
_DRAWN = "_drawn"
_started = threading.Event()  # some session of this process has run
_warmed = threading.Event()  # the heavy libraries are being loaded


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


# -- for app.py ---------------------------------------------------------------------------------------------------


def menu() -> st.Page | None:
    """Register every page, draw the menu and return the page that was asked for; None until the tab is known."""
    st.session_state.pop(_VIEW, None)
    asked = st.navigation([_st_page(p) for p in PAGES.values() if exists(p.id)], position="sidebar")
    _address(_mode())
    _look(_mode())
    if _is_cold_deep_link():
        st.html("<script>window.location.reload();</script>", unsafe_allow_javascript=True)
        return None
    if not session.has_place():
        st.text(Words()("frame.opening"))
        return None
    st.session_state[_MARK] = True
    return asked


def tell(error: EquityError, *, of_upload: bool = False) -> None:
    """Say what the program could not go on from, and what to do next: of what is open, to begin a new workspace."""
    words = Words()
    with st.container(key="page_refused"):
        if words.has(f"problem.{error.code}"):
            st.warning(typed.said(words, Problem(error.code, facts=error.facts), wall=_mode() == "stage"))
        else:
            st.warning(words(f"frame.{next(name for cls, name in _KINDS if isinstance(error, cls))}"))
        is_shut = isinstance(error, Locked | Damaged) or error.code in ("workspace.newer", "workspace.foreign")
        if is_shut and not of_upload and session.is_laptop():
            st.button(
                words("frame.new_workspace"),
                key="new_workspace",
                on_click=session.fresh,
                args=(words("frame.new_workspace_name"),),
            )


def apologise() -> None:
    """Say in one sentence that something failed on our side; what it was is in the server's log."""
    with st.container(key="page_broken"):
        st.error(Words()("frame.broken"))


def close() -> None:
    """Draw what stands below a page, and last of all the sign that the page is ready."""
    view: View | None = st.session_state.get(_VIEW)
    if view is not None:
        if view.mode == "desk" and not view.page.in_menu:
            _still_open(view)
        if view.mode == "desk" and not st.session_state.pop(_OWN_NEXT, False):
            _next_act(view)
        _footer(view)
    drawn = st.session_state.get(_DRAWN, 0) + 1  # so that somebody who waits can tell this page from the one before
    st.session_state[_DRAWN] = drawn
    with st.container(key="page_end"):
        st.html(f'<span data-drawn="{drawn}"></span>')
        st.html(looks.READY, unsafe_allow_javascript=True)
    if not _warmed.is_set():
        _warmed.set()
        threading.Thread(target=_warm, daemon=True).start()


# -- for pages ----------------------------------------------------------------------------------------------------


def enter(id: str) -> View:
    """Draw what stands above a page and return its view. The first line of every page."""
    if not st.session_state.pop(_MARK, False):  # run without app.py, by a cold deep link (PLATFORM.md, trap A)
        runpy.run_path(str(FOLDER.parent / "app.py"))  # not st.rerun: that would lose the click that led here
        st.stop()
    view = View(session.current(), _mode(), PAGES[id])
    _hold_drafts(view)
    st.session_state.pop(_OWN_NEXT, None)
    st.session_state[_VIEW] = view
    if view.is_stage:
        _stage_top(view)
    else:
        _top(view)
    flashed = st.session_state.pop(_FLASH, None)
    if flashed:
        said, note = flashed
        with st.container(key="flash"):
            st.success(typed.plain(said))
            if note:
                st.info(typed.plain(note))
    if view.is_stage and view.page.desk_only:
        raise Refused("stage.not_shown")
    return view


def draft(view: View, key: str) -> str:
    """Return the key of a field whose value is still there when somebody comes back from another page."""
    st.session_state.setdefault(_DRAFTS, {}).setdefault(key, (view.page.id, view.ws.cycle.id, _UNTYPED))
    return key


def forget_drafts(view: View) -> None:
    """Let go of what was typed on this page: it is kept now, and the next one begins empty."""
    drafts = st.session_state.get(_DRAFTS, {})
    for key in [key for key, (page, _, _) in drafts.items() if page == view.page.id]:
        del drafts[key]
        st.session_state.pop(key, None)


def _hold_drafts(view: View) -> None:
    """Note what stands in the fields of this page, or set it again: Streamlit drops it on every other page.

    Nothing of another cycle, nor of another workspace, comes back.
    """
    drafts = st.session_state.get(_DRAFTS, {})
    for key, (page, cycle, value) in list(drafts.items()):
        if cycle != view.ws.cycle.id:
            del drafts[key]
        elif page == view.page.id and key in st.session_state:
            drafts[key] = (page, cycle, st.session_state[key])
        elif page == view.page.id and value is not _UNTYPED:
            st.session_state[key] = value


def link(view: View, id: str, label: str = "", *, key: str = "", **query: str) -> None:
    """Draw a link to a page (nothing if it is not there), staying in the same mode."""
    if exists(id):
        where = st.container(key=key, width="content") if key else st
        shown = label or view.words(f"page.{id}.name")
        where.page_link(_st_page(PAGES[id]), label=shown, query_params=_query(view.mode, query))


def link_as(view: View, id: str, mode: Mode, label: str, *, key: str) -> None:
    """Draw a link to a page in another mode, such as from the desk to the stage."""
    if exists(id):  # the desk is named too: a link to the same page without a query would leave the old one standing
        with st.container(key=key, width="content"):
            st.page_link(_st_page(PAGES[id]), label=label, query_params={"view": mode})


def go(view: View, id: str, **query: str) -> None:
    """Open another page at once, staying in the same mode."""
    st.switch_page(_st_page(PAGES[id]), query_params=_query(view.mode, query))


def go_as(id: str, mode: Mode) -> None:
    """Open a page in another mode at once, such as from the desk on the stage."""
    st.switch_page(_st_page(PAGES[id]), query_params={"view": mode})


def has_own_next() -> None:
    """Leave out the loop's next act on this page, which has one of its own: one primary act a screen."""
    st.session_state[_OWN_NEXT] = True


def stage_title(text: str) -> None:
    """Put another title on the wall than the page's question, such as the phase of a meeting."""
    st.session_state[_TITLE].title(text, anchor=False)


def show_part(view: View, parts: Mapping[str, Callable[[], None]]) -> None:
    """Show one part of a page on the wall, with a choice of the others; the first one at first."""
    id = view.page.id
    part = st.segmented_control(
        view.words(f"{id}.wall"),
        list(parts),
        default=next(iter(parts)),
        format_func=lambda part: view.words(f"{id}.wall_{part}"),
        label_visibility="collapsed",
        key=f"{id}_wall",
    )
    parts[part or next(iter(parts))]()


def flash(text: str, *, note: str = "") -> None:
    """Say something once at the top of the next page that is drawn, such as that an edit was saved.

    `note` is what came of it that is neither good nor wrong, and stands under it.
    """
    st.session_state[_FLASH] = (text, note)


def state_line(view: View, step: loop.Step) -> str:
    """Return a step's name with its state as an icon and a word."""
    number = _NUMBERS[loop.STEPS.index(step.id)]
    state = view.words(f"frame.state_{step.state}")
    return f"{number} {view.words(f'page.{STEP_PAGE[step.id]}.name')} {ICONS[step.state]} {state}"


# -- above --------------------------------------------------------------------------------------------------------


def _top(view: View) -> None:
    with st.container(key="frame_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.text(_whose(view))
        _watermark(view)
        _saved(view)
        link(view, "privacy", view.words("frame.lock", min_group=view.ws.profile.min_group), key="lock_chip")
        if view.ws.can_undo:
            label = view.words("common.undo_what", what=undo.would(view.ws))
            st.button(label, key="undo", type="tertiary", on_click=_undo, args=(view.ws,))
        if not view.page.desk_only:
            link_as(view, view.page.id, "stage", view.words("frame.to_stage"), key="to_stage")
    _banner(view)
    with st.container(key="loop_strip", horizontal=True, gap="small"):
        for step in loop.steps(view.ws):
            link(view, STEP_PAGE[step.id], state_line(view, step), key=f"loop_{step.id}")
        link(view, "next", view.words("frame.loop_again"), key="loop_again")
    with st.container(key="page_head", horizontal=True, vertical_alignment="center", gap="small"):
        st.title(view.words(f"page.{view.page.id}.name"), anchor=False, width="content")
        with st.container(key="page_question", width="content"):
            st.markdown(view.words(f"page.{view.page.id}.question"))
        if view.mode == "desk":
            st.session_state[_NEXT] = st.container(key="next_top", width="content")  # filled in at the end: `close`
    if view.page.step and not view.page.in_menu:
        with st.container(key="substeps", horizontal=True, gap="small"):
            for page in substeps(view.page.step):
                link(view, page.id)
    if view.mode == "desk":
        _tight(view)


def _tight(view: View) -> None:
    """Say what a tight year changes here; what it folds or puts first, the page does itself."""
    told = profiles.told(view.ws, view.page.id)
    if told:
        with st.container(key="tightness"):
            st.caption(" ".join(told))
    if view.page.id in _OF_NUMBERS and tallies.is_one_class(view.ws):
        with st.container(key="one_class"):
            st.info(" ".join(tallies.told(view.ws)))
            with st.container(horizontal=True, gap="small"):
                for id in ("listening", "audits", "listen"):
                    if id != view.page.id:
                        link(view, id)


def _stage_top(view: View) -> None:
    with st.container(key="stage_bar", horizontal=True):
        with st.container(key="stage_title", width="stretch"):
            st.session_state[_TITLE] = st.empty()
        link_as(view, view.page.id, "desk", view.words("frame.stage_exit"), key="stage_exit")
    _watermark(view)
    stage_title(view.words(f"page.{view.page.id}.question"))


def _whose(view: View) -> str:
    school = view.ws.profile.school or view.words("frame.no_school")
    return view.words("frame.whose", school=school, number=view.ws.cycle.number)


def _saved(view: View) -> None:
    with st.container(key="saved_chip", width="content"):
        if session.is_laptop():
            st.text(view.words("frame.saved_here"))
        elif not session.unsaved():
            st.text(view.words("frame.copy_is_current"))


def _banner(view: View) -> None:
    if session.is_laptop():
        return
    unsaved = session.unsaved()
    if unsaved:
        with st.container(key="cloud_banner", horizontal=True, vertical_alignment="center"):
            (st.warning if unsaved == "many" else st.info)(view.words("frame.not_saved"))
            link(view, "workspace", view.words("frame.save_a_copy"))


def _watermark(view: View) -> None:
    if view.ws.profile.is_sample:
        with st.container(key="sample_watermark", width="content"):
            st.markdown(view.words("frame.sample"))


def _undo(ws: Workspace) -> None:
    told = undo.undo(ws)
    if told:
        st.session_state[UNDONE] = st.session_state.get(UNDONE, 0) + 1  # fields.now: forms show what is kept now
        flash(told)


# -- below --------------------------------------------------------------------------------------------------------


def _still_open(view: View) -> None:
    """Say what the team has gone past, and offer to say why."""
    checks = loop.still_open(view.ws, view.page.step)
    if checks:
        title = view.words("gate.title", count=len(checks))
        with st.container(key="still_open"), st.expander(title, key="gate"):
            st.text(view.words("gate.about"))
            gates.offer(view.ws, checks, told=flash)


def _next_act(view: View) -> None:
    """Name the next act beside the title and at the end of the page; a link, unless this is where it is done."""
    act = loop.next_act(view.ws)
    facts = {"act": view.words(act.word), "minutes": act.minutes}
    for place in (
        st.session_state.pop(_NEXT),
        st.container(key="next_act", horizontal=True, horizontal_alignment="right"),
    ):
        with place:
            if act.page == view.page.id:
                st.text(view.words("frame.next_here", **facts), width="content")
            else:
                link(view, act.page, view.words("frame.next", **facts))


def _footer(view: View) -> None:
    facts = {"workspace": _whose(view), "day": view.words.day(view.ws.today()), "min_group": view.ws.profile.min_group}
    with st.container(key="print_footer"):
        st.text(view.words("frame.footer", **facts))


# -- looks, modes, starts -----------------------------------------------------------------------------------------


def _look(mode: Mode) -> None:
    css = looks.EVERYWHERE + looks.PRINTED + {"desk": "", "stage": looks.STAGE, "print": looks.PAPER}[mode]
    language = Words().language
    if language in looks.HTML_LANGUAGES:
        st.html(f"<style>{css}</style>")
        st.html(looks.SCRIPT.format(language=language), unsafe_allow_javascript=True)
        unsaved = json.dumps(Words()("frame.typed_is_not_saved"))
        scripts = looks.SHUTS_THE_MENU + looks.KEEPS_WHAT_IS_TYPED.replace("UNSAVED", unsaved)
        st.html(scripts, unsafe_allow_javascript=True)  # in one: each of these takes a gap of the page's height


def _mode() -> Mode:
    asked = st.query_params.get("view")
    return asked if asked in ("stage", "print") else "desk"  # type: ignore[return-value]


def _address(mode: Mode) -> None:
    """Make the browser's address say the mode: a link to the very same page leaves the old query standing there."""
    if mode != "desk":
        st.query_params["view"] = mode
    elif "view" in st.query_params:
        del st.query_params["view"]


def _query(mode: Mode, query: dict[str, str]) -> dict[str, str]:
    return query if mode == "desk" else {"view": mode, **query}


def _is_cold_deep_link() -> bool:
    """Say whether this is the first run of the process and not of the home page.

    Until some session has called st.navigation, Streamlit does not know the address and puts a "page not found"
    dialog over the page (PLATFORM.md, trap A); now it has been called, one reload by the browser cures it.
    """
    cold = not _started.is_set()
    _started.set()
    address = urlparse(st.context.url or "").path
    return cold and any(page.address and address.rstrip("/").endswith(f"/{page.address}") for page in PAGES.values())


def _warm() -> None:
    for module in ("pandas", "altair"):
        import_module(module)


def _st_page(page: Page) -> st.Page:
    return st.Page(
        FOLDER / page.file,
        title=Words()(f"page.{page.id}.name"),
        url_path=page.address or None,
        default=page.address == "",
        visibility="visible" if page.in_menu else "hidden",
    )


_KINDS: tuple[tuple[type[EquityError], str], ...] = (
    (Locked, "locked"),
    (Damaged, "damaged"),
    (EquityError, "refused"),
)
