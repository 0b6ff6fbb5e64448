"""Where Streamlit starts: page config, language, navigation; nothing else."""

import logging

import streamlit as st

st.set_page_config(page_title="Equity Loop", page_icon="🔁", layout="wide")

from equity_core.errors import EquityError  # noqa: E402  # Streamlit wants the page config first
from pages.parts import frame  # noqa: E402

page = frame.menu()
if page is not None:
    try:
        page.run()
    except EquityError as error:
        frame.tell(error)
    except Exception:
        logging.getLogger("equity_loop").exception("a page failed")
        frame.apologise()
    frame.close()
