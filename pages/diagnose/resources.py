"""Who gets what: a fixed amount as it is handed out now, beside an equal share and a share by need."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Problem
from equity_core.model import Evidence, Share
from equity_core.workflow.diagnose import resources, share_numbers
from pages.parts import about, fields, figure, frame, shared_words

PICK = "share_pick"


def ask_what() -> None:
    """Ask what is handed out, in what, and whose numbers stand for the need."""
    with st.container(key="share_begin", border=True):
        st.subheader(words("shares.begin_title"), anchor=False)
        form, most = fields.Form("share"), resources.MOST_LETTERS
        with st.container(key="share_what"):
            what = form.text(view, words("shares.what"), longest=most, key=fields.fresh("share"))
        left, middle, right = st.columns(3)
        with left:
            of = st.selectbox(
                words("shares.of"), resources.KINDS, format_func=lambda k: words(f"shares.unit_{k}"), key="share_of"
            )
        needs = {"": words("shares.need_by_hand"), **dict(resources.needs(ws))}
        with middle:
            measure = st.selectbox(words("shares.need"), list(needs), format_func=needs.get, key="share_need")
        places = dict(resources.places(ws, measure)) if measure else {}
        with right:
            dimension = ""
            if places:
                dimension = st.selectbox(words("shares.place"), list(places), format_func=places.get, key="share_place")
        if st.button(words("shares.begin"), key="share_start", type="primary") and not form.is_wrong:
            kept = resources.begin(ws, what, of=of, measure=measure, dimension=dimension)
            if isinstance(kept, Problem):
                st.warning(fields.said(view, kept))
            else:
                st.session_state[f"_{PICK}"] = kept.id
                fields.done("share", words("shares.begun"))


def pick(known: list[Share]) -> Share:
    by_id = {share.id: share for share in known}
    begun = st.session_state.pop(f"_{PICK}", None)
    if begun in by_id:
        st.session_state[PICK] = begun
    if len(known) == 1 or view.mode == "print":
        return by_id.get(st.session_state.get(PICK, ""), known[-1])
    chosen = st.selectbox(
        words("shares.choose"), list(by_id), len(known) - 1, format_func=lambda id: by_id[id].what, key=PICK
    )
    return by_id[chosen]


def ask_now() -> None:
    st.subheader(words("shares.now_title"), anchor=False)
    form = fields.Form(f"share_{share.id}", "now")
    with st.form(f"share_now_{share.id}"):
        has = {
            row.name: form.number(view, row.name, words("shares.now_of", name=row.label, unit=shared.unit), row.now)
            for row in shared.rows
        }
        if st.form_submit_button(words("shares.keep"), key="share_keep", type="primary") and not form.is_wrong:
            resources.hand_out(ws, share, {name: number or 0 for name, number in has.items()})
            frame.flash(words("shares.kept"))
            st.rerun()


def ask_portion() -> None:
    st.subheader(words("shares.now_title"), anchor=False)
    form = fields.Form("portion")
    with st.form("portion_form"):
        columns = st.columns([3, 2, 2, 2])
        with columns[0], form.field("name") as key:
            name = form.text(view, words("shares.name"), longest=resources.MOST_LETTERS, key=key)
        with columns[1]:
            now = form.number(view, "now", words("shares.has_now", unit=shared.unit), 0)
        with columns[2]:
            students = form.number(view, "students", words("shares.students"), None)
        with columns[3]:
            need = form.number(view, "need", words("shares.with_need"), None)
        if st.form_submit_button(words("shares.add"), key="portion_add", type="primary") and not form.is_wrong:
            kept = resources.add(ws, share, name, now=now or 0, students=students, need=need)
            if isinstance(kept, Problem):
                form.doubts(view, [kept])
            else:
                fields.done("portion", words("shares.added"))


def show_shared() -> None:
    if view.is_stage:
        with st.container(key="share_sentence"):
            st.markdown(f"**{fields.plain(shared.sentence)}**")
        figure.paged(view, share_numbers.figure_pages(ws, shared), key="share_chart")
    else:
        figure.show(view, share_numbers.figure(ws, shared), key="share_chart")
        st.text(shared.need_is)
    for note in shared.notes:
        st.info(note)


def use_it() -> None:
    cause = about.ask(view, words("shares.about"), key="share_about")
    with st.container(key="share_acts", horizontal=True, vertical_alignment="center"):
        if st.button(words("shares.use"), key="share_use"):
            resources.use(ws, share, cause=cause)
            frame.flash(words("shares.used"))
            st.rerun()
        if any(e.form == "share" and e.sheet == share.id for e in ws.of_cycle(Evidence)):
            st.text(words("shares.is_used"))
        st.download_button(
            words("shares.paper"),
            resources.sheet(ws, shared),
            words("shares.file", day=ws.today().isoformat()),
            "text/html",
            on_click="ignore",
            key="share_paper",
        )
        if st.button(words("shares.remove"), key="share_remove"):
            resources.remove(ws, share)
            frame.flash(words("shares.removed"))
            st.rerun()


def take_one_off() -> None:
    with st.expander(words("shares.take_off"), key="portion_off"):
        names = [portion.name for portion in share.portions]
        name = st.selectbox(words("shares.name"), names, key="portion_pick")
        if st.button(words("shares.take_off"), key="portion_take_off"):
            resources.take_off(ws, share, name)
            frame.flash(words("shares.taken_off"))
            st.rerun()


view = frame.enter("resources")
ws, words = view.ws, view.words
known = resources.shares(ws)
is_desk = view.mode == "desk"
if is_desk:
    st.text(words("shares.intro"))
    shared_words.show_used(view, words("shares.intro"))
if not known:
    st.info(words("shares.empty"))
else:
    share = pick(known)
    shared = share_numbers.work_out(ws, share)
    if shared.rows and shared.amount:
        show_shared()
    else:
        st.text(shared.sentence)
    if is_desk:
        if share.dimension:
            ask_now()
        else:
            ask_portion()
            if share.portions:
                take_one_off()
        if shared.amount:
            use_it()
if is_desk:
    if known:
        with st.expander(words("shares.another"), key="share_another"):
            ask_what()
    else:
        ask_what()
