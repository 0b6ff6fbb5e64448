from equity_core.model import Cause, Evidence, Profile
from equity_core.workflow import kit
from equity_core.workflow.diagnose import causes, focus, listen
from equity_core.workflow.get_ready import tallies
from tests.pages.conftest import has, is_whole
from tests.workflow.diagnose.worlds import EL_FILE, EL_READING, bring


def supported(ws):
    bring(ws, EL_FILE)
    focus.add(ws, EL_READING)
    cause = causes.add(ws, "Letters go out in English only", lens="access")
    listen.pin(ws, EL_READING, cause=cause.id)
    card = listen.new_card(ws, "We cannot read the letters", from_role="family", causes=(cause.id,))
    listen.add(ws, card)
    return cause


def the_text(at):
    return next(t for t in at.text_input if t.key.startswith("cause_") and t.key[6:].isdigit())


def texts(at, key):
    return "\n".join(t.value for t in at.get_by_key(key).text)


def test_without_causes_and_numbers_the_page_teaches(open_page):
    at = open_page("causes")
    assert any("hunch" in i.value for i in at.info)
    assert not has(at, "triangulation")


def test_a_new_cause_is_a_hunch(open_page, page_ws):
    at = open_page("causes")
    the_text(at).set_value("Referral form lists 'disrespect' without examples")
    at.selectbox(key="cause_bone_in").set_value("policy")
    at.button(key="cause_add").click().run()
    assert is_whole(at)
    assert page_ws.of_cycle(Cause)[0].lens == "policy"
    assert "hunch" in texts(at, "cause_board")


def test_a_number_and_a_voice_support_a_cause(open_page, page_ws):
    at = open_page("causes", supported)
    assert "supported" in texts(at, "cause_board")
    assert len(at.get_by_key("triangulation").table) == 1
    assert [has(at, f"{key}_swipe") for key in ("triangulation", "fishbone")] == [True, True], "a hint on a phone"
    assert causes.supported(page_ws)


def test_blame_is_asked_again_and_may_be_kept_as_a_belief(open_page, page_ws):
    at = open_page("causes")
    the_text(at).set_value("Students don't respect teachers")
    at.button(key="cause_add").click().run()
    assert is_whole(at)
    assert page_ws.of_cycle(Cause) == []
    assert "What in our system makes that likely?" in texts(at, "cause_blame")
    assert at.text_input(key="cause_blame_text_0").value == "Students don't respect teachers"
    at.button(key="cause_blame_keep").click().run()
    assert is_whole(at)
    assert [c.lens for c in page_ws.of_cycle(Cause)] == ["expectations"]
    assert not has(at, "cause_blame")


def test_blame_can_be_put_in_other_words(open_page, page_ws):
    at = open_page("causes")
    the_text(at).set_value("Parents don't care")
    at.button(key="cause_add").click().run()
    at.text_input(key="cause_blame_text_0").set_value("Meetings are only during work hours").run()
    at.button(key="cause_blame_save").click().run()
    assert is_whole(at)
    assert [c.text for c in page_ws.of_cycle(Cause)] == ["Meetings are only during work hours"]


def test_the_first_cause_that_needs_something_stands_open_and_the_others_are_folded(open_page, page_ws):
    for text in ("Letters go out late", "The bus leaves first"):
        causes.add(page_ws, text, lens="practice")
    at = open_page("causes")
    folds = [box for box in at.expander if box.label == page_ws.words("causes.change")]
    assert [box.proto.expanded for box in folds] == [True, False]


def test_a_card_can_be_linked_and_taken_off(open_page, page_ws):
    cause = supported(page_ws)
    card = listen.add(page_ws, listen.new_card(page_ws, "The text line works", from_role="family", stance="questions"))
    at = open_page("causes")
    at.selectbox(key=f"cause_link_pick_{cause.id}").set_value(card.id).run()
    at.button(key=f"cause_link_{cause.id}").click().run()
    assert is_whole(at)
    assert "The text line works" in texts(at, f"cause_{cause.id}")
    at.selectbox(key=f"cause_unlink_pick_{cause.id}").set_value(card.id).run()
    at.button(key=f"cause_unlink_{cause.id}").click().run()
    assert "The text line works" not in texts(at, f"cause_{cause.id}")


def test_will_act_is_kept(open_page, page_ws):
    cause = supported(page_ws)
    at = open_page("causes")
    at.checkbox(key=f"cause_act_{cause.id}").check().run()
    assert is_whole(at)
    assert page_ws.get(Cause, cause.id).will_act
    page_ws.undo()
    at.run()
    assert not at.checkbox(key=f"cause_act_{cause.id}").value
    assert not page_ws.get(Cause, cause.id).will_act


def test_on_the_wall_a_paraphrase_stays_on_the_desk(open_page, page_ws):
    cause = supported(page_ws)
    at = open_page("causes", view="stage")
    assert "cannot read" not in texts(at, "cause_board")
    assert "1 card stays at the desk." in texts(at, "cause_board")
    assert "Nothing yet. Have we looked?" in texts(at, "cause_board")
    assert not at.text_input
    against = listen.new_card(page_ws, "Ours came", from_role="student", stance="mixed", causes=(cause.id,))
    listen.add(page_ws, against)
    for mode in ("stage", "print"):
        at = open_page("causes", view=mode)
        assert texts(at, "cause_board").count("1 card stays at the desk.") == 2
        assert "Nothing yet" not in texts(at, "cause_board")
        assert "Ours came" not in texts(at, "cause_board")
    at = open_page("causes")
    assert "Ours came" in texts(at, f"at_desk_{cause.id}_{against.id}")
    assert "1 card stays" in texts(at, f"on_paper_{cause.id}_against")


def test_how_deep_it_goes_is_kept_and_blame_in_a_why_is_asked_again(open_page, page_ws):
    page_ws.save(Profile(constraints=("low_budget",)))
    cause = supported(page_ws)
    at = open_page("causes")
    assert any("costs an hour and no dollar" in told.value for told in at.caption)
    assert len(at.get_by_key("to_audits").get("page_link")) == 6
    at.text_area(key=f"deep_{cause.id}_whys").set_value("Parents don't care")
    at.button(key=f"deep_keep_{cause.id}").click().run()
    assert "don't care" in at.warning[0].value
    at.text_area(key=f"deep_{cause.id}_whys").set_value("Nobody translates them\nNobody was asked to")
    at.selectbox(key=f"deep_{cause.id}_recurs").set_value("yes")
    at.button(key=f"deep_keep_{cause.id}").click().run()
    assert is_whole(at)
    assert page_ws.get(Cause, cause.id).whys == ("Nobody translates them", "Nobody was asked to")
    assert "may be the surface" in texts(at, f"cause_{cause.id}")

    at = open_page("causes", view="stage")
    assert "Access and logistics · Status" in texts(at, "cause_board")
    at.button(key="cause_place_next").click().run()
    assert is_whole(at)
    assert has(at, "fishbone_chart")


def test_the_example_can_be_used_instead_of_blame(open_page, page_ws):
    at = open_page("causes")
    the_text(at).set_value("Parents don't care")
    at.button(key="cause_add").click().run()
    at.button(key="cause_blame_use").click().run()
    assert is_whole(at)
    assert page_ws.of_cycle(Cause)[0].text.startswith("Our school invites families")


def test_what_is_typed_under_the_question_stays_while_another_cause_is_added(open_page, page_ws):
    at = open_page("causes")
    the_text(at).set_value("Parents don't care")
    at.button(key="cause_add").click().run()
    at.text_input(key="cause_blame_text_0").set_value("Meetings are during").run()
    for text in ("Letters go out in English only", "Students don't respect teachers"):
        the_text(at).set_value(text)
        at.button(key="cause_add").click().run()
        assert at.text_input(key="cause_blame_text_0").value == "Meetings are during"
    at.button(key="cause_blame_drop").click().run()
    assert at.text_input(key="cause_blame_text_1").value == "Students don't respect teachers"
    assert [c.text for c in page_ws.of_cycle(Cause)] == ["Letters go out in English only"]


def test_the_gap_itself_is_no_number_that_tells_what_produces_it(open_page, page_ws):
    cause = supported(page_ws)
    for mode in ("desk", "stage", "print"):
        at = open_page("causes", **({} if mode == "desk" else {"view": mode}))
        assert "shows that there is a gap, not that this produces it" in texts(at, f"cause_{cause.id}")
        assert "supported" in texts(at, f"cause_{cause.id}")
    assert "shows the gap, not what produces it" in str(causes.triangulation(page_ws))
    assert "not that this produces it" in kit.build(page_ws).decode()
    (tally,) = tallies.keep(page_ws, [tallies.Tally("I call home before a referral", 12, 3)])
    at = open_page("causes")
    at.selectbox(key=f"cause_link_pick_{cause.id}").set_value(tally.id).run()
    for stance, is_said in (("questions", True), ("supports", False)):
        at.selectbox(key=f"cause_link_stance_{cause.id}_{tally.id}").set_value(stance)
        at.button(key=f"cause_link_{cause.id}").click().run()
        assert is_whole(at)
        assert ("not that this produces it" in texts(at, f"cause_{cause.id}")) == is_said
        causes.unlink(page_ws, cause, page_ws.get(Evidence, tally.id))
        at.run()
        at.selectbox(key=f"cause_link_pick_{cause.id}").set_value(tally.id).run()
    assert "not that this produces it" in texts(open_page("causes"), f"cause_{cause.id}")
    narrowed = EL_READING.model_copy(update={"group": "Never EL"})
    listen.pin(page_ws, narrowed, cause=cause.id)
    assert "not that this produces it" not in texts(open_page("causes"), f"cause_{cause.id}")
    assert "shows the gap" not in str(causes.triangulation(page_ws))
