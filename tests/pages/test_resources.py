"""Who gets what on its page: nothing yet, something wrong, ready; from numbers and typed; on the wall and on paper."""

from equity_core.model import Evidence
from equity_core.workflow.diagnose import resources
from tests.pages.conftest import has, is_whole
from tests.workflow.diagnose.test_resources import GRADES, keep


def the_text(at, start):
    return next(t for t in at.text_input if t.key.startswith(start))


def number(at, start):
    return next(n for n in at.number_input if n.key.startswith(start))


def test_an_amount_over_grades_from_nothing_to_evidence(open_page, page_ws):
    keep(page_ws, GRADES)
    at = open_page("resources")
    assert "Nothing is entered yet" in at.info[0].value
    at.button(key="share_start").click().run()
    assert "Write down what is handed out first." in at.warning[0].value
    the_text(at, "share_").set_value("Reading tutor")
    at.selectbox(key="share_need").set_value("course_failure").run()
    at.button(key="share_start").click().run()
    assert is_whole(at)
    (share,) = resources.shares(page_ws)
    assert (share.dimension, share.period) == ("grade", "2025-26")
    number(at, f"share_{share.id}_06").set_value(60)
    number(at, f"share_{share.id}_08").set_value(60)
    at.button(key="share_keep").click().run()
    assert is_whole(at)
    assert "60 of 120 hours" in at.get_by_key("share_chart_sentence").markdown[0].value.replace("\\", "")
    assert len(at.get_by_key("share_table").table) == 1
    at.button(key="share_use").click().run()
    assert is_whole(at)
    assert [e.sheet for e in page_ws.of_cycle(Evidence)] == [share.id]
    assert has(at, "share_paper")

    at = open_page("resources", view="stage")
    assert "60 of 120 hours" in at.get_by_key("share_sentence").markdown[0].value.replace("\\", "")
    at.button(key="share_chart_next").click().run()
    assert is_whole(at)
    assert not at.number_input
    at = open_page("resources", view="print")
    assert len(at.get_by_key("share_table").table) == 1
    assert not at.selectbox


def test_what_is_typed_is_doubted_at_its_field_and_nothing_is_lost(open_page, page_ws):
    resources.begin(page_ws, "Laptops", of="materials")
    at = open_page("resources")
    the_text(at, "portion_name").set_value("Room 1")
    number(at, "portion_now").set_value(12)
    number(at, "portion_students").set_value(7)
    at.button(key="portion_add").click().run()
    assert is_whole(at)
    assert "Fewer than 10 students" in at.get_by_key("portion_students").warning[0].value
    assert the_text(at, "portion_name").value == "Room 1"
    number(at, "portion_students").set_value(27)
    at.button(key="portion_add").click().run()
    assert is_whole(at)
    assert [p.now for p in resources.shares(page_ws)[0].portions] == [12]
    assert any("needs the number of students with the need" in info.value for info in at.info)
    at.button(key="undo").click().run()
    assert resources.shares(page_ws)[0].portions == ()
