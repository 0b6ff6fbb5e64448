from tests.pages.conftest import has, is_whole


def test_home_opens(open_page):
    at = open_page("")
    assert is_whole(at)
    assert at.title[0].value == "Home"
    assert has(at, "page_end")
