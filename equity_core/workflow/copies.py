"""Copies of a workspace. Two kinds, never mixed: released numbers for anybody who reads, everything for the team.

The *released copy* lies beside the workspace and is what notebooks and the command line read while the app holds the
file; a *share copy* is the same text. It has no rows, no hashed ids, no fingerprint and no audit. A *backup* is the
whole workspace, and private.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from equity_core.errors import Damaged, Refused, Unreadable
from equity_core.model import Measure, Profile, Source
from equity_core.privacy import from_json, to_json
from equity_core.store import Store
from equity_core.workflow.workspace import Workspace

FORMAT = "equity-loop released 1"
MAGIC = b"DUCK"  # at byte 8 of every DuckDB file


def released_path(workspace: Path) -> Path:
    """Return where the released copy of a workspace file lies."""
    return workspace.with_name(f"{workspace.stem}.released.json")


def write_released(ws: Workspace) -> Path | None:
    """Write the released copy beside the workspace, whole or not at all; None for a workspace without a file."""
    if str(ws.store.path) == ":memory:":
        return None
    path = released_path(Path(ws.store.path))
    _replace(path, share(ws))
    return path


def share(ws: Workspace) -> bytes:
    """Return the share copy: who the team is, where numbers came from, and the released numbers. Nothing else."""
    kept: dict[str, Any] = {
        "format": FORMAT,
        "profile": ws.profile.model_dump(mode="json"),
        "sources": [_without_secrets(source) for source in ws.sources()],
        "measures": [measure.model_dump(mode="json") for measure in ws.all(Measure)],
        "releases": [json.loads(to_json(release, audit=False)) for release in ws.releases()],
    }
    return json.dumps(kept, ensure_ascii=False, indent=1).encode()


def read_released(path: Path, *, now: Callable[[], datetime] = datetime.now) -> Workspace:
    """Open a released copy to look at, by the same questions as the workspace itself.

    Refused when there is none yet, Damaged when it cannot be read.
    """
    if not path.is_file():
        raise Refused("released.missing", name=path.name)
    try:
        kept = json.loads(path.read_bytes())
        if not isinstance(kept, dict) or kept.get("format") != FORMAT:
            raise ValueError(FORMAT)
        documents = [
            Profile.model_validate(kept["profile"]),
            *(Source.model_validate({**source, "fingerprint": ""}) for source in kept["sources"]),
            *(Measure.model_validate(measure) for measure in kept["measures"]),
        ]
        releases = [from_json(json.dumps(release)) for release in kept["releases"]]
    except (ValueError, KeyError, TypeError) as error:  # pydantic's ValidationError is a ValueError
        raise Damaged("released.damaged", name=path.name) from error
    store = Store(":memory:", now=now)
    with store.writing():
        store.save(*documents)
        for release in releases:
            store.keep_release(release)
    return Workspace(store, now=now)


def backup(ws: Workspace) -> bytes:
    """Return everything, rows too, as one file for the team to keep: consistent, even while others write."""
    return ws.store.copy()


def write_backup(ws: Workspace, path: Path) -> None:
    """Write the backup to a file, whole or not at all."""
    _replace(path, backup(ws))


def restore(data: bytes, path: Path, *, now: Callable[[], datetime] = datetime.now) -> Workspace:
    """Make a workspace at `path` from the bytes of a backup and open it.

    Unreadable when the bytes are no workspace of ours, Damaged when they are but cannot be read, Refused when a newer
    program wrote them or when there is a file at `path` already. Nothing is left behind then.
    """
    if path.exists():
        raise Refused("workspace.exists", name=path.stem)
    if data[8:12] != MAGIC:
        raise Unreadable("workspace.foreign", name=path.stem)
    path.parent.mkdir(parents=True, exist_ok=True)
    incoming = path.with_name(f"{path.stem}.incoming")
    _replace(incoming, data)
    try:
        Store(incoming, now=now).close()
        incoming.rename(path)
    finally:
        for left in (incoming, incoming.with_name(f"{incoming.name}.wal")):
            left.unlink(missing_ok=True)
    ws = Workspace(Store(path, now=now), now=now)
    write_released(ws)
    return ws


def _without_secrets(source: Source) -> dict[str, Any]:
    return source.model_dump(mode="json", exclude={"fingerprint", "decided"})


def _replace(path: Path, data: bytes) -> None:
    """Put a file in place so that a reader, or a power cut, finds the old one or the new one."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    if hasattr(os, "O_DIRECTORY"):  # not on Windows
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
