"""run.py from outside, as somebody at a keyboard meets it: one clear sentence, no trace. Nothing is installed here."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys

import pytest

import run
from tests.conftest import ROOT


def test_an_old_python_can_read_it():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_needs_nothing_but_the_standard_library():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_unknown_option_gets_one_sentence():
    told = subprocess.run(
        [sys.executable, "run.py", "--nonsense"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert told.stderr.splitlines() == ["There is no option '--nonsense'. See: python3 run.py --help"]


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_that_was_asked_for_is_named(taken):
    with pytest.raises(run.StopError, match=f"Port {taken} is taken"):
        run.free_port(taken, asked=True)


def test_a_taken_port_that_nobody_asked_for_gives_way_to_the_next(taken, capsys):
    found = run.free_port(taken, asked=False)
    assert found > taken
    assert str(found) in capsys.readouterr().out


def test_who_ends_it_ends_the_app(tmp_path):
    port = run.free_port(8700, asked=False)
    app = [sys.executable, "-c", f"import run; run.start({port}, False)"]
    home = {**os.environ, "EQUITY_LOOP_HOME": str(tmp_path)}
    with subprocess.Popen(app, cwd=ROOT, env=home, stdout=subprocess.PIPE, text=True) as begun:
        assert any(line == "Ready.\n" for line in begun.stdout)
        begun.terminate()
        assert begun.wait(timeout=30) == 0
    assert run.is_free(port)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("WARNING: Retrying ... NewConnectionError: Temporary failure in name resolution", "no way to the internet"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for duckdb", "No matching distribution found for duckdb"),
    ],
)
def test_what_stopped_pip_is_said_in_one_sentence(said, sentence):
    assert sentence in run.why(said)
    assert "\n" not in run.why(said)
