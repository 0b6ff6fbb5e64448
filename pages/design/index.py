from pages.parts import frame, step_page

view = frame.enter("design")
step_page.show(view)
