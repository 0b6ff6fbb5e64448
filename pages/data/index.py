from pages.parts import frame, step_page

view = frame.enter("data")
step_page.show_data(view)
