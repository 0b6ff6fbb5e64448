"""Exactly when and where does the difference arise? A place and a moment can be redesigned."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow.diagnose import listen, points, tally
from equity_core.workflow.diagnose.gap_choices import Option
from pages.parts import fields, figure, frame, pick, recipe_cards


def show_nothing(state: points.State) -> None:
    with st.container(key=f"points_{state}"):
        st.header(words(f"points.{state}_title"), anchor=False)
        st.text(words(f"points.{state}"))
        for line in points.columns(ws) if state == "no_columns" else ():
            st.text(line)
        if view.mode == "desk" and state != "too_few":
            frame.link(view, "bring-in")
    if view.mode == "desk":
        if state == "nothing":
            recipe_cards.offer(view)
        offer_tally()
        to_screening()


def to_screening() -> None:
    with st.container(key="points_screening"):
        st.caption(words("points.to_screening_why"))
        frame.link(view, "screening", words("points.to_screening"), key="to_screening")
        st.caption(words("ways.to_access_why"))
        frame.link(view, "access", words("ways.to_access"), key="to_access")


def offer_tally() -> None:
    with st.container(key="points_tally"):
        st.header(words("points.tally_title"), anchor=False)
        st.text(words("points.tally"))
        st.download_button(
            words("points.tally_download"),
            tally.sheet(ws),
            words("points.tally_file"),
            "text/html",
            on_click="ignore",
            key="tally_download",
        )


def show_points() -> None:
    chooser, answer = pick.places(view)
    with chooser:
        when, who = pick.columns(view, 2)
        with when:
            period = pick.code(view, words("points.period"), options(points.periods_of(ws)), key="points_period")
        groups = options(points.groups(ws, period))
        with who:
            group = pick.code(view, words("points.group"), groups, key="points_group") if groups else ""
    with answer:
        if group:
            show(points.look(ws, period, group))
        else:
            show_everybody(period)


def options(names: list[str]) -> list[Option]:
    return [Option(name, name) for name in names]


def show_everybody(period: str) -> None:
    with st.container(key="points_everybody"):
        st.text(words("points.only_totals"))
        show_earlier(points.of_earlier(ws, period))
        for line in points.of_everybody(ws, period):
            st.markdown(f"- {fields.plain(line)}")
    if view.mode == "desk":
        offer_tally()
        to_screening()


def show_earlier(told: str) -> None:
    if told:
        with st.container(key="points_earlier"):
            st.text(told)


def show(look: points.Look) -> None:
    with st.container(key="headline"):
        st.markdown(f"**{fields.plain(look.headline)}**")
        show_earlier(look.of_earlier)
    if view.is_stage:
        figure.show(view, look.figure, key="points_chart", with_sentence=False)
    with st.container(key="points_summary"):
        for line in look.summary if not view.is_stage else look.summary[:1]:
            st.text(line)
    if view.is_stage:
        with st.container(key="hidden_note"):
            st.text(look.hidden_note)
        return
    figure.show(view, look.figure, key="points_chart", with_sentence=False)
    if not look.points:
        st.text(words("points.no_points"))
    if look.heat:
        figure.table(look.heat, words=words, key="points_heat")
    with st.container(key="hidden_note"):
        st.text(look.hidden_note)
        st.caption(words("points.listen"))
        frame.link(view, "listen", words("gaps.listen_instead"), key="listen_instead")
    for name in points.not_counted(ws, look.query.period):
        st.caption(fields.plain(words("points.not_counted", file=name)))
    for told in points.of_columns(ws):
        st.caption(fields.plain(told))
    show_redesign(look)
    if view.mode == "desk":
        show_pins(look)


def show_redesign(look: points.Look) -> None:
    if not look.redesign:
        return
    with st.container(key="points_redesign"):
        st.header(words("points.redesign_title"), anchor=False)
        st.text(words("points.redesign"))
        for one in look.redesign:
            st.markdown(f"**{fields.plain(one.title)}**")
            st.markdown("\n".join(f"- {fields.plain(question)}" for question in one.instead))
        if view.mode == "desk":
            frame.link(view, "audits", words("points.to_audit"), key="points_to_audit", audit="referral_steps")


def show_pins(look: points.Look) -> None:
    with st.container(key="points_pins"):
        for place, (query, title) in enumerate(look.points[: points.ON_THE_WALL]):
            if query.path in look.pinned:
                st.text(words("points.is_pinned", point=title))
            elif st.button(words("points.pin", point=fields.plain(title)), key=f"points_pin_{place}"):
                listen.pin(ws, query)
                frame.flash(words("points.pinned_flash"))
                st.rerun()
        st.caption(words("points.to_causes_why"))
        frame.link(view, "causes", words("points.to_causes"), key="points_to_causes")
    to_screening()


view = frame.enter("points")
ws, words = view.ws, view.words
now = points.state(ws)

if not view.is_stage:
    st.text(words("points.intro"))
if now == "ready":
    show_points()
else:
    show_nothing(now)
