"""A student's id becomes a keyed hash, in the engine (METHODS.md §6.6)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from typing import NamedTuple

from equity_core.store.sql import blob, literal

DATASET = "students"  # ids of other people, such as who answered a survey, are hashed apart and never link
BETWEEN = "\x1f"
KEY_LETTERS = 20  # hexadecimal: 80 bits
TOKEN_LETTERS = 16  # base 32: the same 80 bits


class Pseudonym(NamedTuple):
    """Hold an id as it is hashed, the hash, and its first 80 bits as people could write them down."""

    normalised: str
    hex: str
    token: str


def normal(text: str) -> str | None:
    """Return an id without the differences that are none, its leading zeros kept; None for a blank one."""
    return unicodedata.normalize("NFKC", text).strip() or None


def pseudonym(key: bytes, dataset: str, id: str) -> Pseudonym:
    """Return the hash of one id; `hashed` says in SQL what the first letters of `hex` are."""
    written = normal(id) or ""
    digest = hmac.new(key, f"{dataset}{BETWEEN}{written}".encode(), hashlib.sha256)
    return Pseudonym(written, digest.hexdigest(), base64.b32encode(digest.digest()).decode().lower()[:TOKEN_LETTERS])


def hashed(key: bytes, text: str) -> str:
    """Return HMAC-SHA256 of a student's normalised id, given as SQL, as SQL (RFC 2104)."""
    inner, outer = (blob(pad) for pad in _pads(key))
    message = f"encode({literal(DATASET + BETWEEN)} || {text})"
    return f"substr(sha256({outer} || unhex(sha256({inner} || {message}))), 1, {KEY_LETTERS})"


def _pads(key: bytes) -> tuple[bytes, bytes]:
    """Return the inner and outer pads of HMAC-SHA256 (RFC 2104)."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)
