"""Real exports of persons go in through the browser: nobody is in a frame, an answer, a log, or a file that was made.

DESIGN.md §4 lets /bring-in show, before an import, distinct values of columns that identify nobody, and in the list of
cells to mend the cells in doubt. None of that is about a person in these files, so nothing at all is excepted here.
"""

from __future__ import annotations

import tempfile

import pytest
from playwright.sync_api import Error

from tests import persons
from tests.browser.hands import Hands
from tests.conftest import SHARED

AFTERWARDS = ("", "sources", "gaps", "listen", "privacy", "workspace", "notebook", "kit")


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not on this machine")
@pytest.mark.parametrize("kind", ["real", "marked"])
def test_nobody_reaches_the_browser_or_the_disk(tmp_path, serve, new_tab, monkeypatch, kind):
    given = [p.real() for p in persons.FILES] if kind == "real" else persons.marked_files()
    secrets = persons.secrets_of(given)
    home, temp = tmp_path / "home", tmp_path / "temp"
    temp.mkdir()
    home.mkdir()
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.setattr(tempfile, "tempdir", None)
    watched = persons.Watched(tmp_path / "kept", home, temp)
    with watched.watching():
        server = serve("laptop", home)
        tab = new_tab(server)
        hands, answers = Hands(tab), []
        tab.page.on("response", lambda answer: answers.append(_body(answer)))
        hands.go("bring-in")
        for batch in persons.batches(given):
            files = [{"name": name, "mimeType": "text/csv", "buffer": content} for name, content in batch]
            hands.upload("upload_files", *files)
            hands.press("match_done")
            hands.at("check_questions").wait_for()
            hands.press("check_done")
            hands.at("receipt").wait_for()
            hands.press("bring_more")
        for page in AFTERWARDS:
            hands.go(page)
        told = [*hands.frames, *answers, tab.page.content().encode()]
        tab.must_be_clean()

    assert sum(b"This looks like a PowerSchool student export" in blob for blob in told)
    assert len(secrets) > 1500
    seen = [persons.found_in(blob, secrets) for blob in told]
    assert set().union(*seen) == set()
    for folder in (home, temp, tmp_path / "kept"):
        assert persons.found_under(folder, secrets) == {}
    workspaces = list(home.glob("*.duckdb"))
    assert workspaces
    for workspace in workspaces:
        assert persons.found_in(persons.told_by_tables(workspace.read_bytes(), tmp_path), secrets) == set()


def _body(answer) -> bytes:
    """Return what a server answered; nothing where there is none to read, as when the page went on."""
    try:
        return answer.body()
    except Error:
        return b""
