"""Which workspace this browser tab works on: a file of this computer's (laptop) or an island of its own (Cloud)."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import streamlit as st

from equity_core.workflow import Workspace
from equity_core.workflow.files import open_workspace

_OPEN: dict[Path, Workspace] = {}
_LOCK = threading.Lock()


def is_laptop() -> bool:
    """Say whether run.py started the app on somebody's own computer."""
    return os.environ.get("EQUITY_LOOP_MODE") == "laptop"


def home() -> Path:
    """Return the folder of the workspaces, making it if it is not there."""
    folder = Path(os.environ.get("EQUITY_LOOP_HOME") or Path.home() / "EquityLoop")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def current() -> Workspace:
    """Return the workspace of this tab; Locked or Damaged when its file cannot be opened."""
    path = st.session_state.get("workspace_path") or home() / "workspace.duckdb"
    return opened(path)


def opened(path: Path) -> Workspace:
    """Return the one open workspace of a file in this process."""
    path = path.resolve()
    with _LOCK:
        if path not in _OPEN:
            _OPEN[path] = open_workspace(path)
        return _OPEN[path]


def close_all() -> None:
    """Close every workspace of this process."""
    with _LOCK:
        for ws in _OPEN.values():
            ws.store.close()
        _OPEN.clear()
