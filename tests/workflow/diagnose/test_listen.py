from __future__ import annotations

from equity_core.model import Evidence, Held
from equity_core.workflow import home
from equity_core.workflow.diagnose import focus, listen
from tests.workflow.diagnose.worlds import EL_FILE, EL_READING, bring


def card(ws, text="The letters come in English only", role="family", **parts):
    return listen.add(ws, listen.new_card(ws, text, from_role=role, **parts))


def test_a_card_is_kept_with_the_day_it_was_heard(ws):
    kept = card(ws, people=3, most_affected=True, consent="team")
    assert ws.of_cycle(Evidence) == [kept]
    assert kept.heard_on == ws.today()


def test_a_possible_name_is_held_apart_and_not_lost(ws):
    held = card(ws, "My son Jamal waits an hour")
    assert isinstance(held, Held)
    assert held.seen == ("Jamal",)
    assert held.card.text == "My son Jamal waits an hour"
    assert ws.of_cycle(Evidence) == []
    assert listen.board(ws).voices == 0


def test_one_person_is_named_once(ws):
    assert card(ws, "the clerk told Mrs. Jane Miller so").seen == ("Mrs. Jane Miller",)


def test_phone_numbers_mail_and_student_numbers_are_held(ws):
    for text in ("call 555-123-4567", "write to kim@x.org", "student 1048823 told us"):
        assert isinstance(card(ws, text), Held)


def test_the_school_s_own_name_is_no_person(ws):
    ws.save(ws.profile.model_copy(update={"school": "Willow Creek School"}))
    assert isinstance(card(ws, "The bus to Willow Creek is late"), Evidence)


def test_a_yes_lets_a_held_card_through(ws):
    held = card(ws, "We went to Riverside and it was full")
    listen.let_through(ws, held)
    assert listen.queue(ws) == []
    assert [e.text for e in ws.of_cycle(Evidence)] == ["We went to Riverside and it was full"]


def test_other_words_are_looked_at_again(ws):
    held = card(ws, "Maria said the bus is late")
    again = listen.rewrite(ws, held, "Maria Lopez said so")
    assert isinstance(again, Held)
    assert len(listen.queue(ws)) == 1
    assert isinstance(listen.rewrite(ws, again, "The bus is late"), Evidence)
    assert listen.queue(ws) == []


def test_one_undo_takes_a_yes_back(ws):
    listen.let_through(ws, card(ws, "Maria said so"))
    ws.undo()
    assert [h.card.text for h in listen.queue(ws)] == ["Maria said so"]
    assert ws.of_cycle(Evidence) == []


def test_what_is_thrown_away_comes_back_by_undo(ws):
    listen.throw_away(ws, card(ws, "Maria said so"))
    assert listen.queue(ws) == []
    ws.undo()
    assert len(listen.queue(ws)) == 1


def test_people_are_counted_from_five_on(ws):
    assert listen.as_card(ws, card(ws, people=4)).who == "Family or caregiver"
    shown = listen.as_card(ws, card(ws, people=5, most_affected=True))
    assert shown.who == "Family or caregiver · most affected · 5 people"


def test_on_the_wall_hang_only_cards_with_a_yes(ws):
    card(ws)
    card(ws, "The club is full", consent="team")
    card(ws, "Nobody asked us", consent="public")
    assert listen.board(ws).voices == 3
    wall = listen.board(ws, stage=True)
    assert [c.text for c in wall.supports] == ["The club is full", "Nobody asked us"]
    assert wall.not_for_the_wall == 1


def test_home_quotes_on_paper_only_cards_with_a_yes(ws):
    card(ws, "The last bus leaves first")
    card(ws, "The club is full", consent="team")
    on_paper = str(home.brief(ws, shared=True))
    assert "The club is full" in on_paper
    assert "The last bus leaves first" not in on_paper
    assert "The last bus leaves first" in str(home.brief(ws))


def test_the_silence_meter_names_the_most_affected_first(ws):
    bring(ws, EL_FILE)
    assert listen.silence(ws)[0] == "Most affected: 0 cards."
    focus.choose(ws, focus.add(ws, EL_READING))
    assert listen.silence(ws) == (
        "Most affected (Current EL): 0 cards.",
        "Student: 0 cards.",
        "Family or caregiver: 0 cards.",
    )
    card(ws, role="student", most_affected=True)
    assert listen.silence(ws) == (
        "Family or caregiver: 0 cards.",
        "No card questions what we think. Ask somebody who may see it another way.",
    )
    card(ws, stance="questions")
    assert listen.silence(ws) == ()


def test_a_planned_call_is_done_when_its_card_is_written(ws):
    planned = listen.plan_calls(ws)
    assert len(planned) == 5
    held = listen.add(ws, listen.new_card(ws, "Maria said so", from_role="family"), call=planned[0])
    assert len(listen.calls(ws)) == 4
    assert held.card.id in {c.evidence for c in ws.of_cycle(type(planned[0]))}


def test_a_pinned_number_is_asked_again_each_time(ws):
    first = bring(ws, EL_FILE)
    pinned = listen.pin(ws, EL_READING)
    assert listen.pin(ws, EL_READING) == pinned
    assert "30.0%" in listen.board(ws).numbers[0].text
    bring(ws, EL_FILE.replace("120 36", "120 60"), replaces=first)
    assert "50.0%" in listen.board(ws).numbers[0].text
    assert pinned.text == ""
