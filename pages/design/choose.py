"""Which few are worth our effort: private scores, what they add up to, and the basket."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from equity_core.errors import Problem
from equity_core.model import Idea
from equity_core.workflow.design import ballots, choose, weighing
from equity_core.workflow.get_ready import terms
from pages.parts import fields, figure, frame


def ask_scores() -> None:
    st.header(words("choose.score_title"), anchor=False)
    st.text(words("choose.score_private"))
    left, right = st.columns(2)
    left.number_input(words("choose.seats"), 2, 60, choose.seats(ws), key="choose_seats", on_change=expect)
    seat = right.selectbox(
        words("choose.seat"),
        range(1, choose.seats(ws) + 1),
        format_func=lambda n: words("choose.seat_name", seat=n),
        key="choose_seat",
    )
    with st.container(key="seats_done"):
        st.text(words("choose.seats_done", done=choose.seats_done(ws), people=choose.seats(ws)))
    idea = choose.next_to_score(ws, seat)
    if idea is None:
        idea = ask_again(seat)
    if idea is not None:
        ask_score(idea, seat)


def expect() -> None:
    choose.expect(ws, st.session_state["choose_seats"])


def ask_again(seat: int) -> Idea | None:
    with st.container(key="seat_is_done"):
        everybody = choose.seats_done(ws) == choose.seats(ws)
        st.success(words("choose.everybody_is_done" if everybody else "choose.seat_is_done", seat=seat))
    if seat < choose.seats(ws) and not everybody:
        st.button(words("choose.next_seat"), key="next_seat", type="primary", on_click=hand_over, args=(seat + 1,))
    with fields.Form("again").field("idea") as key:
        return st.selectbox(
            words("choose.again"), choose.candidates(ws), index=None, format_func=lambda idea: idea.text, key=key
        )


def hand_over(seat: int) -> None:
    st.session_state["choose_seat"] = seat


def ask_score(idea: Idea, seat: int) -> None:
    with st.form("score_form"):
        st.subheader(fields.plain(idea.text), anchor=False)
        left = choose.left_to_score(ws, seat)
        if left:
            st.text(words("choose.left", count=left))
        form = fields.Form("score", f"{fields.fresh('score')}_{seat}_{idea.id}")
        given = {part: ask_part(part, form) for part in choose.PARTS}
        if st.form_submit_button(words("choose.score_save"), key="score_save", type="primary"):
            kept = choose.score(ws, idea, seat=seat, given=given)
            if isinstance(kept, Problem):
                st.warning(fields.said(view, kept))
            else:
                fields.done("score" if left else "again", words("choose.score_kept"))


def ask_part(part: str, form: fields.Form) -> int | None:
    with form.field(part) as key:
        return st.radio(
            words(f"choose.part_{part}"),
            range(1, 6),
            index=None,
            format_func=lambda n: words(f"choose.anchor_{part}_{n}"),
            horizontal=True,
            key=key,
            help=fields.plain(" · ".join(terms.meant(ws))) or None if part == "values" else None,
        )


def show_scores(rows: Sequence[choose.Scored]) -> None:
    if view.is_stage:
        rows = turn(rows)
    else:
        st.header(words("choose.scores_title"), anchor=False)
    with st.container(key="score_table"):
        st.table([show_row(row) for row in rows], hide_index=True, alt=words("choose.scores_title"))
        if not view.is_stage:
            st.caption(words("choose.scores_how"))
    apart = [row for row in rows if row.polarised]
    if apart and not view.is_stage:  # there each row says so itself
        with st.container(key="polarised"):
            for row in apart:
                criteria = words.listed([words(f"choose.{criterion}") for criterion in row.polarised])
                st.warning(words("choose.polarised", idea=fields.plain(row.idea.text), criteria=criteria))


def turn(rows: Sequence[choose.Row]) -> Sequence[choose.Row]:
    sheets = choose.sheets(rows)
    page = st.pagination(len(sheets), key="score_sheet") if len(sheets) > 1 else 1
    return sheets[page - 1] if sheets else ()


def show_row(row: choose.Scored) -> dict[str, str]:
    waiting = words("choose.waiting", people=row.people, seats=choose.seats(ws))
    cells = {
        words(f"choose.{criterion}"): choose.told(ws, getattr(row, criterion)) if row.is_open else waiting
        for criterion in choose.CRITERIA
    }
    return {words("choose.idea"): fields.plain(choose.noted(ws, row)), **cells}


def show_weighing() -> None:
    """Show what the medians add up to with the team's weights; the weights are asked for at the desk."""
    told = weighing.weigh(ws)
    if told is None:
        return
    if not view.is_stage:
        st.header(words("choose.weigh_title"), anchor=False)
    if view.mode == "desk":
        ask_weights()
    with st.container(key="weighing"):
        show_rows(told.rows, title=words("choose.weigh_title"))
        for sentence in (told.in_short,) if view.is_stage else told.sentences:
            st.text(sentence)
    figure.how(view, told.method, key="weighing_how")


def ask_weights() -> None:
    st.caption(words("choose.weights"))
    for column, (name, now) in zip(st.columns(3), weighing.weights(ws).items(), strict=True):
        key = fields.now(f"weight_{name}")
        column.number_input(words(f"choose.{name}"), 1, 5, now, key=key, on_change=keep_weight, args=(name, key))


def keep_weight(name: str, key: str) -> None:
    weighing.set_weights(ws, weighing.weights(ws) | {name: st.session_state[key]})


def show_ballot() -> None:
    if not view.is_stage:
        st.header(words("choose.ballot_title"), anchor=False)
    if view.mode == "desk":
        ask_ballot(st.session_state.get("choose_seat", 1))
    left = ballots.missing(ws)
    told = ballots.count(ws)
    with st.container(key="ballots"):
        if left:
            st.text(words("choose.ballots_missing", count=left))
        elif told is None:
            st.text(words("choose.ballot_too_few"))
        else:
            show_rows(told.rows, title=words("choose.ballot_title"))
            for sentence in told.sentences:
                st.text(sentence)
    if told:
        figure.how(view, told.method, key="ballots_how")


def ask_ballot(seat: int) -> None:
    named = {idea.id: idea.text for idea in choose.candidates(ws)}
    if ballots.has_voted(ws, seat):
        st.caption(words("choose.ballot_again", seat=seat))
    with fields.Form("ballot", f"{fields.fresh('ballot')}_{seat}").field("ideas") as key:
        picked = st.multiselect(
            words("choose.ballot_ask", seat=seat, top=ballots.top(ws)),
            list(named),
            format_func=lambda id: named[id],
            max_selections=ballots.top(ws),
            key=key,
        )
    with st.container(horizontal=True):
        is_cast = st.button(words("choose.ballot_cast"), key="ballot_cast", disabled=not picked)
        is_abstention = st.button(words("choose.ballot_abstain"), key="ballot_abstain")
    if is_cast or is_abstention:
        ballots.cast(ws, seat, picked if is_cast else ())
        fields.done("ballot", words("choose.ballot_kept"))


def show_rows(rows: Sequence[dict[str, str]], *, title: str) -> None:
    plain = [{name: fields.plain(cell) for name, cell in row.items()} for row in rows]
    st.table(turn(plain) if view.is_stage else plain, hide_index=True, alt=title)


def show_on_the_wall() -> None:
    """Show one table at a time; the buttons to the others stand below it."""
    above, below = st.container(), st.container()
    offered = ["scores", *(["weigh"] if weighing.weigh(ws) else []), "ballot"]
    with below:
        shown = st.segmented_control(
            words("choose.on_the_wall"),
            offered,
            default="scores",
            required=True,
            format_func=lambda name: words(f"choose.{name}_title"),
            key="wall_table",
            label_visibility="collapsed",
        )
    with above:
        if shown == "weigh":
            show_weighing()
        elif shown == "ballot":
            show_ballot()
        else:
            show_scores(choose.scores(ws))


def show_basket() -> None:
    basket = choose.basket(ws)
    if view.is_stage:
        with st.container(key="basket"):
            st.text(choose.basket_in_words(ws, basket))
        return
    st.header(words("choose.basket_title"), anchor=False)
    with st.container(key="basket"):
        for action in basket.actions:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(action.title, width="stretch")
                if view.mode == "desk":
                    st.button(
                        words("choose.drop"), key=f"basket_drop_{action.id}", on_click=choose.drop, args=(ws, action)
                    )
        if not basket.actions:
            st.text(words("choose.basket_empty"))
    if view.mode != "desk":
        return
    st.text(words(choose.basket_word(basket), count=basket.limit))
    ask_basket(basket)
    for cause in choose.causes_left_alone(ws):
        with st.container(key=f"left_alone_{cause.id}"):
            st.warning(words("choose.left_alone", cause=fields.plain(cause.text)))


def ask_basket(basket: choose.Basket) -> None:
    taken = {action.idea for action in basket.actions}
    left = [idea for idea in choose.candidates(ws) if idea.id not in taken]
    with fields.Form("basket").field("idea") as key:
        idea = st.selectbox(words("choose.pick"), left, index=None, format_func=lambda i: i.text, key=key)
    if idea is None:
        return
    reasons, leaving = {"no_cause": "", "values": ""}, None
    with st.container(key="basket_warning"):
        if basket.is_full:
            st.warning(words("problem.basket_full", count=basket.limit))
            leaving = st.selectbox(
                words("choose.leaving"), basket.actions, index=None, format_func=lambda a: a.title, key="basket_leaving"
            )
        for reason in choose.reasons_needed(ws, idea):
            st.warning(words(f"problem.reason_{reason}"))
            reasons[reason] = st.text_input(words("choose.reason"), key=f"basket_{reason}_{idea.id}")
    if st.button(words("choose.take"), key="basket_add", type="primary"):
        with fields.keeping(view):
            kept = choose.choose(
                ws,
                idea,
                no_cause_reason=reasons["no_cause"],
                values_reason=reasons["values"],
                instead_of=leaving.id if leaving else "",
            )
            if isinstance(kept, Problem):
                with st.container(key="basket_refused"):
                    st.error(words("choose.answer_first"))
            else:
                fields.done("basket", words("choose.taken"))


view = frame.enter("choose")
ws, words = view.ws, view.words

if not choose.candidates(ws):
    st.info(words("choose.empty"))
    frame.link(view, "ideas")
else:
    if view.mode == "desk":
        ask_scores()
    if view.is_stage:
        show_on_the_wall()
    else:
        show_scores(choose.scores(ws))
        show_weighing()
        show_ballot()
    show_basket()
