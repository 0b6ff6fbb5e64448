"""Refine, replace, scale, keep going or stop: the facts, what they suggest, and what the team decides."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from equity_core.errors import Problem, Refused
from equity_core.model import Action
from equity_core.workflow.design import choose
from equity_core.workflow.reflect import decide, results
from pages.parts import fields, frame


def show_advice() -> None:
    with st.container(key="suggestion"):
        st.header(words("decide.suggestion_title", suggestion=advice.title), anchor=False)
        st.text(advice.why)
    with st.container(key="suggestion_reasons"):
        st.subheader(words("decide.facts"), anchor=False)
        for reason in advice.reasons:
            st.text(reason)
        st.subheader(words("decide.unless_title"), anchor=False)
        st.text(advice.unless)


def ask_decision() -> None:
    name = fields.fresh("decide")
    st.header(words("decide.yours"), anchor=False)
    choice = st.radio(
        words("decide.choice"),
        decide.CHOICES,
        index=None,
        format_func=lambda code: words(f"decide.choice.{code}"),
        horizontal=True,
        key=f"{name}_choice",
    )
    if choice in ("scale", "stop"):
        st.info(words(f"decide.before_{choice}"))
    against = ""
    if choice and choice not in advice.fits:
        against = st.text_area(words("decide.against"), key=f"{name}_against")
    reason = st.text_area(words("decide.reason"), key=f"{name}_reason")
    left, right = st.columns(2)
    form, label = fields.Form("decide"), words("decide.approver")
    with left:
        approver = form.text(view, label, ws.profile.approver_role, longest=80, key=f"{name}_approver")
    review = right.date_input(
        words("decide.review_on"),
        ws.today() + timedelta(days=90),
        format="MM/DD/YYYY",
        key=f"{name}_review",
    )
    if st.button(words("decide.save"), key="decision_save", type="primary") and not form.is_wrong:
        save(choice, approver, review, reason, against)


def save(choice, approver, review, reason, against) -> None:
    if choice is None:
        st.warning(words("problem.decide.choice"))
        return
    try:
        decide.decide(
            ws,
            advice,
            choice=choice,
            approver_role=approver,
            review_on=None if choice == "stop" else review,
            action=picked,
            reason=reason,
            against_suggestion=against,
        )
    except Refused as refused:
        with st.container(key="decide_problem"):
            st.warning(fields.said(view, Problem(refused.code, facts=refused.facts)))
    else:
        fields.done("decide", words("decide.saved"))


def show_decisions() -> None:
    kept = decide.decisions(ws)
    if kept:
        with st.container(key="decided_so_far"):
            st.header(words("decide.so_far"), anchor=False)
            for one in kept:
                st.text(decide.log_text(ws, one, title=actions[one.action].title if one.action in actions else ""))
        frame.link(view, "next", words("decide.then_next"), key="decide_then_next")


view = frame.enter("decide")
ws, words = view.ws, view.words
actions: dict[str, Action] = {action.id: action for action in choose.chosen(ws)}
picked: Action | None = None
if actions:
    picked = actions[fields.pick_action(view, actions)]
else:
    st.info(words("decide.no_action"))
advice = decide.suggest(results.facts(ws, picked, results.outcome(ws)), words)
show_advice()
if view.mode == "desk":
    ask_decision()
show_decisions()
