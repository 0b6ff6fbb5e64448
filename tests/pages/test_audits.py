"""The audits page: nothing yet, something wrong, ready; at the desk, on the wall, on paper."""

from equity_core.model import Evidence, Profile
from equity_core.workflow.diagnose import audits, causes
from tests.pages.conftest import has, is_whole

CODE = "discipline_code"


def name_of(at):
    return next(t for t in at.text_input if t.key.startswith("line_"))


def answer(at, item, told):
    next(r for r in at.radio if r.key.startswith("line_") and r.key.endswith(item)).set_value(told)


def sentence(at):
    return at.get_by_key("audit_sentence").markdown[0].value.replace("\\", "")


def test_an_audit_from_nothing_to_evidence(open_page, page_ws):
    page_ws.save(Profile(constraints=("low_budget",)))
    cause = causes.add(page_ws, "Our code leaves “defiance” open", lens="policy")
    at = open_page("audits", audit=CODE)
    assert any("costs an hour and no dollar" in told.value for told in at.caption)
    assert any("Nothing is written down yet" in info.value for info in at.info)
    assert at.selectbox(key="audit_pick").value == CODE
    assert has(at, "audit_blank")
    assert not has(at, "audit_filled")

    at.button(key="audit_add").click().run()
    assert "Write down which infraction" in at.warning[0].value
    assert is_whole(at)
    name_of(at).set_value("Defiance")
    answer(at, "defined", "no")
    at.button(key="audit_add").click().run()
    assert is_whole(at)
    assert audits.look(page_ws, CODE).lines[0].answers == {"defined": "no"}
    name_of(at).set_value("Jose Garcia")
    at.button(key="audit_add").click().run()
    assert "may name a person" in at.warning[0].value
    assert name_of(at).value == "Jose Garcia"

    at.radio(key=f"audit_{CODE}_observable_Defiance").set_value("no").run()
    assert is_whole(at)
    assert audits.look(page_ws, CODE).lines[0].answers == {"defined": "no", "observable": "no"}
    assert "Of 2 answers, 2 are something to look into." in sentence(at)

    at.selectbox(key="audit_about").set_value(cause.id)
    at.button(key="audit_use_defined").click().run()
    assert is_whole(at)
    assert [e.causes for e in page_ws.of_cycle(Evidence)] == [(cause.id,)]
    at.button(key="undo").click().run()
    assert page_ws.of_cycle(Evidence) == []


def test_on_the_wall_one_question_at_a_time_is_asked_of_each_and_paper_has_all(open_page, page_ws):
    for name in ("Defiance", "Fighting"):
        audits.add(page_ws, CODE, name, {})
    at = open_page("audits", view="stage", audit=CODE)
    assert "Defiance" in at.header[0].value
    at.button(key="audit_say_no").click().run()
    assert "Fighting" in at.header[0].value
    at.button(key="audit_say_yes").click().run()
    assert is_whole(at)
    assert "1 of 2 infractions" in sentence(at)
    assert not has(at, "audit_answers")
    at.button(key="audit_item_next").click().run()
    assert "Defiance" in at.header[0].value
    assert not at.text_input

    at = open_page("audits", view="print")  # the audit that was begun comes first
    assert len(at.get_by_key("audit_lines").table) == 1
    assert not at.text_input
    assert not at.radio
