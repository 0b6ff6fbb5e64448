"""A key travels under a passphrase, and opens with no other."""

from __future__ import annotations

import pytest

from equity_core.errors import Refused
from equity_core.ingest import keep_key, key_mark, key_of, key_with, unwrapped, wrapped

KEY = bytes(range(32))


def test_a_key_opens_with_its_passphrase_only():
    kept = wrapped(KEY, "correct horse battery")
    assert KEY not in kept
    assert unwrapped(kept, " correct horse battery ") == KEY
    for passphrase in ("correct horse", "Correct horse battery", ""):
        with pytest.raises(Refused) as refused:
            unwrapped(kept, passphrase)
        assert refused.value.code == "key.wrong_passphrase"


def test_a_damaged_wrapping_is_told():
    kept = bytearray(wrapped(KEY, "correct horse battery"))
    kept[-1] ^= 1
    with pytest.raises(Refused):
        unwrapped(bytes(kept), "correct horse battery")
    with pytest.raises(Refused):
        unwrapped(b"", "correct horse battery")


def test_a_short_passphrase_is_refused():
    with pytest.raises(Refused) as refused:
        wrapped(KEY, "horse  ")
    assert refused.value.facts == {"shortest": 8}


def test_a_key_is_known_by_its_mark_and_kept_for_its_owner_alone(tmp_path):
    assert key_with(key_mark(KEY), b"salt", {}, tmp_path) is None
    keep_key(KEY, tmp_path)
    keep_key(KEY, tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert key_with(key_mark(KEY), b"salt", {}, tmp_path) == KEY
    assert KEY.hex() not in key_mark(KEY)


def test_each_workspace_has_a_key_of_its_own_that_does_not_tell_the_hosts(tmp_path):
    host = {"EQUITY_LOOP_KEY": "secret of the host"}
    ours, theirs = (key_of(b"secret of the host", salt) for salt in (b"ours", b"theirs"))
    assert len({ours, theirs, b"secret of the host"}) == 3
    assert key_with(key_mark(ours), b"ours", host, tmp_path) == ours
    assert key_with(key_mark(theirs), b"ours", host, tmp_path) is None
