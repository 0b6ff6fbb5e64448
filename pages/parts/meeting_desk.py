"""A meeting at the desk: to begin one, to bring lines in from elsewhere, to put phases in order, to close it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import streamlit as st

from equity_core.errors import Problem
from equity_core.model import Query
from equity_core.workflow import captures, meet
from equity_core.workflow.get_ready import terms
from equity_core.workflow.protocols import Protocol
from pages.parts import clock, fields, frame, meeting, session

LOOK_AT = {"gaps": "gaps", "goal": "goal", "results": "results"}  # pages that need no protocol
DUTIES = ("facilitator", "timekeeper", "note_taker", "voices")
ACCESS = ("language", "room", "read_aloud", "breaks")


# -- before ----------------------------------------------------------------------------------------------------------


def ask(view: frame.View) -> None:
    """Ask what a meeting is for, and show the agenda that this makes; begin it."""
    ws, words, offered = view.ws, view.words, meet.offered(view.ws)
    purpose = st.selectbox(
        words("meet.purpose"),
        list(offered),
        list(offered).index(ws.profile.meeting_for) if ws.profile.meeting_for in offered else 0,
        format_func=lambda id: _purpose(view, offered[id]),
        key="meet_purpose",
        on_change=_expect,
        args=(view, "purpose", "meet_purpose"),
    )
    slot, room, version = st.columns([1, 1, 2], vertical_alignment="bottom")
    with slot:
        typed = st.number_input(words("meet.minutes"), value=meet.minutes(ws), step=5, key="meet_minutes",
                                on_change=_expect, args=(view, "minutes", "meet_minutes"))  # fmt: skip
        can_be = fields.is_between(view, typed, *meet.MINUTES)
        minutes = int(typed) if can_be else meet.minutes(ws)
    with room:
        seats = int(st.number_input(words("meet.seats"), value=meet.seats(ws), step=1, key="meet_seats",
                                    on_change=_expect, args=(view, "seats", "meet_seats")))  # fmt: skip
        can_be = fields.is_between(view, seats, *meet.SEATS) and can_be
    is_short = False
    if offered[purpose].short_minutes is not None:
        with version:
            is_short = st.toggle(
                words("meet.short", minutes=offered[purpose].short_minutes),
                meet.suggests_short(ws, purpose, minutes),
                key=f"meet_short_{purpose}_{minutes}",
            )
    query = _ask_gap(view) if "gap" in offered[purpose].needs else None
    term = _ask_term(view) if "term" in offered[purpose].needs else ""
    begin = st.container()
    agenda = meet.agenda(ws, purpose, minutes, is_short=is_short)
    cut = _parts(view, agenda.cut)
    leaves_out = bool(cut) and st.toggle(words("meet.leaves_out", cut=cut), key=f"meet_cut_{purpose}_{minutes}")
    if leaves_out:
        agenda = meet.agenda(ws, purpose, minutes, is_short=is_short, leaves_out=True)
    with begin:
        if st.button(words("meet.start"), key="meet_start", type="primary", disabled=not can_be):
            begun = meet.start(ws, purpose, minutes=minutes, seats=seats, is_short=is_short, leaves_out=leaves_out,
                               query=query, term=term)  # fmt: skip
            if isinstance(begun, Problem):
                st.warning(fields.said(view, begun))
            else:
                frame.go_as("meet", "stage")
    show_agenda(view, agenda)
    _waiting(view)
    if not view.is_stage:
        before_you_begin(view, purpose)
        _look_at(view)
        _earlier(view)


def show_agenda(view: frame.View, agenda: meet.Agenda, *, key: str = "meet_agenda") -> None:
    """Show the phases with their minutes, and what they make of the slot."""
    words = view.words
    with st.container(key=key):
        if agenda.spare < 0:
            st.warning(_too_long(view, agenda))
        elif agenda.spare:
            st.text(words("meet.spare", total=agenda.total, slot=agenda.slot, spare=agenda.spare))
        else:
            st.text(words("meet.fits", total=agenda.total))
        columns = (words("meet.column_phase"), words("meet.column_minutes"))
        st.table(
            [dict(zip(columns, (fields.plain(title), str(given)), strict=True)) for title, given in agenda.lines],
            hide_index=True,
            alt=words("meet.agenda"),
        )


def _too_long(view: frame.View, agenda: meet.Agenda) -> str:
    words = view.words
    if agenda.needs and not agenda.shorter:
        return words("meet.another_day", needs=agenda.needs, slot=agenda.slot)
    cut = _parts(view, agenda.cut)
    said = [words("meet.too_long", over=-agenda.spare)]
    said += [words("meet.take_short", minutes=agenda.shorter)] if agenda.shorter else []
    said += [words("meet.or_leave_out" if agenda.shorter else "meet.leave_out", cut=cut)] if cut else []
    return " ".join(said)


def _parts(view: frame.View, parts: Sequence[tuple[str, int]]) -> str:
    told = [view.words("meet.agenda_line", title=fields.plain(title), minutes=given) for title, given in parts]
    return view.words.listed(told)


def _purpose(view: frame.View, protocol: Protocol) -> str:
    words, facts = view.words, {"title": protocol.title, "minutes": protocol.minutes}
    short = protocol.short_minutes
    return words("meet.purpose_short", short=short, **facts) if short else words("meet.purpose_line", **facts)


def print_agenda(view: frame.View, running: meet.Running | None) -> None:
    """Show the agenda on paper: of the meeting that runs, else of each that could."""
    if running is not None:
        planned = tuple((running.protocol.phase(p.key).title, p.minutes) for p in running.run.phases)
        total = sum(given for _, given in planned)
        st.header(fields.plain(running.protocol.title), anchor=False)
        show_agenda(view, meet.Agenda(planned, total, running.meeting.minutes, running.run.is_short))
        before_you_begin(view, running.protocol.id)
        return
    for id, protocol in meet.offered(view.ws).items():
        st.header(fields.plain(protocol.title), anchor=False)
        show_agenda(view, meet.agenda(view.ws, id, protocol.minutes, is_short=False), key=f"agenda_{id}")


def before_you_begin(view: frame.View, protocol: str) -> None:
    """Show who does what in the room, what to have there, and whether everybody can take part."""
    words, materials = view.words, meet.offered(view.ws)[protocol].materials
    with st.container() if view.mode == "print" else st.expander(words("meet.before"), key="meet_before"):
        duties, room = st.columns(2)
        with duties:
            st.markdown(f"**{words('meet.duties')}**")
            for duty in DUTIES:
                st.text(words(f"meet.duty_{duty}"))
        with room:
            st.markdown(f"**{words('meet.access')}**")
            for part in ACCESS:
                st.text(words(f"meet.access_{part}"))
            for material in materials:
                st.text(words("meet.bring", material=material))


def _expect(view: frame.View, name: str, key: str) -> None:
    meet.expect(view.ws, **{name: st.session_state[key]})


def _ask_gap(view: frame.View) -> Query | None:
    asked = meet.questions(view.ws)
    if not asked:
        st.info(view.words("meet.no_numbers"))
        frame.link(view, "bring-in")
        return None
    place = st.selectbox(
        view.words("meet.gap"), range(len(asked)), format_func=lambda place: asked[place][1], key="meet_gap"
    )
    return asked[place][0]


def _ask_term(view: frame.View) -> str:
    by_id, now = {one.id: one.name for one in terms.terms(view.ws)}, terms.current(view.ws).id
    return st.selectbox(
        view.words("words.which"), list(by_id), list(by_id).index(now), format_func=by_id.__getitem__, key="meet_term"
    )


def _look_at(view: frame.View) -> None:
    st.header(view.words("meet.look_at"), anchor=False)
    with st.container(horizontal=True, gap="medium"):
        for purpose, page in LOOK_AT.items():
            frame.link_as(view, page, "stage", view.words(f"meet.{purpose}"), key=f"meet_{purpose}")


def _earlier(view: frame.View) -> None:
    words, closed = view.words, meet.earlier(view.ws)
    if not closed:
        return
    with st.expander(words("meet.earlier", count=len(closed)), key="meet_earlier"):
        for one in closed:
            st.markdown(f"**{fields.plain(one.protocol.title)}** · {words.day(one.meeting.started)}")
            for promise in one.meeting.decisions:
                st.text(decision_line(view, promise.text, promise.role, promise.by))
            for sign, lines in (("meet.plus_line", one.meeting.plus), ("meet.delta_line", one.meeting.delta)):
                for line in lines:
                    st.text(words(sign, text=line))
            if one.meeting.missing:
                st.text(words("meet.missing_line", text=one.meeting.missing))
            titles = {phase.key: phase.title for phase in one.protocol.phases}
            lines = [line for line in captures.of_run(view.ws, one.run) if line.text and not line.seen]
            for key in dict.fromkeys(line.phase for line in lines):
                if key in titles:
                    st.markdown(f"**{fields.plain(titles[key])}**")
                for line in lines:
                    if line.phase == key:
                        st.text(meeting.said(view, line))
            waits = len(captures.waiting(view.ws, one.run))
            if waits:
                st.text(words("meet.waits", count=waits))


# -- while it runs ---------------------------------------------------------------------------------------------------


def show(view: frame.View, running: meet.Running) -> None:
    """Show a running meeting at the desk."""
    words, phase = view.words, running.phase
    left, right = st.columns([3, 1], vertical_alignment="center")
    with left:
        st.header(fields.plain(phase.title if phase else words("meet.all_done")), anchor=False)
        st.text(words("meet.running", title=running.protocol.title, minutes=running.meeting.minutes,
                      seats=running.meeting.seats))  # fmt: skip
        meeting.show_left_out(view, running)
    with right:
        clock.show(words, running, view.ws.now())
    over = meet.minutes_over(running, view.ws.now())
    if over:
        with st.container(key="meet_over"):
            st.warning(words("meet.rest_over", count=over))
    if phase is not None:
        st.text(phase.say)
        st.caption(fields.plain(words("meet.coach", text=phase.coach)))
        meeting.ask_line(view, running)
        if phase.object in meeting.OF_A_WORD:
            meeting.show_object(view, running)
        meeting.controls(view, running)
    meeting.show_lines(view, running)
    meeting.show_our_words(view, running)
    _queue(view)
    _bring_in(view, running)
    _order(view, running)
    close(view, running)


def _waiting(view: frame.View) -> None:
    """Say that lines still wait, with the way to them: at the desk they are right here."""
    waits = len(captures.all_waiting(view.ws))
    if waits:
        with st.container(key="meet_waiting", horizontal=view.is_stage, vertical_alignment="center"):
            st.text(view.words("meet.waits", count=waits), width="content" if view.is_stage else "stretch")
            if view.is_stage:
                frame.link_as(view, "meet", "desk", view.words("meet.to_desk"), key="waits_at_desk")
            else:
                _queue(view)


def _queue(view: frame.View) -> None:
    words = view.words
    for line in captures.all_waiting(view.ws):
        with st.container(key=f"waits_{line.id}", border=True):
            st.text(words("meet.may_name", seen=view.words.listed(line.seen)))
            text = st.text_input(words("meet.other_words"), line.text, key=f"waits_text_{line.id}")
            with st.container(horizontal=True):
                st.button(words("common.save"), key=f"waits_save_{line.id}", type="primary",
                          on_click=captures.reword, args=(view.ws, line, text))  # fmt: skip
                st.button(words("meet.names_nobody"), key=f"waits_yes_{line.id}", on_click=captures.let_through,
                          args=(view.ws, line))  # fmt: skip
                st.button(words("meet.drop"), key=f"waits_drop_{line.id}", on_click=captures.remove,
                          args=(view.ws, line))  # fmt: skip


def _bring_in(view: frame.View, running: meet.Running) -> None:
    words = view.words
    taking = {p.key: p.title for p in running.protocol.phases if p.capture}
    if not taking:
        return
    with st.expander(words("meet.bring_in"), key="meet_bring_in"):
        keys = list(taking)
        at = st.selectbox(words("meet.for_phase"), keys, keys.index(running.run.at) if running.run.at in keys else 0,
                          format_func=taking.__getitem__, key="bring_phase")  # fmt: skip
        st.text(words("meet.bring_in_help"))
        with st.form("paste_form", border=False):
            pasted = st.text_area(words("meet.paste"), key=fields.fresh("paste"))
            if st.form_submit_button(words("meet.take"), key="paste_take") and pasted.strip():
                _told(view, "paste", captures.take(view.ws, running, pasted, phase=at))
        form = st.file_uploader(words("meet.form"), type=("csv", "tsv", "txt", "xlsx"), key=fields.fresh("form"),
                                max_upload_size=session.largest_upload())  # fmt: skip
        if form:
            _take_form(view, running, form.name, form.getvalue(), at)
        theirs = st.file_uploader(words("meet.contribution"), type="json", key=fields.fresh("contribution"))
        if theirs and st.button(words("meet.merge"), key="contribution_merge"):
            _told(view, "contribution", captures.merge(view.ws, running, theirs.getvalue()))
        st.download_button(
            words("meet.contribution_save"),
            captures.contribution(view.ws, running),
            file_name=f"{running.protocol.id}.contribution.json",
            mime="application/json",
            key="contribution_save",
            on_click="ignore",
        )


def _take_form(view: frame.View, running: meet.Running, name: str, content: bytes, at: str) -> None:
    form = captures.read_form(name, content)
    if isinstance(form, Problem):
        st.warning(fields.said(view, form))
        return
    column = st.selectbox(view.words("meet.form_column"), form.columns, len(form.columns) - 1, key="form_column")
    if st.button(view.words("meet.take"), key="form_take"):
        _told(view, "form", captures.take_form(view.ws, running, form, column, phase=at))


def _told(view: frame.View, form: str, taken: captures.Taken | Problem) -> None:
    if isinstance(taken, Problem):
        st.warning(fields.said(view, taken))
        return
    words = view.words
    parts = [words("meet.taken", count=len(taken.kept))]
    parts += [words("meet.known", count=taken.known)] if taken.known else []
    parts += [words("meet.waits", count=len(taken.waiting))] if taken.waiting else []
    fields.done(form, " ".join(parts))


def _order(view: frame.View, running: meet.Running) -> None:
    words, ws, run, may_skip = view.words, view.ws, running.run, meet.may_skip(view.ws, running.run)
    with st.expander(words("meet.order"), key="meet_order"):
        for place, planned in enumerate(run.phases):
            title = running.protocol.phase(planned.key).title
            state = "done" if planned.is_done else "now" if planned.key == run.at else "later"
            with st.container(key=f"phase_{planned.key}", horizontal=True, vertical_alignment="center"):
                line = words("meet.agenda_line", title=title, minutes=planned.minutes)
                st.text(words(f"meet.phase_{state}", line=line), width="stretch")
                acts: tuple[tuple[str, Callable[..., object], bool], ...] = (
                    ("go", meet.go_to, planned.key != run.at),
                    ("up", meet.move_up, place > 0),
                    ("out", meet.skip, planned.key in may_skip),
                )
                for name, act, is_there in acts:
                    if is_there:
                        st.button(words(f"meet.phase_{name}"), key=f"phase_{name}_{planned.key}", on_click=act,
                                  args=(ws, run, planned.key), type="tertiary")  # fmt: skip


# -- close -----------------------------------------------------------------------------------------------------------


def decision_line(view: frame.View, text: str, role: str, by: object) -> str:
    """Return a decision with its owner and its date."""
    day = view.words.day(by) if by else ""
    return " · ".join(filter(None, (text, role, view.words("meet.by", day=day) if day else "")))


def close(view: frame.View, running: meet.Running) -> None:
    """Ask for decisions with owners and dates, and close the meeting. What is typed in one form is kept by both."""
    words, ws = view.words, view.ws
    decided, closing = fields.Form("decided"), fields.Form("closing")
    with st.container(key="meet_close"):
        if not view.is_stage:
            st.header(words("meet.close_title"), anchor=False)
        else:
            _waiting(view)
        for promise in running.meeting.decisions:
            st.text(decision_line(view, promise.text, promise.role, promise.by))
        _steps(view, running)
        with st.form("close_form", border=False, enter_to_submit=False):
            typed = _ask_decision(view, decided)
            is_kept = st.form_submit_button(words("meet.decide"), key="meet_decide")
            told = _ask_close(view, closing)
            with st.container(horizontal=True):
                kind: Literal["primary", "secondary"] = "secondary" if running.phase else "primary"
                is_closed = st.form_submit_button(words("meet.close"), key="meet_close_now", type=kind)
                if view.is_stage:
                    st.form_submit_button(words("meet.back"), key="stage_back", on_click=meet.back,
                                          args=(ws, running.run))  # fmt: skip
            kept: object = None
            if is_kept:
                kept = meet.decide(ws, running.meeting, **typed)
            elif is_closed:
                kept = meet.close(ws, running, **told, decision=typed.pop("text"), **typed)
            if isinstance(kept, Problem):
                (decided if kept.column in ("decision", "role", "by") else closing).doubts(view, [kept])
            elif is_kept:
                fields.done("decided", words("meet.decided"))
            elif is_closed:
                waits = len(captures.all_waiting(ws))
                said = [words("meet.closed"), words("meet.waits", count=waits) if waits else ""]
                fields.done("closing", " ".join(filter(None, said)))


def _steps(view: frame.View, running: meet.Running) -> None:
    """Offer what the room typed as decisions: who does what by when."""
    for line in captures.steps(view.ws, running.run):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(line.text, width="stretch")
            st.button(view.words("meet.take_step"), key=f"step_{line.id}", on_click=_take_step, args=(line.text,))


def _take_step(text: str) -> None:
    st.session_state[fields.now(f"decided_decision_{fields.fresh('decided')}")] = text


def _ask_decision(view: frame.View, form: fields.Form) -> dict[str, Any]:
    words = view.words
    what, who, when = st.columns([4, 3, 3])
    with what, form.field("decision") as key:
        text = st.text_input(words("meet.decision"), key=key)
    with who, form.field("role") as key:
        role = st.selectbox(words("meet.owner"), view.ws.profile.roles, index=None, accept_new_options=True,
                            placeholder=words("meet.owner_hint"), key=key)  # fmt: skip
    with when, form.field("by") as key:
        by = st.date_input(words("meet.when"), None, format="MM/DD/YYYY", key=key)
    return {"text": text, "role": role or "", "by": by}


def _ask_close(view: frame.View, form: fields.Form) -> dict[str, Any]:
    words = view.words
    well, change = st.columns(2)
    with well, form.field("close") as key:
        plus = st.text_area(words("meet.plus"), key=key, height=80)
    with change, form.field("delta") as key:
        delta = st.text_area(words("meet.delta"), key=key, height=80)
    with form.field("missing") as key:
        missing = st.text_input(words("meet.missing"), key=key)
    return {"plus": plus.splitlines(), "delta": delta.splitlines(), "missing": missing}
