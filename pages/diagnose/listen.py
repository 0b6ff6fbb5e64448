"""What people told the team, beside the numbers; cards that may name somebody wait in a queue."""

from __future__ import annotations

import streamlit as st

from equity_core.model import Call, Cause, Held
from equity_core.workflow import profiles
from equity_core.workflow.diagnose import focus, listen
from pages.parts import fields, frame

AT_ONCE = 10  # cards of the queue: somebody reads them one by one


def show_silence() -> None:
    with st.container(key="silence"):
        st.subheader(words("listen.silence_title"), anchor=False)
        for line in board.silence or (words("listen.silence_none"),):
            st.text(line)


def show_calls() -> None:
    with st.expander(words("listen.calls_title"), expanded=is_short or not board.voices, key="listen_calls"):
        st.text(words("listen.calls_intro"))
        for call in planned:
            with st.container(key=f"call_{call.id}"):
                st.text(call_line(call))
        if not planned and not board.voices:
            st.button(words("listen.calls_plan"), key="calls_plan", on_click=listen.plan_calls, args=(ws,))
        st.markdown(f"**{words('listen.script_title')}**")
        for number in range(1, 7):
            st.text(words(f"listen.script_{number}"))
        st.text(words("listen.more_voices"))
        frame.link(view, "bring-in", words("listen.to_questions"), key="to_questions")


def call_line(call: Call) -> str:
    role = listen.role_name(ws, call.to_role)
    line = words("listen.call_by", role=role, by=call.by_role) if call.by_role else words("listen.call_to", role=role)
    return words("listen.call_line", role=line, day=words.day(call.on)) if call.on else line


def ask_card() -> None:
    st.header(words("listen.add_title"), anchor=False)
    form_key = fields.fresh("ev")
    by_id, causes = {call.id: call for call in planned}, {c.id: c.text for c in ws.of_cycle(Cause)}
    with st.form("listen_form"):
        call_id = None
        if by_id:
            call_id = st.selectbox(
                words("listen.call_choose"),
                list(by_id),
                index=None,
                format_func=lambda id: call_line(by_id[id]),
                key=f"{form_key}_call",
            )
        with st.container(key="ev_text"):
            text = st.text_area(words("listen.text"), key=f"{form_key}_text", help=words("listen.text_help"))
        left, right = st.columns(2)
        with left:
            form = ask_one("ev_form", "form", ("voice", "observation"), index=0)
            role = ask_one("ev_role", "role", listen.ROLES, index=None)
            with st.container(key="ev_people"):
                people = st.number_input(words("listen.people"), 1, value=1, key=f"{form_key}_people")
            most_affected = st.checkbox(words("listen.most_affected"), key=f"{form_key}_affected")
        with right:
            stance = ask_one("ev_stance", "stance", listen.STANCES, index=None)
            consent = ask_one("ev_consent", "consent", listen.CONSENTS, index=0)
            about = st.multiselect(
                words("listen.causes"),
                list(causes),
                list(causes) if listen.is_about_a_hunch(ws) else None,
                format_func=causes.get,
                key=f"{form_key}_causes",
            )
        if st.form_submit_button(words("listen.add"), key="ev_add", type="primary"):
            call = by_id.get(call_id)
            role = role or (call.to_role if call else None)
            if not text.strip() or role is None or stance is None:
                st.warning(words("listen.no_text" if not text.strip() else "listen.no_role_or_stance"))
                return
            card = listen.new_card(
                ws,
                text,
                form=form,
                from_role=role,
                people=people,
                most_affected=most_affected,
                stance=stance,
                consent=consent,
                causes=tuple(about),
            )
            kept = listen.add(ws, card, call=call)
            fields.done("ev", words("listen.held_flash" if isinstance(kept, Held) else "listen.added"))


def ask_one(key: str, word: str, options: tuple[str, ...], *, index: int | None) -> str | None:
    with st.container(key=key):
        return st.selectbox(
            words(f"listen.{word}"),
            options,
            index=index,
            format_func=lambda option: words(f"listen.{word}_{option}"),
            key=fields.fresh("ev") + key[2:],
        )


def show_queue() -> None:
    waiting = listen.queue(ws)
    with st.container(key="ev_queue"):
        st.subheader(words("listen.queue_title"), anchor=False)
        if not waiting:
            st.text(words("listen.queue_empty"))
            return
        st.warning(words("listen.queue_intro", count=len(waiting)))
        for held in waiting[:AT_ONCE]:
            show_held(held)
        if len(waiting) > AT_ONCE:
            st.text(words("listen.queue_more", count=len(waiting) - AT_ONCE))


def show_held(held: Held) -> None:
    with st.container(key=f"held_{held.id}", border=True):
        st.text(fields.plain(listen.why_held(ws, held)))
        text = st.text_area(words("listen.queue_rewrite"), held.card.text, key=f"held_text_{held.id}")
        with st.container(horizontal=True):
            if st.button(words("listen.queue_save"), key=f"held_save_{held.id}", type="primary"):
                again = listen.rewrite(ws, held, text)
                frame.flash(words("listen.still_held" if isinstance(again, Held) else "listen.added"))
                st.rerun()
            if st.button(words("listen.queue_yes"), key=f"held_yes_{held.id}"):
                listen.let_through(ws, held)
                frame.flash(words("listen.added"))
                st.rerun()
            if st.button(words("listen.queue_drop"), key=f"held_drop_{held.id}"):
                listen.throw_away(ws, held)
                frame.flash(words("listen.dropped"))
                st.rerun()


def show_board() -> None:
    with st.container(key="ev_board"):
        st.header(words("listen.board_title"), anchor=False)
        if board.numbers:
            st.subheader(words("listen.beside"), anchor=False)
            for card in board.numbers:
                st.text(card.text)
        if not board.voices:
            st.info(words("listen.board_empty" if view.mode == "desk" else "listen.board_empty_stage"))
        else:
            for side, title, cards in zip(
                st.columns(3),
                ("listen.supports", "listen.questions", "listen.mixed"),
                (board.supports, board.questions, board.mixed),
                strict=True,
            ):
                with side:
                    show_side(words(title), cards)
        if board.not_for_the_wall:
            st.text(words("listen.not_for_the_wall", count=board.not_for_the_wall))


def show_side(title: str, cards: tuple[listen.Card, ...]) -> None:
    st.subheader(title, anchor=False)
    if not cards:
        st.text(words("listen.nothing_here"))
    for card in cards:
        with st.container(key=f"card_{card.evidence.id}", border=True):
            st.text(card.text)
            st.caption(fields.plain(card.who))


view = frame.enter("listen")
ws, words = view.ws, view.words
is_short = "five_calls" in profiles.changes(ws, "listen")
board, planned = listen.board(ws, stage=view.mode != "desk"), listen.calls(ws)

st.text(words("listen.about", statement=focus.statement(ws)) if focus.statement(ws) else words("listen.no_focus"))
if view.mode == "desk":
    st.text(words("listen.intro"))
    show_silence()
    show_calls()
    ask_card()
    show_queue()
    show_board()
else:
    show_board()
    show_silence()
