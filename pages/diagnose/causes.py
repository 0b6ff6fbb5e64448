"""What in the school may produce the gap, and what each cause rests on."""

from __future__ import annotations

from typing import get_args

import streamlit as st

from equity_core.model import Cause
from equity_core.model.diagnose import Lens, Told
from equity_core.workflow import profiles
from equity_core.workflow.diagnose import audits, causes, focus, listen
from pages.parts import cards, fields, figure, frame, shared_words

BLAMED, PLACE = "causes_blamed", "cause_place"
ON_THE_WALL = 3  # cards of one side


def lens_name(lens: Lens) -> str:
    hint = causes.worded(ws, f"causes.lens_hint_{lens}")
    return words("causes.lens_line", lens=words(f"causes.lens_{lens}"), hint=hint)


def ask_cause() -> None:
    st.header(causes.worded(ws, "causes.add_title"), anchor=False)
    form = fields.Form("cause")
    with st.form("cause_form"):
        with st.container(key="cause_text"):
            text = form.text(view, causes.worded(ws, "causes.text"), longest=300, key=fields.fresh("cause"))
        with st.container(key="cause_bone"):
            lens = st.selectbox(words("causes.bone"), causes.LENSES, format_func=lens_name, key="cause_bone_in")
        pressed = st.form_submit_button(causes.worded(ws, "causes.add"), key="cause_add", type="primary")
        if pressed and not form.is_wrong:
            if not text.strip():
                st.warning(words("causes.no_text"))
                return
            with fields.keeping(view):
                kept = causes.add(ws, text, lens=lens)
                is_blame = isinstance(kept, causes.Blame)
                if is_blame:  # one that waits already is asked first, with what was typed there
                    st.session_state.setdefault(BLAMED, []).append((kept, lens))
                fields.done("cause", words("causes.asked" if is_blame else "causes.added"))


def ask_again() -> None:
    blamed, lens = st.session_state[BLAMED][0]
    with st.container(key="cause_blame", border=True):
        st.subheader(causes.worded(ws, "causes.blame_title"), anchor=False)
        st.text(causes.worded(ws, "causes.blame", seen=blamed.seen))
        if blamed.instead:
            st.text(words("causes.blame_instead", text=blamed.instead))
        form, label = fields.Form("cause_blame"), causes.worded(ws, "causes.blame_text")
        text = form.text(view, label, blamed.text, longest=300, key=fields.fresh("cause_blame_text"))
        with fields.keeping(view), st.container(horizontal=True):
            if st.button(words("causes.blame_save"), key="cause_blame_save", type="primary") and not form.is_wrong:
                again = causes.add(ws, text, lens=lens)
                if isinstance(again, Cause):
                    finish(words("causes.added"))
                st.warning(words("causes.blame_again"))
            if blamed.instead and st.button(words("causes.blame_use"), key="cause_blame_use"):
                causes.add(ws, blamed.instead, lens=lens)
                finish(words("causes.added"))
            if st.button(words("causes.blame_keep"), key="cause_blame_keep"):
                causes.add_as_belief(ws, blamed.text)
                finish(words("causes.blame_kept"))
            if st.button(words("causes.blame_drop"), key="cause_blame_drop"):
                finish(words("causes.blame_dropped"))


def finish(said: str) -> None:
    st.session_state[BLAMED].pop(0)
    fields.done("cause_blame_text", said)


def show_cause(weighed: causes.Weighed) -> None:
    cause = weighed.cause
    with st.container(key=f"cause_{cause.id}", border=True):
        st.subheader(fields.plain(cause.text), anchor=False)
        st.text(" · ".join((weighed.lens, words("causes.status_line", status=weighed.status_text))))
        with st.container(key=f"cause_slots_{cause.id}", horizontal=True):
            for slot in weighed.slots:
                st.text(slot, width="content")
        whys = (words("causes.why_line", text=why) for why in cause.whys)
        for line in (*whys, weighed.depth, *weighed.needs, weighed.caution):
            if line:
                st.text(line)
        if cause.begins:
            st.text(words("causes.begins_line", text=cause.begins))
        for_it, against = st.columns(2)
        with for_it:
            show_cards("for", weighed.supports, weighed.desk_supports, cause, words("causes.nothing_for"))
        with against:
            nothing = "causes.looked_against_line" if cause.looked_against else "causes.nothing_against"
            show_cards("against", weighed.questions, weighed.desk_questions, cause, words(nothing))
        if view.mode == "desk":
            change(weighed)


def show_cards(side: str, told: tuple[listen.Card, ...], at_desk: int, cause: Cause, nothing: str) -> None:
    st.markdown(f"**{words(f'causes.{side}')}**")
    for card in told[:ON_THE_WALL] if view.is_stage else told:
        place = f"at_desk_{cause.id}_{card.evidence.id}" if listen.is_desk_only(card.evidence) else None
        with st.container(key=place):
            st.text(words("causes.card_option", who=card.who, text=card.text))
    if view.is_stage and len(told) > ON_THE_WALL:
        st.text(words("causes.more_cards", count=len(told) - ON_THE_WALL))
    if at_desk:
        with st.container(key=f"on_paper_{cause.id}_{side}" if view.mode == "desk" else None):
            st.text(words("causes.at_desk", count=at_desk))
    elif not told:
        st.text(nothing)


def change(weighed: causes.Weighed) -> None:
    cause = weighed.cause
    key = f"cause_act_{cause.id}"
    st.session_state[key] = cause.will_act
    st.checkbox(words("causes.will_act"), key=key, on_change=causes.act_on, args=(ws, cause, not cause.will_act))
    if cause.will_act and weighed.status == "hunch":
        st.text(words("causes.act_on_hunch"))
    with st.expander(words("causes.change"), expanded=cause.id == first_to_work_on(), key=f"cause_change_{cause.id}"):
        ask_link(cause)
        ask_pin(cause)
        ask_unlink(weighed)
        ask_words(cause)
    with st.expander(words("causes.deep"), key=f"cause_deep_{cause.id}"):
        ask_deep(cause)


def first_to_work_on() -> str:
    """Return the first cause that still needs something: its form stands open, the others are folded."""
    return next((weighed.cause.id for weighed in board if weighed.needs), "")


def ask_deep(cause: Cause) -> None:
    form = fields.Form(f"deep_{cause.id}")
    with st.form(f"deep_{cause.id}"):
        elsewhere, key = causes.branch(ws, cause), fields.now(f"deep_{cause.id}")
        whys = ""
        if elsewhere:
            st.text(words("causes.whys_elsewhere", cause=elsewhere.text))
        else:
            whys = st.text_area(words("causes.whys"), "\n".join(cause.whys), key=f"{key}_whys")
        told = [*get_args(Told)]
        tests = {
            test: st.selectbox(
                words(f"causes.test_{test}"),
                told,
                told.index(getattr(cause, test)),
                format_func=lambda told: words(f"causes.told_{told}"),
                key=f"{key}_{test}",
            )
            for test in causes.TESTS
        }
        begins = form.text(view, words("causes.begins"), cause.begins, longest=200, key=f"{key}_begins")
        looked = st.checkbox(words("causes.looked_against"), cause.looked_against, key=f"{key}_looked")
        if st.form_submit_button(words("causes.keep_deep"), key=f"deep_keep_{cause.id}") and not form.is_wrong:
            with fields.keeping(view):
                told = {"whys": whys.splitlines(), "tests": tests, "begins": begins, "looked_against": looked}
                kept = causes.work_out(ws, cause, **told)
                if isinstance(kept, causes.Blame):
                    st.warning(causes.worded(ws, "causes.blame", seen=kept.seen))
                else:
                    tell(words("causes.deep_kept"))


def ask_link(cause: Cause) -> None:
    found = {card.evidence.id: card for card in causes.unlinked(ws, cause)}
    if not found:
        st.text(words("causes.no_cards"))
        return
    picked = st.selectbox(
        words("causes.link_label"),
        list(found),
        index=None,
        format_func=lambda id: words("causes.card_option", who=found[id].who, text=found[id].text),
        key=f"cause_link_pick_{cause.id}",
    )
    stance = None
    if picked and found[picked].evidence.form == "tally":  # nobody said yet for what it speaks
        stance = st.selectbox(
            words("listen.stance"),
            listen.STANCES,
            listen.STANCES.index(found[picked].evidence.stance),
            format_func=lambda stance: words(f"listen.stance_{stance}"),
            key=f"cause_link_stance_{cause.id}_{picked}",
        )
    if st.button(words("causes.link"), key=f"cause_link_{cause.id}") and picked:
        causes.link(ws, cause, found[picked].evidence, stance=stance)
        tell(words("causes.linked"))


def ask_pin(cause: Cause) -> None:
    found = {gap.gap.id: gap for gap in focus.portfolio(ws)}
    if not found:
        return
    picked = st.selectbox(
        words("causes.pin_label"),
        list(found),
        index=None,
        format_func=lambda id: found[id].title,
        key=f"cause_pin_pick_{cause.id}",
    )
    if st.button(words("causes.pin"), key=f"cause_pin_{cause.id}") and picked:
        listen.pin(ws, found[picked].gap.query, cause=cause.id)
        tell(words("causes.linked"))


def ask_unlink(weighed: causes.Weighed) -> None:
    found = {card.evidence.id: card for card in (*weighed.supports, *weighed.questions)}
    if not found:
        return
    picked = st.selectbox(
        words("causes.unlink_label"),
        list(found),
        index=None,
        format_func=lambda id: words("causes.card_option", who=found[id].who, text=found[id].text),
        key=f"cause_unlink_pick_{weighed.cause.id}",
    )
    if st.button(words("causes.unlink"), key=f"cause_unlink_{weighed.cause.id}") and picked:
        causes.unlink(ws, weighed.cause, found[picked].evidence)
        tell(words("causes.unlinked"))


def ask_words(cause: Cause) -> None:
    form = fields.Form(f"cause_words_{cause.id}")
    text = form.text(view, words("causes.reword_label"), cause.text, longest=300, key=f"cause_words_{cause.id}")
    with fields.keeping(view), st.container(horizontal=True):
        if st.button(words("causes.reword"), key=f"cause_reword_{cause.id}") and not form.is_wrong:
            again = causes.reword(ws, cause, text)
            if isinstance(again, causes.Blame):
                st.warning(words("causes.blame_again"))
            else:
                tell(words("causes.reworded"))
        if st.button(words("causes.remove"), key=f"cause_remove_{cause.id}"):
            causes.remove(ws, cause)
            tell(words("causes.removed"))


def tell(said: str) -> None:
    frame.flash(said)
    st.rerun()


def show_audits() -> None:
    """Offer each audit before anything else: they cost an hour and no dollar."""
    with st.container(key="to_audits", gap="small"):
        st.text(words("focus.free_audit"))
        for look in audits.looks(ws):
            label = words("causes.audit_option", title=look.audit.title, minutes=look.audit.minutes)
            frame.link(view, "audits", label, audit=look.audit.id)


def show_triangulation() -> None:
    st.header(words("causes.triangulation_title"), anchor=False)
    st.text(words("causes.triangulation_intro"))
    with st.container(key="triangulation_swipe"):
        st.caption(words("figure.swipe"))
    with st.container(key="triangulation"):
        st.table(
            [{column: fields.plain(cell) for column, cell in row.items()} for row in causes.triangulation(ws)],
            hide_index=True,
            alt=words("causes.triangulation_title"),
        )


def show_questions() -> None:
    asked = causes.open_questions(ws)
    if asked:
        with st.container(key="causes_open"):
            st.header(words("causes.open_title"), anchor=False)
            for question in asked:
                st.text(question)


def show_meant(*told: causes.Weighed) -> None:
    shared_words.show_used(
        view, *(text for one in told for text in (one.cause.text, *one.cause.whys, one.cause.begins))
    )


def show_wall() -> None:
    """One cause at a time, bone by bone, then all of them: the fish."""
    place = cards.current(len(board) + 1, key=PLACE)
    with st.container(key="cause_board"):
        if place < len(board):
            show_cause(board[place])
        else:
            figure.show(view, causes.fishbone(ws), key="fishbone_chart")
    cards.turn(view, len(board) + 1, key=PLACE)
    if place < len(board):
        show_meant(board[place])


view = frame.enter("causes")
ws, words = view.ws, view.words
board = causes.board(ws, stage=view.mode != "desk")

if view.mode == "desk":
    st.text(focus.statement(ws) or words("causes.no_focus"))
    st.text(causes.worded(ws, "causes.intro"))
    if not causes.has_numbers(ws):
        st.info(words("causes.no_number_yet"))
    if "audits_first" in profiles.changes(ws, "causes"):
        show_audits()
    else:
        frame.link(view, "audits", words("causes.to_audits"), key="to_audits")
    ask_cause()
    if st.session_state.get(BLAMED):
        ask_again()
if board and view.is_stage:
    show_wall()
else:
    with st.container(key="cause_board"):
        if not board:
            st.info(words("causes.empty"))
        show_meant(*board)
        for one in board:
            show_cause(one)
if board and not view.is_stage:
    with st.container(key="fishbone_swipe"):
        st.caption(words("figure.swipe_chart"))
    figure.show(view, causes.fishbone(ws), key="fishbone_chart")
    show_triangulation()
    if view.mode == "desk":
        show_questions()
