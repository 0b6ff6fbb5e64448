from equity_core.model import Call, Cause, Evidence, Held, Profile
from equity_core.workflow.diagnose import focus, listen, voices
from equity_core.workflow.get_ready import suspect
from tests.pages.conftest import has, is_whole
from tests.workflow.diagnose.worlds import EL_FILE, EL_READING, bring


def a_card(ws, **parts):
    return listen.add(ws, listen.new_card(ws, "Letters come in English only", from_role="family", **parts))


def texts(at, key):
    return "\n".join(t.value for t in at.get_by_key(key).text)


def the_text(at):
    return next(t for t in at.text_area if t.key.startswith("ev_") and t.key.endswith("_text"))


def choose(at, name, value):
    next(s for s in at.selectbox if s.key.startswith("ev_") and s.key.endswith(f"_{name}")).set_value(value)


def test_an_empty_board_teaches_five_calls_and_names_who_is_silent(open_page, page_ws):
    at = open_page("listen", lambda ws: (bring(ws, EL_FILE), focus.choose(ws, focus.add(ws, EL_READING))))
    assert "Most affected (Current EL): 0 cards." in texts(at, "silence")
    at.button(key="calls_plan").click().run()
    assert is_whole(at)
    assert len(listen.calls(page_ws)) == 5


def test_a_card_lands_on_the_board(open_page, page_ws):
    at = open_page("listen")
    the_text(at).set_value("Nobody told us about the reading club")
    choose(at, "role", "family")
    at.button(key="ev_add").click().run()
    assert [w.value for w in at.get_by_key("ev_stance").warning] == [page_ws.words("listen.no_stance")]
    assert not at.get_by_key("ev_role").warning, "who told us was said"
    for page in ("causes", "listen"):
        at.switch_page(f"pages/diagnose/{page}.py").run()
    assert the_text(at).value == "Nobody told us about the reading club"
    choose(at, "stance", "supports")
    at.button(key="ev_add").click().run()
    assert is_whole(at)
    assert [e.text for e in page_ws.of_cycle(Evidence)] == ["Nobody told us about the reading club"]
    assert "reading club" in texts(at, "ev_board")
    assert the_text(at).value == ""


def test_where_few_are_convinced_each_story_is_asked_who_may_read_it(open_page, page_ws):
    page_ws.save(Profile(constraints=("low_buy_in",)))
    at = open_page("listen")
    the_text(at).set_value("Nobody told us about the reading club")
    choose(at, "role", "family")
    choose(at, "stance", "questions")
    at.button(key="ev_add").click().run()
    assert "as the person told you" in at.warning[0].value
    choose(at, "consent", "public")
    at.button(key="ev_add").click().run()
    assert [e.consent for e in page_ws.of_cycle(Evidence)] == ["public"]


def test_who_starts_with_a_suspicion_hears_voices_about_it(open_page, page_ws):
    at = open_page(
        "listen", lambda ws: suspect.start(ws, "Letters go out late", who="", roles=("Counselor",), calls=[])
    )
    the_text(at).set_value("We got the letter after the meeting")
    choose(at, "role", "family")
    choose(at, "stance", "supports")
    at.button(key="ev_add").click().run()
    assert is_whole(at)
    (cause,) = page_ws.of_cycle(Cause)
    assert [e.causes for e in page_ws.of_cycle(Evidence)] == [(cause.id,)]


def test_a_card_that_may_name_somebody_waits_and_nothing_is_lost(open_page, page_ws):
    at = open_page("listen")
    the_text(at).set_value("Maria said the bus is late")
    choose(at, "role", "student")
    choose(at, "stance", "mixed")
    at.button(key="ev_add").click().run()
    assert is_whole(at)
    assert page_ws.of_cycle(Evidence) == []
    held = page_ws.of_cycle(Held)[0]
    assert "Please look at: Maria" in texts(at, f"held_{held.id}")
    assert "Maria" not in texts(at, "ev_board")
    at.text_area(key=f"held_text_{held.id}").set_value("The bus is late").run()
    at.button(key=f"held_save_{held.id}").click().run()
    assert [e.text for e in page_ws.of_cycle(Evidence)] == ["The bus is late"]
    assert listen.queue(page_ws) == []


def test_an_empty_card_is_told_and_not_kept(open_page, page_ws):
    at = open_page("listen")
    at.button(key="ev_add").click().run()
    assert is_whole(at)
    assert any("first" in w.value for w in at.warning)
    assert page_ws.of_cycle(Evidence) == []


def test_a_number_of_people_is_shown_from_five_on(open_page, page_ws):
    a_card(page_ws, people=4)
    assert not any("people" in c.value for c in open_page("listen").get_by_key("ev_board").caption)
    a_card(page_ws, people=5)
    assert any("5 people" in c.value for c in open_page("listen").get_by_key("ev_board").caption)


def test_on_the_wall_only_cards_with_a_yes_and_no_queue(open_page, page_ws):
    a_card(page_ws)
    listen.add(page_ws, listen.new_card(page_ws, "The club is full", from_role="student", consent="team"))
    listen.add(page_ws, listen.new_card(page_ws, "Maria said so", from_role="student", consent="public"))
    at = open_page("listen", view="stage")
    assert "The club is full" in texts(at, "ev_board")
    assert "English only" not in texts(at, "ev_board")
    assert "1 card stays at the desk." in texts(at, "ev_board")
    assert not has(at, "ev_queue")
    assert not at.text_area
    assert not any("Maria" in t.value for t in at.text)


def test_who_told_us_is_never_guessed_and_nothing_typed_is_lost(open_page, page_ws):
    at = open_page("listen")
    the_text(at).set_value("The bus is late")
    at.button(key="ev_add").click().run()
    assert is_whole(at)
    assert any("Say who told us" in w.value for w in at.warning)
    assert the_text(at).value == "The bus is late"
    assert page_ws.of_cycle(Evidence) == []


def test_a_planned_call_brings_its_role(open_page, page_ws):
    listen.plan_calls(page_ws, ("teacher",))
    at = open_page("listen")
    the_text(at).set_value("We have no time to call home")
    choose(at, "call", page_ws.of_cycle(Call)[0].id)
    choose(at, "stance", "supports")
    at.button(key="ev_add").click().run()
    assert is_whole(at)
    assert page_ws.of_cycle(Evidence)[0].from_role == "teacher"
    assert listen.calls(page_ws) == []


def test_a_number_stands_beside_its_cards_and_themes_are_kept(open_page, page_ws):
    def with_a_focus(ws):
        bring(ws, EL_FILE)
        focus.choose(ws, focus.add(ws, EL_READING))
        listen.pin(ws, EL_READING.model_copy(update={"group": "Former EL"}))
        a_card(ws, people=6)

    at = open_page("listen", with_a_focus)
    assert "30.0% for Current EL" in texts(at, "beside_number")
    assert "English only" in texts(at, "beside_cards")
    assert at.get("vega_lite_chart")
    assert has(at, "report_back")
    (told,) = (e for e in page_ws.of_cycle(Evidence) if e.form == "voice")
    next(m for m in at.multiselect if m.key == f"theme_of_{told.id}").set_value(["letters"]).run()
    at.button(key="theme_save").click().run()
    assert is_whole(at)
    assert page_ws.get(Evidence, told.id).themes == ("letters",)
    assert "letters" in at.get_by_key("themes").table[0].value.to_string()
    at.segmented_control(key="theme_reader").set_value("second").run()
    assert not any(
        "letters" in c.value for c in at.get_by_key("beside_cards").caption
    )  # the second reader must not see the first's
    at.button(key="theme_again_save").click().run()
    assert is_whole(at)
    assert page_ws.get(Evidence, told.id).themes_again == ()
    assert "1 card was read by two people" in texts(at, "coding")
    at.segmented_control(key="theme_reader").set_value("first").run()
    assert any("letters" in c.value for c in at.get_by_key("beside_cards").caption)
    at.selectbox(key="beside_which").set_value(voices.numbers(page_ws)[1].id).run()
    assert "English only" not in texts(at, "beside_cards")
    assert any("1 card stands beside another number" in c.value for c in at.get_by_key("ev_board").caption)
    stage = open_page("listen", view="stage")
    assert "English only" not in texts(stage, "ev_board")
    assert not has(stage, "report_back")
