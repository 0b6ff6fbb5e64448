"""Workspaces as files: open one, list those of a folder, take one away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from equity_core.store import Store
from equity_core.workflow.workspace import Workspace

SUFFIX = ".duckdb"


def open_workspace(path: Path, *, now: Callable[[], datetime] = datetime.now) -> Workspace:
    """Open a workspace file, making it if it is not there; Locked or Damaged when that cannot be done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return Workspace(Store(path, now=now), now=now)


def found_in(folder: Path) -> list[Path]:
    """Return the workspace files of a folder, last changed first."""
    return sorted(folder.glob(f"*{SUFFIX}"), key=lambda file: (-file.stat().st_mtime, file.name))


def free_name(folder: Path, name: str) -> Path:
    """Return a path in the folder that no workspace has yet: `name`, `name 2`, `name 3` …."""
    taken = {file.stem for file in folder.glob(f"*{SUFFIX}")}
    number, plain = 1, re.sub(r"[^\w -]", "-", name).strip(" -") or "-"
    wanted = plain
    while wanted in taken:
        number += 1
        wanted = f"{plain} {number}"
    return folder / f"{wanted}{SUFFIX}"


def delete(path: Path) -> list[str]:
    """Delete a workspace for good: its file and all that was written beside it, backups too; return their names."""
    gone = sorted(path.parent.glob(f"{path.stem}.*"))
    for beside in gone:
        if beside.is_dir():
            shutil.rmtree(beside)
        else:
            beside.unlink()
    return [beside.name for beside in gone]
