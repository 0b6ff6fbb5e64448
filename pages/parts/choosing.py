"""What a room decides, at the desk and in a meeting: the one focus, and what a target asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import streamlit as st

from equity_core.model import Query
from equity_core.workflow import captures, meet
from equity_core.workflow.diagnose import focus, goal, goal_letters
from equity_core.workflow.get_ready import commitment
from pages.parts import fields, frame

LAST = 2  # drafts on a wall
ASKED = 2  # lines of math beside a target: how many students, how fast


def ask_focus(view: frame.View, portfolio: Sequence[focus.Found]) -> None:
    """Ask which gap is the one focus; with little time, why one that is not counted again in time."""
    words, by_id = view.words, {f.gap.id: f for f in portfolio}
    chosen = [f.gap.id for f in portfolio if f.is_chosen] or (list(by_id) if len(by_id) == 1 else [])
    picked = st.radio(
        words("focus.pick"),
        list(by_id),
        index=list(by_id).index(chosen[0]) if chosen else None,
        format_func=lambda id: fields.plain(by_id[id].title),
        key="focus_pick",
    )
    asks_why = picked is not None and bool(by_id[picked].too_late) and not by_id[picked].is_chosen
    form = fields.Form("focus_choice")
    because = form.text(view, words("focus.because"), longest=300, key="focus_because") if asks_why else ""
    if st.button(words("focus.choose"), key="focus_choose", type="primary") and not form.is_wrong:
        if picked is None:
            st.warning(words("focus.pick_first"))
        elif asks_why and not because.strip():
            st.warning(words("focus.need_reason"))
        else:
            with fields.keeping(view):
                focus.choose(view.ws, by_id[picked].gap, because=because)
                frame.flash(words("focus.chosen_flash"))
                st.rerun()


def show_goal(view: frame.View, running: meet.Running) -> None:
    """Show the goal as it is frozen, or ask for a target and a day and say what they ask for."""
    kept = goal.current(view.ws)
    show_drafts(view, last=LAST)
    if kept is not None:
        told = goal.told(view.ws, kept)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(view.words("meet.goal_kept"), width="content")
            frame.link_as(view, "goal", "desk", view.words("meet.to_goal"), key="to_goal")
        _say(told.sentence, goal.for_the_wall(told))
        _letters(view, told.letters)
        _warnings(view, told.warnings)
        return
    query = _gap(view, running)
    if query is None:
        st.info(view.words("meet.no_gap"))
        return
    target, by = _aim(view, running, query)
    draft = goal.draft(view.ws, query, target_percent=target, by=by)
    _say(draft.sentence, draft.math[:ASKED])
    for refusal in draft.refusals:
        st.warning(fields.plain(refusal.text))
    if draft.goal is not None:
        _letters(view, goal_letters.letters(view.ws, draft.goal))
        _warnings(view, draft.warnings)


def show_drafts(view: frame.View, *, last: int) -> None:
    """Show what a room drafted as the goal, the last ones of it; nothing where there is none."""
    drafted = captures.drafts(view.ws)[-last:]
    if drafted:
        with st.container(key="goal_drafts", gap="small"):
            st.text(view.words("meet.drafted"))
            for text in drafted:
                st.text(text)


def ask_yes(view: frame.View) -> None:
    """Ask where the yes of a decision stands, and keep it; nothing before a decision is on the map."""
    words, rights = view.words, {right.id: right for right in commitment.rights(view.ws)}
    if not rights:
        return
    with st.container(key="ask_yes", horizontal=True, gap="small"):
        id = st.selectbox(
            words("commitment.what"),
            list(rights),
            format_func=lambda id: commitment.name(view.ws, rights[id]),
            key="yes_of",
        )
        now = rights[id].yes
        asked = st.selectbox(
            words("commitment.yes"),
            commitment.YES,
            commitment.YES.index(now),
            format_func=lambda yes: words(f"commitment.yes_{yes}"),
            key=f"yes_{id}_{now}",
        )
    if asked != now:
        problems = commitment.keep_right(view.ws, rights[id], yes=asked)
        for problem in problems:
            st.warning(fields.said(view, problem))
        if not problems:
            st.rerun()


def _gap(view: frame.View, running: meet.Running) -> Query | None:
    """Return the gap that the goal is about: the one of this meeting, else the focus."""
    chosen, asked = focus.current(view.ws), running.run.query
    if asked is not None and asked.group:
        return asked
    return chosen.query if chosen else None


def _aim(view: frame.View, running: meet.Running, query: Query) -> tuple[Decimal | None, date | None]:
    words, run = view.words, running.run
    with st.container(key="stage_aim", horizontal=True, gap="small"):
        before = None if run.target_percent is None else float(run.target_percent)
        typed = st.number_input(words("goal.target"), value=before, step=1.0, format="%g", key="aim_target", width=220)
        first = run.by or goal.a_date(view.ws, query.period)
        bounds = (date(2000, 1, 1), date(2100, 12, 31))
        by = st.date_input(words("goal.date"), first, *bounds, format="MM/DD/YYYY", key="aim_by", width=220)
    target = None if typed is None else Decimal(str(typed))
    meet.aim_at(view.ws, running, target, by if target is not None else run.by)
    return target, by


def _say(sentence: str, math: Sequence[str]) -> None:
    with st.container(key="goal_sentence"):
        st.markdown(f"**{fields.plain(sentence)}**")
    with st.container(key="goal_math"):
        for line in math:
            st.text(line)


def _warnings(view: frame.View, warnings: Sequence[goal.Note]) -> None:
    """Name how the goal could mislead; a wall has no room for the whole of it."""
    if warnings:
        named = [view.words(f"meet.mislead_{warning.code}") for warning in warnings]
        with st.container(key="goal_warnings"):
            st.text(view.words("meet.mislead", ways="; ".join(named)))


def _letters(view: frame.View, letters: Sequence[goal_letters.Letter]) -> None:
    names = [view.words(f"letters.{letter.code}") for letter in letters if not letter.is_earned]
    if names:
        with st.container(key="goal_letters_open"):
            st.text(view.words("meet.letters_open", letters=view.words.listed(names)))
