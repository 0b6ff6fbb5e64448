"""A file of 100,000 students through the browser: seconds to the receipt, progress, memory of the app; and cancelled.

    python -m benchmarks.upload [--rows 100000] [--cancelled 400000]

Limits: the receipt within ten seconds of choosing the file, progress seen, the app under 600 MB. Wall time: a busy
machine says so in its load. What is cancelled leaves nothing in the workspace and nothing in the folders for files.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.ingest import write
from tests.browser.conftest import CHROMIUM, Server, start, stop, watched
from tests.browser.hands import Hands

SECONDS, MEGABYTES = 10.0, 600.0
WATCHING = """() => {
    window.progressSeen = 0;
    new MutationObserver(() => {
        if (document.querySelector('.st-key-import_progress')) window.progressSeen += 1;
    }).observe(document.body, {childList: true, subtree: true, characterData: true});
}"""


def megabytes(server: Server, what: str) -> float:
    """Return a figure of the app's memory: VmRSS is now, VmHWM was the most."""
    said = Path(f"/proc/{server.process.pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in said.splitlines() if line.startswith(f"{what}:"))


def chosen(tab: Hands, path: Path) -> None:
    """Choose a file and wait until its columns are matched."""
    tab.go("bring-in")
    if tab.has("bring_more"):
        tab.press("bring_more")
    tab.page.evaluate(WATCHING)
    tab.at("upload_files").locator("input[type=file]").set_input_files(str(path))
    tab.page.wait_for_selector(".st-key-match_done", timeout=120_000)


def kept(tab: Hands, path: Path) -> float:
    """Return the seconds from choosing a file to its receipt."""
    began = time.perf_counter()
    chosen(tab, path)
    print(f"  chosen and recognised    {time.perf_counter() - began:6.1f} s")
    tab.at("match_done").locator("button").click()
    tab.page.wait_for_selector(".st-key-check_done", timeout=120_000)
    print(f"  checked                  {time.perf_counter() - began:6.1f} s")
    tab.at("check_done").locator("button").click()
    tab.page.wait_for_selector(".st-key-receipt", timeout=120_000)
    took = time.perf_counter() - began
    print(f"  receipt                  {took:6.1f} s (limit {SECONDS:.0f})")
    print(f"  progress was seen        {tab.page.evaluate('() => window.progressSeen')} times")
    return took


def cancelled(tab: Hands, path: Path, button: str) -> None:
    """Stop an import while it works, on the way to `button`'s answer."""
    chosen(tab, path)
    if button == "check_done":
        tab.at("match_done").locator("button").click()
        tab.page.wait_for_selector(".st-key-check_done", timeout=120_000)
    tab.at(button).locator("button").click()
    tab.page.wait_for_selector(".st-key-cancel_import button", timeout=60_000)
    began = time.perf_counter()
    tab.at("cancel_import").locator("button").click()
    tab.page.wait_for_function("() => !document.querySelector('.st-key-import_progress')", timeout=60_000)
    tab.page.wait_for_selector(".st-key-match_table", state="detached", timeout=60_000)
    tab.page.wait_for_selector(".st-key-upload_files", timeout=60_000)
    assert not tab.page.locator("[data-testid=stException]").count(), "cancelling went wrong"
    doing = "keeping" if button == "check_done" else "reading"
    print(f"  cancelled while {doing}, gone after {time.perf_counter() - began:.1f} s")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--schools", type=int, default=40)
    asked.add_argument("--cancelled", type=int, default=400_000)
    given = asked.parse_args()
    print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        files = {state: Path(folder) / f"{state}.csv" for state in ("clean", "dirty")}
        for state, file in files.items():
            write(file, f"narrow {state}", given.rows, schools=given.schools)
        long = Path(folder) / "long.csv"
        write(long, "narrow clean", given.cancelled)
        server = start("laptop", Path(folder) / "home")
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            tab = Hands(watched(browser.new_page(viewport={"width": 1366, "height": 768}), server))
            tab.go()
            before = megabytes(server, "VmRSS")
            for button in ("match_done", "check_done"):
                cancelled(tab, long, button)
            sizes = {p.name: p.stat().st_size for p in (Path(folder) / "home").rglob("*.duckdb*")}
            print(f"  files of the workspace   {sizes}")
            for state, file in files.items():
                print(f"{given.rows} rows of 13 columns, {given.schools} schools, {state}")
                kept(tab, file)
                most = megabytes(server, "VmHWM")
                print(
                    f"  memory of the app        {before:.0f} MB before, {most:.0f} MB at most (limit {MEGABYTES:.0f})"
                )
            tab.tab.must_be_clean()
            browser.close()
        finally:
            stop(server)


if __name__ == "__main__":
    main()
