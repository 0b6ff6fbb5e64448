"""Small worlds for tests: a store in memory and a clock that stands still."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from equity_core.store import Store
from equity_core.workflow import Workspace

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"  # real public data and messy files: beside the repository, not in it

TESTS = Path(__file__).parent
collect_ignore = (
    [] if SHARED.is_dir() else [str(f) for f in TESTS.rglob("test_*.py") if "SHARED" in f.read_text(encoding="utf-8")]
)


def pytest_report_header() -> str:
    """Say what is left out, and why."""
    return f"left out, because {SHARED} is not there: {len(collect_ignore)} files of tests" if collect_ignore else ""


def noon() -> datetime:
    return datetime(2025, 11, 3, 12, 0)


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory):
    """No test reads or writes the workspaces and the id key of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EQUITY_LOOP_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture
def ws():
    """An empty workspace in memory, in which it is noon on 3 November 2025."""
    store = Store(":memory:", now=noon)
    yield Workspace(store, now=noon)
    store.close()
