from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date

import duckdb
import pytest

from equity_core.errors import Damaged, Locked, Refused
from equity_core.model import Assumption, Cause, LogEntry
from equity_core.privacy import HIDDEN, Count, Release, Released
from equity_core.store import Store, backups
from tests.conftest import ROOT


@pytest.fixture
def path(tmp_path):
    return tmp_path / "our school.duckdb"


def note(text: str = "a note") -> LogEntry:
    return LogEntry(form="note", text=text, on=date(2025, 1, 1))


def a_release(source: str = "s") -> Release:
    table = Released(source, "suspended", "2024-25", "race", Count("shown", n=60, x=20), (("A", HIDDEN),))
    return Release(source, 10, (table,))


def test_what_is_saved_is_there_after_opening_again(path):
    store = Store(path)
    saved = note()
    store.save(saved)
    store.keep_release(a_release())
    store.close()
    again = Store(path)
    assert again.get(LogEntry, saved.id) == saved
    assert again.releases(["s"]) == [a_release()]
    again.close()


def test_a_changed_document_keeps_its_place(path):
    store = Store(":memory:")
    first, second = note("first"), note("second")
    store.save(first, second)
    store.save(first.model_copy(update={"text": "changed"}))
    assert [n.text for n in store.documents(LogEntry)] == ["changed", "second"]
    store.close()


def test_documents_and_a_release_in_one_block_are_kept_together():
    store = Store(":memory:")
    with store.writing() as cursor:
        cursor.execute("CREATE TABLE rows_s (period VARCHAR)")
        store.save(note())
        store.keep_release(a_release())
        assert not store.documents(LogEntry)
    assert len(store.documents(LogEntry)) == 1
    assert store.releases(["s"])
    store.close()


def test_a_block_that_fails_leaves_nothing():
    store = Store(":memory:")

    def fail() -> None:
        with store.writing() as cursor:
            cursor.execute("CREATE TABLE rows_s (period VARCHAR)")
            store.save(note())
            store.keep_release(a_release())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not store.documents(LogEntry)
    assert not store.releases(["s"])
    assert not store.has_rows("s")
    store.save(note())
    assert store.seq == 1
    store.close()


def test_dropping_rows_takes_the_release_with_them():
    store = Store(":memory:")
    with store.writing() as cursor:
        cursor.execute("CREATE TABLE rows_s (period VARCHAR)")
        store.keep_release(a_release())
    store.drop("s")
    assert not store.has_rows("s")
    assert not store.releases(["s"])
    store.close()


def test_many_threads_read_and_write_at_once():
    store = Store(":memory:")
    wrong = []

    def work(number: int) -> None:
        for _ in range(10):
            saved = note(f"thread {number}")
            store.save(saved)
            if store.get(LogEntry, saved.id) != saved or len(store.documents(LogEntry)) > 80:
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert [event.seq for event in store.events()] == list(range(1, 81))
    store.close()


def test_a_second_process_is_told_that_the_workspace_is_open(path):
    store = Store(path)
    code = "import sys; from equity_core.store import Store; Store(sys.argv[1])"
    command = [sys.executable, "-c", code, str(path)]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Locked: workspace.locked" in second.stderr
    store.close()


def test_a_second_store_in_one_process_is_told_so_too(path):
    store = Store(path)
    with pytest.raises(Locked):
        Store(path)
    store.save(note())
    store.close()


def test_a_file_that_is_no_database_is_damaged(path):
    path.write_bytes(b"not a database at all" * 1000)
    with pytest.raises(Damaged) as told:
        Store(path)
    assert told.value.code == "workspace.damaged"


def test_a_file_that_was_cut_is_damaged_and_a_backup_opens(path):
    store = Store(path)
    store.save(*[note("x" * 500) for _ in range(300)])
    store.close()
    Store(path).close()  # makes a backup
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(Damaged):
        Store(path)
    spare = Store(backups(path)[0])
    assert len(spare.documents(LogEntry)) == 300
    spare.close()


def test_a_file_of_a_newer_program_is_refused_and_not_changed(path):
    Store(path).close()
    with duckdb.connect(str(path)) as raw:
        raw.execute("INSERT INTO schema VALUES (99)")
    before = path.read_bytes()
    with pytest.raises(Refused) as told:
        Store(path)
    assert told.value.code == "workspace.newer"
    assert path.read_bytes() == before


def test_a_database_of_somebody_else_is_refused(path):
    with duckdb.connect(str(path)) as raw:
        raw.execute("CREATE TABLE salaries (amount INTEGER)")
    with pytest.raises(Refused) as told:
        Store(path)
    assert told.value.code == "workspace.foreign"


def test_sql_reaches_no_file_and_no_setting_can_be_changed(path, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    store = Store(path)
    with store.reading() as cursor:
        for statement in (
            f"SELECT * FROM read_csv('{tmp_path}/secret.csv')",
            f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
            f"ATTACH '{tmp_path}/other.duckdb'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                cursor.execute(statement).fetchall()
    store.close()


def test_the_five_newest_backups_are_kept_and_none_is_made_for_nothing(path):
    for _ in range(8):
        store = Store(path)
        store.save(note())
        store.close()
    for _ in range(3):
        Store(path).close()
    assert len(backups(path)) == 5
    assert backups(path)[0].stem.endswith(".0000000008")


def test_a_copy_is_a_whole_workspace(path, tmp_path):
    store = Store(path)
    store.save(note(), Cause(text="bus times", lens="policy"), Assumption(text="time is there"))
    (tmp_path / "copy.duckdb").write_bytes(store.copy())
    copy = Store(tmp_path / "copy.duckdb")
    assert copy.documents(Cause) == store.documents(Cause)
    assert copy.events() == store.events()
    store.close()
    copy.close()
