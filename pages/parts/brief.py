"""The fifteen-minute brief: the loop with a headline for each step, four tiles, the next act; and the tour."""

from __future__ import annotations

from functools import partial

import streamlit as st

from equity_core.workflow import home, loop
from pages.parts import frame, session
from pages.parts.registry import STEP_PAGE


def show(view: frame.View) -> None:
    """Draw the brief; on the wall one part of it at a time."""
    words, tiles = view.words, home.brief(view.ws, stage=view.is_stage, shared=view.mode != "desk")
    if view.is_stage:
        parts = {tile.id: partial(_tile, view, tile) for tile in tiles}
        frame.show_part(view, {**parts, "loop": partial(_loop, view)})
        return
    _loop(view)
    with st.container(key="home_brief"):
        st.header(words("home.brief"), anchor=False)
        left, right = st.columns(2)
        for place, tile in enumerate(tiles):
            with (left, right)[place % 2]:
                _tile(view, tile)
    if view.ws.profile.is_sample:
        st.button(words("home.leave_sample"), key="leave_sample", on_click=_leave, args=(words("home.own_file"),))


def _loop(view: frame.View) -> None:
    steps = zip(loop.steps(view.ws), home.headlines(view.ws), strict=True)
    with st.container(key="home_loop"):
        columns = [st.container() for _ in loop.STEPS] if view.is_stage else st.columns(len(loop.STEPS))
        for column, (step, headline) in zip(columns, steps, strict=True):
            with column.container(key=f"headline_{step.id}", gap="small"):
                frame.link(view, STEP_PAGE[step.id], frame.state_line(view, step))
                st.text(headline)


def _tile(view: frame.View, tile: home.Tile) -> None:
    with st.container(key=f"tile_{tile.id}", border=True, gap="small"):
        st.subheader(view.words(f"home.tile_{tile.id}"), anchor=False)
        stays = tile.id == "voices" and view.mode == "desk"
        with st.container(key="at_desk_voices" if stays else None, gap="small"):
            for line in tile.lines:
                st.text(line)
        frame.link(view, tile.page)


def tour(view: frame.View) -> None:
    """Offer four stops through the sample, one click each; they are on this page and in nobody's way."""
    at, words = view.ws.profile.tour, view.words
    stops = home.tour(view.ws)
    if at is None or not stops:
        return
    at = min(at, len(stops))
    stop = stops[at - 1] if at else None
    with st.container(key="tour", border=True, gap="small"):  # the same places at every stop, so nothing jumps
        title = words("home.tour_stop", number=at, stops=len(stops), title=stop.title) if stop else words("home.tour")
        st.header(title, anchor=False)
        with st.container(key="tour_text"):
            st.text(stop.text if stop else words("home.tour_offer"))
        with st.container(key="tour_link"):
            if stop:
                frame.link(view, stop.page, words("home.tour_see", page=words(f"page.{stop.page}.name")))
        with st.container(key="tour_buttons", horizontal=True):
            st.button(words("home.tour_end"), key="tour_end", on_click=home.go_to_stop, args=(view.ws, None))
            if at < len(stops):
                label, to_next = words("home.tour_next"), (view.ws, at + 1)
                st.button(label, key="tour_next", type="primary", on_click=home.go_to_stop, args=to_next)


def _leave(name: str) -> None:
    session.fresh(name)
