"""I do not know what to ask for: a card for each system, and a letter to send."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow.data import recipes
from pages.parts import fields, frame


def offer(view: frame.View) -> None:
    """Draw the recipe of the system that is chosen."""
    words = view.words
    known = {recipe.id: recipe for recipe in recipes.recipes(words)}
    with st.container(key="recipes"), st.expander(words("recipes.title")):
        st.text(words("recipes.about"))
        id = st.selectbox(
            words("recipes.system"), list(known), key="recipe_system", format_func=lambda each: known[each].system
        )
        _card(view, known[id])


def _card(view: frame.View, recipe: recipes.Recipe) -> None:
    words = view.words
    st.markdown(f"**{words('recipes.steps')}**")
    st.markdown("\n".join(f"{number}. {fields.plain(step)}" for number, step in enumerate(recipe.steps, start=1)))
    for file in recipe.files:
        st.markdown(f"**{fields.plain(words('recipes.fields', name=file.name))}**")
        st.markdown("\n".join(f"- `{name}`: {fields.plain(means)}" for name, means in file.columns))
    letter = recipes.letter(words, recipe)
    st.markdown(f"**{words('recipes.email')}**")
    with st.container(key="recipe_email"):
        st.code(letter, language=None, wrap_lines=True)
    st.download_button(
        words("recipes.download"),
        letter.encode(),
        file_name=f"letter_{recipe.id}.txt",
        mime="text/plain",
        key="recipe_download",
    )
