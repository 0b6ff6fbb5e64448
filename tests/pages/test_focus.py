from equity_core.model import Barrier
from equity_core.workflow.diagnose import focus
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
