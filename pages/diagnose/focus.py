"""The gaps that the team found, what it thinks of each, and the one that it takes on."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow import profiles
from equity_core.workflow.diagnose import focus
from pages.parts import choosing, fields, frame, shared_words

ON_THE_WALL = 7


def show_line(found: focus.Found) -> None:
    with st.container(key=f"focus_gap_{found.gap.id}"):
        st.text(focus.line(ws, found.gap.query))


def show_gap(found: focus.Found) -> None:
    with st.container(key=f"focus_gap_{found.gap.id}", border=True, gap="small"):
        with st.container(horizontal=True, gap="small"):
            if found.is_chosen:
                st.badge(words("focus.chosen"))
            elif focus.current(ws) is not None:
                st.badge(words("focus.is_parked"), color="gray")
            if found.gap.policy_can_move:
                st.badge(words("focus.policy_tag"), color="gray")
        st.subheader(fields.plain(found.title), anchor=False)
        st.text(found.sentence)
        for fact in found.facts:
            st.text(fact)
        if found.too_late:
            st.warning(fields.plain(found.too_late))
        show_judgements(found)
        if "policy_can_move" in profiles.changes(ws, "focus") and not found.gap.policy_can_move:
            st.caption(words("focus.policy_unsaid"))
        if view.mode == "desk":
            waits = found.is_chosen and not found.voices and bool(focus.all_voices(ws))
            with st.expander(words("focus.judge"), expanded=waits, key=f"focus_judge_{found.gap.id}"):
                ask_judgements(found)
            move(found)


def show_judgements(found: focus.Found) -> None:
    gap = found.gap
    for word, text in (
        ("focus.matters", gap.matters),
        ("focus.in_our_control", gap.in_our_control),
        ("focus.fits_plan", gap.fits_plan),
    ):
        if text:
            st.caption(words(word))
            st.text(text)
        if word == "focus.matters":
            for voice in found.voices:
                st.text(words("focus.voice", text=voice))
    missing = {"matters": gap.matters, "control": gap.in_our_control, "plan": gap.fits_plan}
    open_ones = [words(f"focus.judgement_{name}") for name, text in missing.items() if not text]
    if open_ones:
        st.caption(words("focus.not_judged", what=words.listed(open_ones)))
    if not found.voices:
        cards = len(focus.all_voices(ws))
        facts = {"count": cards, "where": words("focus.judge"), "field": words("focus.voices")}
        st.caption(words("focus.voice_to_choose", **facts) if cards else words("focus.no_voice"))
        if view.mode == "desk" and not cards:
            frame.link(view, "listen", key=f"focus_listen_{gap.id}")


def ask_judgements(found: focus.Found) -> None:
    gap, cards = found.gap, {card.id: card.text for card in focus.all_voices(ws)}
    form = fields.Form(f"focus_{gap.id}")
    with st.form(f"focus_form_{gap.id}", border=False):
        left, right = st.columns(2)
        with left:
            matters = form.text(
                view,
                words("focus.matters"),
                gap.matters,
                longest=300,
                is_long=True,
                help=words("focus.matters_help"),
                key=fields.now(f"focus_matters_{gap.id}"),
            )
        with right:
            label, key = words("focus.in_our_control"), fields.now(f"focus_control_{gap.id}")
            control = form.text(view, label, gap.in_our_control, longest=300, is_long=True, key=key)
        voices: list[str] = []
        if cards:
            voices = left.multiselect(
                words("focus.voices"),
                list(cards),
                [id for id in gap.voices if id in cards],
                format_func=cards.get,
                key=fields.now(f"focus_voices_{gap.id}"),
            )
        else:
            left.caption(words("focus.no_cards"))
        with right:
            label, key = words("focus.fits_plan"), fields.now(f"focus_plan_{gap.id}")
            plan = form.text(view, label, gap.fits_plan, longest=200, help=words("focus.fits_plan_help"), key=key)
        policy = right.checkbox(
            words("focus.policy_can_move"), gap.policy_can_move, key=fields.now(f"focus_policy_{gap.id}")
        )
        if st.form_submit_button(words("focus.save_judgements"), key=f"focus_save_{gap.id}") and not form.is_wrong:
            with fields.keeping(view):
                focus.judge(
                    ws,
                    gap,
                    matters=matters,
                    in_our_control=control,
                    fits_plan=plan,
                    voices=voices,
                    policy_can_move=policy,
                )
                frame.flash(words("focus.saved"))
                st.rerun()


def move(found: focus.Found) -> None:
    gap = found.gap
    with st.container(horizontal=True):
        if not found.is_first:
            st.button(words("focus.up"), key=f"focus_up_{gap.id}", on_click=focus.move_up, args=(ws, gap))
        if not found.is_last:
            st.button(words("focus.down"), key=f"focus_down_{gap.id}", on_click=focus.move_down, args=(ws, gap))
        if not found.is_chosen:
            st.button(words("focus.remove"), key=f"focus_remove_{gap.id}", on_click=focus.remove, args=(ws, gap))


def show_barrier() -> None:
    barrier = focus.barrier(ws)
    if barrier and focus.current(ws) is None:
        with st.container(key="focus_barrier", border=True):
            st.subheader(words("focus.barrier"), anchor=False)
            st.text(barrier.text)
            st.text(words("focus.barrier_next"))
    elif not portfolio and focus.current(ws) is None:
        st.text(words("focus.empty_words"))
        frame.link(view, "suspect", words("focus.start_suspect"))


view = frame.enter("focus")
ws, words = view.ws, view.words
portfolio = focus.portfolio(ws)
shown = portfolio if view.mode == "desk" else portfolio[:ON_THE_WALL]

if focus.current(ws) is not None:
    with st.container(key="focus_statement"):
        st.header(fields.plain(focus.statement(ws)), anchor=False)
show_barrier()
with st.container(key="focus_table"):
    if portfolio:
        st.text(words("focus.many"))
    else:
        st.info(words("focus.empty"))
        frame.link(view, "gaps")
    judged = [text for one in shown for text in (one.gap.matters, one.gap.in_our_control, one.gap.fits_plan)]
    shared_words.show_used(view, *judged)
    for one in shown:
        if view.is_stage:
            show_line(one)
        else:
            show_gap(one)
    if len(shown) < len(portfolio):
        st.text(words("focus.more", count=len(portfolio) - len(shown)))
if portfolio and view.mode == "desk":
    st.header(words("focus.which"), anchor=False)
    choosing.ask_focus(view, portfolio)
