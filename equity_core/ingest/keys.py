"""The key that makes student ids unreadable. It lives outside every workspace."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

NAME = "id.key"
MARK_LETTERS = 16


def id_key(environ: Mapping[str, str], home: Path) -> bytes:
    """Return the key: EQUITY_LOOP_KEY, or that of the folder, made on first use and readable by its owner only."""
    if environ.get("EQUITY_LOOP_KEY"):
        return environ["EQUITY_LOOP_KEY"].encode()
    file = home / NAME
    with suppress(FileExistsError):
        _write(file, secrets.token_bytes(32))
    return _read(file)


def key_mark(key: bytes) -> str:
    """Return by what a workspace knows its key again. Nobody gets from it to the key."""
    return hmac.new(key, b"equity-loop: which key", hashlib.sha256).hexdigest()[:MARK_LETTERS]


def key_of(host: bytes, salt: bytes) -> bytes:
    """Return the key of one workspace: the host's own is never in a copy, and opens nobody else's ids."""
    return hmac.new(host, salt, hashlib.sha256).digest() if salt else host


def key_with(mark: str, salt: bytes, environ: Mapping[str, str], home: Path) -> bytes | None:
    """Return the key that a workspace's ids were hashed with, if it is on this computer."""
    found = [environ["EQUITY_LOOP_KEY"].encode()] if environ.get("EQUITY_LOOP_KEY") else []
    found += [_read(file) for file in sorted(home.glob("id*.key"))]
    return next((key for one in found for key in (key_of(one, salt), one) if key_mark(key) == mark), None)


def keep_key(key: bytes, home: Path) -> None:
    """Keep a key that came with a workspace beside the computer's own, readable by its owner only."""
    with suppress(FileExistsError):
        _write(home / f"id-{key_mark(key)}.key", key)


def _read(file: Path) -> bytes:
    return bytes.fromhex(file.read_text("ascii").strip())


def _write(file: Path, key: bytes) -> None:
    """Write a key into a new file; FileExistsError when there is one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(key.hex())
