from pages.parts import frame, step_page

view = frame.enter("get-ready")
step_page.show(view)
