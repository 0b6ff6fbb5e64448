"""The goal in one sentence, tied to a frozen baseline, with what it asks for and how it could mislead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import streamlit as st

from equity_core.model import Goal, Query
from equity_core.workflow import meet
from equity_core.workflow.diagnose import focus, gap_choices, goal, goal_letters
from equity_core.workflow.diagnose.goal_letters import Answers
from pages.parts import choosing, fields, figure, frame, shared_words

DRAFTS = 10  # of the meetings, newest last


def show_empty() -> None:
    with st.container(key="goal_empty"):
        st.info(words("goal.empty"))
        frame.link(view, "bring-in", words("goal.bring"))
        st.text(focus.statement(ws))
        st.text(words("goal.empty_meanwhile"))
        frame.link(view, "listen")
        frame.link(view, "causes")


def write() -> None:
    choosing.show_drafts(view, last=DRAFTS)
    if focus.current(ws) is None:
        st.text(words("goal.no_focus"))
        frame.link(view, "focus")
    query = ask_query()
    left, right = st.columns(2)
    aimed, on = meet.aimed_at(ws, query)
    target = ask_target(left, None if aimed is None else float(aimed), key=frame.draft(view, "goal_target"))
    by = right.date_input(
        words("goal.date"),
        on or goal.a_date(ws, query.period),
        date(2000, 1, 1),
        date(2100, 12, 31),
        format="MM/DD/YYYY",
        key=frame.draft(view, "goal_date"),
    )
    draft = goal.draft(ws, query, target_percent=target, by=by)
    show_sentence(draft.sentence)
    show_refusals(draft.refusals)
    if not draft.refusals and not draft.is_ready:
        st.text(words("goal.write_target"))
    show_math(draft.math, draft.method)
    show_warnings(draft.warnings)
    show_lines(draft.lines)
    if draft.goal:
        freeze(draft, draft.goal)
    else:
        st.button(words("goal.freeze"), key="goal_freeze", disabled=True, help=words("goal.freeze_help"))


def ask_query() -> Query:
    st.header(words("goal.pick_title"), anchor=False)
    first, second = st.columns(2)
    measure = first.selectbox(
        words("goal.measure"), goal.measures(ws), format_func=ws.measure_label, key=frame.draft(view, "goal_measure")
    )
    dimension = second.selectbox(
        words("goal.dimension"),
        goal.dimensions(ws, measure),
        format_func=ws.dimension_label,
        key=frame.draft(view, "goal_dimension"),
    )
    where = ask_whom(measure, dimension)
    here = ws.narrowed(where)
    period = second.selectbox(
        words("goal.period"), goal.baseline_periods(here, measure, dimension), key=frame.draft(view, "goal_period")
    )
    group = first.selectbox(
        words("goal.group_label"), goal.groups(here, measure, dimension, period), key=frame.draft(view, "goal_group")
    )
    return Query(measure=measure, dimension=dimension, period=period or "", group=group or "", where=where)


def ask_whom(measure: str, dimension: str):
    options = goal.narrowings(ws, measure, dimension)
    if len(options) < 2:
        return ()
    labels = {option.code: option.label for option in options}
    code = st.selectbox(
        words("gaps.where"), list(labels), format_func=labels.__getitem__, key=frame.draft(view, "goal_where")
    )
    return gap_choices.where_of(code)


def ask_target(where: st.delta_generator.DeltaGenerator, value: float | None, *, key: str) -> Decimal | None:
    typed = where.number_input(
        words("goal.target"), value=value, step=1.0, format="%g", help=words("goal.target_help"), key=key
    )
    return None if typed is None else Decimal(str(typed))


def freeze(draft: goal.Draft, drafted: Goal) -> None:
    st.header(words("letters.answer_title"), anchor=False)
    form = fields.Form("goal")
    answers = ask_answers(Answers(), form, key="goal")
    told = goal_letters.answered(drafted, answers)
    show_letters(goal_letters.letters(ws, told))
    track = bool(draft.together) and st.checkbox(words("goal.track"), value=True, key=frame.draft(view, "goal_track"))
    note = form.text(view, words("goal.note"), longest=300, key=frame.draft(view, "goal_note"))
    lacks = words.listed([words(f"letters.lacks_{code}") for code in goal_letters.without(ws, told)])
    because = ""
    if lacks:
        label, why = words("letters.because", lacks=lacks), words("letters.because_help")
        because = form.text(view, label, longest=300, help=why, key=frame.draft(view, "goal_because"))
    pressed = st.button(words("goal.freeze"), key="goal_freeze", type="primary", help=words("goal.freeze_help"))
    if pressed and not form.is_wrong:
        if lacks and not because.strip():
            with st.container(key="goal_need_reason"):
                st.warning(words("letters.need_reason", lacks=lacks))
            return
        with fields.keeping(view):
            goal.freeze(ws, draft, track_together=track, note=note, answers=answers, because=because)
            frame.forget_drafts(view)
            tell(words("goal.frozen_flash"))


def draft(key: str) -> str:
    return frame.draft(view, fields.now(key))


def ask_answers(before: Answers, form: fields.Form, *, key: str) -> Answers:
    cards = goal_letters.who_can_shape(ws)
    shaped_by = []
    if cards:
        st.text(words("letters.shaped_by"))
    else:
        st.text(words("letters.inclusive_nobody"))
        frame.link(view, "listen")
    for card in cards:
        id, label = card.evidence.id, fields.plain(f"{card.who}: {card.text}")
        if st.checkbox(label, id in before.shaped_by, key=draft(f"{key}_shaped_by_{id}")):
            shaped_by.append(id)
    typed = {}
    for name, place in zip(("equity", "leading"), st.columns(2), strict=True):
        with place:
            typed[name] = form.text(
                view,
                words(f"letters.{name}"),
                getattr(before, name),
                longest=300,
                is_long=True,
                help=words(f"letters.{name}_help"),
                key=draft(f"{key}_{name}"),
            )
    approver, is_approved = ws.profile.approver_role, False
    if approver:
        label = words("letters.approved", role=fields.plain(approver))
        is_approved = st.checkbox(label, before.is_approved, key=draft(f"{key}_approved"))
    return Answers(tuple(shaped_by), **typed, is_approved=is_approved)


def show_letters(letters: tuple[goal_letters.Letter, ...]) -> None:
    if letters:
        with st.container(key="goal_smartie", gap="small"):
            st.subheader(words("letters.title"), anchor=False)
            for letter in letters:
                st.text(letter.line)
            shared_words.show_used(view, *(letter.line for letter in letters))


def show_answers(told: goal.Told) -> None:
    kept, approver = told.goal, ws.profile.approver_role
    with st.container(key="goal_said"):
        if kept.leading:
            st.text(words("letters.leading_line", leading=kept.leading))
        if approver:
            st.text(words(f"letters.approved_{'yes' if kept.is_approved else 'no'}", role=approver))
        else:
            st.text(words("letters.no_approver"))
        for bet in told.bets:
            st.text(bet)
    if view.mode != "desk":
        return
    with st.expander(words("letters.answer_title"), key="goal_answers_box"), st.form("goal_answers", border=False):
        form, before = fields.Form("goal_answer"), Answers(kept.shaped_by, kept.equity, kept.leading, kept.is_approved)
        answers = ask_answers(before, form, key="goal_answer")
        if st.form_submit_button(words("letters.answer_save"), key="goal_answer_save") and not form.is_wrong:
            with fields.keeping(view):
                goal.answer(ws, kept, answers)
                tell(words("letters.answered"))


def show_frozen(told: goal.Told) -> None:
    show_sentence(told.sentence)
    with st.container(key="goal_baseline"):
        st.text(told.baseline)
        if told.goal.baseline.rebased_because:
            st.text(words("goal.rebased", because=told.goal.baseline.rebased_because))
    if told.differs:
        show_differs(told)
    show_math(told.math, told.method)
    show_warnings(told.warnings)
    show_letters(told.letters)
    if told.letters:
        show_answers(told)
    show_lines(told.lines)
    if told.goal.note:
        st.text(told.goal.note)
    if view.mode == "desk":
        ask_change(told)
        show_history(told)


def show_differs(told: goal.Told) -> None:
    with st.container(key="goal_differs", border=True):
        st.warning(told.differs)
        if told.can_rebase and view.mode == "desk":
            form = fields.Form("rebase")
            because = form.text(view, words("goal.rebase_because"), longest=300, key="goal_rebase_because")
            if st.button(words("goal.rebase"), key="goal_rebase") and not form.is_wrong:
                if not because.strip():
                    st.warning(words("goal.need_reason"))
                else:
                    with fields.keeping(view):
                        goal.rebase(ws, told.goal, because=because)
                        tell(words("goal.rebased_flash"))


def ask_change(told: goal.Told) -> None:
    kept = told.goal
    choosing.show_drafts(view, last=DRAFTS)
    with st.expander(words("goal.change_title"), key="goal_change_box"):
        target = ask_target(st, float(kept.target_percent), key=fields.now("goal_change_target"))
        by = st.date_input(
            words("goal.date"),
            kept.by,
            date(2000, 1, 1),
            date(2100, 12, 31),
            format="MM/DD/YYYY",
            key=fields.now("goal_change_date"),
        )
        track = bool(goal.can_track(ws, kept)) and st.checkbox(
            words("goal.track"), bool(kept.tracked_with), key="goal_change_track"
        )
        if st.button(words("goal.change"), key="goal_change") and target is not None:
            refusals = goal.change_aim(ws, kept, target_percent=target, by=by, track_together=track)
            if not refusals:
                tell(words("goal.changed_flash"))
            show_refusals(refusals)
    with st.expander(words("goal.another_title"), key="goal_another_box"):
        st.text(words("goal.another_help"))
        if st.button(words("goal.another"), key="goal_another"):
            goal.withdraw(ws, kept)
            frame.forget_drafts(view)
            tell(words("goal.another_flash"))


def show_history(told: goal.Told) -> None:
    earlier = goal.history(ws, told.goal)
    if earlier:
        with st.expander(words("goal.history_title"), key="goal_history"):
            for version in earlier:
                st.text(words("goal.history_line", day=words.day(version.at), sentence=version.sentence))
                if version.because:
                    st.text(words("goal.history_because", because=version.because))


def show_sentence(sentence: str) -> None:
    with st.container(key="goal_sentence"):
        if sentence:
            st.header(fields.plain(sentence), anchor=False)


def show_refusals(refusals: tuple[goal.Note, ...]) -> None:
    if refusals:
        with st.container(key="goal_refusals"):
            for refusal in refusals:
                st.error(fields.plain(refusal.text))


def show_math(math: tuple[str, ...], method: tuple[str, ...] = ()) -> None:
    if math:
        with st.container(key="goal_math", gap="small"):
            if not view.is_stage:
                st.subheader(words("goal.math_title"), anchor=False)
            for line in math:
                st.text(line)
        figure.how(view, method, key="goal_how")


def show_warnings(warnings: tuple[goal.Note, ...]) -> None:
    if warnings:
        with st.container(key="goal_warnings"):
            st.subheader(words("goal.warnings_title"), anchor=False)
            for warning in warnings:
                st.warning(fields.plain(warning.text))


def show_lines(lines: tuple[goal.Line, ...]) -> None:
    with st.container(key="goal_lines"):
        st.subheader(words("goal.lines_title"), anchor=False)
        st.table(
            [{column: fields.plain(cell) for column, cell in row.items()} for row in goal.rows(ws, lines)],
            hide_index=True,
            alt=words("goal.lines_title"),
        )


def show_on_the_wall(told: goal.Told) -> None:
    with st.container(key="goal_sentence"):
        st.title(fields.plain(told.sentence), anchor=False)
    with st.container(key="goal_baseline"):
        st.text(told.baseline)
    show_math(goal.for_the_wall(told))


def tell(said: str) -> None:
    frame.flash(said)
    st.rerun()


view = frame.enter("goal")
ws, words = view.ws, view.words
kept = goal.current(ws)

if kept is None and view.is_stage:
    st.text(words("goal.stage_empty"))
    st.text(focus.statement(ws))
elif kept is None and not goal.has_numbers(ws):
    show_empty()
elif kept is None:
    write()
elif view.is_stage:
    show_on_the_wall(goal.told(ws, kept))
else:
    show_frozen(goal.told(ws, kept))
