import pytest

from equity_core.model import Cause
from equity_core.workflow.get_ready import influence
from pages.parts import fields
from tests.pages.conftest import is_whole


@pytest.mark.parametrize("typed", ["http://a.test/x", "see www.a.test", "me@a.test", "HTTPS://a.test"])
def test_a_typed_address_makes_no_link(typed):
    assert fields.plain(typed).replace("\\", "") != typed
    assert fields.plain(typed).replace("\\", "").replace("\u2060", "") == typed


@pytest.mark.parametrize("typed", ["![x](y)", "**bold**", "[a](b)", ":red[x]", "$x$", "<img src=x>", "`code`", "| a |"])
def test_typed_marks_show_as_they_are(typed):
    assert fields.plain(typed).replace("\\", "") == typed
    assert "\\" + typed[0] in fields.plain(typed)


def test_a_plain_sentence_stays_readable():
    assert fields.plain("What: 3 calls, then talk") == "What\\: 3 calls, then talk"


LONG = {  # page: its field, the button that keeps it, the room there is, and what is kept then
    "team": ("team_school", "team_save", 80, lambda ws: ws.profile.school),
    "causes": ("cause_0", "cause_add", 300, lambda ws: ws.of_cycle(Cause)),
    "commitment": ("influence_concern_influence_0", "influence_add", 160, influence.lines),
}


@pytest.mark.parametrize("address", LONG)
def test_a_text_that_is_too_long_stays_whole_and_a_sentence_says_so(open_page, page_ws, address):
    (key, button, longest, kept), typed = LONG[address], "the bus leaves early. " * 20
    at = open_page(address)
    at.text_input(key=key).set_value(typed)
    if address == "commitment":
        at.text_input(key="influence_initials_influence_0").set_value("AP")
    at.button(key=button).click().run()
    said = " ".join(warning.value for warning in at.warning)
    assert f"That is {len(typed.strip())} characters, and there is room for {longest}" in said
    assert at.text_input(key=key).value == typed
    assert not kept(page_ws)
    at.text_input(key=key).set_value("the bus leaves early")
    at.button(key=button).click().run()
    assert is_whole(at)
    assert kept(page_ws)
