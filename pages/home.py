from equity_core.workflow import home
from pages.parts import begin, brief, frame, session

view = frame.enter("home")
if home.is_empty(view.ws):
    begin.show(view)
else:
    if view.ws.profile.is_sample and not view.is_stage:
        brief.tour(view)
    brief.show(view)
session.say_where(view.words)
