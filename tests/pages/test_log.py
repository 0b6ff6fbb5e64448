from equity_core.model import Assumption, LogEntry
from equity_core.workflow.implement import log
from tests.pages.conftest import has, is_whole


def table(at):
    return str(at.table[0].value.to_dict())


def test_a_new_log_has_the_beginning_of_the_cycle(open_page):
    at = open_page("log")
    assert has(at, "log_table")
    assert "Cycle 1 began" in table(at)


def test_a_line_is_added(open_page, page_ws):
    at = open_page("log")
    at.radio(key="log_kind_log_0").set_value("adjustment")
    at.text_area(key="log_text_log_0").set_value("Moved to first period")
    at.button(key="log_add").click().run()
    assert is_whole(at)
    assert [entry.text for entry in page_ws.of_cycle(LogEntry)] == ["Moved to first period"]
    assert "Moved to first period" in table(at)
    assert at.text_area(key="log_text_log_1").value == ""


def test_a_line_without_a_kind_is_told_and_stays(open_page, page_ws):
    at = open_page("log")
    at.text_area(key="log_text_log_0").set_value("Moved to first period")
    at.button(key="log_add").click().run()
    assert is_whole(at)
    assert any("Which kind" in warning.value for warning in at.warning)
    assert at.text_area(key="log_text_log_0").value == "Moved to first period"


def test_a_correction_leaves_the_first_line_standing(open_page, page_ws):
    first = log.add(page_ws, form="note", text="Monday")
    at = open_page("log")
    at.radio(key="log_kind_log_0").set_value("note")
    at.text_area(key="log_text_log_0").set_value("Tuesday")
    at.selectbox(key="log_corrects_log_0").set_value(first.id)
    at.button(key="log_add").click().run()
    assert is_whole(at)
    assert "Monday \\(corrected by a later line\\)" in at.table[0].value.to_dict()["What, and why"].values()


def test_the_log_is_filtered(open_page, page_ws):
    log.add(page_ws, form="note", text="a note")
    page_ws.save(Assumption(cycle=page_ws.cycle.id, text="went on without a voice"))
    at = open_page("log")
    at.get_by_key("log_filter").set_value(["assumption"]).run()
    assert "went on without a voice" in table(at)
    assert "a note" not in table(at)


def test_the_wall_has_the_last_five_lines(open_page, page_ws):
    for n in range(7):
        log.add(page_ws, form="note", text=f"line {n}")
    at = open_page("log", view="stage")
    assert len(at.table[0].value) == 5
    assert not at.text_area
