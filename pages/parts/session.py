"""Which workspace this browser tab works on: a file on this computer (laptop) or an island of its own (Cloud)."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import streamlit as st

from equity_core.words import Words
from equity_core.workflow import Workspace
from equity_core.workflow.copies import restore
from equity_core.workflow.files import SUFFIX, delete, found_in, free_name, open_workspace
from pages.parts.islands import Island, Islands, is_token

AMBER_EDITS = 10
AMBER_SECONDS = 10 * 60
SWEEP_SECONDS = 5 * 60
LARGEST_MB, LARGEST_CLOUD_MB = 200, 25  # a file; a shared host has about a gigabyte for everybody

_LAST = ".last"
_DEFAULT = "workspace"
_OPEN: dict[Path, Workspace] = {}
_LOCK = threading.RLock()
_ISLANDS: dict[Path, Islands] = {}

# The secret is made in the browser and kept in the tab's sessionStorage: a reload keeps it, an address never holds it.
_BRIDGE_JS = """
export default function ({ setStateValue }) {
  const name = "equity-loop-island";
  let token = window.sessionStorage.getItem(name);
  if (!/^[0-9a-f]{64}$/.test(token || "")) {
    const bytes = window.crypto.getRandomValues(new Uint8Array(32));
    token = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
    window.sessionStorage.setItem(name, token);
  }
  setStateValue("token", token);
}
"""


def is_laptop() -> bool:
    """Say whether run.py started the app on somebody's own computer."""
    return os.environ.get("EQUITY_LOOP_MODE") == "laptop"


def largest_upload() -> int:
    """Return how many megabytes a file may have here."""
    return LARGEST_MB if is_laptop() else LARGEST_CLOUD_MB


def home() -> Path:
    """Return the folder of this computer's workspaces, making it if it is not there."""
    folder = Path(os.environ.get("EQUITY_LOOP_HOME") or Path.home() / "EquityLoop")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def current() -> Workspace:
    """Return the workspace of this tab; Locked or Damaged when its file cannot be opened."""
    return opened(path()) if is_laptop() else island().ws


def path() -> Path:
    """Return the file of this tab's workspace: the one it chose, the last one opened, or the newest."""
    if not is_laptop():
        return island().folder / f"workspace{SUFFIX}"
    chosen = st.session_state.get("_workspace")
    if chosen and Path(chosen).parent == home():
        return Path(chosen)
    remembered = home() / _LAST
    if remembered.is_file():
        last = home() / remembered.read_text(encoding="utf-8").strip()
        if last.is_file() and last.parent == home():
            return last
    return next(iter(found_in(home())), home() / f"{_DEFAULT}{SUFFIX}")


def choose(file: Path) -> Workspace:
    """Work on another file of this computer from now on."""
    ws = opened(file)
    st.session_state["_workspace"] = str(file)
    (home() / _LAST).write_text(file.name, encoding="utf-8")
    return ws


def fresh(name: str) -> Workspace:
    """Return an empty workspace to work on: a new file on a laptop, the emptied island in Cloud mode."""
    if is_laptop():
        return choose(free_name(home(), name))
    return _islands().empty(st.session_state["_island"]).ws


def made(name: str, fill: Callable[[Workspace], object]) -> Workspace:
    """Return a new workspace with what `fill` writes: on a laptop nobody finds it before it is whole."""
    if not is_laptop():
        ws = fresh(name)
        fill(ws)
        return ws
    with tempfile.TemporaryDirectory(dir=home(), prefix=".") as folder:
        ws = open_workspace(Path(folder) / f"new{SUFFIX}")
        try:
            fill(ws)
        finally:
            ws.store.close()
        file = free_name(home(), name)
        for part in Path(folder).iterdir():
            part.rename(file.with_name(part.name.replace("new", file.stem, 1)))
    return choose(file)


def opened(file: Path) -> Workspace:
    """Return the one open workspace of a file in this process."""
    file = file.resolve()
    with _LOCK:
        if file not in _OPEN:
            _OPEN[file] = open_workspace(file)
        return _OPEN[file]


def shut(file: Path) -> None:
    """Close a file of this computer, if it is open."""
    with _LOCK:
        ws = _OPEN.pop(file.resolve(), None)
        if ws is not None:
            ws.store.close()


def close_all() -> None:
    """Close every workspace of this process and delete its islands."""
    with _LOCK:
        for file in list(_OPEN):
            shut(file)
        for islands in _ISLANDS.values():
            islands.close()
        _ISLANDS.clear()


# -- islands ------------------------------------------------------------------------------------------------------


def has_place() -> bool:
    """Say whether this tab has somewhere to work; in Cloud mode ask its browser for the secret until it has."""
    if is_laptop() or "_island" in st.session_state:
        return True
    bridge = st.components.v2.component("equity_loop_island", js=_BRIDGE_JS)
    said = bridge(key="island_bridge", on_token_change=lambda: None).get("token")
    if not is_token(said):
        return False
    st.session_state["_island"] = said
    return True


def island() -> Island:
    """Return this visitor's island (Cloud mode)."""
    return _islands().of(st.session_state["_island"])


def unsaved() -> Literal["", "some", "many"]:
    """Say how much this visitor has no copy of: nothing, some, or more than ten edits or ten minutes."""
    here = island()
    edits = here.ws.store.seq - here.saved_seq
    if not edits:
        return ""
    waiting = time.time() - (here.unsaved_since or time.time())
    return "many" if edits > AMBER_EDITS or waiting > AMBER_SECONDS else "some"


def take_in(name: str, copy: bytes) -> Workspace:
    """Go on with a private copy: a new file on a laptop, this visitor's island in Cloud mode."""
    if is_laptop():
        file = free_name(home(), name)
        with _LOCK:
            _OPEN[file.resolve()] = restore(copy, file)
        return choose(file)
    return _islands().put(st.session_state["_island"], copy).ws


def others() -> list[Path]:
    """Return the other workspaces of this computer, last changed first."""
    here = path()
    return [file for file in found_in(home()) if file != here] if is_laptop() else []


def delete_all() -> list[str]:
    """Delete this tab's workspace for good; return the names of what is gone from this computer."""
    if is_laptop():
        here = path()
        shut(here)
        gone = delete(here)
        st.session_state.pop("_workspace", None)
        return gone
    _islands().empty(st.session_state["_island"])
    return []


def say_where(words: Words) -> None:
    """Say where the work is kept and what leaves this computer."""
    with st.container(key="where_kept"):
        st.markdown(words("home.stays_here" if is_laptop() else "home.shared_server"))


def copy_taken() -> None:
    """Remember that the visitor took a copy of everything up to now."""
    if not is_laptop():
        here = island()
        here.saved_seq, here.unsaved_since = here.ws.store.seq, None


def _islands() -> Islands:
    own = os.environ.get("EQUITY_LOOP_HOME")
    with _LOCK:
        folder = Path(own or tempfile.gettempdir()) / "equity-loop-islands"
        if folder not in _ISLANDS:
            _ISLANDS[folder] = Islands(folder)
            _ISLANDS[folder].sweep()
            threading.Thread(target=_sweep_for_ever, args=(_ISLANDS[folder],), daemon=True).start()
        return _ISLANDS[folder]


def _sweep_for_ever(islands: Islands) -> None:
    while True:
        time.sleep(SWEEP_SECONDS)
        islands.sweep()
