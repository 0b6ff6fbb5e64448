from pages.parts import frame, step_page

view = frame.enter("diagnose")
step_page.show(view)
