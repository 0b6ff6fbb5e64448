"""Which files the numbers come from: receipts, what to keep in mind, our own measures, exports, and taking one away."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Refused
from equity_core.workflow.data import bring_in, method_notes, quality, retention, snapshots, sources, tidy
from equity_core.workflow.data.templates import CSV, XLSX
from pages.parts import fields, frame, importing, own_groups, own_measures


def show(found: sources.Receipt) -> None:
    source = found.source
    with st.container(key=f"source_{source.id}", border=True):
        st.badge(importing.status(view, source))
        if source.is_sample:
            st.badge(words("data.sample"))
        importing.receipt(view, found)
        for line in found.rests_on:
            st.text(line)
        if source.status == "active" and view.mode == "desk":
            with st.container(horizontal=True):
                if retention.has_rows(source) and not source.is_sample:
                    change_day(source)
                    delete_rows(source)
                delete(found)


def change_day(source) -> None:
    with st.popover(words("kept.change"), key=f"keep_{source.id}"):
        label, key = words("kept.new_day"), fields.now(f"keep_until_{source.id}")
        day = st.date_input(label, source.keep_until, format="MM/DD/YYYY", key=key)
        if st.button(words("kept.save"), key=f"keep_save_{source.id}") and day:
            try:
                retention.keep_until(ws, source, day)
            except Refused as error:
                st.warning(bring_in.refusal(ws, error))
            else:
                frame.flash(words("kept.saved"))
                st.rerun()


def delete_rows(source) -> None:
    with st.popover(words("kept.delete"), key=f"delete_rows_{source.id}"):
        st.text(words("kept.delete_sure"))
        if st.button(words("kept.delete_yes"), key=f"delete_rows_yes_{source.id}"):
            retention.delete_rows(ws, source)
            frame.flash(words("kept.deleted"))
            st.rerun()


def delete(found: sources.Receipt) -> None:
    source = found.source
    with st.popover(words("data.delete"), key=f"delete_{source.id}"):
        st.text(words("data.delete_sure"))
        st.text(words("sources.lost", periods=", ".join(source.periods)))
        if found.joined:
            st.text(words("sources.lost_joined", files=words.listed(found.joined), count=len(found.joined)))
        if found.rests_on:
            st.text(words("sources.lost_baseline"))
        if st.button(words("data.delete_yes"), key=f"delete_yes_{source.id}"):
            sources.delete(ws, source)
            frame.flash(words("data.deleted", name=source.name))
            st.rerun()


def show_what_is_missing() -> None:
    told = quality.of_all(ws)
    if told:
        with st.container(key="all_quality"):
            st.header(words("sources.all_quality"), anchor=False)
            for line in told:
                st.text(line)
            frame.link(view, "bring-in", words("listen.to_questions"), key="quality_to_questions")


def show_methods() -> None:
    told = method_notes.notes(ws)
    if told:
        with st.container(key="method_notes"):
            st.header(words("sources.methods"), anchor=False)
            for line in told:
                st.text(line)


def show_snapshots() -> None:
    with st.container(key="snapshots"):
        st.header(words("snapshot.title"), anchor=False)
        kept = snapshots.told(ws)
        st.text(words("snapshot.why"))
        for one, files in kept:
            facts = {"name": one.name, "day": words.day(one.made_at), "files": words.listed(files)}
            st.text(words("snapshot.line", **facts))
        if not kept:
            st.caption(words("snapshot.none"))
        if view.mode == "desk":
            take_snapshot()


def take_snapshot() -> None:
    form = fields.Form("snapshot")
    with st.form("snapshot_form", border=False):
        name = form.text(view, words("snapshot.name"), longest=80, key=fields.fresh("snapshot") + "_name")
        pressed = st.form_submit_button(words("snapshot.take"), key="snapshot_take")
    if pressed and not form.is_wrong:
        try:
            snapshots.take(ws, name)
        except Refused as error:
            st.warning(fields.plain(bring_in.refusal(ws, error)))
        else:
            fields.done("snapshot", words("snapshot.taken"))


def offer_export() -> None:
    """Prepare the files first, so that no click is lost."""
    with st.container(key="export"):
        st.header(words("sources.export"), anchor=False)
        st.text(words("sources.export_why"))
        if not st.toggle(words("sources.export_prepare"), key="export_prepare"):
            return
        name = words("sources.export_file", day=ws.today().isoformat())
        with st.container(horizontal=True):
            for label, content, ending, kind in (
                ("sources.export_xlsx", tidy.as_workbook(ws), "xlsx", XLSX),
                ("sources.export_csv", tidy.as_csv(ws), "csv", CSV),
            ):
                key = f"export_{ending}"
                st.download_button(words(label), content, f"{name}.{ending}", kind, on_click="ignore", key=key)


view = frame.enter("sources")
ws, words = view.ws, view.words
receipts = sources.receipts(ws)
due = [source.name for source in retention.due(ws)]
if due:
    with st.container(key="all_due"):
        st.warning(fields.plain(words("kept.all_due", count=len(due), files=words.listed(due))))
if receipts:
    with st.container(key="source_list"):
        for receipt in receipts:
            show(receipt)
    show_what_is_missing()
    own_measures.show(view)
    own_groups.show(view)
    show_methods()
    show_snapshots()
    if view.mode == "desk" and ws.sources():
        offer_export()
        frame.link_as(view, "sources", "print", words("sources.print"), key="print_sources")
else:
    st.text(words("data.no_sources"))
    own_measures.show(view)
    own_groups.show(view)
frame.link(view, "bring-in", words("data.bring_first"), key="bring_more_data")
