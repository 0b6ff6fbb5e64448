"""The list of receipts."""

from __future__ import annotations

from equity_core.model import Source
from equity_core.workflow.data import bring_in, practice
from tests.pages.conftest import is_whole


def with_counts(ws):
    file = next(file for file in practice.files() if file.id == "counts")
    bring_in.keep(ws, bring_in.read(ws, [(file.path.name, file.path)]))


def test_no_file_leads_to_the_import(open_page):
    at = open_page("sources")
    assert any("No file" in text.value for text in at.text)


def test_a_deleted_file_keeps_its_receipt(open_page, page_ws):
    at = open_page("sources", with_counts)
    (source,) = page_ws.all(Source)
    at.button(key=f"delete_yes_{source.id}").click().run()
    assert is_whole(at)
    assert page_ws.all(Source)[0].status == "deleted"
    assert page_ws.releases() == []
