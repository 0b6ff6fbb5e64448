"""Find a workspace by its path or its name, and open it whether or not the app holds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from equity_core.errors import Locked, Refused, Unknown
from equity_core.store import RELEASED, Store, backups, released_path
from equity_core.workflow import copies
from equity_core.workflow.files import SUFFIX, found_in, open_workspace
from equity_core.workflow.workspace import Workspace


def home() -> Path:
    """Return the folder of the workspaces: EQUITY_LOOP_HOME, or EquityLoop in the person's own folder."""
    return Path(os.environ.get("EQUITY_LOOP_HOME") or Path.home() / "EquityLoop")


def path_of(name: str | Path) -> Path:
    """Return the file of a workspace that is named by a path, or by a name in the folder of workspaces."""
    given = Path(name)
    if given.suffix == SUFFIX or len(given.parts) > 1 or given.is_file():
        return given
    return home() / f"{given.name}{SUFFIX}"


def there(name: str | Path) -> Path:
    """Return the file of a workspace that exists; Unknown, with the name that comes close, if it does not."""
    path = path_of(name)
    if not path.is_file():
        raise Unknown.among("unknown.workspace", str(name), [file.stem for file in found_in(home())])
    return path


def free(name: str | Path) -> Path:
    """Return the file for a new workspace; Refused if there is one already."""
    path = path_of(name)
    if path.exists():
        raise Refused("workspace.exists", name=path.stem)
    return path


def opened(name: str | Path) -> Workspace:
    """Open a workspace: the live file, or its released copy while another process holds it; or a copy to share."""
    path = there(name)
    if path.name.endswith(RELEASED):
        return copies.read_released(path)
    try:
        return open_workspace(path)
    except Locked:
        return copies.read_released(released_path(path))


@contextmanager
def to_read(name: str | Path) -> Iterator[Workspace]:
    """Open a workspace to look at, and close it again."""
    ws = opened(name)
    try:
        yield ws
    finally:
        ws.store.close()


@contextmanager
def to_change(name: str | Path) -> Iterator[Workspace]:
    """Open a workspace to change it, making it if it is not there; Locked while another process holds it.

    A new one in which nothing was kept is not left behind.
    """
    path = path_of(name)
    is_new = not path.exists()
    ws = _alone(path)
    try:
        yield ws
    finally:
        is_unused = is_new and not ws.store.seq
        ws.store.close()
        if is_unused:
            _remove(path)


def delete(name: str | Path) -> list[Path]:
    """Delete a workspace with everything that lies beside it; Locked while another process holds it."""
    path = there(name)
    _alone(path).store.close()
    return _remove(path)


def file_there(path: Path) -> Path:
    """Return the path of a file that exists; Refused, by its name, if there is no such file."""
    if not path.is_file():
        raise Refused("command.no_file", name=path.name)
    return path


@contextmanager
def nowhere() -> Iterator[Workspace]:
    """Open a workspace that is kept nowhere."""
    ws = Workspace(Store(":memory:"))
    try:
        yield ws
    finally:
        ws.store.close()


def _alone(path: Path) -> Workspace:
    """Open a workspace that nobody else may hold, and say so where somebody does."""
    try:
        return open_workspace(path)
    except Locked as error:
        raise Locked("workspace.held", name=path.stem) from error


def _remove(path: Path) -> list[Path]:
    beside = [released_path(path), *backups(path), path.with_name(f"{path.name}.wal")]
    gone = [file for file in (path, *beside) if file.exists()]
    for file in gone:
        file.unlink()
    for folder in {file.parent for file in gone} - {path.parent}:
        folder.rmdir()
    return gone
