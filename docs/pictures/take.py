"""Take the README's picture of the gaps page on the sample school: `python -m docs.pictures.take`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, start, stop, watched
from tests.browser.hands import Hands

PICTURE = Path(__file__).with_name("gaps.png")


def main() -> None:
    """Start the app, open the sample school, skip the guess, and keep what the screen shows."""
    server = start("laptop", Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            tab = watched(browser.new_page(viewport={"width": 1366, "height": 1100}), server)
            hands = Hands(tab)
            tab.open()
            hands.press("open_sample")
            tab.open("gaps")
            hands.press("predict_skip")
            tab.page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
            tab.page.evaluate("() => document.fonts.ready")
            tab.page.screenshot(path=str(PICTURE))
            browser.close()
    finally:
        stop(server)


if __name__ == "__main__":
    main()
