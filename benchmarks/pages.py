"""How long a page takes in a real browser, on the sample school: `python -m benchmarks.pages`.

A page is there when its last element is (`.st-key-page_ready`) and no script runs. Limits: a first page under three
seconds after the server is up, a page switch under half a second.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, start, stop, watched
from tests.browser.hands import DRAWN, Hands

FIRST_PAGE, SWITCH = 3.0, 0.5
ROUNDS = 5
PAGES = (
    *("diagnose", "gaps", "focus", "listen", "causes", "goal"),
    *("design", "ideas", "choose"),
    *("implement", "plan", "checkins", "log"),
    *("reflect", "results", "decide"),
    *("notebook", "kit"),
)
NOW = "() => performance.now()"
THERE = """([address, before]) => location.pathname.endsWith('/' + address)
    && Number(document.querySelector('.st-key-page_ready [data-drawn]')?.dataset.drawn ?? 0) > before
    && document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'"""


def first_page(browser, server) -> float:
    """Return the seconds from typing the address, in a browser that has seen nothing, to a page that is ready."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    tab = watched(context.new_page(), server)
    began = time.perf_counter()
    tab.open()
    took = time.perf_counter() - began
    context.close()
    return took


def switch(tab, address: str) -> float:
    """Return the seconds from a click on a link of the frame to the other page being ready."""
    page = tab.page
    link = page.locator(f'a[href$="{address}"]').first
    link.wait_for(state="visible")
    before = page.evaluate(DRAWN)
    began = page.evaluate(NOW)
    link.click()
    page.wait_for_function(THERE, arg=[address, before])
    return (page.evaluate(NOW) - began) / 1000


def main() -> None:
    """Print each page's median, and whether the limits are kept. A busy machine says so in its load."""
    print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    server = start("laptop", Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            first = [first_page(browser, server) for _ in range(3)]
            print(f"{'first page':24} {first[0]:6.3f} s   then {statistics.median(first[1:]):6.3f} s")
            tab = watched(browser.new_page(viewport={"width": 1366, "height": 768}), server)
            tab.open()
            began = time.perf_counter()
            Hands(tab).press("open_sample")
            print(f"{'open the sample school':24} {time.perf_counter() - began:6.3f} s")
            medians = measured(tab)
            browser.close()
    finally:
        stop(server)
    worst = max(medians, key=medians.__getitem__)
    print(f"{'median of all switches':24} {statistics.median(medians.values()):6.3f} s")
    print(f"first page / limit: {first[0] / FIRST_PAGE:.2f}")
    print(f"slowest switch ({worst}) / limit: {medians[worst] / SWITCH:.2f}")


def measured(tab) -> dict[str, float]:
    """Return the median seconds of a switch to each page, going round several times."""
    took: dict[str, list[float]] = {address: [] for address in PAGES}
    for round_ in range(ROUNDS):
        for address in PAGES:
            if not tab.page.locator(f'a[href$="{address}"]').first.is_visible():
                tab.open(address)
                continue
            seconds = switch(tab, address)
            if round_:  # the first round warms what loads on first use
                took[address].append(seconds)
    medians = {address: statistics.median(seconds) for address, seconds in took.items() if seconds}
    for address, seconds in medians.items():
        print(f"{address:24} {seconds:6.3f} s   slowest {max(took[address]):6.3f} s")
    return medians


if __name__ == "__main__":
    main()
