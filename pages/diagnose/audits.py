"""Go through rules, lessons, meetings and rooms one by one, at no cost, and make what they add up to evidence."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Problem
from equity_core.model import AuditItem, AuditLine, Evidence
from equity_core.workflow.diagnose import audits, listen
from pages.parts import about, cards, fields, frame

PICK, ITEM = "audit_pick", "audit_item"


def pick() -> audits.Look:
    found = {look.audit.id: look for look in audits.looks(ws)}
    asked = st.query_params.get("audit", "")
    if PICK not in st.session_state:
        begun = next((id for id, look in found.items() if look.lines), next(iter(found)))
        st.session_state[PICK] = asked if asked in found else begun
    if view.mode == "print":
        return found[st.session_state[PICK]]
    chosen = st.selectbox(
        words("audits.choose"),
        list(found),
        format_func=lambda id: words("audits.option", title=found[id].audit.title, minutes=found[id].audit.minutes),
        key=PICK,
    )
    return found[chosen]


def show_why() -> None:
    if view.mode == "print":
        st.header(fields.plain(now.audit.title), anchor=False)
    st.text(now.audit.why)
    is_open = view.mode == "print"
    with st.container() if is_open else st.expander(words("audits.have"), expanded=not now.lines, key="audit_have"):
        for thing in now.audit.have:
            st.markdown(f"- {fields.plain(thing)}")
        st.caption(fields.plain(words("audits.origin", origin=now.audit.origin)))
    with st.container(key="audit_papers", horizontal=True):
        offer("blank", is_blank=True)
        if now.lines:
            offer("filled", is_blank=False)


def offer(which: str, *, is_blank: bool) -> None:
    st.download_button(
        words(f"audits.paper_{which}"),
        audits.sheet(ws, now, blank=is_blank),
        words(f"audits.file_{which}", id=now.audit.id, day=ws.today().isoformat()),
        "text/html",
        on_click="ignore",
        key=f"audit_{which}",
    )


def ask_line() -> None:
    st.header(words("audits.add_title", each=now.audit.each), anchor=False)
    form, typing, most = f"line_{now.audit.id}", fields.Form("audit"), audits.MOST_LETTERS
    with st.form("audit_form"):
        with st.container(key="audit_name"):
            name = typing.text(view, now.audit.name, longest=most, key=f"{fields.fresh(form)}_name")
            told = st.empty()
        answers = {item.id: ask_answer(item, f"{fields.fresh(form)}_{item.id}") for item in now.audit.items}
        if st.form_submit_button(words("audits.add"), key="audit_add", type="primary") and not typing.is_wrong:
            kept = audits.add(ws, now.audit.id, name, answers)
            if isinstance(kept, Problem):
                told.warning(fields.said(view, kept))
            else:
                fields.done(form, words("audits.added"))


def ask_answer(item: AuditItem, key: str, **more: object) -> str | None:
    return st.radio(
        item.question,
        [answer.id for answer in now.audit.answers],
        index=more.pop("index", None),
        format_func=lambda id: audits.label(now.audit, id),
        horizontal=True,
        key=key,
        **more,
    )


def show_lines() -> None:
    st.header(words("audits.lines_title"), anchor=False)
    with st.container(key="audit_lines"):
        rows = [
            {now.audit.name: line.name} | {i.question: answer_of(line, i) for i in now.audit.items}
            for line in now.lines
        ]
        fields.table(rows, alt=words("audits.lines_title"))


def answer_of(line: AuditLine, item: AuditItem) -> str:
    return audits.label(now.audit, line.answers.get(item.id)) or words("audits.not_yet")


def show_used() -> None:
    told = audits.used(ws, now)
    if told:
        st.header(words("audits.used_title"), anchor=False)
        with st.container(key="audit_used"):
            for line in told:
                st.text(line)


def change_line() -> None:
    with st.expander(words("audits.change"), key="audit_change"):
        named = {line.name: line for line in now.lines}
        name = st.selectbox(words("audits.which", each=now.audit.each), list(named), key=f"audit_line_{now.audit.id}")
        given = [answer.id for answer in now.audit.answers]
        for item in now.audit.items:
            told = named[name].answers.get(item.id)
            key = fields.now(f"audit_{now.audit.id}_{item.id}_{name}")
            index = given.index(told) if told in given else None
            ask_answer(item, key, index=index, on_change=change, args=(name, item.id, key))
        if st.button(words("audits.remove"), key="audit_remove"):
            audits.remove(ws, now.audit.id, name)
            frame.flash(words("audits.removed"))
            st.rerun()


def change(name: str, item: str, key: str) -> None:
    audits.answer(ws, now.audit.id, name, item, st.session_state[key])


def show_findings() -> None:
    st.header(words("audits.found_title"), anchor=False)
    with st.container(key="audit_sentence"):
        st.markdown(f"**{fields.plain(now.sentence)}**")
    cause, stance = ask_about() if view.mode == "desk" else ("", "supports")
    used = {e.item for e in ws.of_cycle(Evidence) if now.kept and e.form == "audit" and e.sheet == now.kept.id}
    for found in now.findings:
        with st.container(key=f"finding_{found.item.id}", border=True):
            st.text(found.sentence)
            if found.look or found.partly:
                st.caption(fields.plain(words("audits.a_no", text=found.item.suggests)))
            if view.mode == "desk" and found.answered:
                with st.container(horizontal=True, vertical_alignment="center"):
                    if st.button(words("audits.use"), key=f"audit_use_{found.item.id}"):
                        audits.use(ws, now, found.item.id, cause=cause, stance=stance)
                        frame.flash(words("audits.used"))
                        st.rerun()
                    if found.item.id in used:
                        st.text(words("audits.is_used"))


def ask_about() -> tuple[str, str]:
    left, right = st.columns(2)
    with left:
        cause = about.ask(view, words("audits.about"), key="audit_about")
    with right:
        stance = st.selectbox(
            words("audits.stance"),
            listen.STANCES,
            format_func=lambda stance: words(f"listen.stance_{stance}"),
            key="audit_stance",
        )
    return cause, stance


def show_one_item() -> None:
    """One question at a time: what it is asked of next, with its answers as buttons, and the count so far."""
    place = cards.current(len(now.audit.items), key=ITEM)
    item, found = now.audit.items[place], now.findings[place]
    line = audits.next_to_ask(now, item)
    with st.container(key="audit_ask"):
        if not now.lines:
            st.info(words("audits.stage_empty"))
        told = words("audits.ask_of", name=line.name, question=item.question) if line else item.question
        st.header(fields.plain(told), anchor=False)
        if line is not None:
            with st.container(key="audit_answers", horizontal=True):
                for answer in now.audit.answers:
                    st.button(
                        answer.label,
                        key=f"audit_say_{answer.id}",
                        on_click=audits.answer,
                        args=(ws, now.audit.id, line.name, item.id, answer.id),
                    )
        elif now.lines:
            st.text(words("audits.everything_asked"))
    with st.container(key="audit_sentence"):
        st.markdown(f"**{fields.plain(found.sentence)}**")
    if found.look or found.partly:
        st.text(words("audits.a_no", text=item.suggests))
    cards.turn(view, len(now.audit.items), key=ITEM)


view = frame.enter("audits")
ws, words = view.ws, view.words
if view.mode == "desk":
    st.text(words("audits.intro"))
now = pick()
if view.is_stage:
    show_one_item()
else:
    show_why()
    if not now.lines:
        st.info(words("audits.begin", each=now.audit.each))
    if view.mode == "desk":
        ask_line()
    if now.lines:
        show_lines()
        if view.mode == "desk":
            change_line()
        show_findings()
    show_used()
