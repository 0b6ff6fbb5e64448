import pytest

from pages.parts import fields


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
