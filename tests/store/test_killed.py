from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forks")
def test_fifty_kills_lose_nothing_that_was_acknowledged(tmp_path):
    command = [sys.executable, "-m", "tests.store.killed", str(tmp_path / "w.duckdb"), "50"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0
