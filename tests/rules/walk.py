"""Go through a page as it is, and through every option of every picker on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.parts.registry import PAGES
from tests.conftest import ROOT

FORWARD = ("predict_skip",)  # what must be pressed before the numbers are there


def walked(address: str, view: str) -> Iterator[AppTest]:
    """Yield the page first as it opens, then after each choice, one picker at a time."""
    at = _opened(address, view)
    yield at
    for place in range(len(at.selectbox)):
        for choice in range(len(at.selectbox[place].options)):
            if place < len(at.selectbox) and choice < len(at.selectbox[place].options):
                at.selectbox[place].select_index(choice).run()
                yield _forward(at)


def _opened(address: str, view: str) -> AppTest:
    page = next(page for page in PAGES.values() if page.address == address)
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.run()
    at.query_params["view"] = view
    if page.address:
        at.switch_page(str(Path("pages") / page.file))
    return _forward(at.run())


def _forward(at: AppTest) -> AppTest:
    for key in FORWARD:
        found = [button for button in at.button if button.key == key]
        if found:
            found[0].click().run()
    return at
