"""The team's own measures: what each counts and where, to be changed or taken away."""

from __future__ import annotations

import streamlit as st

from equity_core.errors import Refused
from equity_core.model import Limit, Measure, OneOf
from equity_core.workflow.data import bring_in, define, known
from pages.parts import asking, fields, frame
from pages.parts.own_columns import BETTER, TIMING


def show(view: frame.View) -> None:
    """Show every measure of the team's own; at a desk each can be changed."""
    words, found = view.words, define.own(view.ws)
    with st.container(key="own_measures"):
        st.header(words("sources.own"), anchor=False)
        st.text(words("sources.own_why" if found else "sources.own_none"))
        for one in found:
            with st.container(key=f"own_measure_{one.measure.id}", border=True):
                _show(view, one)


def _show(view: frame.View, one: define.Own) -> None:
    words, measure = view.words, one.measure
    st.subheader(fields.plain(measure.label or measure.id), anchor=False)
    st.text(one.definition)
    files = view.words.listed(one.files)
    st.caption(fields.plain(words("sources.own_files", files=files) if files else words("sources.own_no_files")))
    if one.is_in_use:
        st.caption(words("sources.own_in_use"))
    if view.mode != "desk":
        return
    with st.expander(words("sources.own_change"), key=f"own_change_{measure.id}"):
        _form(view, one)


def _form(view: frame.View, one: define.Own) -> None:
    words, measure = view.words, one.measure
    key, form = fields.now(f"own_edit_{measure.id}"), fields.Form("own_measure")
    with st.form(f"form_{key}", border=False):
        label = form.text(view, words("data.label"), measure.label, longest=80, key=f"{key}_label")
        rule = _rule(view, measure, key)
        better = _one_of(
            words("data.better"), BETTER, measure.direction, f"{key}_better", lambda id: words(f"data.{id}")
        )
        timing = _one_of(words("own.timing"), TIMING, measure.timing, f"{key}_timing", lambda id: words(f"own.{id}"))
        about = words("sources.own_definition")
        text = form.text(view, about, measure.definition, longest=300, is_long=True, key=f"{key}_text")
        saved = st.form_submit_button(words("sources.own_save"), key=f"{key}_save", type="primary")
    saved = saved and not form.is_wrong
    if saved and rule is None:
        st.warning(words("sources.own_no_number"))
    elif saved and not label.strip():
        st.warning(words("sources.own_no_label"))
    elif saved:
        changed = {"label": label, "rule": rule, "direction": better, "timing": timing, "definition": text}
        do(view, lambda: _keep(view, define.changed(measure, changed)))
    if not one.is_in_use and st.button(words("sources.own_delete"), key=f"{key}_delete"):
        do(view, lambda: _remove(view, measure))


def _rule(view: frame.View, measure: Measure, key: str):
    """Ask for the limit or the answers of a rule; None where what was typed is no number."""
    words, rule = view.words, measure.rule
    if isinstance(rule, Limit):
        now = next(way for way, kind in known.WAYS.items() if isinstance(rule, kind))
        way = _one_of(words("own.way"), tuple(known.WAYS), now, f"{key}_way", lambda id: words(f"own.{id}"))
        value = asking.number(st.text_input(words("own.limit"), f"{rule.value.normalize():f}", key=f"{key}_limit"))
        return None if value is None else known.WAYS[way](column=rule.column, value=value)
    if isinstance(rule, OneOf):
        chosen = st.multiselect(
            words("data.yes_values"),
            list(rule.values),
            list(rule.values),
            accept_new_options=True,
            format_func=fields.plain,
            key=f"{key}_yes",
        )
        return rule.model_copy(update={"values": tuple(chosen)}) if chosen else rule
    return rule


def _one_of(label, options, value, key, said):
    return st.selectbox(label, options, options.index(value), key=key, format_func=said)


def _keep(view: frame.View, measure: Measure) -> str:
    kept = define.keep(view.ws, measure)
    saved = view.words("sources.own_saved")
    return f"{saved} {view.words('own.hides', measures=view.words.listed(kept.hides))}" if kept.hides else saved


def _remove(view: frame.View, measure: Measure) -> str:
    define.remove(view.ws, measure)
    return view.words("sources.own_deleted")


def do(view: frame.View, act) -> None:
    """Do it, and say at the top of the page what was done, or here why it was not."""
    try:
        told = act()
    except Refused as error:
        st.warning(fields.plain(bring_in.refusal(view.ws, error)))
        return
    frame.flash(told)
    st.rerun()
