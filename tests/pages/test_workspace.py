"""Where the workspace is, its copies, and its key."""

from __future__ import annotations

from tests.pages.conftest import has, is_whole
from tests.workflow.test_id_keys import brought, roster


def test_a_workspace_whose_key_is_elsewhere_says_so_and_takes_it_back(open_page, page_ws, laptop_home):
    brought(page_ws, roster(2024))
    (key,) = laptop_home.glob("id.key")
    key.rename(laptop_home / "kept elsewhere")
    at = open_page("workspace")
    assert has(at, "unlock_key")
    assert any("cannot be linked" in warning.value for warning in at.warning)
    (laptop_home / "kept elsewhere").rename(key)
    at.run()
    assert is_whole(at)
    assert not has(at, "unlock_key")


def test_a_short_passphrase_is_told_and_makes_no_copy(open_page, page_ws):
    brought(page_ws, roster(2024))
    at = open_page("workspace")
    at.text_input(key="copy_passphrase").set_value("short")
    at.button(key="make_copy").click().run()
    assert is_whole(at)
    assert not any(button.key == "save_copy_file" for button in at.get("download_button"))


def test_a_damaged_copy_is_told_and_the_page_stays_whole(open_page, page_ws):
    at = open_page("workspace")
    at.get("file_uploader")[0].set_value([("bad.duckdb", b"not a workspace at all", "application/octet-stream")])
    at.run()
    assert is_whole(at)
    assert has(at, "page_refused")
    assert has(at, "new_workspace")
