from pages.parts import frame

view = frame.enter("home")
