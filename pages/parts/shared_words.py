"""The words of the work: written alone, read together, agreed on. On their own page and in a meeting."""

from __future__ import annotations

from datetime import date

import streamlit as st

from equity_core.errors import Problem
from equity_core.model import Agreement
from equity_core.workflow import meet, profiles
from equity_core.workflow.get_ready import terms
from pages.parts import fields, frame


def show_used(view: frame.View, *texts: str) -> None:
    """Say what the team means by each agreed word that the page's texts use; nothing where none is used."""
    told = terms.used(view.ws, *texts)
    if told:
        with st.container(key="our_words", gap="small"):
            for line in told:
                st.caption(fields.plain(line))


def ask(view: frame.View, term: terms.Term) -> None:
    """Ask one seat for its meaning; on the wall it is typed as dots, for all see the wall."""
    words, form = view.words, fields.Form(f"define_{term.id}")
    is_for_a_child = "child_first" in profiles.changes(view.ws, "words")
    with st.form(f"define_form_{term.id}", border=False):
        with form.field("definition") as key:
            text = st.text_input(
                words("words.mine_child" if is_for_a_child else "words.mine", name=term.name),
                key=key,
                type="password" if view.is_stage else "default",
                autocomplete="off",
                help=None if view.is_stage else words("words.mine_help"),
            )
        if st.form_submit_button(words("words.write"), key=f"words_write_{term.id}"):
            kept = terms.define(view.ws, term.id, text)
            if isinstance(kept, Problem):
                form.doubts(view, [kept])
            else:
                fields.done(f"define_{term.id}", words("words.written_flash"))


def show_written(view: frame.View, term: terms.Term) -> None:
    """Show how many have written, and open all at once; before two have, there is nothing to compare."""
    with st.container(key="words_written"):
        st.text(view.words("words.written", count=term.written))
        if not term.is_revealed and st.button(view.words("words.reveal"), key="words_reveal"):
            problem = terms.reveal(view.ws, term.id)
            if problem is None:
                st.rerun()
            st.warning(fields.said(view, problem))


def show_compared(view: frame.View, term: terms.Term) -> None:
    """Show all definitions side by side, without names: shared words bold, words of one alone in italics."""
    lines = terms.compared(view.ws, term.id)
    if not lines:
        return
    with st.container(key="words_compared"):
        for line in lines:
            st.markdown(f"- {''.join(_marked(piece) for piece in line)}")
        shared = terms.shared_words(view.ws, term.id)
        told = view.words("words.shared", shared=", ".join(shared)) if shared else view.words("words.nothing_shared")
        st.caption(f"{fields.plain(told)} {view.words('words.legend')}")
        if term.reference and not view.is_stage:
            st.caption(fields.plain(view.words("words.reference", name=term.name, text=term.reference)))


def _marked(piece: terms.Piece) -> str:
    around, text = {"shared": "**", "own": "*", "": ""}[piece.mark], fields.plain(piece.text)
    before, after = (" " if piece.text[at].isspace() else "" for at in (0, -1))
    return f"{before}{around}{text}{around}{after}" if text else " "


def ask_agreement(view: frame.View, term: terms.Term, draft: str = "") -> None:
    """Ask for the one meaning and for its thumbs. `draft` is a wording that was typed in the meeting."""
    words, kept, form = view.words, term.agreement, fields.Form(f"agree_{term.id}")
    asked: Problem | None = None
    counts = kept if kept and draft in ("", kept.text) else None  # thumbs count for the wording that they saw
    with st.form(f"agree_form_{term.id}", border=False):
        with form.field("text") as key:
            text = st.text_input(words("words.ours", name=term.name), draft or (kept.text if kept else ""), key=key)
        counted = {}
        for column, thumb in zip(st.columns(3), ("agree", "live_with", "not_yet"), strict=True):
            with column:
                before = getattr(counts, thumb) if counts else 0
                counted[thumb] = form.number(view, thumb, words(f"words.{thumb}"), before, high=60) or 0
        review: date | None = kept.review_on if kept else None
        if not view.is_stage:
            with form.field("review_on") as key:
                review = st.date_input(
                    words("words.review"),
                    review or view.ws.today() + terms.REVIEW_AFTER,
                    format="MM/DD/YYYY",
                    key=key,
                )
        if (
            st.form_submit_button(
                words("words.agree_save"), key="words_agree", type="secondary" if view.is_stage else "primary"
            )
            and not form.is_wrong
        ):
            running = meet.current(view.ws)
            people = running.meeting.seats if running else meet.seats(view.ws)
            done = terms.agree(view.ws, term.id, text, review_on=review, people=people, **counted)
            if isinstance(done, Problem):
                form.doubts(view, [done])
                asked = done
            else:
                fields.done(f"agree_{term.id}", _agreed(view, term, done))
    if asked and asked.code == terms.HANDS:
        st.button(words("words.hands_right", hands=sum(counted.values())), key="words_hands_right",
                  on_click=_all_were_there, args=(view, term, text, review, counted))  # fmt: skip


def _agreed(view: frame.View, term: terms.Term, done: Agreement) -> str:
    said = "words.agreed_flash" if terms.is_agreed(done) else "words.not_yet_flash"
    return view.words(said, name=term.name, count=done.not_yet)


def _all_were_there(
    view: frame.View, term: terms.Term, text: str, review: date | None, counted: dict[str, int]
) -> None:
    done = terms.agree(view.ws, term.id, text, review_on=review, **counted)
    if isinstance(done, Agreement):
        frame.flash(_agreed(view, term, done))


def show_agreement(view: frame.View, term: terms.Term) -> None:
    """Show what the team means, with the thumbs behind it."""
    kept = term.agreement
    if kept is None or not kept.text:
        return
    with st.container(key=f"words_ours_{term.id}"):
        st.header(fields.plain(term.name), anchor=False)
        st.markdown(f"**{fields.plain(kept.text)}**")
        thumbs = view.words("words.thumbs", agree=kept.agree, live_with=kept.live_with, not_yet=kept.not_yet)
        if not term.is_agreed:
            thumbs = f"{thumbs} {view.words('words.draft')}"
        elif kept.review_on and kept.agreed_on:
            days = {"agreed": view.words.day(kept.agreed_on), "review": view.words.day(kept.review_on)}
            thumbs = f"{thumbs} {view.words('words.days', **days)}"
        st.caption(fields.plain(thumbs))
