import streamlit as st

from pages.parts import frame

PURPOSES = {"gaps": "gaps", "goal": "goal", "results": "results"}

view = frame.enter("meet")
with st.container(key="meet_purpose", gap="medium"):
    st.markdown(view.words("meet.help", minutes=view.ws.profile.minutes_per_meeting))
    for purpose, page in PURPOSES.items():
        st.header(view.words(f"meet.{purpose}"), anchor=False)
        st.markdown(view.words(f"meet.{purpose}_how"))
        frame.link_as(view, page, "stage", view.words("meet.open"), key=f"meet_{purpose}")
