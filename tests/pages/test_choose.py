from equity_core.model import Action, Ballot, Idea, Score
from equity_core.workflow.design import ballots, choose
from tests.pages.conftest import has, is_whole

ANCHORS = {"impact": 5, "cost": 4, "time": 3, "expertise": 2, "values": 5}


def ideas(ws, *texts):
    kept = [Idea(cycle=ws.cycle.id, text=text) for text in texts]
    ws.save(*kept)
    return kept


def scored(ws, idea, *by_seat):
    for seat, given in enumerate(by_seat, start=1):
        choose.score(ws, idea, seat=seat, given=given)


def all_at(step):
    return dict.fromkeys(choose.PARTS, step)


def shown(at):
    return " ".join(str(part.value) for kind in (at.table, at.text, at.markdown, at.warning, at.info) for part in kind)


def fill(at, idea, seat, given):
    version = next(radio.key for radio in at.radio).split("_score_")[1].split("_")[0]
    for part, step in given.items():
        at.radio(key=f"score_{part}_score_{version}_{seat}_{idea.id}").set_value(step)


def test_without_ideas_the_page_points_to_them(open_page):
    at = open_page("choose")
    assert "First type ideas" in at.info[0].value
    assert not has(at, "score_table")


def test_a_person_scores_and_sees_nothing_of_it(open_page, page_ws):
    (one,) = ideas(page_ws, "Call home")
    at = open_page("choose")
    fill(at, one, 1, ANCHORS)
    at.button(key="score_save").click().run()
    assert is_whole(at)
    (kept,) = page_ws.of_cycle(Score)
    assert {part: getattr(kept, part) for part in ANCHORS} == ANCHORS
    assert "1 of 2 in" in shown(at)
    assert "spread" not in str(at.table[0].value)
    assert has(at, "seat_is_done")


def test_a_missing_score_is_told_and_the_others_stay(open_page, page_ws):
    (one,) = ideas(page_ws, "Call home")
    at = open_page("choose")
    fill(at, one, 1, {"impact": 5, "cost": 4})
    at.button(key="score_save").click().run()
    assert is_whole(at)
    assert "3 scores are missing" in shown(at)
    assert at.radio(key=f"score_impact_score_0_1_{one.id}").value == 5
    assert page_ws.of_cycle(Score) == []


def test_the_next_person_starts_with_empty_scores(open_page, page_ws):
    (one,) = ideas(page_ws, "Call home")
    scored(page_ws, one, ANCHORS)
    at = open_page("choose")
    at.button(key="next_seat").click().run()
    assert at.selectbox(key="choose_seat").value == 2
    assert [radio.value for radio in at.radio] == [None] * 5


def test_two_people_open_the_medians_and_far_apart_means_talk_first(open_page, page_ws):
    one, two = ideas(page_ws, "Call home", "Late bus")
    scored(page_ws, one, all_at(4), all_at(5))
    scored(page_ws, two, all_at(1), all_at(4))
    at = open_page("choose")
    table = str(at.table[0].value.to_dict())
    assert "4.5 (spread 1)" in table
    assert "talk first" in table
    assert has(at, "polarised")
    assert "Late bus" in shown(at)


def test_a_fourth_idea_asks_which_one_leaves(open_page, page_ws):
    kept = ideas(page_ws, "one", "two", "three", "four")
    actions = [choose.choose(page_ws, idea, no_cause_reason="asked for") for idea in kept[:3]]
    at = open_page("choose")
    at.selectbox(key="basket_idea_basket_0").set_value(kept[3]).run()
    assert any("Which one leaves?" in warning.value for warning in at.warning)
    at.text_input(key=f"basket_no_cause_{kept[3].id}").set_value("families asked")
    at.button(key="basket_add").click().run()
    assert has(at, "basket_refused")
    at.selectbox(key="basket_leaving").set_value(actions[0]).run()
    at.button(key="basket_add").click().run()
    assert is_whole(at)
    assert [action.title for action in choose.chosen(page_ws)] == ["two", "three", "four"]


def test_an_action_can_leave_the_basket(open_page, page_ws):
    (one,) = ideas(page_ws, "one")
    action = choose.choose(page_ws, one, no_cause_reason="asked for")
    at = open_page("choose")
    at.button(key=f"basket_drop_{action.id}").click().run()
    assert is_whole(at)
    assert page_ws.get(Action, action.id).dropped


def test_the_wall_shows_medians_and_basket_and_nobodys_form(open_page, page_ws):
    (one,) = ideas(page_ws, "one")
    scored(page_ws, one, all_at(2), all_at(5))
    at = open_page("choose", view="stage")
    assert has(at, "score_table")
    assert has(at, "basket")
    assert not at.radio
    assert not at.selectbox
    assert not at.number_input


def test_medians_add_up_with_the_teams_weights(open_page, page_ws):
    one, two = ideas(page_ws, "Call home", "Tutor")
    scored(page_ws, one, all_at(4), all_at(4))
    scored(page_ws, two, all_at(2), all_at(2))
    at = open_page("choose")
    at.number_input(key="weight_impact").set_value(3).run()

    assert is_whole(at)
    assert page_ws.cycle.weights == (3, 1, 1)
    assert "“Call home” comes first (75 of 100)" in shown(at)


def test_a_ballot_goes_in_and_is_not_shown(open_page, page_ws):
    one, two = ideas(page_ws, "Call home", "Tutor")
    at = open_page("choose")
    at.multiselect(key="ballot_ideas_ballot_0_1").set_value([two.id, one.id]).run()
    at.button(key="ballot_cast").click().run()

    assert is_whole(at)
    assert [ballot.ideas for ballot in page_ws.of_cycle(Ballot)] == [(two.id, one.id)]
    assert "1 ballot is missing" in shown(at)
    assert "Points" not in shown(at)


def test_the_count_opens_when_all_ballots_are_in(open_page, page_ws):
    one, two = ideas(page_ws, "Call home", "Tutor")
    for seat in (1, 2):
        ballots.cast(page_ws, seat, (one.id, two.id))
    at = open_page("choose")

    assert "2 of 2" in shown(at)
    on_the_wall = open_page("choose", view="stage")
    assert not has(on_the_wall, "ballots")
    on_the_wall.segmented_control(key="wall_table").set_value("ballot").run()
    assert is_whole(on_the_wall)
    assert "2 of 2" in shown(on_the_wall)
    assert not on_the_wall.multiselect


def test_the_wall_shows_the_weighing_and_what_would_change_it(open_page, page_ws):
    one, two = ideas(page_ws, "Call home", "Tutor")
    scored(page_ws, one, all_at(4) | {"impact": 2}, all_at(4) | {"impact": 2})
    scored(page_ws, two, all_at(3) | {"impact": 5}, all_at(3) | {"impact": 5})
    at = open_page("choose", view="stage")
    at.segmented_control(key="wall_table").set_value("weigh").run()

    assert is_whole(at)
    assert "“Tutor” comes first (" in shown(at)
    assert shown(at).count("another idea would come first") == 1
    assert not at.number_input
    assert "Kendall" not in shown(at)
