"""Every page of the registry: its file, its guard, its words, its three doors (desk, stage, print)."""

from __future__ import annotations

import ast

import pytest

from equity_core.words import Words
from equity_core.workflow import loop
from pages.parts.registry import FOLDER, PAGES, STEP_PAGE, substeps
from tests.pages.conftest import is_whole

IDS = list(PAGES)


@pytest.mark.parametrize("id", IDS)
def test_the_file_of_a_page_is_there(id):
    assert (FOLDER / PAGES[id].file).is_file()


@pytest.mark.parametrize("id", IDS)
def test_a_page_enters_the_frame_before_anything_else(id):
    body = ast.parse((FOLDER / PAGES[id].file).read_text(encoding="utf-8")).body
    acts = [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef)]
    acts = [n for n in acts if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]
    calls = [node for node in acts if any(isinstance(inner, ast.Call) for inner in ast.walk(node))]
    assert ast.unparse(calls[0]) == f"view = frame.enter('{id}')"


@pytest.mark.parametrize("id", IDS)
def test_a_page_never_stops_before_its_end(id):
    text = (FOLDER / PAGES[id].file).read_text(encoding="utf-8")
    assert "st.stop(" not in text
    assert "import pandas" not in text


@pytest.mark.parametrize("id", IDS)
def test_a_page_has_a_name_and_one_question(id):
    words = Words()
    assert words(f"page.{id}.name")
    assert words(f"page.{id}.question").endswith("?")


def test_every_file_in_pages_is_a_page_or_a_part():
    known = {page.file for page in PAGES.values()}
    found = {str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.py")}
    assert {f for f in found if not f.startswith("parts/") and not f.endswith("__init__.py")} == known


def test_addresses_are_flat_and_each_is_used_once():
    addresses = [page.address for page in PAGES.values()]
    assert len(set(addresses)) == len(addresses)
    assert not any("/" in address for address in addresses)


def test_every_step_has_its_page_and_every_substep_its_minutes():
    assert set(loop.STEPS) < set(STEP_PAGE)
    for step in STEP_PAGE:
        assert all(page.id in loop.MINUTES for page in substeps(step))


@pytest.mark.parametrize("id", IDS)
def test_an_empty_workspace_has_something_to_say_on_every_page(open_page, id):
    at = open_page(PAGES[id].address)
    for view in ("stage", "print"):
        at.query_params["view"] = view
        at.run()
        assert is_whole(at), view
