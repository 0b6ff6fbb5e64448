"""What a person's hands and eyes do on a page: choose, type, click, read, and notice what must never be there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, WebSocket, expect

READY = ".st-key-page_ready"


def key(page: Page, name: str) -> Locator:
    """Return the element with this key."""
    return page.locator(f".st-key-{name}").first


def settled(page: Page) -> None:
    """Wait until the page has been drawn to its end and nothing runs any more."""
    page.locator(READY).first.wait_for(state="attached", timeout=30_000)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)


def press(page: Page, name: str) -> None:
    """Click the button, link or tick box with this key, and wait for the page."""
    key(page, name).locator("button, a, label, summary").first.click()
    settled(page)


def choose(page: Page, name: str, option: str) -> None:
    """Choose an option of a select box by its text, and wait for the page."""
    box = key(page, name)
    box.locator("input").first.click()
    page.locator("[role=option]").filter(has_text=re.compile(rf"^\s*{re.escape(option)}\s*$")).first.click()
    settled(page)


def write(page: Page, name: str, text: str) -> None:
    """Type into the field with this key and leave it."""
    field = key(page, name).locator("input, textarea").first
    field.fill(text)
    field.press("Tab")
    settled(page)


def upload(page: Page, name: str, *files: Path) -> None:
    """Give files to the uploader with this key."""
    key(page, name).locator("input[type=file]").set_input_files([str(f) for f in files])
    settled(page)


def text(page: Page, name: str) -> str:
    """Return what a person reads at this key."""
    return key(page, name).inner_text()


class Witness:
    """Listen to everything that reaches the browser: pages, frames of the websocket, requests, addresses."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frames: list[bytes] = []
        self.requests: list[str] = []
        page.on("websocket", self._open)
        page.on("request", lambda r: self.requests.append(r.url))

    def _open(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda payload: self.frames.append(_bytes(payload)))

    def saw(self, what: str) -> bool:
        """Say whether this text has reached the browser in any way."""
        asked = what.encode()
        return any(asked in frame for frame in self.frames) or what in self.page.content()

    def check(self, *, never: list[str]) -> None:
        """Assert the global negatives of SCENARIOS.md §0 for what has been seen so far."""
        for word in [*never, "Traceback", "equity_core/"]:
            assert not self.saw(word), f"{word!r} reached the browser"
        here = re.match(r"https?://[^/]+", self.page.url)
        hosts = {re.match(r"[a-z]+://[^/]*|[a-z]+:", url)[0] for url in self.requests}  # type: ignore[index]
        assert here is not None
        others = {h for h in hosts if not h.startswith((here[0], "data:", "blob:", "about:", "chrome:"))}
        assert not others, f"requests to {others}"


def _bytes(payload: Any) -> bytes:
    return payload.encode() if isinstance(payload, str) else payload
