from equity_core.model import Action, Profile, Training
from tests.pages.conftest import has, is_whole


def action(ws):
    kept = Action(cycle=ws.cycle.id, idea="i", title="Mentor check-ins")
    ws.save(kept)
    return kept


def skill(ws, **more):
    kept = Training(cycle=ws.cycle.id, action=action(ws).id, skill="Listen", who="Mentors", people=9, **more)
    ws.save(kept)
    return kept


def test_without_an_action_the_page_points_to_choosing(open_page):
    assert "First choose" in open_page("training").info[0].value


def test_a_skill_is_added_and_called_one_off(open_page, page_ws):
    page_ws.save(Profile(roles=("Mentors",)))
    action(page_ws)
    at = open_page("training")
    at.text_input(key="training_skill_training_0").set_value("Listen")
    at.selectbox(key="training_who_training_0").set_value("Mentors")
    at.number_input(key="training_people_training_0").set_value(9)
    at.button(key="training_add").click().run()
    assert is_whole(at)
    (kept,) = page_ws.of_cycle(Training)
    assert (kept.skill, kept.who, kept.people) == ("Listen", "Mentors", 9)
    assert any("One-off" in warning.value for warning in at.warning)


def test_what_is_missing_is_said_and_what_was_typed_stays(open_page, page_ws):
    action(page_ws)
    at = open_page("training")
    at.text_input(key="training_skill_training_0").set_value("Listen")
    at.button(key="training_add").click().run()
    assert is_whole(at)
    assert any("Who needs it?" in warning.value for warning in at.warning)
    assert at.text_input(key="training_skill_training_0").value == "Listen"


def test_progress_moves_the_coverage(open_page, page_ws):
    one = skill(page_ws)
    at = open_page("training")
    at.number_input(key=f"trained_{one.id}").set_value(6)
    at.text_input(key=f"follow_up_{one.id}").set_value("A coach visits")
    at.button(key=f"training_save_{one.id}").click().run()
    assert is_whole(at)
    assert at.metric[0].value == "66.7%"
    assert not at.warning


def test_more_trained_than_people_is_told(open_page, page_ws):
    one = skill(page_ws)
    at = open_page("training")
    at.number_input(key=f"trained_{one.id}").set_value(10)
    at.button(key=f"training_save_{one.id}").click().run()
    assert any("Only 9 people" in warning.value for warning in at.warning)


def test_no_count_of_staff_is_on_the_wall_or_on_paper(open_page, page_ws):
    skill(page_ws, trained=7)
    for mode in ("stage", "print"):
        at = open_page("training", view=mode)
        shown = " ".join(text.value for text in at.text)
        assert "Listen" in shown
        assert not has(at, "training_coverage")
        assert not at.metric
        assert "7 of 9" not in shown
