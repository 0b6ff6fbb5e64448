"""What do we need to finish in this meeting? Its agenda, its phases on the wall, and how it is closed."""

from __future__ import annotations

import streamlit as st

from equity_core.workflow import meet
from pages.parts import frame, meeting, meeting_desk

view = frame.enter("meet")
running = meet.current(view.ws)
frame.has_own_next()

if view.mode == "print":
    meeting_desk.print_agenda(view, running)
elif running is None:
    st.markdown(view.words("meet.help"))
    meeting_desk.ask(view)
elif not view.is_stage:
    meeting_desk.show(view, running)
elif running.phase is None:
    frame.stage_title(view.words("meet.close_title"))
    meeting_desk.close(view, running)
else:
    meeting.show_wall(view, running)
