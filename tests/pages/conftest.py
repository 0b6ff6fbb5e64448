"""Run one page by AppTest, inside the real app, on a temporary laptop workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from equity_core.workflow import Workspace
from pages.parts import session
from pages.parts.registry import PAGES
from tests.conftest import ROOT


@pytest.fixture
def laptop_home(tmp_path, monkeypatch):
    """A folder of workspaces that only this test has; its stores are closed afterwards."""
    folder = tmp_path / "home"
    monkeypatch.setenv("EQUITY_LOOP_MODE", "laptop")
    monkeypatch.setenv("EQUITY_LOOP_HOME", str(folder))
    yield folder
    session.close_all()


@pytest.fixture
def page_ws(laptop_home) -> Workspace:
    """The workspace that `open_page` shows. Fill it before, look at it after."""
    return session.opened(session.home() / "workspace.duckdb")


@pytest.fixture
def open_page(page_ws) -> Callable[..., AppTest]:
    """Return a function that opens an address: `at = open_page("gaps", lambda ws: ws.save(...), view="stage")`.

    The second argument is a function that fills the workspace, or nothing. The page must not have failed;
    `at.run()` again after a click runs inside the same app, and `is_whole(at)` checks the same thing.
    """

    def opened(address: str, setup: Callable[[Workspace], object] | None = None, **query: str) -> AppTest:
        if setup:
            setup(page_ws)
        page = next(p for p in PAGES.values() if p.address == address.strip("/"))
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        at.run()
        for name, value in query.items():
            at.query_params[name] = value
        if page.address:
            at.switch_page(str(Path("pages") / page.file))
        at.run()
        assert is_whole(at), "the page failed: see the captured log"
        return at

    return opened


def is_whole(at: AppTest) -> bool:
    """Say whether the page came to its end without a failure."""
    return not at.exception and not has(at, "page_broken") and has(at, "page_end")


def has(at: AppTest, key: str) -> bool:
    """Say whether something with this key is on the page, be it a widget or a container."""
    try:
        at.get_by_key(key)
    except KeyError:
        return False
    return True
