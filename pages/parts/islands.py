"""One temporary workspace for each visitor of a shared server, found by a secret that only the visitor's tab knows."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from equity_core.workflow import Workspace
from equity_core.workflow.copies import restore
from equity_core.workflow.files import open_workspace

IDLE_SECONDS = 2 * 60 * 60
_TOKEN = re.compile(r"[0-9a-f]{64}")  # 256 random bits, made by the visitor's browser


def is_token(token: object) -> bool:
    """Say whether this has the shape of a token: whatever else is refused."""
    return isinstance(token, str) and _TOKEN.fullmatch(token) is not None


@dataclass(slots=True)
class Island:
    """A visitor's workspace, and how much of it the visitor has no copy of."""

    ws: Workspace
    folder: Path
    touched: float
    saved_seq: int = 0
    unsaved_since: float | None = None


class Islands:
    """Hold the islands of one server process in a folder of their own. Two idle hours, and an island is deleted."""

    def __init__(self, folder: Path, *, now: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._now = now
        self._lock = threading.Lock()
        self._open: dict[str, Island] = {}
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def of(self, token: str) -> Island:
        """Return the island of a token, empty if there is none yet; ValueError for what is no token."""
        if not is_token(token):
            raise ValueError("not a token")
        name = hashlib.sha256(token.encode()).hexdigest()  # the secret itself is never on disk
        with self._lock:
            island = self._open.get(name)
            if island is None:
                island = self._open[name] = _make(self.folder / name, self._now())
            island.touched = self._now()
            os.utime(island.folder, (island.touched, island.touched))  # for a sweep by another process
            _notice(island, self._now())
            return island

    def empty(self, token: str) -> Island:
        """Throw away what is on an island and return it empty."""
        self._forget(hashlib.sha256(token.encode()).hexdigest())
        return self.of(token)

    def put(self, token: str, copy: bytes) -> Island:
        """Replace what is on an island by a private copy; if that is none, the island stays as it was."""
        if not is_token(token):
            raise ValueError("not a token")
        trial = self.folder / f"{uuid4().hex}.trial" / "workspace.duckdb"
        try:
            trial.parent.mkdir(mode=0o700)
            restore(copy, trial).store.close()
        finally:
            shutil.rmtree(trial.parent, ignore_errors=True)
        name = hashlib.sha256(token.encode()).hexdigest()
        self._forget(name)
        (self.folder / name).mkdir(mode=0o700)
        restore(copy, self.folder / name / "workspace.duckdb").store.close()
        return self.of(token)

    def sweep(self) -> int:
        """Delete the islands that nobody has used for two hours; say how many there were."""
        with self._lock:
            late = self._now() - IDLE_SECONDS
            idle = {name for name, island in self._open.items() if island.touched < late}
            left = {  # by a process that is gone
                folder.name
                for folder in self.folder.iterdir()
                if folder.name not in self._open and folder.stat().st_mtime < late
            }
        for name in idle | left:
            self._forget(name)
        return len(idle | left)

    def close(self) -> None:
        """Delete every island."""
        for name in list(self._open):
            self._forget(name)

    def _forget(self, name: str) -> None:
        with self._lock:
            island = self._open.pop(name, None)
            if island is not None:
                island.ws.store.close()
            shutil.rmtree(self.folder / name, ignore_errors=True)


def _make(folder: Path, now: float) -> Island:
    folder.mkdir(mode=0o700, exist_ok=True)
    ws = open_workspace(folder / "workspace.duckdb")
    ws.cycle  # noqa: B018  # begins the first cycle, which is no edit of the visitor's
    return Island(ws, folder, now, saved_seq=ws.store.seq)


def _notice(island: Island, now: float) -> None:
    if island.ws.store.seq == island.saved_seq:
        island.unsaved_since = None
    elif island.unsaved_since is None:
        island.unsaved_since = now
