import streamlit as st

from pages.parts import carry, frame, session

view = frame.enter("workspace")
words = view.words

st.header(words("workspace.where"), anchor=False)
with st.container(key="where"):
    st.text(words("workspace.file", file=session.path().name, folder=session.home()) if session.is_laptop() else "")
session.say_where(words)

carry.unlock_key(view)

st.header(words("workspace.copies"), anchor=False)
st.markdown(words("workspace.private"))
carry.save_copy(view)
carry.share_copy(view)

st.header(words("workspace.go_on"), anchor=False)
carry.continue_saved(view)
carry.others(view)

st.header(words("workspace.delete"), anchor=False)
carry.delete(view)
