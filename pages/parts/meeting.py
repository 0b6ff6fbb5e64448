"""A meeting that runs: its phase, what the room looks at, the line to type into, and what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from equity_core.errors import Unknown
from equity_core.model import Capture
from equity_core.workflow import captures, meet
from equity_core.workflow.diagnose import causes, focus, gaps
from equity_core.workflow.get_ready import commitment, listening, team, terms
from equity_core.workflow.protocols import Phase
from pages.parts import choosing, clock, fields, figure, frame, shared_words

ON_A_PAGE = 10  # lines that a wall has room for, in two columns
DECISIONS = 5
BESIDE = 3  # lines beside a picture
REMINDER = "_meet_reminder"
LONG = "_meet_long"  # what is wrong with the line that stands in the field
BESIDE_LINES = ("gap_chart", "blank_axis", "causes", "gaps", "access")
OF_A_WORD = ("term", "definitions", "thumbs")


def current(view: frame.View) -> meet.Running:
    """Return the meeting as it is kept now."""
    running = meet.current(view.ws)
    assert running is not None  # the page asks before
    return running


def show_wall(view: frame.View, running: meet.Running) -> None:
    """Show a phase on the wall: title, one object, the line to type into; its clock at the bottom right."""
    phase = running.phase
    if phase is None:
        return
    term = terms.term(view.ws, running.run.term) if phase.object in OF_A_WORD else None
    title = view.words("meet.title_of", name=term.name, title=phase.title) if term else phase.title
    frame.stage_title(fields.plain(title))
    with st.container(key="stage_say"):
        st.text(phase.say)
    if phase.object in BESIDE_LINES:
        picture, typed = st.columns([3, 2])
        with picture:
            show_object(view, running)
        with typed:
            ask_line(view, running)
            show_lines(view, running, last=1 if _reminder(running) else BESIDE)
            if phase.object == "gap_chart" and phase.capture is None:
                _hidden(view, running)
    else:
        ask_line(view, running)
        show_object(view, running)
    if phase.object == "gap_chart" and phase.capture is not None:
        _hidden(view, running)
    show_our_words(view, running)
    controls(view, running)
    clock.show(view.words, running, view.ws.now())


def show_our_words(view: frame.View, running: meet.Running) -> None:
    """Say what the team means by the agreed words that the phase or a typed line uses, but not while it defines one."""
    phase = running.phase
    if phase is not None and phase.object not in OF_A_WORD:
        typed = [line.text for line in captures.of_run(view.ws, running.run) if not line.seen]
        shared_words.show_used(view, phase.title, phase.say, *typed)


# -- what the room looks at ------------------------------------------------------------------------------------------


def show_object(view: frame.View, running: meet.Running) -> None:
    """Show what the open phase needs the room to look at."""
    kind = running.phase.object if running.phase else "list"
    with st.container(key="stage_object"):
        if kind in ("gap_chart", "blank_axis"):
            _gap(view, running, is_blank=kind == "blank_axis")
        elif kind == "gaps":
            _texts(view, [found.title for found in focus.portfolio(view.ws)], "meet.no_gaps")
        elif kind == "causes":
            _texts(view, [_cause(view, weighed) for weighed in causes.board(view.ws, stage=True)], "meet.no_causes")
        elif kind == "decisions":
            _decisions(view)
        elif kind == "asks":
            choosing.ask_yes(view)
            _decisions(view)
        elif kind == "fishbone":
            figure.show(view, causes.fishbone(view.ws), key="fishbone_chart")
        elif kind == "focus":
            _focus(view)
        elif kind == "goal":
            choosing.show_goal(view, running)
        elif kind == "access":
            _access(view)
        elif kind == "count":
            count = len(captures.of_run(view.ws, running.run))
            st.text(view.words("meet.notes", count=count))
        elif kind in OF_A_WORD:
            _term(view, running, kind)
        elif kind == "list":
            show_lines(view, running)


def _look(view: frame.View, running: meet.Running) -> gaps.Look | None:
    """Return what the released numbers say about the gap of this meeting; None where there are none."""
    try:
        return gaps.look(view.ws, running.run.query) if running.run.query else None
    except Unknown:
        return None


def _hidden(view: frame.View, running: meet.Running) -> None:
    look = _look(view, running)
    if look is not None and look.hidden_note:
        with st.container(key="hidden_note"):
            st.text(look.hidden_note)


def _gap(view: frame.View, running: meet.Running, *, is_blank: bool) -> None:
    look = _look(view, running)
    if look is None:
        st.info(view.words("meet.numbers_gone" if running.run.query else "meet.no_numbers"))
        return
    pages = [gaps.blank(view.ws, page) for page in look.pages] if is_blank else look.pages
    figure.paged(view, pages, key="gap_chart")
    if not is_blank:
        with st.container(key="headline"):
            st.text(look.headline)


def _term(view: frame.View, running: meet.Running, kind: str) -> None:
    term = terms.term(view.ws, running.run.term)
    if term is None:
        return
    if not view.is_stage:
        st.subheader(fields.plain(term.name), anchor=False)
    if kind == "term":
        st.text(view.words("words.written", count=term.written))
        return
    if not term.is_revealed:
        shared_words.show_written(view, term)
        return
    if kind == "definitions":
        shared_words.show_compared(view, term)
        return
    drafts = [c.text for c in captures.of_run(view.ws, running.run) if c.type == "agreement" and not c.seen]
    shared_words.ask_agreement(view, term, drafts[-1] if drafts else "")
    following = terms.current(view.ws)
    if term.is_agreed and not following.is_agreed:
        label = view.words("words.next", name=fields.plain(following.name))
        st.button(label, key="words_next", on_click=meet.next_term, args=(view.ws, running))


def _cause(view: frame.View, weighed: causes.Weighed) -> str:
    """Return a cause with its status, what is to be said of it, and why it is so as far as the room has come."""
    words, whys = view.words, " → ".join(weighed.cause.whys)
    told = words("meet.cause", text=weighed.cause.text, status=weighed.status_text)
    return " ".join(filter(None, (told, weighed.caution, words("meet.whys", whys=whys) if whys else "")))


def _decisions(view: frame.View) -> None:
    """Show the decision map as the room has it: who approves, and where the yes stands."""
    rows = commitment.rows(view.ws, wall=True)
    if not rows:
        st.info(view.words("meet.no_decisions"))
    else:
        fields.table(rows[:DECISIONS], alt=view.words("commitment.map_alt"))
    if len(rows) > DECISIONS:
        st.text(view.words("commitment.more", count=len(rows) - DECISIONS))


def _focus(view: frame.View) -> None:
    """Ask for the one focus among the gaps that the team found."""
    portfolio = focus.portfolio(view.ws)
    if not portfolio:
        st.info(view.words("meet.no_gaps"))
        return
    st.text(view.words("focus.many"))
    choosing.ask_focus(view, portfolio)


def _access(view: frame.View) -> None:
    """Say of what is planned who cannot take part yet."""
    found = listening.check(view.ws)
    if not found:
        st.text(view.words("listening.access_empty"))
        return
    st.text(view.words("meet.access_holds", held=sum(f.holds for f in found), asked=len(found)))
    for finding in found:
        if not finding.holds:
            st.text(listening.said(view.ws, finding))


def _texts(view: frame.View, texts: Sequence[str], nothing: str) -> None:
    for text in texts[:7]:
        st.text(text)
    if not texts:
        st.info(view.words(nothing))


# -- lines -----------------------------------------------------------------------------------------------------------


def ask_line(view: frame.View, running: meet.Running) -> None:
    """Ask for one line; Enter keeps it, and the field stays where the hands are. What waits is counted, not shown."""
    phase = running.phase
    if phase is not None and phase.capture is not None:
        _ask(view, running, phase, phase.capture.type)
    waits = len(captures.waiting(view.ws, running.run))
    if waits:
        with st.container(key="stage_waits"):
            st.text(view.words("meet.waits", count=waits))


def _ask(view: frame.View, running: meet.Running, phase: Phase, kind: str) -> None:
    words = view.words
    if phase.mode == "round":
        with st.container(key="stage_seat", horizontal=True, vertical_alignment="center"):
            st.text(words("meet.seat", seat=running.run.seat, seats=running.meeting.seats), width="content")
            st.button(words("meet.pass"), key="stage_pass", on_click=meet.next_seat, args=(view.ws, running))
    is_beside = kind != "why"  # a cause is a whole sentence: it has a line of its own
    row = st.container(horizontal=is_beside, vertical_alignment="bottom", gap="small")
    with row:  # outside of the form, which is emptied: the next why is of the same cause
        _choose(view, kind, width=220 if is_beside else "stretch")
    with (
        row,
        st.form("stage_form", clear_on_submit=True, border=False, width="stretch"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        with st.container(key="stage_capture", width="stretch"):
            st.text_input(
                words(f"meet.type_{kind}"),
                key="stage_line",
                type="password" if kind == "definition" and view.is_stage else "default",  # all see the wall
                autocomplete="off",
            )
        st.form_submit_button(words("meet.add"), key="stage_add", on_click=_take, args=(view,))
    long = st.session_state.get(LONG)
    if long:
        with st.container(key="stage_long"):
            st.warning(fields.said(view, long))
    reminder = _reminder(running)
    if reminder:
        with st.container(key="stage_reminder"):
            st.info(fields.plain(reminder))


def _reminder(running: meet.Running) -> str:
    """Return what is said gently of the line that was typed last in this phase."""
    of, told = st.session_state.get(REMINDER, ((), ""))
    return told if of == (running.run.id, running.run.at) else ""


def _choose(view: frame.View, kind: str, *, width: Literal["stretch"] | int) -> None:
    """Ask what stands beside a line of this kind, where something does."""
    options = captures.choices(view.ws, kind)
    if options:
        label, key = view.words(f"meet.choice_{kind}"), f"stage_choice_{kind}"
        st.selectbox(label, list(options), format_func=lambda id: options.get(id, ""), key=key, width=width)


def show_lines(view: frame.View, running: meet.Running, *, last: int = ON_A_PAGE) -> None:
    """Show what was typed, the newest page of it."""
    lines = captures.listed(view.ws, running)
    with st.container(key="stage_list"):
        if last == ON_A_PAGE:
            _page_of(view, lines)
        else:
            for line in lines[-last:]:
                st.text(said(view, line))
            if len(lines) > last == BESIDE:
                st.text(view.words("meet.more_lines", count=len(lines) - last))


def said(view: frame.View, line: Capture) -> str:
    """Return a line as the room reads it: a decision with who approves; what is about people is no cause."""
    if line.type in captures.ABOUT_CAUSES and causes.blame(view.ws, line.text):
        return view.words("meet.no_cause", text=line.text)
    if line.type == "decision_right" and line.choice:
        return view.words("meet.approved_by", text=line.text, role=line.choice)
    return line.text


def _page_of(view: frame.View, lines: Sequence[Capture]) -> None:
    pages = max(1, -(-len(lines) // ON_A_PAGE))
    back = min(st.session_state.get("_stage_back", 0), pages - 1)
    start = (pages - 1 - back) * ON_A_PAGE
    here = lines[start : start + ON_A_PAGE]
    half = (len(here) + 1) // 2
    for column, part in zip(st.columns(2), (here[:half], here[half:]), strict=True):
        with column:
            for line in part:
                st.text(said(view, line))
    if pages > 1:
        label = view.words("meet.page", page=pages - back, pages=pages)
        st.button(label, key="stage_page", on_click=_turn, args=((back + 1) % pages,))


def _turn(back: int) -> None:
    st.session_state["_stage_back"] = back


def _take(view: frame.View) -> None:
    text, running = st.session_state["stage_line"], current(view)
    phase = running.phase
    if phase is None or phase.capture is None or not text.strip():
        return
    st.session_state[LONG] = long = team.too_long(text, "line")
    if long:
        st.session_state["stage_line"] = text  # the form is emptied otherwise
        return
    seat = running.run.seat if phase.mode == "round" else 0
    choice = st.session_state.get(f"stage_choice_{phase.capture.type}") or ""
    captures.take(view.ws, running, text, choice=choice, seat=seat)
    if phase.capture.type == "decision_right":
        st.session_state["stage_choice_decision_right"] = ""  # who approves is asked of each decision anew
    st.session_state[REMINDER] = ((running.run.id, phase.key), captures.reminder(view.ws, running, text))
    st.session_state["_stage_back"] = 0
    if phase.mode == "round":
        meet.next_seat(view.ws, running)


# -- the clock and the phases ----------------------------------------------------------------------------------------


def controls(view: frame.View, running: meet.Running) -> None:
    """Show the buttons of the clock and of the phases."""
    ws, words, run = view.ws, view.words, running.run
    with st.container(key="stage_controls", horizontal=True, gap="small"):
        last = all(p.is_done or p.key == run.at for p in run.phases)
        st.button(words("meet.finish" if last else "meet.next"), key="stage_next", type="primary",
                  on_click=meet.next_phase, args=(ws, run))  # fmt: skip
        goes = run.ends_at is not None
        st.button(words("meet.pause" if goes else "meet.go_on"), key="stage_pause", shortcut="Alt+P",
                  on_click=meet.pause if goes else meet.resume, args=(ws, run))  # fmt: skip
        for minutes in (1, 3):
            st.button(words("meet.more", minutes=minutes), key=f"stage_more_{minutes}", on_click=meet.add,
                      args=(ws, run, minutes))  # fmt: skip
        st.button(words("meet.back"), key="stage_back", on_click=meet.back, args=(ws, run))
        st.button(words("meet.undo"), key="stage_undo", on_click=_undo, args=(view, running))
        if meet.can_cut(running):
            minutes, needs = meet.cut_to(running), meet.cut_needs(ws, running)
            label = words("meet.cut_needs" if needs else "meet.cut", minutes=minutes, needs=needs)
            st.button(label, key="stage_cut", on_click=_cut, args=(view, running), disabled=bool(needs))


def show_left_out(view: frame.View, running: meet.Running) -> None:
    """Say which parts of the protocol this meeting leaves out, where it does."""
    told = _left_out(view, running)
    if told:
        st.text(told)


def _left_out(view: frame.View, running: meet.Running) -> str:
    words = view.words
    parts = [words("meet.agenda_line", title=title, minutes=given) for title, given in meet.left_out(running)]
    return words("meet.left_out", cut=words.listed(parts)) if parts else ""


def _cut(view: frame.View, running: meet.Running) -> None:
    run = meet.cut(view.ws, running)
    told = [view.words("meet.is_cut", minutes=sum(p.minutes for p in run.phases)), _left_out(view, current(view))]
    st.toast(fields.plain(" ".join(filter(None, told))), duration="long")


def _undo(view: frame.View, running: meet.Running) -> None:
    for said in (REMINDER, LONG):
        st.session_state.pop(said, None)
    back = len(captures.undo(view.ws, running.run))
    st.toast(view.words("meet.undone", count=back) if back else view.words("meet.nothing_to_undo"))  # takes no room
