"""Templates and questions to download, for a team that has no export yet."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow.data import question_papers, templates
from pages.parts import frame


def offer(view: frame.View) -> None:
    """Offer every template, and our own questions to print. They are made when somebody asks for them."""
    words = view.words
    with st.container(key="to_fill"):
        st.text(words("template.offer_why"))
        if not st.toggle(words("template.offer"), key="show_templates"):
            return
        workbook, *others = templates.downloads(words)
        _download(view, workbook, "primary")
        for template in others:
            _download(view, template, "secondary")
        st.subheader(words("questions.title"), anchor=False)
        st.text(words("questions.about"))
        with st.container(horizontal=True):
            for paper in question_papers.papers(words):
                label = words("questions.print", title=words(f"questions.{paper.id}.title"))
                key = f"questions_{paper.id}"
                st.download_button(label, paper.content, paper.file, paper.kind, on_click="ignore", key=key)


def _download(view: frame.View, file: templates.Download, look: str) -> None:
    words = view.words
    about, button = st.columns([3, 2], vertical_alignment="center")
    with about:
        st.markdown(f"**{words(f'template.{file.id}.title')}**")
        st.caption(words(f"template.{file.id}.about"))
    with button:
        label, key = words("template.download", file=file.file), f"template_{file.id}"
        st.download_button(label, file.content, file.file, file.kind, on_click="ignore", key=key, type=look)
