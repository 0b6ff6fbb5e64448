"""The assumption ledger as a table, and one line of it to work on."""

from __future__ import annotations

import streamlit as st

from equity_core.model import Assumption
from equity_core.workflow import ledger
from pages.parts import fields, frame


def show(view: frame.View) -> None:
    """Draw the ledger; at the desk with one line to work on."""
    words, rows = view.words, ledger.rows(view.ws)
    with st.container(key="ledger"):
        st.header(words("ledger.title"), anchor=False)
        st.text(words("ledger.about" if rows else "ledger.empty"))
        if rows:
            plain = [{name: fields.plain(told) for name, told in row.items()} for row in rows]
            st.table(plain, hide_index=True, alt=words("ledger.title"))
            if view.mode == "desk":
                _work(view)


def _work(view: frame.View) -> None:
    words, known = view.words, {line.id: line for line in ledger.lines(view.ws)}
    with st.expander(words("ledger.work"), key="ledger_work"):
        which = st.selectbox(
            words("ledger.which"), list(known), format_func=lambda id: known[id].text, key="ledger_which"
        )
        if which in known:
            _ask(view, known[which])


def _ask(view: frame.View, line: Assumption) -> None:
    words, form = view.words, fields.Form("assumed", line.id)
    with st.form("ledger_form", border=False, enter_to_submit=False):
        with form.field("know_if") as key:
            hint = words("ledger.know_if_hint")
            know_if = form.text(view, words("ledger.know_if"), line.know_if, longest=200, placeholder=hint, key=key)
        one, two, three = st.columns(3)
        with one, form.field("test") as key:
            test = st.selectbox(
                words("ledger.test"),
                ledger.TESTS,
                ledger.TESTS.index(line.test) if line.test else None,
                format_func=lambda id: words(f"ledger.test_{id}"),
                key=key,
            )
        with two, form.field("due") as key:
            due = st.date_input(words("ledger.due"), line.due, format="MM/DD/YYYY", key=key)
        with three, form.field("status") as key:
            status = st.selectbox(
                words("ledger.status"),
                ledger.STATUSES,
                ledger.STATUSES.index(line.status),
                format_func=lambda id: words(f"ledger.status_{id}"),
                key=key,
            )
        if st.form_submit_button(words("common.save"), key="ledger_save", type="primary") and not form.is_wrong:
            problems = ledger.work_on(view.ws, line, know_if=know_if, test=test or "", due=due, status=status)
            if problems:
                form.doubts(view, problems)
            else:
                frame.flash(words("ledger.kept"))
                st.rerun()
