"""The key that makes student ids unreadable. It lives outside every workspace."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

NAME = "id.key"


def id_key(environ: Mapping[str, str], home: Path) -> bytes:
    """Return the key: EQUITY_LOOP_KEY, or that of the folder, made on first use and readable by its owner only."""
    if environ.get("EQUITY_LOOP_KEY"):
        return environ["EQUITY_LOOP_KEY"].encode()
    file = home / NAME
    home.mkdir(parents=True, exist_ok=True)
    try:
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(file.read_text("ascii").strip())
    with os.fdopen(made, "w") as out:
        out.write(secrets.token_hex(32))
    return bytes.fromhex(file.read_text("ascii").strip())
