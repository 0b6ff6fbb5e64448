"""Private definitions, read together, compared word by word, and one meaning with its thumbs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity_core.errors import Problem
from equity_core.model import Agreement, Definition, Profile
from equity_core.workflow import captures, loop, meet
from equity_core.workflow.get_ready import terms

WRITTEN = ("Each student gets what they need", "What a student needs, not the same for all", "Fairness in our school")


def read(ws, id="equity", texts=WRITTEN):
    for text in texts:
        terms.define(ws, id, text)
    terms.reveal(ws, id)


def agree_on(ws, *ids):
    for id in ids:
        terms.agree(ws, id, f"What we mean by {id}", agree=6, live_with=1)


def test_the_usual_words_are_there_and_two_of_them_when_time_is_short(ws):
    assert [t.id for t in terms.terms(ws)] == ["equality", "equity", "diversity", "inclusion", "justice"]
    ws.save(Profile(constraints=("limited_time",)))
    assert [t.id for t in terms.terms(ws)] == ["equality", "equity"]
    agree_on(ws, "justice")
    assert [t.id for t in terms.terms(ws)] == ["equality", "equity", "justice"], "what is begun stays"


def test_nothing_is_seen_before_two_have_written_and_all_is_read_at_once(ws):
    assert terms.reveal(ws, "equity").code == "definitions_too_few"
    terms.define(ws, "equity", WRITTEN[0])
    assert terms.reveal(ws, "equity").code == "definitions_too_few"
    assert terms.compared(ws, "equity") == ()
    terms.define(ws, "equity", WRITTEN[1])
    assert (terms.compared(ws, "equity"), terms.shared_words(ws, "equity")) == ((), ())
    assert terms.term(ws, "equity").reference == "", "what others say comes after our own"
    assert terms.reveal(ws, "equity") is None
    assert len(terms.compared(ws, "equity")) == 2
    assert terms.term(ws, "equity").reference


def test_shared_and_differing_words_are_marked_and_empty_words_are_not(ws):
    read(ws)
    marks = {p.text: p.mark for line in terms.compared(ws, "equity") for p in line}
    assert marks["student"] == "shared"
    assert marks["Fairness"] == "own"
    assert marks["need"] == marks["needs"] == "own", "no word is cut to its stem"
    assert marks["gets"] == ""
    assert terms.shared_words(ws, "equity") == ("student",)
    assert ["".join(p.text for p in line) for line in terms.compared(ws, "equity")] == sorted(WRITTEN), (
        "in no seat's order"
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text("abc ,.’'-\n", min_size=1, max_size=20).filter(str.strip), min_size=2, max_size=5))
def test_marking_loses_no_letter_and_knows_no_seat(ws, texts):
    ws.remove(*ws.all(Definition), *ws.all(Agreement))
    read(ws, texts=texts)
    kept = sorted((d.text for d in ws.all(Definition)), key=str.casefold)
    lines = terms.compared(ws, "equity")
    assert ["".join(p.text for p in line) for line in lines] == kept
    shared = {p.text.casefold().replace("’", "'") for line in lines for p in line if p.mark == "shared"}
    assert shared == set(terms.shared_words(ws, "equity"))


def test_a_meaning_is_agreed_when_hands_are_up_and_none_is_down(ws):
    read(ws)
    assert not terms.is_agreed(terms.agree(ws, "equity", "What each needs"))
    assert not terms.is_agreed(terms.agree(ws, "equity", "What each needs", agree=7, not_yet=1))
    assert terms.agreed(ws) == []
    kept = terms.agree(ws, "equity", "What each needs", agree=5, live_with=3, review_on=date(2026, 6, 1))
    assert (kept.agreed_on, kept.review_on) == (ws.today(), date(2026, 6, 1))
    assert terms.meant(ws) == ("Equity: What each needs",)
    assert terms.worded(ws, "equity", "Another wording").agree == 0, "thumbs do not count for another wording"


@pytest.mark.parametrize(
    ("text", "review", "code"),
    [
        (" ", None, "agreement_empty"),
        ("Ask Maria Lopez", None, "term_names"),
        ("What each needs", date(2025, 11, 3), "agreement_past"),
    ],
)
def test_a_meaning_that_cannot_stand_is_told_and_changes_nothing(ws, text, review, code):
    assert terms.agree(ws, "equity", text, agree=5, review_on=review).code == code
    assert ws.all(Agreement) == []


def test_a_word_of_our_own_joins_the_list_once(ws):
    assert isinstance(terms.add(ws, "Belonging"), Agreement)
    assert terms.terms(ws)[-1].name == "Belonging"
    assert terms.add(ws, "belonging").code == "term_twice"
    assert terms.add(ws, "Equity").code == "term_twice"
    assert isinstance(terms.add(ws, "?!"), Problem)
    read(ws, "belonging")
    assert terms.term(ws, "belonging").reference == ""


def test_an_agreed_word_is_found_in_every_form_and_nowhere_else(ws):
    terms.add(ws, "Whole child")
    agree_on(ws, "equity", "whole-child")
    meant = {id: terms.used(ws, text) for id, text in {
        "none": "A quality plan for the whole class and each child",
        "form": "EQUITABLE: who shares the power",
        "own": "we look at the whole child, always",
    }.items()}  # fmt: skip
    assert meant["none"] == ()
    assert [line[:8] for line in meant["form"]] == ["“Equity”"]
    assert [line[:13] for line in meant["own"]] == ["“Whole child”"]
    assert terms.used(ws, "justice for all") == (), "nothing is agreed on it"
    assert len(terms.used(ws, "equity", "inequity", "the whole child")) == 2


def test_the_loop_asks_for_three_words_that_are_not_due_again(ws):
    def check():
        return next(c for c in loop.step(ws, "get_ready").checks if c.id == "words")

    agree_on(ws, "equity", "equality")
    assert not check().done
    ws.save(Profile(constraints=("limited_time",)))
    assert check().done
    ws.save(Profile())
    agree_on(ws, "justice")
    assert check().done
    late = ws.get(Agreement, "justice").model_copy(update={"review_on": ws.today()})
    ws.save(late)
    assert not check().done
    assert [a.id for a in terms.to_review(ws)] == ["justice"]
    assert check().can_wait


def test_a_meeting_goes_from_word_to_word_and_keeps_definitions_closed(ws):
    running = meet.start(ws, "shared_language", minutes=45, seats=3)
    for text in WRITTEN:
        captures.take(ws, running, text)
    assert running.run.term == "equality"
    assert [d.text for d in ws.of_cycle(Definition)] == list(WRITTEN)
    assert captures.listed(ws, running) == []
    assert {c.text for c in captures.of_run(ws, running.run)} == {""}
    captures.undo(ws, running.run)
    assert terms.term(ws, "equality").written == 2
    terms.reveal(ws, "equality")
    agree_on(ws, "equality")
    meet.next_term(ws, meet.current(ws))
    assert (meet.current(ws).run.term, meet.current(ws).run.at) == ("equity", "write")
