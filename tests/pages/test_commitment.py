import json
from datetime import date, timedelta

from equity_core.model import Action, DecisionRight, Influence, Profile
from equity_core.workflow import kit, story_notebook
from equity_core.workflow.copies import share
from equity_core.workflow.get_ready import commitment, influence
from tests.pages.conftest import has, is_whole

SECRET = "Zwq fears the hallway"


def told(at):
    return " ".join(part.value for kind in (at.text, at.warning, at.info, at.error) for part in kind)


def everything(at):
    return told(at) + "".join(table.value.to_string() for table in at.table)


def test_from_nothing_to_a_map_a_promise_and_a_champion(open_page, page_ws):
    at = open_page("commitment")
    assert "No decision is on the map yet" in told(at)
    at.selectbox(key="right_what_right_0").set_value("curriculum")
    at.multiselect(key="right_drivers_right_0").set_value(["Ms. Alvarez"])
    at.date_input(key="right_meets_right_0").set_value(date.today() - timedelta(9))
    at.button(key="right_save").click().run()
    assert is_whole(at)
    assert commitment.rights(page_ws) == []
    assert at.selectbox(key="right_what_right_0").value == "curriculum"
    assert "That day is past" in at.get_by_key("right_meets").warning[0].value
    at.date_input(key="right_meets_right_0").set_value(None)
    at.multiselect(key="right_drivers_right_0").set_value([])
    at.selectbox(key="right_approvers_right_0").set_value("Principal")
    at.button(key="right_save").click().run()
    assert is_whole(at)
    (kept,) = commitment.rights(page_ws)
    assert kept.approvers == ("Principal",)
    page_ws.save(kept.model_copy(update={"approvers": ("Principal", "Teacher")}))  # as a meeting or a file brings them
    at = open_page("commitment")
    assert "When two can say yes" in told(at)
    at.multiselect(key=f"mapped_approvers_{kept.id}").set_value(["Principal"])
    at.number_input(key=f"mapped_lead_days_{kept.id}").set_value(30)
    at.button(key="mapped_save").click().run()
    assert commitment.is_mapped(page_ws)
    assert "When two can say yes" not in told(at)

    at.number_input(key="promise_money_now").set_value(-50)
    at.button(key="promise_save").click().run()
    assert "0 or more" in at.get_by_key("promise_money").warning[0].value
    at.number_input(key="promise_hours_now").set_value(99_999)
    at.number_input(key="promise_money_now").set_value(0)
    at.number_input(key="promise_class_size_now").set_value(3)
    at.button(key="promise_save").click().run()
    assert "A month has" in at.get_by_key("promise_hours").warning[0].value
    assert "fewer than 10 students" in at.get_by_key("promise_class_size").warning[0].value
    assert commitment.current(page_ws).class_size == 26
    at.number_input(key="promise_hours_now").set_value(0)
    at.number_input(key="promise_class_size_now").set_value(26)
    at.radio(key="promise_scope_now").set_value("classroom")
    at.button(key="promise_save").click().run()
    assert (commitment.current(page_ws).hours, commitment.current(page_ws).money) == (0, 0)
    assert "words only" in told(at)

    at.selectbox(key="champion_role_champion_0").set_value("Student")
    at.text_input(key="champion_will_do_champion_0").set_value("Opens the first meeting")
    at.button(key="champion_add").click().run()
    assert len(commitment.levels(page_ws)) == 1
    assert "1 of 5" in told(at)


def test_an_action_waits_for_the_yes_that_it_needs(open_page, page_ws):
    kept = DecisionRight(cycle=page_ws.cycle.id, what="curriculum", approvers=("Principal",), lead_days=30)
    waits_on = Action(cycle=page_ws.cycle.id, idea="i", title="New units", needs=(kept.id,), start=date.today())
    page_ws.save(kept, waits_on)
    plan = open_page("plan")
    assert "Blocked until" in told(plan)
    plan.multiselect(key=f"plan_uses_{waits_on.id}").set_value(["OER Commons"])
    plan.button(key="charter_save").click().run()
    assert page_ws.get(Action, waits_on.id).uses == ("OER Commons",)
    assert page_ws.get(Action, waits_on.id).needs == (kept.id,)


def test_the_private_map_is_on_this_desk_and_nowhere_else(open_page, page_ws):
    page_ws.save(
        Profile(constraints=("low_buy_in",)),
        DecisionRight(cycle=page_ws.cycle.id, what="schedule", meets=date.today() + timedelta(9)),
    )
    at = open_page("commitment")
    at.text_input(key="influence_initials_influence_0").set_value("Zwq")
    at.button(key="influence_add").click().run()
    assert influence.lines(page_ws) == []
    at.text_input(key="influence_initials_influence_0").set_value("ZWQ")
    at.text_input(key="influence_concern_influence_0").set_value(SECRET.replace("Zwq ", ""))
    at.button(key="influence_add").click().run()
    assert [line.initials for line in influence.lines(page_ws)] == ["ZWQ"]
    page_ws.save(*(line.model_copy(update={"concern": SECRET}) for line in page_ws.all(Influence)))
    assert SECRET in everything(open_page("commitment"))
    for view in ("stage", "print"):
        for address in ("commitment", "notebook", "log", ""):
            at = open_page(address, view=view)
            assert "ZWQ" not in everything(at) + str(at.main)
            assert not has(at, "influence_map")
    files = (share(page_ws), story_notebook.build(page_ws, workspace="w"), kit.build(page_ws))
    assert not any("ZWQ" in file.decode() or SECRET in file.decode() for file in files)
    assert SECRET not in json.dumps([commitment.rows(page_ws), commitment.panel(page_ws)])


def test_the_wall_shows_one_thing_and_paper_the_map_without_forms(open_page, page_ws):
    page_ws.save(DecisionRight(cycle=page_ws.cycle.id, what="schedule", approvers=("Principal",), drivers=("Dean",)))
    at = open_page("commitment", view="stage")
    assert "Schedule" in str(at.table[0].value)
    assert "Dean" not in str(at.table[0].value)
    at.get_by_key("commitment_wall").set_value("promised").run()
    assert is_whole(at)
    assert "open" in str(at.table[0].value)
    paper = open_page("commitment", view="print")
    assert "Dean" in str(paper.table[0].value)
    assert not paper.text_input
