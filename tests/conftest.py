"""Small worlds for tests: a store in memory and a clock that stands still."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from equity_core.store import Store
from equity_core.workflow import Workspace

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def noon() -> datetime:
    return datetime(2025, 11, 3, 12, 0)


@pytest.fixture
def ws():
    """An empty workspace in memory, in which it is noon on 3 November 2025."""
    store = Store(":memory:", now=noon)
    yield Workspace(store, now=noon)
    store.close()
