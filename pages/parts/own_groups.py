"""The team's own ways to group students: which groups, from which files, to be renamed or taken away."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow.data import own_groups
from pages.parts import fields, frame
from pages.parts.own_measures import do


def show(view: frame.View) -> None:
    """Show every grouping of the team's own; at a desk each can be renamed or deleted."""
    words, found = view.words, own_groups.own(view.ws)
    with st.container(key="own_groups"):
        st.header(words("own_groups.title"), anchor=False)
        st.text(words("own_groups.why" if found else "own_groups.none"))
        for one in found:
            with st.container(key=f"own_group_{one.dimension.id}", border=True):
                _show(view, one)


def _show(view: frame.View, one: own_groups.OwnGroups) -> None:
    words, dimension = view.words, one.dimension
    st.subheader(fields.plain(dimension.label), anchor=False)
    about = "own_groups.about" if one.groups else "own_groups.about_no_groups"
    st.text(words(about, column=dimension.header, groups=words.listed(one.groups)))
    files = words.listed(one.files)
    st.caption(fields.plain(words("sources.own_files", files=files) if files else words("sources.own_no_files")))
    if one.is_in_use:
        st.caption(words("own_groups.in_use"))
    if view.mode != "desk":
        return
    with st.expander(words("sources.own_change"), key=f"own_group_change_{dimension.id}"):
        _form(view, one)


def _form(view: frame.View, one: own_groups.OwnGroups) -> None:
    words, dimension = view.words, one.dimension
    key, form = fields.now(f"own_group_edit_{dimension.id}"), fields.Form("own_group")
    with st.form(f"form_{key}", border=False):
        label = form.text(view, words("own_groups.name"), dimension.label, longest=80, key=f"{key}_label")
        saved = st.form_submit_button(words("own_groups.save"), key=f"{key}_save", type="primary")
    if saved and not form.is_wrong:
        do(view, lambda: _rename(view, one, label))
    if not one.is_in_use and st.button(words("own_groups.delete"), key=f"{key}_delete"):
        do(view, lambda: _remove(view, one))


def _rename(view: frame.View, one: own_groups.OwnGroups, label: str) -> str:
    own_groups.rename(view.ws, one.dimension, label)
    return view.words("own_groups.saved")


def _remove(view: frame.View, one: own_groups.OwnGroups) -> str:
    own_groups.remove(view.ws, one.dimension)
    return view.words("own_groups.deleted")
