"""Real exports of persons go in, and none of their names, contacts, birth dates or ids is in any byte that is left."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import zipfile

import pytest

from equity_core.store import Store
from equity_core.workflow import Workspace, copies
from equity_core.workflow.data import bring_in
from tests import persons
from tests.conftest import ROOT, SHARED, noon
from tests.rules.screen import files as everything_that_leaves

if not SHARED.exists():
    pytest.skip("the shared data are not on this machine", allow_module_level=True)

REAL = [personal.real() for personal in persons.FILES]
RATES = {"export", "kit workbook"}
RATE = re.compile(rb"[,']0\.\d{6}[,']")  # 12 of 119 is 0.100840, which happens to be somebody's id


@pytest.fixture(scope="module", params=["real", "marked"])
def scanned(request, tmp_path_factory):
    """Everything that an import of all files wrote, said and let out, by name, and what must not be in it."""
    folder = tmp_path_factory.mktemp("scan")
    home, temp = folder / "home", folder / "temp"
    for made in (home, temp):
        made.mkdir()
    given = REAL if request.param == "real" else persons.marked_files()
    log, told = io.StringIO(), {}
    handler = logging.StreamHandler(log)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temp))
        patch.setattr(tempfile, "tempdir", None)
        patch.setattr(logging.root, "level", logging.DEBUG)
        logging.root.addHandler(handler)
        watched = persons.Watched(folder / "kept", home, temp)
        with watched.watching():
            path = home / "school.duckdb"
            ws = Workspace(Store(path, now=noon), now=noon)
            for batch in persons.batches(given):
                draft = bring_in.read(ws, batch)
                checks = bring_in.check(ws, draft)
                name = batch[0][0]
                told[f"check {name}"] = json.dumps(bring_in.report(checks)).encode() + repr(draft).encode()
                told[f"cells to mend {name}"] = bring_in.cells_to_mend(ws, draft) or b""
                assert checks.can_be_kept, [error.code for error in checks.errors]
                told[f"receipt {name}"] = json.dumps(bring_in.report(bring_in.keep_all(ws, draft))).encode()
                draft.close()
            for beside in home.rglob("*"):
                if beside.is_file():
                    told[f"while it is open {beside.name}"] = beside.read_bytes()
            told |= {name: text.encode() for name, text in everything_that_leaves(ws).items()}
            told["backup"] = copies.backup(ws)
            told["tables"] = persons.told_by_tables(told["backup"], folder)
            ws.store.close()
            Store(path, now=noon).close()
        logging.root.removeHandler(handler)
        patch.setattr(tempfile, "tempdir", None)
    told["log"] = log.getvalue().encode()
    return told, folder, watched, persons.secrets_of(given)


def test_the_search_finds_what_is_there(scanned):
    """A search that sees nothing finds nothing."""
    told, _, watched, secrets = scanned
    for secret in ("Ava Nguyen", "josé.1@students.example.org") if "Ava Nguyen" in secrets else sorted(secrets)[:2]:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("sheet.xml", f"<t>{secret}</t>")
        for blob in (f"x {secret}, y".encode(), f"x {secret} y".encode("utf-16"), packed.getvalue()):
            assert persons.found_in(blob, secrets) >= {secret}, blob
    assert persons.found_in(b"x1234567x", {"1234567"}) == set()
    assert {"school.duckdb", "school.released.json", "copy.duckdb", "backup.duckdb"} <= watched.names
    assert any(name.endswith(".wal") for name in watched.names)
    assert b"Black or African American" in told["tables"]
    assert len(secrets) > 1500


def test_no_file_that_was_ever_written_names_a_person(scanned):
    _, folder, _, secrets = scanned
    assert persons.found_under(folder, secrets) == {}


def test_nothing_that_was_said_or_let_out_names_a_person(scanned):
    told, _, _, secrets = scanned
    without_rates = {name: RATE.sub(b" ", blob) if name in RATES else blob for name, blob in told.items()}
    assert {name: found for name, blob in without_rates.items() if (found := persons.found_in(blob, secrets))} == {}


def test_the_command_line_says_and_writes_nothing_of_a_person(tmp_path):
    given = persons.marked_files()
    secrets = persons.secrets_of(given)
    inbox, home, temp = (tmp_path / name for name in ("inbox", "home", "temp"))
    for made in (inbox, home, temp):
        made.mkdir()
    for name, content in given:
        (inbox / name).write_bytes(content)
    watched = persons.Watched(tmp_path / "kept", home, temp)
    environment = {**os.environ, "TMPDIR": str(temp), "EQUITY_LOOP_HOME": str(home)}
    with watched.watching():
        for what in (["check"], ["import", "--workspace", str(home / "w.duckdb")]):
            names = [str(inbox / name) for name in ("25_pii_ssn_emails.csv", *persons.TOGETHER[0])]
            done = subprocess.run(
                [sys.executable, "-m", "equity_core", what[0], *names, *what[1:], "--json"],
                cwd=ROOT, env=environment, capture_output=True, check=False,
            )  # fmt: skip
            assert done.returncode == 1, done.stdout
            assert persons.found_in(done.stdout + done.stderr, secrets) == set()
    for folder in (home, temp, tmp_path / "kept"):
        assert persons.found_under(folder, secrets) == {}
