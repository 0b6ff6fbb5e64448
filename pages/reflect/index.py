from pages.parts import frame, step_page

view = frame.enter("reflect")
step_page.show(view)
