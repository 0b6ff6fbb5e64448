"""A workspace is found by path or by name, and can be read while another process holds it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from equity_core.errors import Locked, Refused, Unknown
from equity_core.model import Profile
from equity_core.workflow import copies, find
from equity_core.workflow.data import bring_in
from equity_core.workflow.files import open_workspace
from tests.conftest import ROOT


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUITY_LOOP_HOME", str(tmp_path))
    ws = open_workspace(tmp_path / "Riverbend.duckdb")
    ws.save(Profile(school="Riverbend"))
    ws.store.close()
    return tmp_path


@pytest.fixture
def held(home):
    """Another process that has the workspace open."""
    script = (
        "from pathlib import Path; from equity_core.workflow.files import open_workspace; "
        f"ws = open_workspace(Path({str(home / 'Riverbend.duckdb')!r})); print('open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "open\n"
        yield home
        process.communicate("\n")


def test_a_name_means_a_file_in_the_folder_of_workspaces(home):
    assert find.there("Riverbend") == home / "Riverbend.duckdb"
    assert find.path_of(home / "else.duckdb") == home / "else.duckdb"


def test_a_name_that_is_not_there_suggests_the_one_that_comes_close(home):
    with pytest.raises(Unknown) as refused:
        find.there("Riverbent")
    assert refused.value.facts["near"] == "Riverbend"


def test_a_new_workspace_needs_a_free_name(home):
    assert find.free("Oak Hill") == home / "Oak Hill.duckdb"
    with pytest.raises(Refused):
        find.free("Riverbend")


def test_looking_works_by_the_released_copy_while_another_process_holds_the_file(held):
    with find.to_read("Riverbend") as ws:
        assert ws.profile.school == "Riverbend"


def test_changing_is_locked_while_another_process_holds_the_file(held):
    with pytest.raises(Locked), find.to_change("Riverbend"):
        pass


def test_delete_leaves_nothing(home):
    with find.to_read("Riverbend"):
        pass
    assert find.delete("Riverbend")
    assert not list(home.iterdir())


def test_a_workspace_that_is_kept_nowhere_leaves_nothing(home):
    before = sorted(home.iterdir())
    with find.nowhere() as ws:
        ws.save(Profile(school="Nowhere"))
    assert sorted(home.iterdir()) == before


def test_a_copy_to_share_is_opened_to_look_at(tmp_path, ws):
    bring_in.keep(ws, bring_in.read(ws, [("counts.csv", COUNTS)]))
    file = tmp_path / "school.released.json"
    file.write_bytes(copies.share(ws))
    with find.to_read(file) as copy:
        assert copy.table("suspended", "2024-25", "race") == ws.table("suspended", "2024-25", "race")


COUNTS = b"school_year,race,enrolled,suspended\n2024-25,White,80,12\n2024-25,Black,60,9\n"
