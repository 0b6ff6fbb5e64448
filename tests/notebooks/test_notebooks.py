"""Every notebook runs from its first cell to its last, and none is kept with outputs."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from equity_core.workflow import sample_school
from equity_core.workflow.diagnose import gaps
from equity_core.workflow.files import open_workspace
from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def executed(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook in a process of its own; a cell that fails is an error."""
    return NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()


def shown(notebook: nbformat.NotebookNode) -> str:
    return "".join(
        str(output.get("text") or output.get("data", {}).get("text/plain", ""))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_no_output_is_stored(path: Path):
    for cell in nbformat.read(path, as_version=4).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_one_cycle_runs_from_a_file_to_the_next_cycle():
    told = shown(executed(nbformat.read(ROOT / "notebooks" / "one_cycle.ipynb", as_version=4), ROOT / "notebooks"))
    assert "25 of 118" in told
    assert "cycle 2 began" in told
    assert "supported" in told


def test_a_figure_opens_as_a_notebook_while_the_app_holds_the_workspace(tmp_path):
    path = tmp_path / "riverbend.duckdb"
    ws = open_workspace(path)
    sample_school.open_sample(ws)
    figure = gaps.figure(ws, "suspended", by="race", period="2024-25")
    made = nbformat.reads(gaps.notebook(ws, figure, workspace=str(path)).decode(), as_version=4)
    nbformat.validate(made)
    assert not any(cell.get("outputs") for cell in made.cells)
    told = shown(executed(made, ROOT))
    assert "20.0%" in told
    assert figure.description in told
    ws.store.close()


def test_reports_that_others_ask_for_open_as_a_notebook():
    told = shown(executed(nbformat.read(ROOT / "notebooks" / "compatibility.ipynb", as_version=4), ROOT / "notebooks"))
    assert "ppg_ccc_2022_gap" in told
    assert "idea_ratio_2024-25" in told
