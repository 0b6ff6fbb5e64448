"""What a person's hands and eyes do on a page: choose, type, press, read, and notice what must never be there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, WebSocket
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.conftest import DRAWN, LATER

SMALLEST_ON_THE_WALL = 22  # pixels (UX.md §4.1)


def smallest_letters(page: Any) -> float:
    """Return how many pixels high the smallest letters of a page are, but for those in charts."""
    sizes = page.eval_on_selector_all(
        "[data-testid=stMain] p, [data-testid=stMain] label, [data-testid=stMain] td",
        "all => all.filter(e => e.offsetParent && e.innerText.trim())"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))",
    )
    return min(sizes)


class Hands:
    """Work one tab (tests/browser/conftest.py) by the keys of its elements."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.page = tab.page
        self.frames: list[bytes] = []
        self.page.on("websocket", self._listen)

    @contextmanager
    def _redrawn(self) -> Iterator[None]:
        before = self.page.evaluate(DRAWN)
        yield
        self.page.wait_for_function(LATER, arg=before, timeout=30_000)

    def at(self, key: str) -> Locator:
        """Return the element with this key."""
        return self.page.locator(f".st-key-{key}").first

    def has(self, key: str) -> bool:
        """Say whether the element is on the page."""
        return self.page.locator(f".st-key-{key}").count() > 0

    def text(self, key: str) -> str:
        """Return what a person reads there."""
        return self.at(key).inner_text()

    def go(self, address: str = "", **query: str) -> None:
        """Type an address."""
        self.tab.open(address, **query)

    def turn_to(self, address: str = "", **query: str) -> None:
        """Come to a page by the browser's forward button."""
        self.tab.turn_to(address, **query)

    def press(self, key: str) -> None:
        """Press a button, link, tick box or toggle."""
        with self._redrawn():
            self.at(key).locator("button, a, label").first.click()

    def follow(self, name: str) -> None:
        """Follow a link by its accessible name."""
        with self._redrawn():
            self.page.get_by_role("link", name=name, exact=True).first.click()

    def choose(self, key: str, option: str) -> None:
        """Choose an option of a select box by its text (nothing happens if it is chosen already)."""
        field = self.at(key).locator("input").first
        if field.input_value().strip() != option:
            with self._redrawn():
                self.pick(field, option)

    def pick(self, field: Locator, option: str | None = None, *, typed: str = "") -> None:
        """Open a list, type into it if asked to, and take an option by its text, or the first one.

        In a form, nothing follows. A list closes again when the page moves or is drawn anew under it: then it is
        opened once more, as a person would.
        """
        wanted = self.page.get_by_role("option", name=option, exact=not typed).first
        for _ in range(8):
            field.scroll_into_view_if_needed()
            field.focus()
            field.press("ArrowDown")  # a click would scroll, and scrolling closes the list
            if typed:
                field.fill(typed)
            try:
                wanted.click(timeout=4_000)
            except PlaywrightTimeoutError:
                field.press("Escape")
                continue
            return
        raise AssertionError(f"{option!r} is not offered")

    def write(self, key: str, text: str) -> None:
        """Type into a field and leave it."""
        field = self.at(key).locator("input, textarea").first
        with self._redrawn():
            field.fill(text)
            field.press("Tab")

    def fill(self, key: str, text: str) -> None:
        """Type into a field of a form, which is sent later."""
        self.at(key).locator("input, textarea").first.fill(text)

    def upload(self, key: str, *files: Path | dict[str, Any]) -> None:
        """Give files to an uploader."""
        with self._redrawn():
            self.at(key).locator("input[type=file]").set_input_files(
                [f if isinstance(f, dict) else str(f) for f in files]
            )

    def saw(self, what: str) -> bool:
        """Say whether a text has reached the browser in any way."""
        return any(what.encode() in frame for frame in self.frames) or what in self.page.content()

    def must_never_see(self, *words: str) -> None:
        """Assert the global negatives of SCENARIOS.md §0 for everything that has reached this browser so far."""
        seen = [word for word in (*words, "Traceback", "equity_core/") if self.saw(word)]
        assert not seen, f"reached the browser: {seen}"
        self.tab.must_be_clean()

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda sent: self.frames.append(sent.encode() if isinstance(sent, str) else sent))
