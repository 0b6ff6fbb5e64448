from pages.parts import frame, step_page

view = frame.enter("implement")
step_page.show(view)
