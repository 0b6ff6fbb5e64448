from equity_core.model import Action, Assumption, Focus, Query
from tests.pages.conftest import has, is_whole

GAP = Query(measure="suspended", dimension="race", period="2024-25", group="Asian")


def test_who_goes_on_says_why_on_any_page_and_tests_it_in_the_log(open_page, page_ws):
    page_ws.save(Focus(id=page_ws.cycle.id, cycle=page_ws.cycle.id, query=GAP))
    at = open_page("ideas")
    assert has(at, "still_open")
    at.multiselect(key="gate_which").set_value(["voice"])
    at.button(key="gate_go_on").click().run()
    assert is_whole(at)
    assert "One line is enough" in " ".join(w.value for w in at.warning)
    assert at.multiselect(key="gate_which").value == ["voice"]
    for typed, said in (("Because of Maria **Lopez**", "“Maria” may name"), ("x" * 201, "201 characters")):
        at.text_input(key="gate_reason").set_value(typed)
        at.button(key="gate_go_on").click().run()
        assert said in " ".join(w.value for w in at.warning)
        assert at.text_input(key="gate_reason").value == typed
    assert page_ws.of_cycle(Assumption) == []
    at.text_input(key="gate_reason").set_value("The board meets on Friday")
    at.button(key="gate_go_on").click().run()
    assert is_whole(at)
    (kept,) = page_ws.of_cycle(Assumption)
    assert kept.about == "voice"
    assert "voice" not in at.multiselect(key="gate_which").options

    at = open_page("diagnose")
    assert "The board meets on Friday" in " ".join(c.value for c in at.caption)
    at.multiselect(key="gate_which").set_value(["cause", "goal"])
    at.text_input(key="gate_reason").set_value("The same")
    at.button(key="gate_go_on").click().run()
    assert len(page_ws.of_cycle(Assumption)) == 3

    at = open_page("log")
    at.selectbox(key="ledger_which").set_value(kept.id).run()
    at.selectbox(key=f"assumed_status_{kept.id}").set_value("broken")
    at.button(key="ledger_save").click().run()
    assert "By what sign" in " ".join(w.value for w in at.warning)
    at.text_input(key=f"assumed_know_if_{kept.id}").set_value("Families say something else")
    at.button(key="ledger_save").click().run()
    assert is_whole(at)
    assert page_ws.get(Assumption, kept.id).status == "broken"


def test_no_gate_is_on_the_wall_on_paper_or_where_nothing_is_before(open_page, page_ws):
    page_ws.save(Action(cycle=page_ws.cycle.id, idea="i", title="Late bus", leading=("Seats taken",)))
    for address, view in (("ideas", "stage"), ("ideas", "print"), ("team", "desk"), ("sources", "desk")):
        at = open_page(address, view=view)
        assert not has(at, "gate_form")
        assert not has(at, "still_open")
    assert "Seats taken" in open_page("log", view="print").table[-1].value.to_string()
    assert not has(open_page("log", view="stage"), "ledger")
