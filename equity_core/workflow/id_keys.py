"""With which key the ids of a workspace are hashed, whether it is here, and how it moves to another computer.

Each workspace has a key of its own, made from the host's and a salt: who takes a copy of one workspace with its key
learns nothing about the ids of another, nor the secret of a shared host.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

from equity_core import ingest
from equity_core.errors import Refused
from equity_core.store import Store
from equity_core.workflow.workspace import Workspace

SALT = 16
_UNLOCKED: MutableMapping[Store, bytes] = WeakKeyDictionary()  # keys that stay in memory, each with its workspace
_SALTS: MutableMapping[Store, bytes] = WeakKeyDictionary()  # of workspaces that have no ids yet


def current(ws: Workspace) -> bytes:
    """Return the key for ids: that of the workspace where it is here; else one from this computer's, or session's."""
    return _own(ws) or ingest.key_of(_host(ws), _salt(ws))


def can_link(ws: Workspace) -> bool:
    """Say whether new files can be linked, student by student, with those that are here."""
    return not ws.store.key_mark() or _own(ws) is not None


def is_carried(ws: Workspace) -> bool:
    """Say whether the workspace brought its key along, under a passphrase that nobody has given yet."""
    return ws.store.carried_key() is not None and not can_link(ws)


def note(ws: Workspace, key: bytes) -> None:
    """Note with which key the first ids of a workspace were hashed."""
    if not ws.store.key_mark():
        ws.store.note_key(ingest.key_mark(key), _salt(ws))


def wrapped(ws: Workspace, passphrase: str) -> bytes | None:
    """Return the workspace's key under a passphrase; None when no ids are in it; Refused when the key is not here."""
    if not ws.store.key_mark():
        return None
    key = _own(ws)
    if key is None:
        raise Refused("key.not_here")
    return ingest.wrapped(key, passphrase)


def unlock(ws: Workspace, passphrase: str, *, keep: bool = True) -> None:
    """Take the key that the workspace brought along into use; Refused for another passphrase.

    `keep` writes it beside the computer's own key; on somebody else's computer it stays in memory.
    """
    carried = ws.store.carried_key()
    if carried is None:
        raise Refused("key.not_carried")
    key = ingest.unwrapped(carried, passphrase)
    if ingest.key_mark(key) != ws.store.key_mark():
        raise Refused("key.wrong_passphrase")
    if keep and not _is_in_memory(ws):
        ingest.keep_key(key, _home())
        ws.store.forget_carried_key()
    else:
        _UNLOCKED[ws.store] = key


def _own(ws: Workspace) -> bytes | None:
    mark, salt = ws.store.key_mark(), ws.store.key_salt()
    if not mark:
        return None
    if ws.store in _UNLOCKED:
        return _UNLOCKED[ws.store]
    if _is_in_memory(ws):
        here = ingest.key_of(_session_key(), salt)
        return here if ingest.key_mark(here) == mark else None
    return ingest.key_with(mark, salt, os.environ, _home())


def _host(ws: Workspace) -> bytes:
    return _session_key() if _is_in_memory(ws) else ingest.id_key(os.environ, _home())


def _salt(ws: Workspace) -> bytes:
    """Return what makes the key this workspace's own; b"" where an older program hashed ids with the host's key."""
    if ws.store.key_mark() or ws.sources():
        return ws.store.key_salt()
    return _SALTS.setdefault(ws.store, secrets.token_bytes(SALT))


def _is_in_memory(ws: Workspace) -> bool:
    return ws.store.path == ":memory:" and not os.environ.get("EQUITY_LOOP_KEY")


def _home() -> Path:
    return Path(os.environ.get("EQUITY_LOOP_HOME") or Path.home() / "EquityLoop")


@cache
def _session_key() -> bytes:
    return secrets.token_bytes(32)
