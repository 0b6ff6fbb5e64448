"""The key of the ids lies outside every workspace."""

from __future__ import annotations

from equity_core.ingest import id_key


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path):
    first = id_key({}, tmp_path / "home")
    assert id_key({}, tmp_path / "home") == first
    assert (tmp_path / "home" / "id.key").stat().st_mode & 0o077 == 0


def test_the_environment_comes_first(tmp_path):
    assert id_key({"EQUITY_LOOP_KEY": "secret"}, tmp_path) == b"secret"
    assert list(tmp_path.iterdir()) == []
