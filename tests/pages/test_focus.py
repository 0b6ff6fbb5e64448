from datetime import date

from equity_core.model import Assumption, Barrier, Evidence
from equity_core.workflow.diagnose import focus, listen
from tests.pages.conftest import has, is_whole
from tests.workflow.diagnose.worlds import EL_FILE, EL_READING, bring

FORMER = EL_READING.model_copy(update={"group": "Former EL"})


def two_gaps(ws):
    bring(ws, EL_FILE)
    focus.add(ws, EL_READING)
    focus.add(ws, FORMER)


def test_an_empty_list_says_where_gaps_come_from(open_page):
    at = open_page("focus")
    assert any("focus list" in i.value for i in at.info)
    assert not has(at, "focus_choose")


def test_a_suspicion_is_the_focus_until_a_number_arrives(open_page):
    at = open_page("focus", lambda ws: ws.save(Barrier(id=ws.cycle.id, cycle=ws.cycle.id, text="Letters in English")))
    assert any("Letters in English" in t.value for t in at.get_by_key("focus_barrier").text)


def test_each_gap_has_its_figure_and_the_caution(open_page):
    at = open_page("focus", two_gaps)
    told = "\n".join(t.value for t in at.get_by_key("focus_table").text)
    assert "many comparisons" in told
    assert "30.0% for Current EL (36 of 120): 31.7 points lower than for everyone else" in told
    assert "with about 39 more of this group’s students" in told
    assert "How sure: clear" in told


def test_exactly_one_is_chosen_and_the_others_are_parked(open_page, page_ws):
    at = open_page("focus", two_gaps)
    at.button(key="focus_choose").click().run()
    assert any("Pick one gap first" in w.value for w in at.warning)
    second = focus.portfolio(page_ws)[1].gap
    at.radio(key="focus_pick").set_value(second.id).run()
    at.button(key="focus_choose").click().run()
    assert is_whole(at)
    assert focus.current(page_ws).query == FORMER
    assert focus.current(page_ws).parked == (EL_READING,)


def test_one_gap_alone_is_picked_already(open_page, page_ws):
    at = open_page("focus", lambda ws: (bring(ws, EL_FILE), focus.add(ws, EL_READING)))
    at.button(key="focus_choose").click().run()
    assert focus.current(page_ws).query == EL_READING


def test_judgements_are_kept(open_page, page_ws):
    at = open_page("focus", two_gaps)
    gap = focus.portfolio(page_ws)[0].gap
    at.text_area(key=f"focus_matters_{gap.id}").set_value("Families asked about it twice")
    at.button(key=f"focus_save_{gap.id}").click().run()
    assert is_whole(at)
    assert focus.portfolio(page_ws)[0].gap.matters == "Families asked about it twice"


def test_on_the_wall_there_are_no_fields(open_page):
    at = open_page("focus", two_gaps, view="stage")
    assert not at.text_area
    assert not at.radio


def with_a_voice(ws):
    two_gaps(ws)
    listen.add(ws, listen.new_card(ws, "Test week is the hardest", from_role="student", most_affected=True))
    listen.add(ws, listen.new_card(ws, "We need more time", from_role="teacher"))


def test_three_judgements_with_who_told_us_so(open_page, page_ws):
    at = open_page("focus", with_a_voice)
    gap = focus.portfolio(page_ws)[0].gap
    assert any("Not said yet: why it matters" in c.value for c in at.get_by_key(f"focus_gap_{gap.id}").caption)
    told = " ".join(c.value for c in at.get_by_key(f"focus_gap_{gap.id}").caption)
    assert "One card on our board can: choose it under “What we think of it”" in told
    voices = at.multiselect(key=f"focus_voices_{gap.id}")
    assert voices.options == ["Test week is the hardest"]  # a teacher does not say what matters to families
    voices.set_value([page_ws.of_cycle(Evidence)[0].id])
    at.text_input(key=f"focus_plan_{gap.id}").set_value("School plan, goal 2")
    at.checkbox(key=f"focus_policy_{gap.id}").set_value(True)
    at.button(key=f"focus_save_{gap.id}").click().run()
    assert is_whole(at)
    told = "\n".join(t.value for t in at.get_by_key(f"focus_gap_{gap.id}").text)
    assert "We heard: “Test week is the hardest”" in told
    assert "School plan, goal 2" in told
    assert any("a rule could move it" in str(m.value) for m in at.get_by_key(f"focus_gap_{gap.id}").markdown)
    focus.choose(page_ws, focus.portfolio(page_ws)[0].gap)
    assert focus.current(page_ws).fits_plan == "School plan, goal 2"


def test_with_little_time_what_is_not_counted_in_time_needs_a_reason(open_page, page_ws):
    def hurried(ws):
        bring(ws, EL_FILE)
        focus.add(ws, EL_READING)
        ws.save(ws.profile.model_copy(update={"constraints": ("limited_time",), "decide_by": date(2025, 9, 1)}))

    at = open_page("focus", hurried)
    assert any("not expected to be counted again before September 1, 2025" in w.value for w in at.warning)
    at.button(key="focus_choose").click().run()
    assert any("Give a reason" in w.value for w in at.warning)
    assert focus.current(page_ws) is None
    at.text_input(key="focus_because").set_value("Families asked for it").run()
    at.button(key="focus_choose").click().run()
    assert is_whole(at)
    assert focus.current(page_ws).query == EL_READING
    assert ["Families asked for it" in a.text for a in page_ws.of_cycle(Assumption)] == [True]


def test_with_time_enough_nothing_is_asked(open_page, page_ws):
    open_page("focus", lambda ws: (bring(ws, EL_FILE), focus.add(ws, EL_READING)))
    for by in (date(2026, 6, 1), None):
        page_ws.save(page_ws.profile.model_copy(update={"constraints": ("limited_time",), "decide_by": by}))
        assert focus.portfolio(page_ws)[0].too_late == ""


def test_the_order_is_the_team_s(open_page, page_ws):
    at = open_page("focus", two_gaps)
    first, second = (found.gap for found in focus.portfolio(page_ws))
    at.button(key=f"focus_down_{first.id}").click().run()
    assert [found.gap.id for found in focus.portfolio(page_ws)] == [second.id, first.id]
