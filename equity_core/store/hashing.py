"""A student's id becomes a keyed hash, in the engine."""

from __future__ import annotations

import hashlib
import unicodedata

from equity_core.store.sql import blob

KEY_LETTERS = 20  # 80 bits (METHODS §6.6)


def normal(text: str) -> str | None:
    """Return an id without the differences that are none; None for a blank one."""
    return unicodedata.normalize("NFKC", text).strip() or None


def hashed(key: bytes, text: str) -> str:
    """Return HMAC-SHA256 of a text as SQL (RFC 2104)."""
    inner, outer = (blob(pad) for pad in _pads(key))
    return f"substr(sha256({outer} || unhex(sha256({inner} || encode({text})))), 1, {KEY_LETTERS})"


def _pads(key: bytes) -> tuple[bytes, bytes]:
    """Return the inner and outer pads of HMAC-SHA256 (RFC 2104)."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
