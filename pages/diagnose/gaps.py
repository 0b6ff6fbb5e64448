"""Are we producing similar results for every group? Guess first, then look."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Unknown
from equity_core.model import Query
from equity_core.workflow import profiles
from equity_core.workflow.diagnose import focus, gap_changes, gap_choices, gaps, voices
from pages.parts import fields, figure, frame, pick, shared_words

SEAT = "_gaps_seat"


def show_empty() -> None:
    with st.container(key="gaps_empty"):
        st.info(words("gaps.empty"))
        frame.link(view, "bring-in")
        st.caption(words("gaps.empty_sample"))
        frame.link(view, "home")


def ask_question() -> Query:
    what, by, when, against = pick.columns(view, 4)
    with what:
        measure = pick.code(view, words("gaps.measure"), gap_choices.measures(ws), key="sel_measure")
    with by:
        dimension = pick.code(view, words("gaps.dimension"), gap_choices.dimensions(ws, measure), key="sel_dimension")
    narrowings = gap_choices.narrowings(ws, measure, dimension)
    where = ()
    if len(narrowings) > 1:
        where = gap_choices.where_of(pick.code(view, words("gaps.where"), narrowings, key="sel_where"))
    here = ws.narrowed(where)
    with when:
        period = pick.code(
            view, words("gaps.period"), gap_choices.periods_of(here, measure, dimension), key="sel_period"
        )
    with against:
        options = gap_choices.comparisons(here, measure, dimension, period)
        compare = pick.code(view, words("gaps.compare"), options, key="sel_compare")
    return Query(measure=measure, dimension=dimension, period=period, compare=compare, where=where)


def ask_prediction(query: Query) -> None:
    with st.container(key="predict_card", border=True):
        st.header(words("gaps.predict_title"), anchor=False)
        st.text(
            words(
                "gaps.predict_intro",
                measure=ws.measure_label(query.measure),
                dimension=ws.dimension_label(query.dimension),
                period=query.period,
            )
        )
        if seat() > 1:
            with st.container(key="predict_person"):
                st.text(words("gaps.person_number", number=seat()))
        form, label, help = fields.Form("predict"), words("gaps.predict_label"), words("gaps.predict_help")
        with st.form("predict_form", border=False):
            text = form.text(view, label, longest=500, is_long=True, help=help, key="predict_text")
            with st.container(horizontal=True):
                shown = st.form_submit_button(words("gaps.reveal"), key="reveal", type="primary")
                skipped = st.form_submit_button(words("gaps.predict_skip"), key="predict_skip")
        if skipped or (shown and not form.is_wrong):
            with fields.keeping(view):
                gaps.predict(ws, query, text if shown else "", seat=seat())
                st.rerun()


def seat() -> int:
    """Return which person sits here: one, until somebody says that another one does."""
    return int(st.session_state.get(SEAT, 1))


def show_tight(query: Query) -> None:
    """Say what a tight year asks of this gap: that it is counted again in time, and that our own rules cost nothing."""
    late = focus.too_late(ws, query) if "measured_in_time" in changed else ""
    if late:
        with st.container(key="too_late"):
            st.warning(fields.plain(late))
    if "audits_first" in changed:
        frame.link(view, "audits", words("focus.free_audit"), key="to_audits")


def show_answer(query: Query) -> None:
    options = gap_choices.groups(ws, query)
    if options and not view.is_stage:
        group = pick.code(view, words("gaps.group"), options, key="sel_group")
        query = query.model_copy(update={"group": group})
    look = gaps.look(ws, query)
    if view.is_stage:
        show_on_the_wall(look)
    else:
        if "every_student" in changed:
            show_every_student(look.query)
        show_headline(look.headline)
        show_in_words(look)
        show_figures(look)


def show_every_student(query: Query) -> None:
    told = focus.every_student(ws, query)
    if told:
        with st.container(key="every_student"):
            st.text(told)


def show_figure(shown: figure.Figure, *, key: str, with_sentence: bool = True, with_listed: bool = True) -> None:
    """Show a figure; on paper how all of them were computed stands once, at the end."""
    is_paper = view.mode == "print"
    method.update(dict.fromkeys(shown.method if is_paper else ()))
    figure.show(view, shown, key=key, with_sentence=with_sentence, with_listed=with_listed, with_method=not is_paper)


def show_headline(sentence: str) -> None:
    with st.container(key="headline"):
        st.markdown(f"**{fields.plain(sentence)}**")


def show_in_words(look: gaps.Look) -> None:
    told = {
        "people_to_parity": look.parity,
        "points_and_times": look.points_and_times,
        "certainty": look.certainty,
        "average": look.average,
        "pooled": look.pooled,
    }
    for key, sentence in told.items():
        if sentence:
            with st.container(key=key):
                st.text(sentence)
    voice = voices.voice_beside(ws, look.query)
    if voice:
        with st.container(key="voice_beside"):
            st.text(voice)
    st.caption(words("gaps.cannot_tell"))
    for caution in look.cautions:
        st.warning(fields.plain(caution))


def show_same(told: gap_changes.OverTime) -> None:
    if told.same is not None:
        st.subheader(words("same.title"), anchor=False)
        with st.container(key="same_students_sentences"):
            for sentence in told.same.sentences:
                st.text(sentence)
        if told.same.figure:
            show_figure(told.same.figure, key="same_students", with_sentence=False)


def show_figures(look: gaps.Look) -> None:
    is_told = look.figure.sentence == look.headline
    show_figure(look.figure, key="gap_chart", with_sentence=not is_told, with_listed=False)
    st.caption(fields.plain(look.figure.method[0]))  # what the measure counts
    show_hidden(look)
    for note in look.notes:
        st.caption(fields.plain(note))
    if view.mode == "desk":
        show_buttons(look)
        show_tight(look.query)
        if look.no_rows:
            with st.container(key="two_dimensions"):
                st.caption(look.no_rows)
    if look.over_time and (view.mode == "print" or st.toggle(words("gaps.over_time"), key="over_time")):
        show_over_time(look.over_time)
    for form, picture in look.pictures.items():
        if view.mode == "print" or ask_picture(form):
            show_figure(picture, key=f"as_{form}_chart")
    if look.can_spread and "spread" not in look.pictures and view.mode == "desk":
        with st.container(key="no_spread"):
            st.caption(words("gaps.no_spread"))
    show_expected(look.query)
    said = (*gaps.predictions(ws, look.query), *gaps.observations(ws, look.query))
    shared_words.show_used(view, look.headline, *(one.text for one in said))
    if view.mode == "desk":
        ask_observation(look.query)
        ask_somebody_else(look.query)
    else:
        show_observations(look.query)
    if method:
        st.header(words("figure.how"), anchor=False)
        figure.how(view, list(method), key="how")


def show_over_time(told: gap_changes.OverTime) -> None:
    st.header(words("gaps.over_time_title"), anchor=False)
    if told.flag:
        with st.container(key="over_time_flag"):
            st.warning(fields.plain(told.flag))
    with st.container(key="over_time_sentences"):
        for sentence in told.sentences:
            st.text(sentence)
    show_figure(told.figure, key="gap_lines", with_sentence=False)
    show_same(told)
    with st.container(key="series_sentences"):
        for sentence in told.series.sentences:
            st.caption(sentence)
    if told.series.figure:
        show_figure(told.series.figure, key="gap_runs", with_sentence=False)


def show_expected(query: Query) -> None:
    told = [made for made in gaps.predictions(ws, query) if made.text]
    if told:
        with st.container(key="expected", gap="small"):
            st.caption(words("gaps.you_expected"))
            for made in told:
                is_alone = len(told) == 1 and made.seat == 1
                st.text(made.text if is_alone else words("gaps.expected_by", number=made.seat, text=made.text))


def ask_somebody_else(query: Query) -> None:
    with st.expander(words("gaps.somebody_else"), key="somebody_else"):
        st.text(words("gaps.somebody_else_help"))
        looked = max((made.seat for made in gaps.predictions(ws, query)), default=1)
        st.button(words("gaps.next_person"), key="next_person", on_click=sit_down, args=(looked + 1,))


def sit_down(person: int) -> None:
    st.session_state[SEAT] = person


def ask_observation(query: Query) -> None:
    with st.container(key="observe", border=True):
        st.subheader(words("gaps.observe_title"), anchor=False)
        st.caption(words("gaps.observe_intro"))
        show_observations(query)
        form = fields.Form("observe")
        with st.form(f"observe_form_{fields.fresh('observe')}", border=False):
            text = form.text(view, words("gaps.observe"), longest=300, key=f"{fields.fresh('observe')}_text")
            if st.form_submit_button(words("gaps.observe_add"), key="observe_add") and not form.is_wrong:
                if not text.strip():
                    st.warning(words("gaps.observe_empty"))
                else:
                    with fields.keeping(view):
                        gaps.observe(ws, query, text)
                        fields.done("observe", words("gaps.observe_kept"))


def show_observations(query: Query) -> None:
    seen = gaps.observations(ws, query)
    with st.container(key="observations", gap="small"):
        for one in seen:
            with st.container(key=f"observation_{one.id}", horizontal=True, vertical_alignment="center"):
                st.text(one.text, width="stretch")
                if view.mode == "desk":
                    remove = words("gaps.observe_remove")
                    st.button(remove, key=f"unsee_{one.id}", type="tertiary", on_click=ws.remove, args=(one,))
            word = gaps.explains(ws, one.text)
            if word and view.mode == "desk":
                with st.container(key=f"explains_{one.id}"):
                    st.info(fields.plain(words("gaps.observe_why", word=word)))


def ask_picture(form: str) -> bool:
    return st.toggle(words(f"gaps.as_{form}"), key=f"as_{form}")


def show_hidden(look: gaps.Look) -> None:
    if look.hidden_note:
        with st.container(key="hidden_note"):
            st.text(look.hidden_note)
            if look.together:
                st.text(look.together)
            st.caption(words("gaps.listen_why"))
            frame.link(view, "listen", words("gaps.listen_instead"), key="listen_instead")


def show_buttons(look: gaps.Look) -> None:
    with st.container(horizontal=True):
        if look.is_pinned:
            st.text(words("gaps.is_pinned"))
        elif not look.can_pin:
            st.text(words("gaps.no_pin"))
        elif st.button(words("gaps.pin_evidence"), key="pin_evidence"):
            gaps.pin(ws, look.query)
            frame.flash(words("gaps.pinned"))
            st.rerun()
        if look.group and st.button(words("gaps.add_focus"), key="add_focus"):
            gaps.add_to_focus(ws, look.query)
            frame.flash(words("gaps.added"))
            frame.go(view, "focus")


def show_on_the_wall(look: gaps.Look) -> None:
    """Show one picture with its own sentence; the buttons to the others stand below it."""
    pictures = look.on_the_wall()
    chosen = next((key for key in pictures if st.session_state.get(key)), "")
    show_headline(pictures[chosen].sentence if chosen and pictures[chosen].sentence else look.headline)
    if chosen:
        figure.show(view, pictures[chosen], key=f"{chosen}_chart", with_sentence=False)
    elif look.query.compare == "baseline":
        figure.show(view, look.figure, key="gap_chart", with_sentence=False, with_listed=False)
    else:
        figure.paged(view, look.pages, key="gap_chart")
    with st.container(key="certainty"):
        st.text(look.how_sure(chosen))
    with st.container(key="hidden_note"):
        st.text(look.hidden_note)
    said = (*gaps.predictions(ws, look.query), *gaps.observations(ws, look.query))
    shared_words.show_used(view, look.headline, *(one.text for one in said))
    with st.container(key="wall_pictures", horizontal=True):
        for key in pictures:
            st.toggle(words(f"gaps.{key}"), key=key)


view = frame.enter("gaps")
ws, words = view.ws, view.words
changed = profiles.changes(ws, "gaps")
method: dict[str, None] = {}  # on paper: how the figures were computed, each step once

if not gap_choices.has_numbers(ws):
    show_empty()
else:
    chooser, answer = pick.places(view)
    with chooser:
        asked = ask_question()
    with answer:
        try:
            if gaps.prediction(ws, asked, seat=seat()) is None:
                ask_prediction(asked)
            else:
                show_answer(asked)
        except Unknown:
            st.warning(words("gaps.no_table"))
