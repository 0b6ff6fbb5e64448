"""A real server and a real browser. No test waits on sleep: a page is ready when `.st-key-page_ready` is there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode, urlparse
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
READY = ".st-key-page_ready"
DRAWN = "() => Number(document.querySelector('.st-key-page_end [data-drawn]')?.dataset.drawn ?? 0)"
FORWARD = "url => { history.pushState({}, '', url); dispatchEvent(new PopStateEvent('popstate')); }"
LATER = "before => Number(document.querySelector('.st-key-page_ready [data-drawn]')?.dataset.drawn ?? 0) > before"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a journey that ran out of time on a busy machine one more try; a wrong answer has none."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=["TimeoutError"]))


@dataclass
class Server:
    """A running app: where it answers and where it keeps its files."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]


@dataclass
class Tab:
    """One browser page, with what went wrong in it and which other hosts it called."""

    page: object
    server: Server
    failures: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, address: str = "", **query: str) -> object:
        """Go to an address as if typed, and wait until the page is ready."""
        self.page.goto(self._url(address, query))
        return self.ready()

    def turn_to(self, address: str = "", **query: str) -> object:
        """Come to an address by the browser's forward button: nothing is loaded anew, which costs a third of `open`."""
        before = self.page.evaluate(DRAWN)
        self.page.evaluate(FORWARD, self._url(address, query))
        self.page.wait_for_function(LATER, arg=before, timeout=30_000)
        return self.ready()

    def _url(self, address: str, query: dict[str, str]) -> str:
        asked = f"?{urlencode(query)}" if query else ""
        return f"{self.server.url}/{address.lstrip('/')}{asked}"

    def click(self, locator: object) -> object:
        """Click something that leads to another page, and wait until that is ready."""
        before = self.page.evaluate(DRAWN)
        locator.click()
        self.page.wait_for_function(LATER, arg=before, timeout=30_000)
        return self.page

    def ready(self) -> object:
        """Wait until the page is whole, and note what Streamlit says by itself: an error, or the help of an object."""
        self.page.wait_for_selector(READY, state="attached", timeout=30_000)
        for said in self.page.locator("[data-testid=stHelp], [data-testid=stException]").all():
            self.failures.append(said.inner_text()[:200])
        return self.page

    def text(self, key: str) -> str:
        """Return what a keyed element says."""
        return self.page.locator(f".st-key-{key}").first.inner_text()

    def must_be_clean(self) -> None:
        """Fail if a page error, an exception on the page or a request to another host was seen."""
        assert not self.failures, self.failures
        assert not self.foreign, self.foreign
        assert self.page.locator("[data-testid=stException]").count() == 0
        assert self.page.locator(".st-key-page_broken").count() == 0


def start(mode: str, home: Path) -> Server:
    """Start the app on a free port and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "EQUITY_LOOP_MODE": mode, "EQUITY_LOOP_HOME": str(home)}
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.address=127.0.0.1",
        "--server.headless=true",
    ]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--server.port={port}"], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urlopen(f"{url}/_stcore/health", timeout=1):
                return Server(url, home, process)
        except (URLError, OSError):
            assert process.poll() is None, (home / "server.log").read_text()
    process.kill()
    raise AssertionError("the server did not answer")


def stop(server: Server) -> None:
    """Stop the app."""
    server.process.terminate()
    server.process.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The browser, shared by all tests of a process."""
    if not CHROMIUM:
        pytest.skip("there is no chromium here: .ci/run installs it")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as run.py starts it on somebody's computer, with an empty home."""
    server = start("laptop", tmp_path_factory.mktemp("laptop"))
    yield server
    stop(server)


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as a shared host runs it."""
    server = start("cloud", tmp_path_factory.mktemp("cloud"))
    yield server
    stop(server)


@pytest.fixture
def serve(tmp_path) -> Iterator[object]:
    """Return a function that starts a server of this test's own: `server = serve("laptop")`."""
    running = []

    def started(mode: str, home: Path | None = None) -> Server:
        running.append(start(mode, home or tmp_path / f"home{len(running)}"))
        return running[-1]

    yield started
    for server in running:
        stop(server)


@pytest.fixture
def new_tab(chromium):
    """Return a function that opens a browser of its own (its own storage) at a server: `new_tab(laptop)`."""
    contexts = []

    def opened(server: Server, *, width: int = 1366, height: int = 768) -> Tab:
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        return watched(context.new_page(), server)

    yield opened
    for context in contexts:
        context.close()


def watched(page: object, server: Server) -> Tab:
    """Return a tab that remembers failures and requests to other hosts."""
    tab = Tab(page, server)
    page.on("pageerror", lambda error: tab.failures.append(str(error)))
    page.on("request", lambda asked: tab.foreign.append(asked.url) if _is_foreign(asked.url, server) else None)
    return tab


@pytest.fixture
def browser_page(laptop, new_tab) -> Tab:
    """A tab at the laptop app."""
    tab = new_tab(laptop)
    yield tab
    tab.must_be_clean()


def _is_foreign(url: str, server: Server) -> bool:
    asked = urlparse(url)
    return asked.scheme in ("http", "https", "ws", "wss") and asked.netloc != urlparse(server.url).netloc
