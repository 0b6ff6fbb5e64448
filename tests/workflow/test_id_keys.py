"""A workspace goes on elsewhere: with its key next year's file is linked; without it the program says so."""

from __future__ import annotations

import pytest

from equity_core import ingest
from equity_core.errors import Refused
from equity_core.store import Store
from equity_core.workflow import Workspace, copies, id_keys
from equity_core.workflow.data import bring_in
from equity_core.workflow.files import delete

PASSPHRASE = "four words of ours"


@pytest.fixture
def computer(tmp_path, monkeypatch):
    """Sit down at a computer by its name."""
    monkeypatch.delenv("EQUITY_LOOP_KEY", raising=False)

    def sit_at(name: str):
        monkeypatch.setenv("EQUITY_LOOP_HOME", str(tmp_path / name))
        return tmp_path / name

    return sit_at


def roster(year: int) -> str:
    rows = [f"{i:05},{year}-{year % 100 + 1},{'White' if i % 2 else 'Black'},{int(i % 5 == 0)}" for i in range(80)]
    return "\n".join(["student_id,school_year,race,suspended", *rows])


def brought(ws, text: str, name: str = "students.csv"):
    return bring_in.keep(ws, bring_in.read(ws, [(name, text.encode())]))


def keys_of(ws, source) -> set[str]:
    with ws.store.reading() as cursor:
        return {row[0] for row in cursor.execute(f'SELECT student_key FROM "rows_{source.id}"').fetchall()}


def test_next_years_file_is_linked_after_moving_to_another_computer(computer):
    office = computer("office")
    office.mkdir()
    ws = Workspace(Store(office / "ours.duckdb"))
    first = brought(ws, roster(2024))
    copy = copies.backup(ws, passphrase=PASSPHRASE)
    known = keys_of(ws, first)
    ws.store.close()

    home = computer("laptop")
    there = copies.restore(copy, home / "ours.duckdb")
    assert not id_keys.can_link(there)
    assert id_keys.is_carried(there)
    with pytest.raises(Refused):
        id_keys.unlock(there, "four other words")
    id_keys.unlock(there, PASSPHRASE)
    assert id_keys.can_link(there)
    assert not id_keys.is_carried(there)
    assert keys_of(there, brought(there, roster(2025))) == known
    assert all(file.stat().st_mode & 0o077 == 0 for file in home.glob("*.key"))
    there.store.close()


def test_without_the_key_the_program_says_so_and_cannot_carry_it(computer):
    home = computer("office")
    home.mkdir()
    ws = Workspace(Store(home / "ours.duckdb"))
    brought(ws, roster(2024))
    copy = copies.backup(ws)
    ws.store.close()
    there = copies.restore(copy, computer("laptop") / "ours.duckdb")
    assert (id_keys.can_link(there), id_keys.is_carried(there)) == (False, False)
    for asked, code in ((id_keys.unlock, "key.not_carried"), (id_keys.wrapped, "key.not_here")):
        with pytest.raises(Refused) as refused:
            asked(there, PASSPHRASE)
        assert refused.value.code == code
    there.store.close()


def test_a_copy_without_a_passphrase_and_every_share_copy_carry_no_key(computer):
    home = computer("office")
    home.mkdir()
    ws = Workspace(Store(home / "ours.duckdb"))
    brought(ws, roster(2024))
    key = id_keys.current(ws)
    for copy in (copies.backup(ws), copies.backup(ws, passphrase=PASSPHRASE), copies.share(ws)):
        assert key not in copy
        assert key.hex().encode() not in copy
    assert ws.store.key_mark().encode() not in copies.share(ws)
    ws.store.close()


def test_a_key_on_somebody_elses_computer_stays_in_memory(computer):
    home = computer("office")
    home.mkdir()
    ws = Workspace(Store(home / "ours.duckdb"))
    brought(ws, roster(2024))
    copy = copies.backup(ws, passphrase=PASSPHRASE)
    ws.store.close()
    there = copies.restore(copy, computer("cloud") / "ours.duckdb")
    id_keys.unlock(there, PASSPHRASE, keep=False)
    assert id_keys.can_link(there)
    beside = copies.restore(copy, computer("cloud") / "somebody else.duckdb")
    assert not id_keys.can_link(beside), "what one visitor typed opens nothing for another"
    beside.store.close()
    assert not list(computer("cloud").glob("id-*.key"))
    there.store.close()


def test_deleting_says_what_is_gone(computer):
    home = computer("office")
    home.mkdir()
    ws = Workspace(Store(home / "ours.duckdb"))
    brought(ws, roster(2024))
    ws.store.close()
    assert delete(home / "ours.duckdb") == ["ours.duckdb", "ours.released.json"]
    assert [file.name for file in home.iterdir()] == ["id.key"]


def test_a_copy_tells_neither_the_key_of_the_host_nor_of_another_workspace(computer, monkeypatch):
    home = computer("office")
    home.mkdir()
    monkeypatch.setenv("EQUITY_LOOP_KEY", "secret of the host")
    ours, theirs = (Workspace(Store(home / f"{name}.duckdb")) for name in ("ours", "theirs"))
    for ws in (ours, theirs):
        brought(ws, roster(2024))
    mine = ingest.unwrapped(id_keys.wrapped(ours, PASSPHRASE), PASSPHRASE)
    assert mine == id_keys.current(ours)
    assert mine not in (b"secret of the host", id_keys.current(theirs))
    copy = copies.backup(ours)
    for ws in (ours, theirs):
        ws.store.close()
    back = copies.restore(copy, home / "back.duckdb")
    assert id_keys.can_link(back), "where the host has its secret, a copy comes home without a passphrase"
    back.store.close()
