import json

from equity_core.workflow.data import bring_in
from equity_core.workflow.data.define import define
from tests.pages.conftest import has, is_whole
from tests.workflow.diagnose.test_screening import SCORE, students, table


def scored(ws):
    define(ws, "ok_75", json.dumps(SCORE))
    bring_in.keep(ws, bring_in.read(ws, [("students.csv", table(students()))]))


def test_without_a_program_the_page_says_what_it_takes(open_page):
    at = open_page("screening")
    assert has(at, "screening_empty")
    assert not has(at, "screening_try")


def test_a_rule_is_put_together_tried_shown_and_pinned(open_page, page_ws):
    at = open_page("screening", scored)
    at.button(key="screening_try").click().run()
    assert any("has no column yet" in w.value for w in at.warning)
    at.multiselect(key="screening_criteria_advanced_course").set_value(["ok_75", "reading_proficient"]).run()
    at.text_input(key="screening_limit_ok_75").set_value("high").run()
    at.button(key="screening_try").click().run()
    assert any("is not a number yet" in w.value for w in at.warning)
    at.text_input(key="screening_limit_ok_75").set_value("85").run()
    at.button(key="screening_try").click().run()
    assert is_whole(at)
    assert any("may hide some of them" in t.value for t in at.text), "said before a rule is tried"
    assert [s.value for s in at.get_by_key("flash").success] == [page_ws.words("screening.tried").replace(".", "\\.")]
    told = "\n".join(t.value for t in at.get_by_key("screening_sentences").text)
    assert "our school would offer it to" in told
    assert "adds most among" in told
    at.button(key="screening_pin").click().run()
    assert is_whole(at)
    assert not has(at, "screening_pin")
    assert has(at, "to_points")
    for view in ("stage", "print"):
        at.query_params["view"] = view
        at.run()
        assert is_whole(at)
        assert has(at, "screening_chart")
        assert not has(at, "screening_try")

    at.query_params["view"] = "desk"
    at.run()
    at.selectbox(key="screening_program").set_value("reading_proficient").run()
    at.multiselect(key="screening_criteria_reading_proficient").set_value(["ok_75"]).run()
    at.button(key="screening_try").click().run()
    assert open_page("screening").selectbox(key="screening_program").value == "reading_proficient", "as it was kept"
