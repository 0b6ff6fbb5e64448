from equity_core.model import Cause, Idea
from equity_core.workflow.design import ideas
from tests.pages.conftest import has, is_whole

TEXT = "idea_text_idea_{}"


def test_an_empty_page_teaches_what_to_type_and_keeps_the_library_shut(open_page):
    at = open_page("ideas")
    assert "press Enter" in at.info[0].value
    assert has(at, "library_closed")


def test_enter_keeps_an_idea_and_empties_the_field(open_page, page_ws):
    at = open_page("ideas")
    at.text_input(key=TEXT.format(0)).set_value("Call two families a week")
    at.button(key="idea_add").click().run()
    assert is_whole(at)
    assert [idea.text for idea in page_ws.of_cycle(Idea)] == ["Call two families a week"]
    assert at.text_input(key=TEXT.format(1)).value == ""


def test_an_idea_typed_twice_is_told_and_not_lost(open_page, page_ws):
    at = open_page("ideas", lambda ws: ideas.add(ws, "Call home"))
    at.text_input(key=TEXT.format(0)).set_value("call home")
    at.button(key="idea_add").click().run()
    assert is_whole(at)
    assert "on the list already" in at.warning[0].value
    assert at.text_input(key=TEXT.format(0)).value == "call home"


def test_an_idea_without_a_cause_is_marked_until_it_is_linked(open_page, page_ws):
    page_ws.save(Cause(cycle=page_ws.cycle.id, text="The code says defiance", lens="policy"))
    idea = ideas.add(page_ws, "Rewrite the code")
    at = open_page("ideas")
    assert any("no cause linked" in c.value for c in at.caption)
    (cause,) = page_ws.of_cycle(Cause)
    at.multiselect(key=f"idea_links_{idea.id}").set_value([cause.id])
    at.button(key=f"idea_save_{idea.id}").click().run()
    assert is_whole(at)
    assert page_ws.get(Idea, idea.id).causes == (cause.id,)
    assert any("The code says defiance" in c.value for c in at.caption)


def test_an_idea_is_parked_and_brought_back(open_page, page_ws):
    idea = ideas.add(page_ws, "Call home")
    at = open_page("ideas")
    at.button(key=f"idea_park_{idea.id}").click().run()
    assert page_ws.get(Idea, idea.id).parked
    at.button(key=f"idea_unpark_{idea.id}").click().run()
    assert not page_ws.get(Idea, idea.id).parked


def test_after_three_ideas_the_library_opens_and_one_can_be_taken(open_page, page_ws):
    for text in ("one", "two", "three"):
        ideas.add(page_ws, text)
    entry = ideas.library(page_ws)[0]
    at = open_page("ideas")
    at.button(key=f"library_take_{entry.id}").click().run()
    assert is_whole(at)
    assert entry.text in [idea.text for idea in page_ws.of_cycle(Idea)]


def test_the_wall_shows_ideas_and_a_field_and_no_library(open_page, page_ws):
    for text in ("one", "two", "three"):
        ideas.add(page_ws, text)
    at = open_page("ideas", view="stage")
    assert has(at, "idea_text")
    assert has(at, "idea_list")
    assert not any(expander.label for expander in at.expander)
