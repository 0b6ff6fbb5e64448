"""Copies of a workspace. Two kinds, never mixed: released numbers for anybody who reads, everything for the team.

The *released copy* lies beside the workspace and is what notebooks and the command line read while the app holds the
file; the store keeps it fresh. A *share copy* is the same without the team's focus and goals. A *backup* is the whole
workspace, and private.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from equity_core import store
from equity_core.errors import Damaged, Refused, Unreadable
from equity_core.model import DOCUMENTS, Measure, Profile, Source
from equity_core.privacy import from_json
from equity_core.store import Store
from equity_core.workflow import id_keys
from equity_core.workflow.workspace import Workspace

MAGIC = b"DUCK"  # at byte 8 of every DuckDB file


def share(ws: Workspace) -> bytes:
    """Return the share copy: who the team is, where numbers came from, and the released numbers. Nothing else."""
    return store.share(ws.store)


def read_released(path: Path, *, now: Callable[[], datetime] = datetime.now) -> Workspace:
    """Open a released copy to look at, by the same questions as the workspace itself.

    Refused when there is none yet, Damaged when it cannot be read.
    """
    if not path.is_file():
        raise Refused("released.missing", name=path.name)
    try:
        kept = json.loads(path.read_bytes())
        if not isinstance(kept, dict) or kept.get("format") != store.FORMAT:
            raise ValueError(store.FORMAT)
        documents = [
            Profile.model_validate(kept["profile"]),
            *(Source.model_validate({**source, "fingerprint": ""}) for source in kept["sources"]),
            *(Measure.model_validate(measure) for measure in kept["measures"]),
            *(DOCUMENTS[kind].model_validate(told) for kind, asked in kept.get("asked", {}).items() for told in asked),
        ]
        releases = [from_json(json.dumps(release)) for release in kept["releases"]]
    except (ValueError, KeyError, TypeError) as error:  # pydantic's ValidationError is a ValueError
        raise Damaged("released.damaged", name=path.name) from error
    copy = Store(":memory:", now=now)
    with copy.writing():
        copy.save(*documents)
        for release in releases:
            copy.keep_release(release)
    return Workspace(copy, now=now)


def backup(ws: Workspace, *, passphrase: str = "") -> bytes:
    """Return everything, rows too, as one file for the team to keep: consistent, even while others write.

    With a passphrase it carries the key of the ids, so that next year's file can be linked on another computer;
    Refused when the passphrase is short, or when the key is not here.
    """
    return ws.store.copy(id_keys.wrapped(ws, passphrase) if passphrase else None)


def write_backup(ws: Workspace, path: Path, *, passphrase: str = "") -> None:
    """Write the backup to a file, whole or not at all."""
    store.write_whole(path, backup(ws, passphrase=passphrase))


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
    store.write_whole(incoming, data)
    try:
        Store(incoming, now=now).close()
        incoming.rename(path)
    finally:
        for left in (incoming, incoming.with_name(f"{incoming.name}.wal")):
            left.unlink(missing_ok=True)
    return Workspace(Store(path, now=now), now=now)
