"""Cloud mode: an island for each visitor. Two browsers, one server, real pages."""

from __future__ import annotations

import hashlib

from playwright.sync_api import expect

SECRET = "Harbor School of the North"


def _write_school(tab, name: str) -> None:
    page = tab.open("team")
    page.locator(".st-key-team_school input").fill(name)
    page.locator(".st-key-team_save button").click()
    expect(page.locator(".st-key-frame_bar")).to_contain_text(name)


def _shows(tab, name: str) -> None:
    expect(tab.page.locator(".st-key-team_school input")).to_have_value(name)


def test_nothing_of_one_visitor_appears_with_another(cloud, new_tab):
    one, other = new_tab(cloud), new_tab(cloud)
    _write_school(one, SECRET)
    for address in ("", "team", "workspace", "get-ready", "log"):
        assert SECRET not in other.open(address).content()
    _write_school(other, "South School")
    one.open("team")
    _shows(one, SECRET)
    one.must_be_clean()
    other.must_be_clean()


def test_a_reload_keeps_ones_own_island(cloud, new_tab):
    tab = new_tab(cloud)
    _write_school(tab, SECRET)
    tab.page.reload()
    tab.ready()
    _shows(tab, SECRET)


def test_a_copied_address_opens_an_empty_island(cloud, new_tab):
    tab = new_tab(cloud)
    _write_school(tab, SECRET)
    address = tab.page.url
    second = tab.page.context.new_page()  # the same browser: only the tab is another
    second.goto(address)
    second.wait_for_selector(".st-key-page_ready", state="attached")
    assert second.locator(".st-key-team_school input").input_value() == ""
    assert SECRET not in second.content()


def test_the_token_is_in_the_tab_and_nowhere_else(cloud, new_tab):
    tab = new_tab(cloud)
    _write_school(tab, SECRET)
    token = tab.page.evaluate("window.sessionStorage.getItem('equity-loop-island')")
    assert len(token) == 64
    assert token not in tab.page.url
    assert token not in str(tab.page.context.cookies())
    assert tab.page.evaluate("JSON.stringify(window.localStorage)").find(token) == -1
    folders = [folder.name for folder in (cloud.home / "equity-loop-islands").iterdir()]
    assert token not in folders
    assert hashlib.sha256(token.encode()).hexdigest() in folders


def test_a_forged_token_is_not_taken(cloud, new_tab):
    tab = new_tab(cloud)
    tab.open()
    before = {folder.name for folder in (cloud.home / "equity-loop-islands").iterdir()}
    tab.page.evaluate("window.sessionStorage.setItem('equity-loop-island', '../../../etc/passwd')")
    tab.page.reload()
    tab.ready()
    assert len(tab.page.evaluate("window.sessionStorage.getItem('equity-loop-island')")) == 64
    after = {folder.name for folder in (cloud.home / "equity-loop-islands").iterdir()}
    assert all(len(name) == 64 for name in after - before)


def test_an_edit_asks_for_a_copy_and_the_shared_server_is_named(cloud, new_tab):
    tab = new_tab(cloud)
    page = tab.open()
    assert "shared server" in tab.text("where_kept")
    assert "statistics" in tab.text("where_kept")
    assert page.locator(".st-key-cloud_banner").count() == 0
    _write_school(tab, SECRET)
    assert "Not saved yet" in tab.text("cloud_banner")
    tab.must_be_clean()


def test_a_saved_copy_goes_on_in_another_browser(cloud, new_tab, tmp_path):
    tab = new_tab(cloud)
    _write_school(tab, SECRET)
    page = tab.open("workspace")
    page.locator(".st-key-make_copy button").click()
    with page.expect_download() as waiting:
        page.locator(".st-key-save_copy_file button").click()
    copy = tmp_path / "copy.duckdb"
    waiting.value.save_as(copy)
    page.wait_for_selector(".st-key-cloud_banner", state="detached")
    other = new_tab(cloud)
    there = other.open()
    there.locator(".st-key-continue_saved input[type=file]").set_input_files(copy)
    expect(there.locator(".st-key-frame_bar")).to_contain_text(SECRET)
    other.must_be_clean()


def test_what_is_no_copy_changes_nothing(cloud, new_tab, tmp_path):
    tab = new_tab(cloud)
    _write_school(tab, SECRET)
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"this is no workspace" * 500)
    page = tab.open("workspace")
    page.locator(".st-key-continue_saved input[type=file]").set_input_files(broken)
    page.wait_for_selector(".st-key-page_refused")
    tab.open("team")
    _shows(tab, SECRET)
    tab.must_be_clean()
