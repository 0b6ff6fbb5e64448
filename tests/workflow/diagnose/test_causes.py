from __future__ import annotations

import pytest

from equity_core.model import Cause, Profile, Query
from equity_core.workflow import lists
from equity_core.workflow.diagnose import causes, listen
from tests.workflow.diagnose.worlds import EL_FILE, EL_READING, bring


def a_cause(ws, text="Letters go out in English only"):
    return causes.add(ws, text, lens="access")


def a_voice(ws, cause, *, role="family", **parts):
    return listen.add(ws, listen.new_card(ws, "We cannot read them", from_role=role, causes=(cause.id,), **parts))


def test_there_is_no_lens_for_students_or_families():
    assert causes.LENSES == ("policy", "practice", "expectations", "resources", "access", "outside")


def test_a_cause_is_a_hunch_until_a_number_and_a_voice_support_it(ws):
    bring(ws, EL_FILE)
    cause = a_cause(ws)
    assert causes.status(ws, cause) == "hunch"
    listen.pin(ws, EL_READING, cause=cause.id)
    assert causes.status(ws, cause) == "hunch"
    a_voice(ws, cause)
    assert causes.status(ws, cause) == "supported"
    assert causes.supported(ws) == [cause]


def test_a_teacher_s_voice_counts_only_from_among_the_most_affected(ws):
    bring(ws, EL_FILE)
    cause = a_cause(ws)
    listen.pin(ws, EL_READING, cause=cause.id)
    a_voice(ws, cause, role="teacher")
    assert causes.status(ws, cause) == "hunch"
    a_voice(ws, cause, role="teacher", most_affected=True)
    assert causes.status(ws, cause) == "supported"


def test_what_questions_a_cause_does_not_support_it(ws):
    bring(ws, EL_FILE)
    cause = a_cause(ws)
    listen.pin(ws, EL_READING, cause=cause.id)
    a_voice(ws, cause, stance="questions")
    assert causes.status(ws, cause) == "hunch"
    weighed = causes.board(ws)[0]
    assert len(weighed.supports) == len(weighed.questions) == 1
    assert "We cannot read them" in causes.open_questions(ws)[0]


def test_a_hidden_number_supports_nothing(ws):
    bring(ws, EL_FILE.replace("Current EL 120 36", "Current EL hidden"))
    cause = a_cause(ws)
    listen.pin(ws, EL_READING, cause=cause.id)
    a_voice(ws, cause)
    assert causes.status(ws, cause) == "hunch"
    assert causes.board(ws)[0].needs == ("Needs a number that supports it.",)


def test_a_held_card_supports_nothing(ws):
    bring(ws, EL_FILE)
    cause = a_cause(ws)
    listen.pin(ws, EL_READING, cause=cause.id)
    listen.add(ws, listen.new_card(ws, "Maria told us so", from_role="family", causes=(cause.id,)))
    assert causes.status(ws, cause) == "hunch"


@pytest.mark.parametrize(
    "text",
    [
        "Students don't respect teachers",
        "Students don’t respect teachers",
        "Parents don't care about school",
        "These kids are lazy",
        "Lack of motivation",
        "The families won't come to meetings",
        "It is their culture",
    ],
)
def test_blame_comes_back_to_be_reworded(ws, text):
    found = causes.add(ws, text, lens="practice")
    assert isinstance(found, causes.Blame)
    assert found.text == text
    assert ws.of_cycle(Cause) == []


@pytest.mark.parametrize(
    "text",
    [
        "Referral form lists 'disrespect' without examples",
        "We don't value home languages in class",
        "Our staff do not care for the hallway between classes",
        "Meetings are only during work hours",
        "The schedule puts reading help during art",
        "Teachers were not trained to teach students who learn English",
    ],
)
def test_words_about_the_school_pass(ws, text):
    assert isinstance(causes.add(ws, text, lens="practice"), Cause)


def test_a_belief_is_kept_as_one_and_never_supported(ws):
    bring(ws, EL_FILE)
    cause = causes.add_as_belief(ws, "Students don't respect teachers")
    assert cause.lens == "expectations"
    assert cause.text.startswith("Some adults here believe")
    listen.pin(ws, EL_READING, cause=cause.id)
    a_voice(ws, cause)
    assert causes.status(ws, cause) == "hunch"


def test_a_reworded_cause_keeps_its_evidence_and_may_not_turn_to_blame(ws):
    cause = a_cause(ws)
    a_voice(ws, cause)
    assert isinstance(causes.reword(ws, cause, "Parents don't care"), causes.Blame)
    told = causes.reword(ws, cause, "Letters come in one language")
    assert len(causes.board(ws)[0].supports) == 1
    assert told.id == cause.id


def test_cards_can_be_linked_and_taken_off(ws):
    cause = a_cause(ws)
    card = listen.add(ws, listen.new_card(ws, "The text line works", from_role="student"))
    assert [c.evidence for c in causes.unlinked(ws, cause)] == [card]
    causes.link(ws, cause, card)
    assert causes.unlinked(ws, cause) == []
    causes.unlink(ws, cause, causes.board(ws)[0].supports[0].evidence)
    assert causes.board(ws)[0].supports == ()


def test_the_triangle_says_each_source_in_words(ws):
    bring(ws, EL_FILE)
    cause = a_cause(ws)
    listen.pin(ws, EL_READING, cause=cause.id)
    a_voice(ws, cause)
    a_voice(ws, cause, stance="questions")
    a_voice(ws, cause, role="counselor", stance="questions")
    assert causes.triangulation(ws) == [
        {
            "Cause": "Letters go out in English only",
            "Number": "● supports",
            "Students": "nothing yet",
            "Families": "◐ both",
            "Staff and others": "○ questions",
            "Observation or audit": "nothing yet",
            "Status": "supported",
        }
    ]


def test_acting_is_kept(ws):
    cause = a_cause(ws)
    causes.act_on(ws, cause, True)
    assert ws.get(Cause, cause.id).will_act


def test_one_number_can_stand_beside_two_causes(ws):
    bring(ws, EL_FILE)
    first, second = a_cause(ws), a_cause(ws, "The bus leaves before the club ends")
    query = Query(**EL_READING.model_dump())
    assert listen.pin(ws, query, cause=first.id).id == listen.pin(ws, query, cause=second.id).id
    assert all(w.supports for w in causes.board(ws))


ALL_YES = {"recurs": "no", "influence": "yes", "upstream": "yes"}


def worked_out(ws, cause, **told):
    given = {"whys": ["Nobody translates them"], "tests": ALL_YES, "begins": "grade 6", "looked_against": True} | told
    return causes.work_out(ws, cause, **given)


def test_a_hunch_that_is_worked_out_is_a_hypothesis_and_only_evidence_makes_it_supported(ws):
    bring(ws, EL_FILE)
    cause = worked_out(ws, a_cause(ws))
    assert causes.status(ws, cause) == "hypothesis"
    assert causes.supported(ws) == []
    listen.pin(ws, EL_READING, cause=cause.id)
    assert causes.status(ws, cause) == "hypothesis"
    assert causes.board(ws)[0].slots == (
        "● A number",
        "○ A voice: none yet",
        "○ Practice: nobody has looked yet",
    )
    a_voice(ws, cause)
    assert causes.status(ws, cause) == "supported"


@pytest.mark.parametrize("told", [{"whys": []}, {"tests": ALL_YES | {"upstream": ""}}])
def test_half_worked_out_is_still_a_hunch(ws, told):
    assert causes.status(ws, worked_out(ws, a_cause(ws), **told)) == "hunch"


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        ({"recurs": "yes", "influence": "yes", "upstream": "yes"}, "may be the surface"),
        ({"recurs": "no", "influence": "yes", "upstream": "no"}, "may be the surface"),
        ({"recurs": "no", "influence": "no", "upstream": "yes"}, "out of our reach"),
        ({"recurs": "no", "influence": "yes", "upstream": "unsure"}, "not all answered"),
        (ALL_YES, "holds up"),
        (dict.fromkeys(ALL_YES, ""), ""),
    ],
)
def test_the_tests_say_whether_it_is_the_surface(ws, tests, said):
    worked_out(ws, a_cause(ws), tests=tests)
    assert said in causes.board(ws)[0].depth
    assert bool(said) == bool(causes.board(ws)[0].depth)


def test_no_why_is_a_trait_of_people(ws):
    cause = a_cause(ws)
    assert isinstance(worked_out(ws, cause, whys=["Nobody translates them", "Families don’t care"]), causes.Blame)
    assert ws.get(Cause, cause.id).whys == ()


def test_there_are_five_whys_at_most_and_with_little_time_on_one_branch(ws):
    cause = worked_out(ws, a_cause(ws), whys=["a", " ", *"bcdefg"])
    assert cause.whys == ("a", "b", "c", "d", "e")
    other = a_cause(ws, "The bus leaves first")
    assert causes.branch(ws, other) is None
    ws.save(Profile(constraints=("limited_time",)))
    assert causes.branch(ws, other) == cause
    assert causes.branch(ws, cause) is None


def test_every_gentle_rewrite_is_of_a_phrase_that_blames_and_blames_nobody(ws):
    known = set(lists.load("en", "blame")["blame"])
    for entry in causes._rewrites("en"):
        assert set(entry["phrases"]) <= known
        assert causes.blame(ws, entry["instead"]) == ""
    assert causes.add(ws, "They are lazy", lens="practice").instead.startswith("Our lessons")


def test_the_fishbone_has_every_cause_on_its_bone(ws):
    a_cause(ws)
    a_cause(ws, "The bus leaves first")
    fish = causes.fishbone(ws)
    assert [row[:2] for row in fish.table.rows] == [
        ("Access and logistics", "Letters go out in English only"),
        ("Access and logistics", "The bus leaves first"),
    ]
    assert fish.sentence == "Our school has written down 2 possible causes; a number and a voice support 0."
