"""What was delivered, and what moved: always in this order, so that nobody judges an idea that did not happen."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from equity_core.model import Action
from equity_core.workflow.reflect import decide, delivery, results
from pages.parts import cards, fields, figure, frame

ANSWERS = ("unknown", "moved", "not_moved")


def show_delivered() -> None:
    st.header(words("results.order_delivered"), anchor=False)
    with st.container(key="result_delivered"):
        for line in deliveries:
            st.text(line.delivered)
        if not deliveries:
            st.info(words("results.no_actions"))


def show_reached() -> None:
    st.header(words("results.order_reached"), anchor=False)
    with st.container(key="result_reached"):
        for line in deliveries:
            st.text(line.reached)
        if not deliveries:
            st.info(words("results.no_actions"))


def show_first() -> None:
    st.header(words("results.order_first"), anchor=False)
    signs = delivery.first_signs(ws)
    with st.container(key="result_first"):
        for place, sign in enumerate(signs):
            st.text(sign.sentence)
            if sign.is_told and view.mode == "desk":
                ask_first(sign, key=f"result_first_{place}")
        if not signs:
            st.info(words("results.no_first"))
            frame.link(view, "plan")


def ask_first(sign: delivery.First, *, key: str) -> None:
    st.segmented_control(
        words("results.ask_first", measure=fields.plain(sign.text)),
        ANSWERS,
        default=sign.moved,
        format_func=lambda answer: words(f"results.answer_{answer}"),
        key=key,
        on_change=tell,
        args=(sign.action, sign.text, key),
    )


def tell(action: Action, text: str, key: str) -> None:
    answer = st.session_state[key]
    if answer in ("moved", "not_moved"):
        delivery.tell(ws, action, text, moved=answer)
        frame.flash(words("results.told"))


def show_outcome() -> None:
    st.header(words("results.order_outcome"), anchor=False)
    with st.container(key="result_sentence"):
        if isinstance(found, results.Missing):
            st.info(fields.plain(found.text))
            st.text(found.to_do)
            frame.link(view, TO_DO[found.code], key="result_to_do")
            st.text(results.against_original(ws))
            return
        for line in (found.sentence, *found.others):
            st.text(line)
        if not view.is_stage:
            st.text(results.against_original(ws, period=found.period))
            if found.same is None:
                part = "_part" if found.goal.baseline.query.where else ""
                st.caption(words(f"results.same_students{part}"))
    if not view.is_stage:
        show_flags()


def show_flags() -> None:
    if not isinstance(found, results.Missing) and found.flags:
        with st.container(key="result_flags"):
            st.subheader(words("results.read_with_care"), anchor=False)
            for flag in found.flags:
                (st.error if flag.code == "levelling_down" else st.warning)(fields.plain(flag.text))


def show_pair() -> None:
    if not isinstance(found, results.Missing):
        st.subheader(words("results.pair_title"), anchor=False)
        figure.show(view, found.pair_figure, key="result_pair_chart", with_sentence=False)


def show_same() -> None:
    if not isinstance(found, results.Missing) and found.same is not None:
        st.subheader(words("same.title"), anchor=False)
        with st.container(key="result_same_students"):
            for line in filter(None, (*found.same.sentences, found.same.beside)):
                st.text(line)
        if found.same.figure:
            figure.show(view, found.same.figure, key="result_same_chart", with_sentence=False)


def show_time() -> None:
    if not isinstance(found, results.Missing):
        st.subheader(words("results.time_title"), anchor=False)
        with st.container(key="result_path"):
            for line in found.path[:1] if view.is_stage else found.path:
                st.text(line)
        figure.show(view, found.time_figure, key="result_time_chart", with_sentence=False)


def show_pilots() -> None:
    if isinstance(found, results.Missing):
        return
    for pilot in found.pilots:
        with st.container(key=f"pilot_{pilot.action.id}"):
            st.subheader(words("results.pilot_title"), anchor=False)
            for line in pilot.sentences:
                st.text(line)
            if pilot.figure:
                figure.show(view, pilot.figure, key=f"pilot_{pilot.action.id}_chart", with_sentence=False)
            if not view.is_stage:
                for caution in pilot.cautions:
                    st.caption(caution)


def show_what_next() -> None:
    if not isinstance(found, results.Missing):
        if results.is_kept(ws, found):
            st.caption(words("results.kept"))
        else:
            st.button(words("results.keep"), key="result_keep", on_click=keep)
    st.header(words("results.suggestion"), anchor=False)
    for action in [line.action for line in deliveries] or [None]:
        advice = decide.suggest(results.facts(ws, action, found), words)
        with st.container(key=f"suggested_{action.id if action else 'cycle'}"):
            if action:
                st.text(action.title)
            st.markdown(words("decide.suggestion_title", suggestion=advice.title))
            st.text(advice.why)
    frame.link(view, "decide", words("results.to_decide"), key="result_to_decide")


def keep() -> None:
    results.keep(ws, found)
    frame.flash(words("results.kept"))


TO_DO = {
    "no_goal": "goal",
    "no_follow_up": "bring-in",
    "not_comparable": "bring-in",
    "hidden": "listen",
    "group_gone": "sources",
}
BLOCKS: tuple[Callable[[], None], ...] = (
    show_delivered,
    show_reached,
    show_first,
    show_outcome,
    show_pair,
    show_same,
    show_time,
    show_pilots,
)

view = frame.enter("results")
ws, words = view.ws, view.words
deliveries = delivery.deliveries(ws)
later = results.offered_periods(ws)
period = ""
if len(later) > 1 and view.mode == "desk":
    period = st.selectbox(words("results.ask_period"), later, key="result_period")
found = results.outcome(ws, period=period)

if view.is_stage:
    blocks = BLOCKS[:4]
    if not isinstance(found, results.Missing):
        blocks = (
            *BLOCKS[:4],
            *([show_flags] if found.flags else []),
            show_pair,
            *([show_same] if found.same else []),
            show_time,
        )
        blocks += (show_pilots,) if found.pilots else ()
    cards.turn(view, len(blocks), key="result_card")
    with st.container(key="result_order"):
        blocks[cards.current(len(blocks), key="result_card")]()
else:
    with st.container(key="result_order"):
        for block in BLOCKS:
            block()
    show_what_next()
