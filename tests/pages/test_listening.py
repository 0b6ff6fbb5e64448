from datetime import date, time, timedelta

from equity_core.model import Evidence, Focus, Listening, Profile, Query
from equity_core.workflow import profiles
from equity_core.workflow.diagnose import gaps
from equity_core.workflow.get_ready import listening
from pages.parts.registry import PAGES
from tests import worlds
from tests.pages.conftest import has, is_whole

MONDAY = date.today() + timedelta(14 - date.today().weekday())
GAP = Query(measure="suspended", dimension="race", period="2024-25", group="Black or African American")


def told(at):
    return " ".join(part.value for kind in (at.text, at.warning, at.info, at.markdown, at.caption) for part in kind)


def test_from_nothing_to_a_plan_that_people_can_come_to(open_page, page_ws):
    at = open_page("listening")
    assert "No file is in yet" in told(at)
    assert "could get" in str(at.table[0].value)
    assert "Nothing is planned yet" in told(at)

    worlds.keep(page_ws, worlds.s1_race())
    page_ws.save(Focus(id=page_ws.cycle.id, cycle=page_ws.cycle.id, query=GAP))
    at = open_page("listening")
    assert "have" in str(at.table[0].value)
    at.date_input(key="hear_on_hear_0").set_value(MONDAY)
    at.time_input(key="hear_starts_hear_0").set_value(time(12))
    at.time_input(key="hear_ends_hear_0").set_value(time(11))
    at.button(key="hear_save").click().run()
    assert is_whole(at)
    assert "It must end after it begins" in told(at)
    assert at.date_input(key="hear_on_hear_0").value == MONDAY
    assert listening.sessions(page_ws) == []

    at.time_input(key="hear_ends_hear_0").set_value(time(13))
    at.button(key="hear_save").click().run()
    assert is_whole(at)
    (kept,) = listening.sessions(page_ws)
    assert kept.groups == (GAP.group,)
    assert "families who work days cannot come" in told(at)
    (row,) = at.get_by_key("access_check").table[0].value.to_dict("records")
    assert row == {
        "Most affected": GAP.group,
        "Evening or weekend": "not yet",
        "Every language": "not said yet",
        "Childcare": "not yet",
        "A ride": "not yet",
        "From where they are": "not yet",
    }

    at.time_input(key=f"change_starts_{kept.id}").set_value(time(18))
    at.time_input(key=f"change_ends_{kept.id}").set_value(time(19))
    at.date_input(key=f"change_report_back_{kept.id}").set_value(MONDAY + timedelta(18))
    at.button(key="change_save").click().run()
    assert "There is an evening or a weekend" in told(at)
    assert listening.is_planned(page_ws)
    assert not has(at, f"reported_{kept.id}")
    page_ws.save(kept.model_copy(update={"on": MONDAY - timedelta(60), "report_back": MONDAY - timedelta(40)}))
    at = open_page("listening")
    assert "Overdue" in told(at)
    at.button(key=f"reported_{kept.id}").click().run()
    assert listening.promises(page_ws) == []
    at.button(key="hear_remove").click().run()
    assert listening.sessions(page_ws) == []


def test_the_wall_shows_one_thing_and_paper_all_without_forms(open_page, page_ws):
    page_ws.save(Listening(cycle=page_ws.cycle.id, on=MONDAY, starts=time(12), report_back=MONDAY + timedelta(7)))
    at = open_page("listening", view="stage")
    assert len(at.table) == 1
    assert len(at.table[0].value) == 6
    assert not at.text_input
    at.get_by_key("listening_wall").set_value("access").run()
    assert is_whole(at)
    assert "cannot come" in told(at)
    paper = open_page("listening", view="print")
    assert "Before an invitation goes out" in " ".join(part.value for part in paper.subheader)
    assert not has(paper, "hear_add")
    assert not paper.text_input


def test_a_tight_year_changes_what_comes_first(open_page, page_ws):
    page_ws.save(Profile(constraints=("limited_time", "low_budget")))
    at = open_page("listening")
    assert has(at, "tightness")
    at.button(key="plan_quick").click().run()
    assert [s.setting for s in listening.sessions(page_ws)] == ["survey", "calls"]


def test_one_class_is_told_what_it_cannot_ask_of_numbers_and_counts_what_the_teacher_does(open_page, page_ws):
    page_ws.save(Profile(level="class"))
    at = open_page("listening")
    assert has(at, "one_class")
    assert "too few for group rates" in told(at)
    at.text_area(key="tally_text_tally_0").set_value("Greet by name; 26; 27")
    at.button(key="tally_keep").click().run()
    assert "could not be read" in told(at)
    assert "no rate" in told(at), "what a tally cannot say stands beside it"
    at.text_area(key="tally_text_tally_0").set_value("Greet by name; 26; 19")
    at.button(key="tally_keep").click().run()
    assert is_whole(at)
    sheet = b"What I do,could,did\nWait,40,%s\n"
    at.file_uploader(key="tally_file_tally_1").set_value(("tally.csv", sheet % b"41", "text/csv"))
    at.button(key="tally_keep").click().run()
    assert "could not be read" in told(at)
    at.file_uploader(key="tally_file_tally_1").set_value(("tally.csv", sheet % b"14", "text/csv"))
    at.button(key="tally_keep").click().run()
    assert is_whole(at)
    said = [card.text for card in page_ws.all(Evidence)]
    assert said == ["Greet by name: 19 of 26 times.", "Wait: 14 of 40 times."]
    assert has(open_page("gaps"), "one_class")
    assert not has(open_page("gaps", view="stage"), "one_class")
    page_ws.save(Profile(level="middle"))
    assert not has(open_page("listening"), "one_class")


DRAWN = {  # with little money, little time and few convinced at once: what stands on a page and did not before
    "listening": ("phone_script", "listening_skeptics"),
    "listen": ("conversations", "hear_skeptics"),
    "gaps": ("every_student", "too_late", "to_audits"),
}


def test_each_screen_of_the_matrix_says_and_draws_what_a_tight_year_changes_at_the_desk(open_page, page_ws):
    worlds.keep(page_ws, worlds.s1_race())
    gaps.predict(page_ws, GAP, "")
    gaps.predict(page_ws, GAP.model_copy(update={"compare": "all"}), "")
    for id, keys in DRAWN.items():
        assert not [key for key in keys if has(open_page(id), key)]
    bound = ("low_budget", "limited_time", "low_buy_in")
    page_ws.save(Profile(constraints=bound, decide_by=date(2025, 9, 1)))
    for screen in set(profiles.matrix("en")) & set(PAGES):
        at = open_page(PAGES[screen].address)
        said = " ".join(caption.value for caption in at.caption)
        assert [line for line in profiles.told(page_ws, screen) if line not in said] == []
        assert [key for key in DRAWN.get(screen, ()) if not has(at, key)] == []
    assert not has(open_page("listening", view="stage"), "tightness")
    at = open_page("commitment")
    assert at.number_input(key="promise_money_now").value == 0
    assert at.radio(key="promise_scope_now").value == "program"
    at = open_page("listening")
    at.button(key="plan_skeptics").click().run()
    assert not has(at, "plan_skeptics")
    assert page_ws.of_cycle(Listening)[0].groups == ("Those who doubt this work",)
