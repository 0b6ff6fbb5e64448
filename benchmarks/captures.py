"""How soon a line of a meeting is seen, Enter to the wall, beside an empty app: `python -m benchmarks.captures`.

The peer is Streamlit itself: one form and the list of what was typed. Both are asked line by line in turn, in the same
browser, so that a busy machine is busy for both. Limit: 0.4 s (UX.md, capture), and twice the peer.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, start, stop, watched
from tests.browser.hands import Hands

LIMIT, LINES, WARM = 0.4, 30, 3
MEETINGS = (("a list", "Find ideas", 1), ("a chart", "Look at data together", 3))  # beside what; phases before
PEER = """
import streamlit as st
lines = st.session_state.setdefault("lines", [])
def take():
    lines.append(st.session_state["line"])
with st.form("form", clear_on_submit=True):
    st.text_input("Line", key="line")
    st.form_submit_button("Add", on_click=take)
for line in lines[-10:]:
    st.text(line)
"""
# From the key that is pressed in the page to the line that stands in it, by the browser's own clock.
WATCH = """line => {
  window.lineSeen = null;
  let pressed = null;
  const isThere = () => [...document.querySelectorAll("[data-testid=stText]")].some(text => text.innerText === line);
  document.addEventListener("keydown", event => { if (event.key === "Enter") pressed = performance.now(); },
                            { capture: true, once: true });
  const watch = new MutationObserver(() => {
    if (pressed === null || !isThere()) return;
    watch.disconnect();
    window.lineSeen = performance.now() - pressed;
  });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
STILL = "() => document.querySelector('[data-test-script-state]')?.dataset.testScriptState === 'notRunning'"


@contextmanager
def peer() -> Iterator[str]:
    """Run the empty app and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = Path(tempfile.mkdtemp()) / "peer.py"
    script.write_text(PEER, encoding="utf-8")
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true", f"--server.port={port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        for _ in range(120):
            try:
                with urlopen(f"{url}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.5)
        yield url
        process.terminate()


def seen(page: Page, field: str, line: str) -> float:
    """Type a line, press Enter, and return the seconds until it stands on the page."""
    box = page.locator(field).first
    box.click()
    box.fill(line)
    page.evaluate(WATCH, line)
    box.press("Enter")
    page.wait_for_function("() => window.lineSeen !== null", timeout=30_000)
    page.wait_for_function(STILL)
    return float(page.evaluate("() => window.lineSeen")) / 1000


def told(name: str, took: list[float]) -> float:
    """Print the median and the 95th percentile, and return the median."""
    ninety_fifth = statistics.quantiles(took, n=20, method="inclusive")[-1]
    print(f"{name:20} median {statistics.median(took):.3f} s   95th percentile {ninety_fifth:.3f} s")
    return statistics.median(took)


def begin(hands: Hands, purpose: str, phase: int) -> None:
    """Begin a meeting at a phase that takes lines."""
    hands.go("meet")
    if not hands.has("meet_purpose"):
        hands.press("meet_close_now")
    hands.pick(hands.at("meet_purpose").locator("input").first, typed=purpose)
    hands.press("meet_start")
    for _ in range(phase):
        hands.press("stage_next")


def main() -> None:
    """Print how soon lines are seen, ours and the peer's, in a list and beside a chart."""
    print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    server = start("laptop", Path(tempfile.mkdtemp()))
    try:
        with sync_playwright() as playwright, peer() as url:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            tab = watched(browser.new_page(viewport={"width": 1024, "height": 768}), server)
            tab.open()
            hands = Hands(tab)
            hands.press("open_sample")
            for place, purpose, phase in MEETINGS:
                begin(hands, purpose, phase)
                empty = browser.new_page(viewport={"width": 1024, "height": 768})
                empty.goto(url)
                empty.wait_for_selector("[data-testid=stForm]")
                ours: list[float] = []
                theirs: list[float] = []
                for number in range(WARM + LINES):
                    line = f"A later bus on day {number} {place}"
                    tab.page.bring_to_front()
                    ours.append(seen(tab.page, ".st-key-stage_capture input", line))
                    empty.bring_to_front()
                    theirs.append(seen(empty, "[data-testid=stForm] input", line))
                empty.close()
                median, peers = told(f"ours, {place}", ours[WARM:]), told("streamlit", theirs[WARM:])
                print(f"ours / limit: {median / LIMIT:.2f}   ours / streamlit: {median / peers:.2f}")
            browser.close()
    finally:
        stop(server)
    print(f"load of the last minute: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
