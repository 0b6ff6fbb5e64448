from datetime import date
from decimal import Decimal

from equity_core.model import Cause, DecisionRight, Gap, Idea, Meeting, Query
from equity_core.workflow import captures, meet
from equity_core.workflow.diagnose import focus, goal
from tests import worlds
from tests.pages.conftest import has, is_whole
from tests.worlds import shown

GAP = Query(measure="suspended", dimension="race", period="2024-25")


def start(ws, protocol="find_ideas", *, phase="", **how):
    running = meet.start(ws, protocol, **{"minutes": 60, "seats": 8} | how)
    if phase:
        meet.go_to(ws, running.run, phase)


def with_numbers(ws):
    groups = {"Black or African American": shown(24, 120), "White": shown(37, 480)}
    worlds.keep(ws, worlds.table("suspended", "2024-25", "race", shown(61, 600), groups))


def texts(at):
    return [text.value for text in at.text]


def texts_of(shown):
    return " ".join(one.value for one in shown)


def test_with_no_meeting_the_page_teaches_and_says_what_to_cut(open_page, page_ws):
    at = open_page("meet")
    assert has(at, "meet_gaps")
    assert has(at, "meet_results")
    at.selectbox(key="meet_purpose").set_value("root_cause")
    at.number_input(key="meet_minutes").set_value(30).run()
    assert at.toggle(key="meet_short_root_cause_30").value, "the long version does not fit"
    assert any("no numbers" in info.value for info in at.info)
    at.toggle(key="meet_short_root_cause_30").set_value(False).run()
    assert "15 minutes more than you have" in at.warning[0].value
    at.number_input(key="meet_seats").set_value(1)
    at.button(key="meet_start").click().run()
    assert is_whole(at)
    assert any("nobody to hear" in warning.value for warning in at.warning)
    assert page_ws.of_cycle(Meeting) == []
    at.number_input(key="meet_minutes").set_value(500).run()
    assert any("from 10 to 180" in warning.value for warning in at.warning)
    assert at.button(key="meet_start").disabled
    at.number_input(key="meet_seats").set_value(900).run()
    assert is_whole(at)
    at.number_input(key="meet_seats").set_value(9).run()
    at.number_input(key="meet_minutes").set_value(35).run()
    at = open_page("meet")
    assert at.number_input(key="meet_seats").value == 9, "a reload asks for as many seats"
    assert at.number_input(key="meet_minutes").value == 35
    assert at.selectbox(key="meet_purpose").value == "root_cause"
    at.button(key="meet_start").click().run()
    meet.close(page_ws, meet.current(page_ws))
    at = open_page("meet")
    assert at.number_input(key="meet_minutes").value == page_ws.profile.minutes_per_meeting, "the next one begins anew"
    assert "Find causes · 45 min (short: 25)" in at.selectbox(key="meet_purpose").options
    at.selectbox(key="meet_purpose").set_value("decision_map")
    at.number_input(key="meet_minutes").set_value(25).run()
    assert "5 minutes more than you have" in at.warning[0].value
    at.toggle(key="meet_cut_decision_map_25").set_value(True).run()
    assert not at.warning
    at.button(key="meet_start").click().run()
    at = open_page("meet")
    assert "Left out: Compare what differs (10 min)." in texts(at), "also while it runs"
    meet.close(page_ws, meet.current(page_ws))
    start(page_ws, "decision_map")
    at = open_page("meet", view="stage")
    at.button(key="stage_cut").click().run()
    (toast,) = at.toast
    assert "Compare what differs" in toast.value, "it says what it left out"


def test_a_meeting_starts_on_the_wall_and_what_is_typed_is_kept(open_page, page_ws):
    at = open_page("meet")
    at.selectbox(key="meet_purpose").set_value("find_ideas").run()
    at.number_input(key="meet_seats").set_value(8)
    at.button(key="meet_start").click().run()
    assert is_whole(at)
    assert meet.current(page_ws).meeting.seats == 8
    at = open_page("meet", view="stage")
    at.button(key="stage_next").click().run()
    assert at.title[0].value == "Write in silence"
    for text in ("Late bus", "Ask Maria Lopez", "Call home"):
        at.text_input(key="stage_line").set_value(text)
        at.button(key="stage_add").click().run()
    assert is_whole(at)
    assert not has(at, "stage_reminder")
    assert [idea.text for idea in page_ws.of_cycle(Idea)] == ["Late bus", "Call home"]
    assert "Call home" in texts(at)
    assert not any("Lopez" in text for text in texts(at)), "a name is not on the wall"
    assert any("waits at the desk" in text for text in texts(at))
    at.text_input(key="stage_line").set_value("late bus " * 100)
    at.button(key="stage_add").click().run()
    assert any("899 characters, and there is room for 300" in w.value for w in at.warning)
    assert at.text_input(key="stage_line").value.startswith("late bus late bus"), "it is still in the field"
    assert len(page_ws.of_cycle(Idea)) == 2
    at.button(key="stage_undo").click().run()
    assert not has(at, "stage_long")
    assert any("1 line is taken back" in toast.value for toast in at.toast)
    assert [idea.text for idea in page_ws.of_cycle(Idea)] == ["Late bus"]
    at.button(key="stage_pause").click().run()
    assert meet.current(page_ws).run.ends_at is None
    assert is_whole(at)


def test_at_the_desk_lines_come_from_elsewhere_and_a_name_is_decided_on(open_page, page_ws):
    at = open_page("meet", lambda ws: start(ws, phase="silent"))
    at.text_area(key="paste_0").set_value("- Late bus\n- Ask Maria Lopez")
    at.get_by_key("paste_take").click().run()
    assert is_whole(at)
    (line,) = captures.waiting(page_ws, meet.current(page_ws).run)
    at.text_input(key=f"waits_text_{line.id}").set_value("Ask a driver").run()
    at.button(key=f"waits_save_{line.id}").click().run()
    assert [idea.text for idea in page_ws.of_cycle(Idea)] == ["Late bus", "Ask a driver"]
    at.button(key="phase_out_merge").click().run()
    at.button(key="phase_go_close").click().run()
    assert is_whole(at)
    assert meet.current(page_ws).run.at == "close"


def test_a_meeting_closes_with_a_decision_and_nothing_typed_is_lost_on_the_way(open_page, page_ws):
    at = open_page("meet", lambda ws: start(ws, "listening_plan"))
    at.text_input(key="decided_decision_decided_0").set_value("Ask Maria Lopez")
    at.get_by_key("meet_decide").click().run()
    assert "may name somebody" in at.warning[0].value
    assert at.text_input(key="decided_decision_decided_0").value == "Ask Maria Lopez"
    at.text_input(key="decided_decision_decided_0").set_value("Ask the bus company")
    at.date_input(key="decided_by_decided_0").set_value(date(2020, 1, 15))
    at.get_by_key("meet_decide").click().run()
    assert "That day is past" in at.warning[0].value
    assert meet.current(page_ws).meeting.decisions == ()
    at.date_input(key="decided_by_decided_0").set_value(None)
    at.get_by_key("meet_decide").click().run()
    assert [promise.text for promise in meet.current(page_ws).meeting.decisions] == ["Ask the bus company"]
    at.text_input(key="decided_decision_decided_1").set_value("Ring the district")
    at.date_input(key="decided_by_decided_1").set_value(date(2020, 1, 15))
    at.text_area(key="closing_close_closing_0").set_value("All spoke")
    at.text_input(key="closing_missing_closing_0").set_value("Maria Lopez")
    at.get_by_key("meet_close_now").click().run()
    assert "That day is past" in texts_of(at.get_by_key("decided_by").warning), "what stands typed is asked for first"
    at.date_input(key="decided_by_decided_1").set_value(None)
    at.get_by_key("meet_close_now").click().run()
    assert "may name somebody" in texts_of(at.get_by_key("closing_missing").warning), "at its field"
    assert meet.current(page_ws), "it is not closed"
    assert len(meet.current(page_ws).meeting.decisions) == 1, "nor is half of it kept"
    at.text_input(key="closing_missing_closing_0").set_value("Families in grade 6")
    at.get_by_key("meet_close_now").click().run()
    assert is_whole(at)
    (kept,) = page_ws.of_cycle(Meeting)
    assert kept.closed
    assert kept.missing == "Families in grade 6"
    assert {"Ask the bus company", "Ring the district"} <= set(texts(at)), "a decision is kept with the close"
    assert has(at, "meet_start")


def test_a_line_that_waits_is_told_at_the_close_and_after_it(open_page, page_ws):
    start(page_ws, "root_cause", phase="silent", query=GAP)
    running = meet.current(page_ws)
    captures.take(page_ws, running, "Ask Maria Lopez\nParents do not care\nThe last bus leaves at three")
    captures.take(page_ws, running, "Which day would work? The bus company", phase="check")
    captures.take(page_ws, running, "The counselor asks the bus company by Friday", phase="close")
    for _ in running.run.phases:
        meet.next_phase(page_ws, meet.current(page_ws).run)
    at = open_page("meet", view="stage")
    assert any("1 line waits at the desk" in text for text in texts(at))
    assert has(at, "waits_at_desk"), "and the way there"
    assert not any("Lopez" in text for text in texts(at))
    (step,) = captures.steps(page_ws, running.run)
    at.button(key=f"step_{step.id}").click().run()
    assert at.text_input(key="decided_decision_decided_0").value == step.text, "with an owner and a day to add"
    at.get_by_key("meet_decide").click().run()
    assert not has(at, f"step_{step.id}"), "it is decided"
    at.get_by_key("meet_close_now").click().run()
    assert is_whole(at)
    assert any("1 line waits at the desk" in success.value for success in at.success), "it is said with the close"
    at = open_page("meet")
    told = texts(at.get_by_key("meet_earlier"))
    assert "Parents do not care (about people: not kept as a cause)" in told
    assert any("1 line waits" in text for text in told)
    headings = [line.value for line in at.get_by_key("meet_earlier").markdown]
    assert "**Write causes in silence**" in headings
    assert "**Evidence and missing voices**" in headings
    (line,) = captures.waiting(page_ws, running.run)
    at.text_input(key=f"waits_text_{line.id}").set_value("The driver knows which stops are full").run()
    at.button(key=f"waits_save_{line.id}").click().run()
    assert is_whole(at)
    assert "The driver knows which stops are full" in [cause.text for cause in page_ws.of_cycle(Cause)]
    assert any("Which day would work?" in text for text in texts(open_page("causes").get_by_key("causes_open")))


def test_on_the_wall_the_last_part_leads_to_the_close_and_back(open_page, page_ws):
    start(page_ws, "listening_plan", phase="invite")
    at = open_page("meet", view="stage")
    meet.skip(page_ws, meet.current(page_ws).run, "slots")
    at.button(key="stage_next").click().run()
    assert at.title[0].value == "Who is missing?", "it is not left out"
    at.button(key="stage_next").click().run()
    assert at.title[0].value.startswith("Close")
    at.button(key="stage_back").click().run()
    assert at.title[0].value == "Who invites?"


def test_the_numbers_are_shown_after_the_room_has_said_what_it_expects(open_page, page_ws):
    with_numbers(page_ws)
    start(page_ws, "data_dialogue", phase="predict", query=GAP)
    at = open_page("meet", view="stage")
    assert has(at, "gap_chart")
    assert not has(at, "headline")
    assert "20.0%" not in str(at.main)
    at.text_input(key="stage_line").set_value("Two groups are apart")
    at.button(key="stage_add").click().run()
    assert "Two groups are apart" not in texts(at), "silent: what one expects does not lead the others"
    at.text_input(key="stage_line").set_value("Maria Lopez is not in it")
    at.button(key="stage_add").click().run()
    assert any("1 line waits at the desk" in text for text in texts(at)), "also where no line is shown"
    captures.remove(page_ws, *captures.waiting(page_ws, meet.current(page_ws).run))
    meet.go_to(page_ws, meet.current(page_ws).run, "observe")
    at = open_page("meet", view="stage")
    assert any("24 of 120" in text for text in texts(at))
    assert any("Seat 1 of 8" in text for text in texts(at))
    at.text_input(key="stage_line").set_value("I see it is wide because of the bus")
    at.button(key="stage_add").click().run()
    assert any("because" in info.value for info in at.info), "a guard reminds"
    assert any("Seat 2 of 8" in text for text in texts(at))
    assert "I see it is wide because of the bus" in texts(at), "and never blocks"


def type_line(at, text, **choice):
    for kind, chosen in choice.items():
        at.selectbox(key=f"stage_choice_{kind}").set_value(chosen)
    at.text_input(key="stage_line").set_value(text)
    at.button(key="stage_add").click().run()
    assert is_whole(at)


def test_a_line_about_people_is_asked_for_other_words_and_a_why_goes_under_its_cause(open_page, page_ws):
    with_numbers(page_ws)
    start(page_ws, "root_cause", phase="silent", query=GAP)
    at = open_page("meet", view="stage")
    type_line(at, "Parents do not care", cause="policy")
    (reminder,) = at.get_by_key("stage_reminder").info
    assert "in languages that do not fit all of them" in reminder.value
    assert "Parents do not care (about people: not kept as a cause)" in texts(at)
    type_line(at, "The rule book says three", cause="policy")
    type_line(at, "Letters go out in English only", cause="access")
    (_, cause) = page_ws.of_cycle(Cause)
    meet.go_to(page_ws, meet.current(page_ws).run, "whys")
    at = open_page("meet", view="stage")
    type_line(at, "One person translates", why=cause.id)
    assert next(iter(captures.choices(page_ws, "why"))) != cause.id
    assert at.selectbox(key="stage_choice_why").value == cause.id, "the next why is of the same cause"
    type_line(at, "Nobody was hired for it")
    assert page_ws.get(Cause, cause.id).whys == ("One person translates", "Nobody was hired for it")
    assert any("Why? One person translates → Nobody was hired for it" in text for text in texts(at))


def test_numbers_that_are_gone_are_told_on_the_wall(open_page, page_ws):
    start(page_ws, "root_cause", query=GAP)
    at = open_page("meet", view="stage")
    assert any("not there any more" in info.value for info in at.info)


def test_paper_has_the_agenda_of_the_meeting_that_runs(open_page, page_ws):
    at = open_page("meet", view="print")
    assert len(at.table) == len(meet.offered(page_ws))
    start(page_ws, "listening_plan")
    at = open_page("meet", view="print")
    assert len(at.table) == 1
    assert any("Facilitator" in text for text in texts(at))


def test_a_room_tries_a_target_and_the_goal_page_begins_with_it(open_page, page_ws):
    with_numbers(page_ws)
    asked = GAP.model_copy(update={"group": "Black or African American"})
    focus.choose(page_ws, focus.add(page_ws, asked))
    start(page_ws, "write_goal", phase="math", query=asked)
    at = open_page("meet", view="stage")
    assert r"from 20\.0% to" in at.get_by_key("goal_sentence").markdown[0].value
    at.number_input(key="aim_target").set_value(300).run()
    assert is_whole(at)
    assert at.warning, "what cannot be is said"
    at.number_input(key="aim_target").set_value(12).run()
    assert any("10 fewer students (14 of 120)" in text for text in texts(at))
    assert has(at, "goal_warnings"), "how it could mislead"
    assert "Inclusive and Equitable" in texts(at.get_by_key("goal_letters_open"))[0]
    assert open_page("meet", view="stage").number_input(key="aim_target").value == 12, "a reload keeps it"
    captures.take(page_ws, meet.current(page_ws), "From 24 to 14 while nobody loses ground", phase="draft")
    assert "From 24 to 14 while nobody loses ground" in texts(open_page("meet", view="stage").get_by_key("goal_drafts"))
    page = open_page("goal")
    assert "From 24 to 14 while nobody loses ground" in texts(page.get_by_key("goal_drafts"))
    assert page.number_input(key="goal_target").value == 12
    assert any("10 fewer students (14 of 120)" in text for text in texts(page))
    goal.freeze(page_ws, goal.draft(page_ws, asked, target_percent=Decimal(12), by=date(2027, 6, 30)), because="now")
    at = open_page("meet", view="stage")
    assert "From 24 to 14 while nobody loses ground" in texts(at), "beside the goal that there is"
    assert any("The goal that we have already" in text for text in texts(at))
    assert has(at, "to_goal")


def test_a_room_chooses_its_focus_and_sees_who_cannot_come_yet(open_page, page_ws):
    with_numbers(page_ws)
    start(page_ws, "choose_focus", phase="decide")
    assert open_page("meet", view="stage").info, "no gap is on the list"
    for group in ("White", "Black or African American"):
        focus.add(page_ws, GAP.model_copy(update={"group": group}))
    at = open_page("meet", view="stage")
    assert any("many comparisons" in text for text in texts(at))
    at.button(key="focus_choose").click().run()
    assert focus.current(page_ws) is None, "nothing is chosen for a room"
    at.radio(key="focus_pick").set_value(page_ws.of_cycle(Gap)[1].id)
    at.button(key="focus_choose").click().run()
    assert is_whole(at)
    assert focus.current(page_ws).query.group == "Black or African American"
    meet.close(page_ws, meet.current(page_ws))
    start(page_ws, "listening_plan", phase="missing")
    at = open_page("meet", view="stage")
    type_line(at, "Families in grade 6")
    meet.go_to(page_ws, meet.current(page_ws).run, "slots")
    told = texts(open_page("meet", view="stage").get_by_key("stage_object"))
    assert any("questions of the access check hold" in text for text in told)
    assert any("Black or African American" in text for text in told), "who cannot be heard yet"


def test_a_room_keeps_where_the_yes_stands(open_page, page_ws):
    start(page_ws, "decision_map", phase="asks")
    assert open_page("meet", view="stage").info, "no decision is on the map"
    captures.take(page_ws, meet.current(page_ws), "Discipline code\nBus contract", phase="list")
    (bus,) = [right for right in page_ws.of_cycle(DecisionRight) if right.what == "Bus contract"]
    at = open_page("meet", view="stage")
    at.selectbox(key="yes_of").set_value(bus.id).run()
    at.selectbox(key=f"yes_{bus.id}_not_asked").set_value("conditional").run()
    assert is_whole(at)
    assert page_ws.get(DecisionRight, bus.id).yes == "conditional"
    assert at.selectbox(key="yes_of").value == bus.id
    meet.close(page_ws, meet.current(page_ws))
    page_ws.save(Cause(cycle=page_ws.cycle.id, text="The last bus leaves at three", lens="access"))
    start(page_ws, "root_cause", phase="cluster", query=GAP)
    assert has(open_page("meet", view="stage"), "fishbone_chart"), "which bone is empty is seen"
