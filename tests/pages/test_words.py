from equity_core.model import Agreement, Cause, Definition, Focus, Gap, Observation, Profile, Query
from equity_core.workflow import captures, meet
from equity_core.workflow.diagnose import gaps
from equity_core.workflow.get_ready import terms
from tests import worlds
from tests.pages.conftest import has, is_whole

WRITTEN = ("What each student needs", "Each student has what it takes")


def read(ws):
    for text in WRITTEN:
        terms.define(ws, "equity", text)
    terms.agree(ws, "equality", "The same for everybody", agree=4)
    terms.reveal(ws, "equity")


def test_one_word_from_the_first_sentence_to_what_is_agreed(open_page, page_ws):
    at = open_page("words")
    assert "Nobody sees it before" in at.info[0].value
    at.button(key="words_reveal").click().run()
    assert any("nothing to compare" in w.value for w in at.warning)
    for number, text in enumerate(("Maria Lopez has it", *WRITTEN)):
        place = max(0, number - 1)
        at.text_input(key=f"define_equality_definition_define_equality_{place}").set_value(text)
        at.get_by_key("words_write_equality").click().run()
        if number == 0:
            at.text_input(key="define_equality_definition_define_equality_0").set_value("fair " * 100)
            at.get_by_key("words_write_equality").click().run()
            assert any("499 characters" in w.value for w in at.warning)
            at.text_input(key="define_equality_definition_define_equality_0").set_value(text)
            at.get_by_key("words_write_equality").click().run()
            assert any("may name somebody" in w.value for w in at.warning)
            assert at.text_input(key="define_equality_definition_define_equality_0").value == text
    assert len(page_ws.all(Definition)) == 2
    assert WRITTEN[0] not in str(at.main), "closed until all are read"
    assert "Others say" not in str(at.main)
    at.button(key="words_reveal").click().run()
    assert is_whole(at)
    assert has(at, "words_compared")
    assert any("What each **student** *needs*" in m.value for m in at.markdown), "with the spaces between its words"
    assert any("Others say of Equality" in c.value for c in at.caption)
    at.text_input(key="agree_equality_text_agree_equality_0").set_value("The same for everybody")
    at.number_input(key="agree_equality_agree_agree_equality_0").set_value(6)
    at.get_by_key("words_agree").click().run()
    assert is_whole(at)
    (kept,) = page_ws.all(Agreement)
    assert (kept.text, kept.agree) == ("The same for everybody", 6)
    at.text_input(key="agree_equality_text_agree_equality_1").set_value("equal " * 60)
    at.number_input(key="agree_equality_agree_agree_equality_1").set_value(2)
    at.get_by_key("words_agree").click().run()
    assert any("359 characters, and there is room for 300" in w.value for w in at.warning)
    assert page_ws.all(Agreement) == [kept], "neither the words nor the hands"
    assert at.text_input(key="agree_equality_text_agree_equality_1").value.startswith("equal equal")
    at.text_input(key="agree_equality_text_agree_equality_1").set_value("The same")
    at.number_input(key="agree_equality_agree_agree_equality_1").set_value(40)
    at.get_by_key("words_agree").click().run()
    assert any("40 hands" in w.value for w in at.warning)
    assert page_ws.all(Agreement) == [kept]
    at.button(key="words_hands_right").click().run()
    assert is_whole(at)
    assert [(a.text, a.agree) for a in page_ws.all(Agreement)] == [("The same", 40)]


def test_the_wall_has_one_word_typed_as_dots_and_paper_is_a_poster(open_page, page_ws):
    page_ws.save(Profile(constraints=("limited_time", "low_buy_in")))
    at = open_page("words", view="stage")
    assert at.title[0].value.startswith("What does “Equality” mean")
    assert any("own child" in text.value for text in at.text)
    assert at.text_input[0].proto.type == at.text_input[0].proto.PASSWORD
    at.text_input[0].set_value("Maria Lopez has it")
    at.get_by_key("words_write_equality").click().run()
    assert ["may name somebody" in w.value and "Maria" not in w.value for w in at.warning] == [True]
    read(page_ws)
    at = open_page("words", view="stage")
    assert has(at, "words_compared"), "equity is next, for equality is agreed on"
    at = open_page("words", view="print")
    assert has(at, "words_ours_equality")
    assert not has(at, "words_ours_equity")


def test_what_is_agreed_stands_where_the_word_is_used(open_page, page_ws):
    worlds.keep(page_ws, worlds.s1_race())
    gap = Query(measure="suspended", dimension="race", period="2024-25", group="Black or African American")
    cycle = page_ws.cycle.id
    read(page_ws)
    terms.agree(page_ws, "equity", "What each student needs", agree=4)
    pages = ("gaps", "focus", "causes", "meet")
    gaps.predict(page_ws, gap, "the same as last year")
    page_ws.save(
        Focus(id=cycle, cycle=cycle, query=gap),
        found := Gap(cycle=cycle, query=gap, matters="families"),
        cause := Cause(cycle=cycle, text="The rule is the same for all", lens="policy"),
    )
    running = meet.start(page_ws, "choose_focus", minutes=45, seats=4)
    assert not has(open_page("causes"), "our_words")
    page_ws.save(
        Observation(cycle=cycle, text="No equity here", query=gap),
        found.model_copy(update={"matters": "families ask for equity"}),
        cause.model_copy(update={"text": "The rule is not equitable"}),
    )
    captures.take(page_ws, running, "equity first")
    for address in pages:
        at = open_page(address)
        told = [line.value.replace("\\", "") for line in at.get_by_key("our_words").caption]
        assert told == ["“Equity”, as our team means it: What each student needs"], address
    for address in ("gaps", "causes", "meet"):
        assert has(open_page(address, view="stage"), "our_words"), address


def test_in_a_meeting_the_word_is_compared_and_checked_by_thumbs(open_page, page_ws):
    read(page_ws)
    running = meet.start(page_ws, "shared_language", minutes=45, seats=4)
    meet.go_to(page_ws, running.run, "surprise")
    at = open_page("meet", view="stage")
    assert has(at, "words_compared")
    meet.go_to(page_ws, meet.current(page_ws).run, "build")
    at = open_page("meet", view="stage")
    at.text_input(key="stage_line").set_value("What each student needs to thrive")
    at.button(key="stage_add").click().run()
    at.button(key="stage_next").click().run()
    assert at.text_input(key="agree_equity_text_agree_equity_0").value == "What each student needs to thrive"
    at.number_input(key="agree_equity_agree_agree_equity_0").set_value(4)
    at.get_by_key("words_agree").click().run()
    assert is_whole(at)
    assert terms.term(page_ws, "equity").is_agreed
    at.button(key="words_next").click().run()
    assert meet.current(page_ws).run.term == "diversity"
