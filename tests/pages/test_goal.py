from datetime import date
from decimal import Decimal

from equity_core.model import Agreement, Assumption, Evidence
from equity_core.workflow.diagnose import focus, goal, listen
from tests.pages.conftest import has, is_whole
from tests.workflow.diagnose.test_goal_where import asked, of
from tests.workflow.diagnose.worlds import EL_FILE, EL_READING, bring
from tests.worlds import keep, narrowed


def numbers(ws):
    return bring(ws, EL_FILE)


def chosen(ws):
    numbers(ws)
    focus.choose(ws, focus.add(ws, EL_READING))


def frozen(ws):
    first = numbers(ws)
    goal.freeze(ws, goal.draft(ws, EL_READING, target_percent=Decimal(50), by=date(2028, 6, 15)))
    return first


def text(at, key):
    box = at.get_by_key(key)
    found = [*box.text, *box.warning, *box.error, *box.header, *box.title]
    return "\n".join(element.value.replace("\\", "") for element in found)


def test_without_a_number_the_page_says_how_to_bring_one(open_page):
    at = open_page("goal")
    assert has(at, "goal_empty")
    assert not has(at, "goal_freeze")


def test_the_pickers_begin_with_the_focus_and_a_blank(open_page):
    at = open_page("goal", chosen)
    assert at.selectbox(key="goal_group").value == "Current EL"
    assert at.selectbox(key="goal_period").value == "2022-23 Spring"
    assert "from 30.0% to _____" in text(at, "goal_sentence")
    assert at.button(key="goal_freeze").disabled


def test_s4_in_the_page(open_page, page_ws):
    page_ws.save(Agreement(id="equity", name="Equity", text="What each needs", agree=4, revealed_in=page_ws.cycle.id))
    at = open_page("goal", chosen)
    at.number_input(key="goal_target").set_value(50.0)
    at.date_input(key="goal_date").set_value(date(2026, 6, 15)).run()
    assert is_whole(at)
    assert "from 30.0% to 50% by June 2026" in text(at, "goal_sentence")
    assert "What each needs" in at.get_by_key("our_words").caption[0].value, "Equitable is a form of the word"
    assert "24 more students (60 of 120)" in text(at, "goal_math")
    assert "6.7 points per year" in text(at, "goal_math")
    assert "22.5% to 38.7%" in text(at, "goal_math")
    assert "exceeds anything" in text(at, "goal_warnings")
    assert "reclassification" in text(at, "goal_warnings")
    assert "46.0% → 49.1% → 52.2%" in text(at, "goal_warnings")
    assert "Everyone else must not lose ground" in text(at, "goal_warnings")
    assert "○ Inclusive: still open" in text(at, "goal_smartie")
    at.text_area(key="goal_leading").set_value("Talks before class").run()
    at.button(key="goal_freeze").click().run()
    assert "frozen without people most affected who shaped it and an answer" in text(at, "goal_need_reason")
    assert goal.current(page_ws) is None
    for page in ("listen", "causes", "goal"):
        at.switch_page(f"pages/diagnose/{page}.py").run()
        assert is_whole(at)
    assert at.number_input(key="goal_target").value == 50.0
    assert at.date_input(key="goal_date").value == date(2026, 6, 15)
    assert at.text_area(key="goal_leading").value == "Talks before class", "nothing is lost"
    at.text_input(key="goal_because").set_value("The state asks for it by Friday").run()
    at.button(key="goal_freeze").click().run()
    assert is_whole(at)
    assert goal.current(page_ws).tracked_with == ("Former EL",)
    assert "30.0% (36 of 120)" in text(at, "goal_baseline")
    assert [a.comes_from for a in page_ws.of_cycle(Assumption)] == ["goal"]
    assert "The state asks for it by Friday" in text(at, "goal_said")


def test_letters_are_earned_later_by_a_link_and_an_answer(open_page, page_ws):
    def with_a_voice(ws):
        frozen(ws)
        listen.add(ws, listen.new_card(ws, "Test week is the hardest", from_role="student", most_affected=True))

    at = open_page("goal", with_a_voice)
    (card,) = page_ws.of_cycle(Evidence)
    at.checkbox(key=f"goal_answer_shaped_by_{card.id}").check()
    at.text_area(key="goal_answer_equity").set_value("Two parents and two students see the numbers first")
    at.button(key="goal_answer_save").click().run()
    assert is_whole(at)
    assert "● Inclusive. It was shaped by what people most affected told us: Student." in text(at, "goal_smartie")
    assert "● Equitable. Two parents and two students" in text(at, "goal_smartie")


def test_a_refused_target_keeps_what_was_typed(open_page):
    at = open_page("goal", chosen)
    at.number_input(key="goal_target").set_value(20.0).run()
    assert is_whole(at)
    assert "Choose a target above it" in text(at, "goal_refusals")
    assert at.number_input(key="goal_target").value == 20.0
    assert at.button(key="goal_freeze").disabled


def test_changing_the_group_changes_the_sentence(open_page):
    at = open_page("goal", chosen)
    at.selectbox(key="goal_group").set_value("Former EL").run()
    assert is_whole(at)
    assert "Former EL students who are reading proficient from 70.0%" in text(at, "goal_sentence")


def test_another_file_asks_for_a_reason_and_never_tells_the_difference(open_page, page_ws):
    first = frozen(page_ws)
    bring(page_ws, EL_FILE.replace("120 36", "120 40"), replaces=first)
    at = open_page("goal")
    assert "36 of 120" in text(at, "goal_baseline")
    assert "differs from the frozen one" in text(at, "goal_differs")
    assert not any("4 students" in t.value or "40 of 120" in t.value for t in at.text)
    at.button(key="goal_rebase").click().run()
    assert any("Give a reason first" in w.value for w in at.warning)
    at.text_input(key="goal_rebase_because").set_value("The district corrected late scores").run()
    at.button(key="goal_rebase").click().run()
    assert is_whole(at)
    assert "40 of 120" in text(at, "goal_baseline")
    assert has(at, "goal_history")


def test_the_target_of_a_frozen_goal_can_change_and_the_baseline_cannot(open_page, page_ws):
    at = open_page("goal", frozen)
    at.number_input(key="goal_change_target").set_value(120.0).run()
    at.button(key="goal_change").click().run()
    assert len(at.get_by_key("goal_refusals").error) == 1, "what was typed is refused, not the old number kept"
    at.number_input(key="goal_change_target").set_value(45.0).run()
    at.button(key="goal_change").click().run()
    assert is_whole(at)
    assert goal.current(page_ws).target_percent == 45
    assert "36 of 120" in text(at, "goal_baseline")


def test_on_the_wall_there_is_the_sentence_and_no_picker(open_page):
    at = open_page("goal", frozen, view="stage")
    assert "from 30.0% to 50% by June 2028" in text(at, "goal_sentence")
    assert "24 more students" in text(at, "goal_math")
    assert not at.selectbox
    assert not at.number_input


def test_on_the_wall_without_a_goal_nothing_is_asked(open_page):
    at = open_page("goal", numbers, view="stage")
    assert any("not written yet" in t.value for t in at.text)
    assert not at.selectbox


def test_a_printed_goal_has_no_pickers(open_page):
    at = open_page("goal", frozen, view="print")
    assert "from 30.0% to 50%" in text(at, "goal_sentence")
    assert not at.number_input


def test_a_goal_begins_with_the_part_that_the_focus_is_of(open_page):
    def two_schools(ws):
        tables = [of((60, 240), (40, 400), "2023-24"), narrowed(of((30, 120), (20, 200), "2023-24"), school="North")]
        focus.choose(keep(ws, *tables), focus.add(ws, asked()))

    at = open_page("goal", two_schools)
    assert at.selectbox(key="goal_where").value == "school=North"
    at.number_input(key="goal_target").set_value(12.0).run()
    assert is_whole(at)
    assert "Counted here: School: North only." in text(at, "goal_sentence")
    assert "30 of 120" in text(at, "goal_math")
    at.selectbox(key="goal_where").set_value("").run()
    assert "60 of 240" in text(at, "goal_math")
    assert "Counted here" not in text(at, "goal_sentence")
