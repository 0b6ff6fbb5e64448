"""`import equity_core as eq`: what it offers, what it loads, and that it answers from released numbers."""

from __future__ import annotations

import subprocess
import sys
import types

import pytest

import equity_core as eq
from tests.conftest import ROOT

HEAVY = {
    *("altair", "highspy", "numpy", "openpyxl", "pandas", "polib"),
    *("python_calamine", "scipy", "streamlit", "vl_convert"),
}


@pytest.fixture(scope="module")
def riverbend():
    ws = eq.sample()
    yield ws
    ws.store.close()


def loaded_by(code: str) -> set[str]:
    script = f"import sys; {code}; print(*{{m.split('.')[0] for m in sys.modules}})"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(ran.stdout.split())


def test_all_names_are_there_and_nothing_else_is_public():
    public = {
        name
        for name, value in vars(eq).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType) and name != "annotations"
    }
    assert sorted(eq.__all__) == eq.__all__
    assert public - {"TYPE_CHECKING"} == set(eq.__all__)


@pytest.mark.parametrize(
    "code", ["import equity_core", "from equity_core.workflow import Workspace, numbers, find, sample_school"]
)
def test_importing_loads_no_heavy_library(code):
    assert not loaded_by(code) & HEAVY


def test_a_measure_can_be_taken_apart_shown_and_made_a_table(riverbend):
    gaps = eq.measure(riverbend, "suspended", by="race", period="2024-25")
    black = gaps.group("Black or African American")
    assert (black.x, black.n) == (24, 120)
    assert gaps.to_json()["comparison"] == "rest"
    frame = gaps.to_frame()
    assert frame.loc[frame.group == "Black or African American", "x"].item() == 24
    assert "<table" in gaps._repr_html_()
    assert gaps.group("Nobody") is None


def test_a_frame_holds_no_hidden_number(riverbend):
    frame = eq.measure(riverbend, "suspended", by="race", period="2024-25").to_frame()
    hidden = frame[frame.status == "hidden"]
    assert "American Indian or Alaska Native" in list(hidden.group)
    assert hidden[["n", "x", "rate", "gap"]].isna().all().all()


def test_change_and_measures_answer_too(riverbend):
    moved = eq.change(riverbend, "suspended", by="race", before="2023-24", after="2024-25")
    black = moved.group("Black or African American")
    assert black.gap_after - black.gap_before == black.gap_change
    offered = eq.measures(riverbend)
    assert "2024-25" in offered.to_json()["periods"]
    assert "suspended" in list(offered.to_frame().id)


def test_a_figure_shows_itself_in_a_notebook(riverbend):
    bundle = eq.figure(riverbend, "suspended", by="race", period="2024-25")._repr_mimebundle_()
    assert "20.0%" in bundle["text/html"]
    assert "<svg" in bundle["text/html"]


def test_open_refuses_a_workspace_that_is_not_there(tmp_path):
    from equity_core.errors import Unknown

    with pytest.raises(Unknown):
        eq.open(tmp_path / "nothing.duckdb")
    assert not list(tmp_path.iterdir())
