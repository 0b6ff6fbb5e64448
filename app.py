"""Where Streamlit starts: page config, language, navigation; nothing else."""

import logging

import streamlit as st

st.set_page_config(page_title="Equity Loop", page_icon="🔁", layout="wide")

from pages.parts import frame  # noqa: E402

page = frame.menu()
try:
    page.run()
except Exception:
    logging.getLogger("equity_loop").exception("page failed")
    frame.apologise()
frame.close()
