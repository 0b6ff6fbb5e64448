"""A key under a passphrase, so that it can travel in a private backup (scrypt, RFC 7914; AES-GCM, NIST SP 800-38D)."""

from __future__ import annotations

import os

from equity_core.errors import Refused

SALT = NONCE = 12
COST = {"length": 32, "n": 2**15, "r": 8, "p": 1}  # 32 MB and a tenth of a second for each guess
SHORTEST = 8  # letters of a passphrase


def wrapped(key: bytes, passphrase: str) -> bytes:
    """Return a key that only the passphrase opens; Refused for a passphrase that is too short to keep anything."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(passphrase.strip()) < SHORTEST:
        raise Refused("key.short_passphrase", shortest=SHORTEST)
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    return salt + nonce + AESGCM(_stretched(passphrase, salt)).encrypt(nonce, key, salt)


def unwrapped(kept: bytes, passphrase: str) -> bytes:
    """Return the key that was wrapped; Refused for another passphrase, or when the wrapping was damaged."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce, sealed = kept[:SALT], kept[SALT : SALT + NONCE], kept[SALT + NONCE :]
    try:
        return AESGCM(_stretched(passphrase, salt)).decrypt(nonce, sealed, salt)
    except (InvalidTag, ValueError) as error:
        raise Refused("key.wrong_passphrase") from error


def _stretched(passphrase: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, **COST).derive(passphrase.strip().encode())
