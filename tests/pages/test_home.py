from datetime import date

import pytest

from equity_core.model import Focus, Profile, Query
from equity_core.workflow import copies, home
from pages.parts import session
from tests.pages.conftest import has, is_whole

GAP = Query(measure="suspended", dimension="race", period="2024-25", group="Black or African American")


def test_an_empty_home_offers_four_ways_to_begin(open_page):
    at = open_page("")
    for key in ("open_sample", "bring_data", "suspect", "continue_saved"):
        assert has(at, key)
    assert any("Nothing leaves this computer" in m.value for m in at.markdown)


def test_the_sample_opens_with_a_tour_of_four_short_stops(open_page):
    at = open_page("")
    at.button(key="open_sample").click().run()
    assert is_whole(at)
    assert has(at, "sample_watermark")
    assert len(at.get_by_key("home_brief").subheader) == 4
    for _ in range(4):
        at.button(key="tour_next").click().run()
        assert is_whole(at)
        said = at.get_by_key("tour_text").text[0].value
        assert 5 < len(said.split()) <= 45
    assert "4 of 4" in open_page("").get_by_key("tour").header[0].value, "a reload stays at the stop"
    at.button(key="tour_end").click().run()
    assert not has(at, "tour")
    assert not has(open_page(""), "tour"), "it does not come back"
    assert "Principal" in " ".join(t.value for t in at.get_by_key("tile_decide").text)
    gap = " ".join(t.value for t in at.get_by_key("tile_gap").text)
    assert "20.0% (24 of 120)" in gap
    assert "Everyone else: 7.7% (37 of 480). The gap: 12.3 points" in gap


def test_a_sample_that_is_not_finished_is_found_by_nobody(laptop_home):
    seen = []

    def left(ws):
        ws.save(Focus(query=GAP))
        seen.extend(laptop_home.glob("*.duckdb"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        session.made("sample", left)
    assert seen == []
    assert list(laptop_home.iterdir()) == []


def test_leaving_the_sample_begins_an_empty_workspace_and_keeps_the_sample(open_page):
    at = open_page("")
    at.button(key="open_sample").click().run()
    at.button(key="leave_sample").click().run()
    assert has(at, "open_sample")
    assert len(list(session.home().glob("sample*.duckdb"))) == 1


def test_the_wall_does_not_show_what_must_be_decided(ws):
    ws.save(Profile(school="Harbor", roles=("Principal",), approver_role="Principal", decide_by=date(2026, 6, 1)))
    assert "decide" in [tile.id for tile in home.brief(ws)]
    assert "decide" not in [tile.id for tile in home.brief(ws, stage=True)]


def test_a_focus_without_figures_says_so(ws):
    ws.save(Focus(id=ws.cycle.id, cycle=ws.cycle.id, query=GAP))
    (gap, *_) = home.brief(ws)
    assert gap.page == "gaps"
    assert all(gap.lines)


def test_a_saved_copy_goes_on(open_page, page_ws):
    page_ws.save(Profile(school="Harbor"))
    copy = copies.backup(page_ws)
    page_ws.undo()
    at = open_page("workspace")
    at.file_uploader(key="continue_saved").set_value(("our work.duckdb", copy, "application/octet-stream")).run()
    assert is_whole(at)
    assert session.opened(session.home() / "our work.duckdb").profile.school == "Harbor"


def test_a_file_that_is_no_copy_gets_one_sentence(open_page):
    at = open_page("")
    at.file_uploader(key="continue_saved").set_value(("x.duckdb", b"nothing" * 900, "application/octet-stream")).run()
    assert is_whole(at)
    assert has(at, "page_refused")
    assert [file.name for file in session.home().glob("x*")] == []


def test_everything_is_deleted_only_after_the_word(open_page, page_ws):
    page_ws.save(Profile(school="Harbor"))
    at = open_page("workspace")
    at.text_input(key="delete_word").set_value("yes")
    at.get_by_key("delete_all").click().run()
    assert (session.home() / "workspace.duckdb").exists()
    at.text_input(key="delete_word").set_value("Delete")
    at.get_by_key("delete_all").click().run()
    assert is_whole(at)
    assert session.opened(session.home() / "workspace.duckdb").profile.school == ""


def test_a_locked_workspace_gets_one_sentence_and_a_way_on(open_page, laptop_home):
    import subprocess
    import sys

    session.close_all()
    file = laptop_home / "workspace.duckdb"
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        at = open_page("")
        assert has(at, "page_refused")
        assert has(at, "new_workspace")
        other.communicate("")


def test_a_workspace_of_a_newer_program_gets_one_sentence_and_a_way_on(open_page, laptop_home):
    import duckdb

    session.opened(laptop_home / "workspace.duckdb")
    session.close_all()
    with duckdb.connect(str(laptop_home / "workspace.duckdb")) as newer:
        newer.execute("INSERT INTO schema VALUES (999)")
    at = open_page("gaps")
    assert "newer version" in at.get_by_key("page_refused").warning[0].value
    at.button(key="new_workspace").click().run()
    assert is_whole(at)
    assert not has(at, "page_refused")
